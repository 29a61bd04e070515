"""Changing one's own answers: until the deadline, and never unseen.

The answers of a registration are changed here and nowhere else. Readers see what
was and what is now (services/changes.py); the person gets a new copy by mail.
"""

from __future__ import annotations

from copy import copy
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from ..enums import FormSection, MessageKind
from ..models import AnswerChange, Message, Registration
from ..permissions import Actor, user_can_enter
from .amendable import find_obstacle
from .amended import AnswerDiff, compare_answers, put_answers, store_answers
from .errors import NotAllowed, RegistrationError
from .letter_marks import flat
from .message import queue_message
from .names import keep_name
from .participant import take_answer
from .placement import lock_registration
from .ties import close_suspected

if TYPE_CHECKING:
    from workplaces.models import WorkplacePage

    from ..forms.amend import AmendForm

# By which answers the site suspects a tie (models/sight.py).
TELLS_WHO = frozenset({"last_name", "organisation", "email"})
# Every edit is kept; so many letters an hour are enough to tell somebody of them.
LETTER_LIMIT = 6
LETTER_WINDOW = timedelta(hours=1)


class ChangedMeanwhile(RegistrationError):
    """Somebody changed these answers after the form was opened."""

    message = _(
        "Your answers were changed in another window after you opened this one. "
        "Nothing has been saved yet."
    )


@dataclass(frozen=True)
class AmendResult:
    """The registration as it now is, and the edit; None where nothing changed."""

    registration: Registration
    change: AnswerChange | None


def get_version(registration: Registration) -> str:
    """Return what names the present answers: another edit, another version."""
    last = registration.answer_changes.order_by("pk").last()
    return str(last.pk if last else 0)


def describe_changes(
    *, registration: Registration, form: AmendForm
) -> list[AnswerDiff]:
    """Return what saving `form` would change, in the order of the form.

    Compared as people read it: another spelling of the same municipality is no change.

    Args:
        registration: with its present answers.
        form: bound and valid.
    """
    return compare_answers(registration, put_answers(registration, form))


@transaction.atomic
def amend_registration(
    *,
    registration: Registration,
    form: AmendForm,
    seen_version: str,
    actor: Actor,
    answers_question: bool = False,
) -> AmendResult:
    """Save the changed answers, for everybody to see; or nothing.

    Under the lock of the form and of the row, as every step of the stream: an edit
    and a withdrawal, a released decision or the deadline are one after the other.
    Saving the same twice is one edit.

    Args:
        registration: as the caller knows it; it is read again.
        form: bound and valid, built on `registration`.
        seen_version: what `get_version` said when the form was opened.
        actor: the applicant; or a member of the team who may fill in for somebody.
        answers_question: whether this is the answer to a question of the team, which
            then needs no other one.

    Raises:
        NotAllowed: this user may not.
        NotAmendable: too late; the error says why.
        ChangedMeanwhile: the answers are no longer those that the form showed.
    """
    if actor.user is not None and not user_can_enter(actor.user):
        raise NotAllowed
    locked = lock_registration(registration=registration)
    obstacle = find_obstacle(registration=locked)
    if obstacle:
        raise obstacle
    amended = put_answers(locked, form)
    changes = compare_answers(locked, amended)
    is_stale = seen_version != get_version(locked)
    if not changes:
        # Twice the same click; or nothing changed at all.
        same = locked.answer_changes.order_by("pk").last() if is_stale else None
        return AmendResult(locked, same)
    if is_stale:
        raise ChangedMeanwhile
    store_answers(amended, form)
    if TELLS_WHO & {one.key for one in changes}:
        close_suspected(registration=amended)
    change = _keep_edit(amended, changes, actor)
    if answers_question:
        amended = take_answer(registration=amended)
    return AmendResult(amended, change)


def take_second_choice(
    *, registration: Registration, workplace: WorkplacePage
) -> AnswerChange:
    """Make `workplace` the second choice, as an edit of the person's own.

    Also after the deadline: they were asked, and said yes (`services.suggestion`).

    Args:
        registration: locked by the caller.
        workplace: none of their choices yet.
    """
    amended = copy(registration)
    amended.workplace_second = workplace
    # A form without that question has no answer to compare.
    changes = compare_answers(registration, amended) or [
        AnswerDiff(
            key="workplace_second",
            label=_name_second_choice(),
            section=FormSection.CHOICE.value,
            before="",
            after=workplace.title,
        )
    ]
    amended.save(update_fields=["workplace_second"])
    return _keep_edit(amended, changes, Actor.applicant())


def _name_second_choice() -> str:
    label = Registration._meta.get_field("workplace_second").verbose_name
    return str(label)[:1].upper() + str(label)[1:]


def _keep_edit(
    amended: Registration, changes: list[AnswerDiff], actor: Actor
) -> AnswerChange:
    """Keep what changed, for everybody to see, and send the person a new copy."""
    change = AnswerChange.objects.create(
        registration=amended,
        user=actor.user,
        user_name=keep_name(actor.user),
        changes=[asdict(one) for one in changes],
    )
    log(
        instance=amended,
        action="registrations.amend",
        user=actor.user,
        data={"answers": len(changes)},
    )
    if not _has_had_enough_letters(amended):
        queue_message(
            registration=amended,
            kind=MessageKind.AMENDED,
            context={"changed": [flat(one.label) for one in changes]},
        )
    return change


def _has_had_enough_letters(registration: Registration) -> bool:
    recent = Message.objects.filter(
        registration=registration,
        kind=MessageKind.AMENDED,
        created_at__gt=timezone.now() - LETTER_WINDOW,
    )
    return recent.count() >= LETTER_LIMIT
