"""“Zie je … ook zitten?”: another workplace, suggested to one person (M7).

The team asks, the letter waits in the outbox as every decision does, and the person
answers on their own page: once, and until the day that the letter names. A yes becomes
the second choice, by the one door for answers; a no is kept and changes nothing.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from workplaces.models import WorkplacePage

from ..enums import CAN_BE_SUGGESTED_TO, MessageKind, MessageState
from ..models import Registration, Suggestion
from ..permissions import user_can_send_messages
from .amend import take_second_choice
from .errors import IllegalTransition, NotAllowed, RegistrationError
from .letter_marks import flat
from .letter_values import with_article
from .message import queue_message
from .names import keep_name
from .placement import get_workplace_choices, lock_registration
from .questions import check_reply_date

# Its letter is still ours, or never left.
NOT_ASKED = frozenset(
    {MessageState.DRAFT, MessageState.PLANNED, MessageState.CANCELLED}
)


class NotToSuggest(RegistrationError):
    message = _("That workplace cannot be suggested to this person.")


class SuggestedAlready(RegistrationError):
    message = _("This person was asked already, and can still answer.")


class TooLate(RegistrationError):
    message = _("The day to answer by is past.")


def user_can_suggest(user: Any, registration: Registration) -> bool:
    """Whether `user` may ever suggest another workplace: who sends letters may."""
    return (
        user_can_send_messages(user)
        and Registration.objects.visible_to(user).filter(pk=registration.pk).exists()
    )


def list_other_workplaces(*, registration: Registration) -> list[WorkplacePage]:
    """Return the workplaces of the call that this person did not choose."""
    if registration.page.is_direct:
        return []
    chosen = get_workplace_choices(registration=registration)
    return [page for page in registration.page.get_workplaces() if page not in chosen]


def find_waiting(*, registration: Registration) -> Suggestion | None:
    """Return the suggestion that has no answer yet, while one has sense; for the team.

    Also one whose letter still lies in the outbox; not one that was cancelled there.
    """
    if registration.state not in CAN_BE_SUGGESTED_TO:
        return None
    return (
        registration.suggestions.filter(
            is_accepted=None, reply_by__gte=timezone.localdate()
        )
        .exclude(letter__state=MessageState.CANCELLED)
        .select_related("workplace", "letter")
        .last()
    )


def get_asked(*, registration: Registration) -> Suggestion | None:
    """Return what the person can answer now: its letter left."""
    suggestion = find_waiting(registration=registration)
    return suggestion if suggestion and _was_asked(suggestion) else None


@transaction.atomic
def suggest_workplace(
    *, registration: Registration, workplace: WorkplacePage, reply_by: date, user: Any
) -> Suggestion:
    """Ask somebody whether another workplace would do as well; the letter is a draft.

    Args:
        registration: who is in review or on the waiting list.
        workplace: of the same call, and none of their choices.
        reply_by: the last day to answer; stands in the letter.
        user: who asks.

    Raises:
        NotAllowed: `user` may not send letters, or not see this registration.
        IllegalTransition: it waits for nothing any more.
        NotToSuggest: that is one of their choices, or of another call.
        SuggestedAlready: another suggestion waits for its answer.
        ReplyDatePassed: nobody could answer in time.
    """
    if not user_can_suggest(user, registration):
        raise NotAllowed
    locked = lock_registration(registration=registration)
    if locked.state not in CAN_BE_SUGGESTED_TO or locked.is_held:
        raise IllegalTransition
    if workplace not in list_other_workplaces(registration=locked):
        raise NotToSuggest
    if find_waiting(registration=locked) is not None:
        raise SuggestedAlready
    check_reply_date(reply_by)
    suggestion = Suggestion.objects.create(
        registration=locked,
        workplace=workplace,
        reply_by=reply_by,
        user=user,
        user_name=keep_name(user),
    )
    suggestion.letter = queue_message(
        registration=locked,
        kind=MessageKind.OTHER_WORKPLACE,
        as_draft=True,
        context={
            "other_workplace": with_article(flat(workplace.title), is_day=False),
            "reply_by": date_format(reply_by, "l j F Y"),
        },
        once=f"suggestion-{suggestion.pk}",
    )
    suggestion.save(update_fields=["letter"])
    log(instance=locked, action="registrations.suggest", user=user)
    return suggestion


@transaction.atomic
def answer_suggestion(
    *, registration: Registration, suggestion_pk: int, accepts: bool
) -> Suggestion:
    """Keep what the person says; a yes makes it their second choice.

    Whoever clicks twice meant it once.

    Args:
        registration: whose own page it is.
        suggestion_pk: which question stood there.
        accepts: whether that workplace would do as well.

    Raises:
        IllegalTransition: it was not asked, was answered otherwise, or has no sense
            any more.
        TooLate: the day is past.
    """
    locked = lock_registration(registration=registration)
    suggestion = (
        locked.suggestions.select_related("workplace", "letter")
        .filter(pk=suggestion_pk)
        .first()
    )
    if suggestion is None or not _was_asked(suggestion):
        raise IllegalTransition
    if suggestion.is_accepted is not None:
        if suggestion.is_accepted != accepts:
            raise IllegalTransition
        return suggestion
    if locked.state not in CAN_BE_SUGGESTED_TO:
        raise IllegalTransition
    if suggestion.reply_by < timezone.localdate():
        raise TooLate
    suggestion.is_accepted = accepts
    suggestion.answered_at = timezone.now()
    suggestion.save(update_fields=["is_accepted", "answered_at"])
    log(instance=locked, action="registrations.answer_suggestion")
    # Chosen by themselves meanwhile: then there is nothing to change.
    if accepts and suggestion.workplace not in get_workplace_choices(
        registration=locked
    ):
        take_second_choice(registration=locked, workplace=suggestion.workplace)
    return suggestion


def _was_asked(suggestion: Suggestion) -> bool:
    return suggestion.letter is not None and suggestion.letter.state not in NOT_ASKED
