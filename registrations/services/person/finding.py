"""What is held of one person, and who may handle it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac

from ...enums import MessageState
from ...models import (
    DiscussionComment,
    Interest,
    MeetingAnswer,
    MeetingAttendance,
    Message,
    Registration,
    RegistrationDraft,
    RegistrationFormPage,
    Review,
)
from ...models.subjects import read_subjects
from ...permissions import user_can_handle_data
from ..errors import NotAllowed
from .errors import ForColleague, NothingHeld

# What has not left, and will not once everything of a person is erased.
UNSENT = (MessageState.DRAFT, MessageState.PLANNED, MessageState.QUEUED)


@dataclass(frozen=True)
class Held:
    """Everything under one address.

    Attributes:
        email: the address, as somebody typed it.
        registrations, drafts, interests: the rows, oldest first.
    """

    email: str
    registrations: list[Registration] = field(default_factory=list)
    drafts: list[RegistrationDraft] = field(default_factory=list)
    interests: list[Interest] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.registrations or self.drafts or self.interests)

    @property
    def references(self) -> list[str]:
        return [row.reference for row in self.registrations]

    @property
    def first_name(self) -> str:
        """As they are called in a letter; empty for who never registered."""
        return self.registrations[-1].first_name if self.registrations else ""

    @property
    def page(self) -> RegistrationFormPage:
        """A form of this person: the latest that they registered on."""
        return (self.registrations or self.drafts or self.interests)[-1].page

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many rows of each kind, of which no screen shows what they say."""
        about = {"registration__in": self.registrations}
        excused = MeetingAnswer.objects.filter(**about)
        letters = self.letters
        return {
            "drafts": len(self.drafts),
            "interests": len(self.interests),
            "letters": letters.count(),
            "unsent": letters.filter(state__in=UNSENT).count(),
            "reviews": Review.objects.filter(**about).count(),
            "comments": DiscussionComment.objects.filter(**about).count(),
            "attendance": MeetingAttendance.objects.filter(**about).count(),
            "excuses": excused.filter(is_coming=False).count(),
        }

    @property
    def letters(self) -> Any:
        """The letters about any of it."""
        return Message.objects.filter(
            Q(registration__in=self.registrations)
            | Q(draft__in=self.drafts)
            | Q(interest__in=self.interests)
        )

    @property
    def version(self) -> str:
        """What somebody saw: another row, state or letter is another version."""
        rows: list[Any] = [
            [(row.pk, row.state, row.state_changed_at) for row in self.registrations],
            [(row.pk, row.saved_at) for row in self.drafts],
            [(row.pk, row.told_at) for row in self.interests],
            self.counts["letters"],
        ]
        return salted_hmac("registrations.person", repr(rows)).hexdigest()


def find_person(*, email: str, user: Any) -> Held:
    """Return what is held under an address, for whoever of the team handles a request.

    All or nothing: a copy without the registration that is closed to `user` would be
    a wrong answer to the person, and the list of what is left a hint to `user`.

    Raises:
        NotAllowed: `user` does not handle requests.
        ForColleague: something of it is closed to `user`, or it is their own address.
        NothingHeld: nothing is.
    """
    if not user_can_handle_data(user):
        raise NotAllowed
    email = email.strip()
    if email.casefold() == user.email.casefold():
        raise ForColleague
    held = find_own(email=email)
    open_ones = Registration.objects.named_to(user).filter(
        pk__in=[row.pk for row in held.registrations]
    )
    if open_ones.count() != len(held.registrations):
        raise ForColleague
    if held.is_empty:
        raise NothingHeld
    return held


def find_own(*, email: str) -> Held:
    """Return what is held under an address, for whoever has shown that it is theirs."""
    email = email.strip()
    if not email:
        return Held(email)
    registrations = Registration.objects.with_email(email).select_related(
        "page", "workplace_first", "workplace_second", "placed_in"
    )
    held = Held(
        email=email,
        registrations=list(registrations.order_by("submit_time", "pk")),
        drafts=list(_with_email(RegistrationDraft, email)),
        interests=list(_with_email(Interest, email)),
    )
    rows = (*held.registrations, *held.drafts, *held.interests)
    read_subjects([row.page for row in rows])
    return held


def _with_email(model: type, email: str) -> Any:
    rows = model._default_manager.alias(email_key=Lower("email"))
    return rows.filter(email_key=email.lower()).select_related("page").order_by("pk")
