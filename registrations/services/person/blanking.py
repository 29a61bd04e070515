"""What an erasure blanks and what it leaves: numbers, and a history without names."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from ...enums import ImportState, MessageState
from ...models import Registration, RegistrationImport
from ..answers import get_erased_text
from .finding import UNSENT

# What a person wrote, and what could tell who it was together with other facts.
_TEXTS = (
    "first_name",
    "last_name",
    "email",
    "phone",
    "organisation",
    "municipality_text",
    "availability_note",
    "practice_note",
    "motivation",
    "contribution",
    "expectations",
    "colleague",
    "entry_reason",
    "payload_digest",
)
_LINKS = ("municipality", "role")
_CONSENTS = ("engagement", "newsletter", "keep_for_next", "share_contacts")


def blank(registration: Registration) -> None:
    """Take the person out of a registration: it still counts, and names nobody.

    Left are the steps it took, the answers from closed lists that many people share
    (kind of organisation, experience, perspectives, workplaces), scores and advice
    without a word, and whether somebody was at a meeting.
    """
    _blank_row(registration)
    _blank_reading(registration)
    _blank_deciding(registration)
    _blank_letters(registration)
    for rows in ("answer_changes", "highlights", "tag_uses", "comments"):
        getattr(registration, rows).all().delete()
    for rows in ("access_links", "invitations", "availability"):
        getattr(registration, rows).all().delete()


def blank_imports(email: str) -> None:
    """Empty the rows of this person in files that nobody finished importing yet.

    The row keeps its place, and is told as one without an address.
    """
    address = email.strip().casefold()
    jobs = RegistrationImport.objects.select_for_update(of=("self",))
    for job in jobs.filter(state=ImportState.OPEN).order_by("pk"):
        rows = [
            [line, [""] * len(cells) if _names(address, cells) else cells]
            for line, cells in job.rows
        ]
        if rows != job.rows:
            job.rows = rows
            job.save(update_fields=["rows"])


def _names(address: str, cells: list[Any]) -> bool:
    return any(str(cell).strip().casefold() == address for cell in cells)


def _blank_row(registration: Registration) -> None:
    for name in _TEXTS:
        setattr(registration, name, "")
    for name in _LINKS:
        setattr(registration, name, None)
    for name in _CONSENTS:
        setattr(registration, name, False)
    registration.form_data = {}
    for question in registration.questions:
        question["is_erased"] = True
    registration.mail_returned_at = None
    registration.erased_at = timezone.now()
    if registration.is_held and registration.set_aside_at is None:
        registration.set_aside_at = registration.erased_at
    registration.save()


def _blank_reading(registration: Registration) -> None:
    """Notes go; scores and advice are numbers of the selection."""
    registration.reviews.update(note="", letter_line="")
    for review in registration.reviews.all():
        review.versions.erase_words(note="", letter_line="")
    words = get_erased_text(registration)
    asked = registration.information_requests
    asked.update(question=words)
    asked.exclude(answer="").update(answer=words)


def _blank_deciding(registration: Registration) -> None:
    """That it was decided stays, with who and when; why goes."""
    registration.decisions.update(reason="", internal_note="")
    registration.state_changes.erase_words(reason="")
    registration.completed_steps.erase_words(remark="")
    registration.offers.erase_words(why="", skip_reason="")
    registration.address_changes.erase_words(before="", after="", reason="")


def _blank_letters(registration: Registration) -> None:
    """What did not leave is cancelled; of what left, stays that it did."""
    registration.messages.filter(state__in=UNSENT).update(
        state=MessageState.CANCELLED, next_attempt_at=None, held_at=None
    )
    for letter in registration.messages.all():
        letter.delivery_attempts.update(error="")
        letter.delivery_events.update(detail="")
    words: dict[str, Any] = {"context": {}, "unedited": {}, "calendar_parts": []}
    registration.messages.update(
        recipient="",
        subject="",
        body_text=get_erased_text(registration),
        body_html="",
        last_error="",
        **words,
    )
