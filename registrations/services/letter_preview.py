"""Words of a letter as they would arrive: with examples, or for somebody who is real.

For whoever writes them. Of a registration they see here what they may see of it
anywhere (`visible_to`, names and answers closed as on the desk); nothing is stored and
nothing is sent to the person.
"""

from __future__ import annotations

import smtplib
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import CharField, F, QuerySet
from django.db.models.functions import Cast, Length
from django.utils.formats import date_format
from django.utils.translation import gettext, gettext_lazy, override
from wagtail.log_actions import log
from wagtail.models import Page

from ..enums import TELLS_CHANGE, FormKind, MessageKind
from ..models import MessageTemplate, Registration
from ..permissions import user_can_change_templates
from .errors import NotAllowed, RegistrationError
from .letter_html import Letter
from .letter_marks import PRIVATE_LINK, to_plain
from .letter_values import gather_values
from .letters import write
from .message import close_answers
from .questions import get_default_reply_date
from .wording import (
    FIELDS,
    KINDS,
    About,
    LetterKind,
    Place,
    Words,
    list_form_pages,
)

EXAMPLES, LONGEST, EMPTIEST = "examples", "longest", "emptiest"
# The answers that are long or missing; enough to find the longest and the emptiest.
_ANSWERS = ("motivation", "contribution", "organisation", "first_name", "last_name")
_REASON = {
    LONGEST: " ".join(
        ["We kregen veel meer inschrijvingen dan er plaatsen zijn, en we kozen voor een "
         "groep met mensen uit verschillende gemeenten en soorten organisaties."] * 6
    ),
    EMPTIEST: "",
}  # fmt: skip
_CALL = "Werkplaatsen Cultuurplekken van Morgen"
_SHORT_REASON = "Uit jouw regio schreven negen mensen zich in. We kozen voor een mix."


class NoTestSent(RegistrationError):
    message = gettext_lazy(
        "The test could not be sent. Your account needs an e-mail address, and the mail "
        "server must be reachable; the words are safe."
    )


@dataclass(frozen=True)
class Sample:
    """Whom a preview is for.

    Attributes:
        key: as the screen posts it.
        label: as the screen shows it; a number, never a name.
    """

    key: str
    label: str


def list_samples(*, kind: MessageKind, page: Page | None, user: Any) -> list[Sample]:
    """Return whom `user` can look at these words for; the examples always."""
    samples = [Sample(EXAMPLES, gettext("With the examples of the list"))]
    if KINDS[kind].about != About.REGISTRATION:
        return samples
    seen = _find_registrations(KINDS[kind], page, user)
    if not seen.exists():
        return samples
    return [
        *samples,
        Sample(LONGEST, gettext("The registration with the longest answers")),
        Sample(EMPTIEST, gettext("The registration with the fewest answers")),
        *(
            Sample(reference, reference)
            for reference in seen.order_by("-pk").values_list("reference", flat=True)[
                :50
            ]
        ),
    ]


def preview_letter(
    *, words: Words, kind: MessageKind, page: Page | None, sample: str, user: Any
) -> Letter:
    """Return the letter that these words would become.

    Args:
        words: subject and body with their fields, saved or not.
        kind: which letter.
        page: for which call, day or form they are; None for the whole site.
        sample: the key of a sample, or the number of a registration. One that `user`
            may not see, or that does not exist, gives the examples.
        user: who looks.

    Raises:
        NotAllowed: `user` may not change templates.
    """
    if not user_can_change_templates(user):
        raise NotAllowed
    with override(settings.LANGUAGE_CODE):
        registration = _find_registration(KINDS[kind], page, sample, user)
        if registration is None:
            values = _gather_examples(kind)
            return write(words, kind=kind, values=values, registration=None)
        values = gather_values(
            registration=registration,
            kind=kind,
            reason=_REASON.get(sample, _SHORT_REASON),
            context=_get_context(kind, registration, sample),
        )
        letter = write(words, kind=kind, values=values, registration=registration)
        return close_answers(letter, kind=kind, registration=registration, user=user)


