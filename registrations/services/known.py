"""Whoever is registered already, and sends a form again."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from ..enums import IS_FINAL, MessageKind
from ..models import Registration, RegistrationFormPage
from ..models.registration_query import RegistrationQuerySet
from .errors import AlreadyRegistered
from .letter_marks import flat, quoted
from .message import queue_message
from .origin import Origin

if TYPE_CHECKING:
    from ..forms.registration_form import RegistrationForm

SAME_CLICK = timedelta(minutes=10)
# How many letters about another form one person gets in an hour, whoever sends it.
MOST_REPEATS = 6
REPEAT_WINDOW = timedelta(hours=1)


def find_live(form_page: RegistrationFormPage, email: str) -> Registration | None:
    """Return the registration of `email` for which something can still happen."""
    if not email:
        return None
    live = Registration.objects.filter(page_id=form_page.pk).with_email(email).live()
    return _get_first(live.order_by("pk"))


def find_same_click(
    form_page: RegistrationFormPage, digest: str
) -> Registration | None:
    """Return what the same answers became within ten minutes: a double click."""
    recent = Registration.objects.filter(
        page_id=form_page.pk,
        payload_digest=digest,
        submit_time__gte=timezone.now() - SAME_CLICK,
    )
    # Who withdrew and comes back with the same words registers anew.
    return _get_first(recent.exclude(state__in=IS_FINAL).order_by("pk"))


def _get_first(found: RegistrationQuerySet) -> Registration | None:
    """The first row, where there is one; mostly there is none, which costs little."""
    pk = found.values_list("pk", flat=True).first()
    return Registration.objects.get(pk=pk) if pk else None


def tell_already_registered(
    registration: Registration, form: RegistrationForm, origin: Origin
) -> None:
    """Answer the address, not the screen, so that nobody can ask who is registered.

    The team may know, and is told; whoever registered hears nothing of it then. After
    many of these in an hour somebody is playing: what was typed then waits in the
    outbox for a person, so that no mailbox is flooded and no text is lost.
    """
    if origin.is_by_team:
        raise AlreadyRegistered(registration)
    recent = registration.messages.filter(
        kind=MessageKind.ALREADY_REGISTERED,
        created_at__gt=timezone.now() - REPEAT_WINDOW,
    )
    queue_message(
        registration=registration,
        kind=MessageKind.ALREADY_REGISTERED,
        as_draft=recent.count() >= MOST_REPEATS,
        context={
            "answers": [
                {"label": flat(label), "quoted": quoted(text)}
                for label, text in form.get_typed_answers()
            ]
        },
    )
