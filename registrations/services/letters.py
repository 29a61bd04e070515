"""The words of each letter: one text per kind, filled in for one registration.

They stand once, as plain text in `templates/registrations/mail/<kind>/`
(`subject.txt`, `body.txt`); `letter_html` makes the HTML from that text.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.template import Context, loader
from django.utils import translation
from wagtail.models import Page

from home.models import SiteSettings
from home.models.visitors import for_visitors
from workplaces.dates import describe_moment

from ..enums import MessageKind
from ..models import Registration
from .answers import get_answers
from .letter_html import PRIVATE_LINK, Letter, render_html


def render_letter(
    *,
    registration: Registration,
    kind: MessageKind,
    reason: str = "",
    context: dict[str, Any] | None = None,
) -> Letter:
    """Write the letter `kind` to `registration`.

    Args:
        registration: to whom, as it is now.
        kind: which letter.
        reason: the team's reason for the step, or its question; word for word.
        context: further values for the template.

    Returns:
        The letter, with a marker where the private link will stand.
    """
    kind = MessageKind(kind)
    with translation.override(settings.LANGUAGE_CODE):
        values = _get_context(registration, kind, reason) | (context or {})
        words = Letter.from_words(
            subject=_render(f"{kind.value}/subject.txt", values),
            text=_render(f"{kind.value}/body.txt", values),
        )
        html = render_html(letter=words, registration=registration)
    return Letter(subject=words.subject, text=words.text, html=html)


def flat(value: object) -> str:
    """Return a value on one line, so that it cannot pass for a form of ours."""
    return _unmark(" ".join(str(value or "").split()))


def quoted(value: object) -> str:
    """Return a value of any length as a quotation, each line marked."""
    # Every sign that ends a line somewhere, or a quotation could break out.
    lines = _unmark(str(value or "")).strip().splitlines() or [""]
    return "\n".join(f"> {line}".rstrip() for line in lines)


def _unmark(value: str) -> str:
    return value.replace(PRIVATE_LINK, "[private-link]")


def _render(name: str, values: dict[str, Any]) -> str:
    """Render a text template: no HTML, so nothing is escaped."""
    template = loader.get_template(f"registrations/mail/{name}").template
    return template.render(Context(values, autoescape=False))


def _get_context(
    registration: Registration, kind: MessageKind, reason: str
) -> dict[str, Any]:
    form_page = registration.page
    parent = form_page.get_parent().specific
    site = form_page.get_site()
    contact = SiteSettings.for_site(site) if site else SiteSettings()
    workplace = registration.placed_in or registration.workplace_first
    subject = flat(workplace.title if workplace else parent.title)
    return {
        "registration": registration,
        "first_name": flat(registration.first_name),
        "reference": registration.reference,
        "subject_name": subject,
        "the_subject": _with_article(subject, is_day=form_page.is_direct),
        "day_text": getattr(parent, "day_text", ""),
        "time_text": getattr(parent, "time_text", ""),
        "place": flat(getattr(parent, "place", "")),
        "is_second_choice": (
            registration.placed_in_id is not None
            and registration.placed_in_id == registration.workplace_second_id
        ),
        "sessions": _get_sessions(getattr(parent, "ordered_sessions", [])),
        # Empty when that day is past: a letter makes no promise about the past.
        "promised_answer": describe_moment(getattr(parent, "promised_answer", None)),
        "answer_by": describe_moment(registration.answer_by),
        "reason": _unmark(reason).strip(),
        "quoted_reason": quoted(reason),
        "answers": _get_answers(registration) if kind == MessageKind.RECEIPT else [],
        "days_url": _get_days_url(),
        "private_link": PRIVATE_LINK,
        "organiser": flat(contact.organiser_name) or settings.WAGTAIL_SITE_NAME,
        "contact": contact,
        "site_name": settings.WAGTAIL_SITE_NAME,
    }


def _with_article(name: str, *, is_day: bool) -> str:
    """Return a title as it stands in a sentence: "de Werkplaats Participatie"."""
    noun = "inspiratiedag" if is_day else "werkplaats"
    return f"de {name}" if name.lower().startswith(noun) else f"de {noun} ‘{name}’"


def _get_sessions(sessions: list[Any]) -> list[dict[str, str]]:
    """The meetings as lines; those without a title are counted: "Bijeenkomst 2"."""
    lines = []
    number = 0
    for session in sessions:
        number += session.is_live
        title = flat(session.title) or f"Bijeenkomst {number}"
        place = flat(session.place)
        lines.append({"title": title, "when": str(session), "place": place})
    return lines


def _get_answers(registration: Registration) -> list[dict[str, str]]:
    return [
        {"label": flat(answer.label), "quoted": quoted(answer.value_text)}
        for answer in get_answers(registration)
        if answer.value_text
    ]


def _get_days_url() -> str:
    """The address of the inspiration days, the door that a "no" leaves open."""
    index = (
        for_visitors(Page.objects.all())
        .filter(content_type__model="inspirationdayindexpage")
        .order_by("path")
        .first()
    )
    parts = index.get_url_parts() if index else None
    # Wagtail's own site may still carry another host name: ours is SITE_URL.
    return f"{settings.SITE_URL}{parts[2]}" if parts else ""