def send_test(
    *, words: Words, kind: MessageKind, template: MessageTemplate | None, user: Any
) -> None:
    """Mail `user` how these words look in their own mail program.

    To their own address and nowhere else, marked as a test, with the examples of the
    list: no data of an applicant goes to a mailbox of the team (domain.md 1.4). It is
    no `Message`: it stands on no registration and in no outbox.

    Raises:
        NotAllowed: `user` may not change templates.
        NoTestSent: there is no address, or the mail server did not take it.
    """
    letter = preview_letter(
        words=words, kind=kind, page=None, sample=EXAMPLES, user=user
    )
    if not user.email:
        raise NoTestSent
    # Nobody's page: a test opens the screen for who lost their link.
    link = f"{settings.SITE_URL}/mijn-inschrijving/"
    note = gettext("This is a test. Nobody else got it, and the data are invented.")
    mail = EmailMultiAlternatives(
        subject=gettext("[Test] %(subject)s") % {"subject": letter.subject},
        body=f"{note}\n\n{to_plain(letter.text)}".replace(PRIVATE_LINK, link),
        to=[user.email],
        headers={"Auto-Submitted": "auto-generated"},
    )
    mail.attach_alternative(letter.html.replace(PRIVATE_LINK, link), "text/html")
    try:
        mail.send()
    except (OSError, smtplib.SMTPException) as error:
        raise NoTestSent from error
    if template is not None:
        log(instance=template, action="registrations.test_template", user=user)


def _find_registrations(
    kind: LetterKind, page: Page | None, user: Any
) -> QuerySet[Registration]:
    """The registrations with a name that `user` may see, of the forms in question."""
    return (
        Registration.objects.visible_to(user)
        .with_sight(user)
        .filter(shows_name=True, page__in=list_form_pages(kind, page))
        .exclude(reference="")
    )


def _find_registration(
    kind: LetterKind, page: Page | None, sample: str, user: Any
) -> Registration | None:
    if sample == EXAMPLES or kind.about != About.REGISTRATION:
        return None
    seen = _find_registrations(kind, page, user).select_related("page")
    if sample not in {LONGEST, EMPTIEST}:
        return seen.filter(reference=sample.strip().upper()).first()
    length = Length(Cast("form_data", CharField()))
    for name in _ANSWERS:
        length = length + Length(F(name))
    by_length = seen.annotate(_length=length)
    order = ("-_length", "pk") if sample == LONGEST else ("_length", "pk")
    return by_length.order_by(*order).first()


def _get_context(
    kind: MessageKind, registration: Registration, sample: str
) -> dict[str, Any]:
    """What services hand to some letters besides the registration."""
    if kind in TELLS_CHANGE:
        return {"before_text": FIELDS["wat_het_was"].example}
    if kind == MessageKind.OTHER_WORKPLACE:
        return {
            "other_workplace": FIELDS["andere_werkplaats"].example,
            "reply_by": date_format(get_default_reply_date(), "l j F Y"),
        }
    if kind == MessageKind.EVALUATION:
        return {"evaluation_url": f"{settings.SITE_URL}/"}
    if kind == MessageKind.PUBLICATION:
        return {"publication_url": f"{settings.SITE_URL}/"}
    labels = [question["label"] for question in registration.questions]
    if kind == MessageKind.DATA_ERASED:
        return {"erased": labels[:1] if sample == EMPTIEST else labels}
    if kind != MessageKind.AMENDED or sample == EMPTIEST:
        return {}
    return {"changed": labels}


def _gather_examples(kind: MessageKind) -> dict[str, Any]:
    """The values of somebody who does not exist."""
    examples = {
        field.name: f"{settings.SITE_URL}/"
        if field.place == Place.LINK
        else field.example
        for field in KINDS[kind].fields.values()
    }
    if "persoonlijke_link" in examples:
        examples["persoonlijke_link"] = PRIVATE_LINK
    is_of_call = (
        KINDS[kind].about not in {About.TEAM, About.PERSON}
        and KINDS[kind].form_kind != FormKind.DIRECT
    )
    return examples | {
        "call_title": _CALL if is_of_call else "",
        "first_name": examples.get("voornaam", ""),
        "reference": examples.get("nummer", ""),
        "organiser": examples.get("organisatie", settings.WAGTAIL_SITE_NAME),
        "site_name": settings.WAGTAIL_SITE_NAME,
        "contact": {},
    }
