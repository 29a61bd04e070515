"""What happens next, and when: the sentences that a participant reads, per state."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ..enums import MessageKind, MessageState, RegistrationState
from ..models import Registration
from .questions import get_open_question, is_overdue

S = RegistrationState


def say_what_follows(registration: Registration) -> list[str]:
    """Return the sentences for the state in which `registration` is."""
    state = registration.state_enum
    if registration.page.is_direct and state in DIRECT_SENTENCES:
        return DIRECT_SENTENCES[state](registration)
    return SENTENCES[state](registration)


def _when_draft(registration: Registration) -> list[str]:
    return [_("Somebody looks at it first. You get a mail as soon as that is done.")]


def _when_received(registration: Registration) -> list[str]:
    return [
        _("Your registration is with us. Next, several people read it."),
        _promise(registration),
        _("So this is not a confirmed place yet."),
    ]


def _when_in_review(registration: Registration) -> list[str]:
    if _was_corrected(registration):
        return [
            _(
                "We look at your registration again. The answer that you got before no "
                "longer holds."
            ),
            _promise(registration),
        ]
    return [_("Several people read your answers."), _promise(registration)]


def _was_corrected(registration: Registration) -> bool:
    """Whether an undo took back what this person had heard already."""
    letters = registration.messages.filter(kind=MessageKind.CORRECTION)
    return letters.exclude(state=MessageState.CANCELLED).exists()


def _when_info_requested(registration: Registration) -> list[str]:
    request = get_open_question(registration=registration)
    if request is None or request.reply_by is None:
        return [_("We read on as soon as we have your answer.")]
    day = {"day": date_format(request.reply_by, "l j F Y")}
    if is_overdue(request):
        return [
            _(
                "We asked for your answer by %(day)s. You can still give it, but we "
                "may read on without it."
            )
            % day
        ]
    return [
        _("You can answer up to and including %(day)s.") % day,
        _("We read on as soon as we have your answer."),
    ]


def _when_selected(registration: Registration) -> list[str]:
    answer_by = registration.answer_by
    if answer_by is None:
        return [_("Let us know whether you are coming.")]
    moment = {"date": _day(answer_by), "time": _time(answer_by)}
    if answer_by < timezone.now():
        return [
            _(
                "We asked for your answer by %(date)s, %(time)s. As long as your "
                "place has not been released, you can still confirm it."
            )
            % moment
        ]
    return [
        _("Let us know by %(date)s, %(time)s, whether you are coming.") % moment,
        _("Without an answer, your place can go to somebody else."),
    ]


def _when_confirmed(registration: Registration) -> list[str]:
    return [_("Your place is yours. You get the practical details by mail.")]


def _when_waitlisted(registration: Registration) -> list[str]:
    return [
        _("As soon as there is a place for you, you get a mail and can say yes or no."),
        _("You do not have to do anything for it."),
    ]


def _when_declined(registration: Registration) -> list[str]:
    return [_("Would you like to talk about it? You can reach us below.")]


def _when_withdrawn(registration: Registration) -> list[str]:
    sentences = [_("You do not have to do anything any more.")]
    if registration.page.subject.accepts_registrations:
        sentences.append(_("Changed your mind? You can register again."))
    return sentences


def _when_expired(registration: Registration) -> list[str]:
    return [
        _("We did not get an answer in time, so your place was released."),
        _("Is that a mistake? Then let us know quickly."),
    ]


def _when_day_confirmed(registration: Registration) -> list[str]:
    return [
        _("Your place is yours. Can you not come? Withdraw, and somebody else can.")
    ]


def _when_day_waitlisted(registration: Registration) -> list[str]:
    return [
        _("Places that come free go to whoever waits longest; you then get a mail."),
        _("You do not have to do anything for it."),
    ]


def _promise(registration: Registration) -> str:
    """Say by when the answer comes; honest when that day has passed."""
    call = registration.page.call
    if call and call.promised_answer:
        return _("You get an answer by mail, on %(date)s at the latest.") % {
            "date": _day(call.promised_answer)
        }
    if call is None or call.decide_by is None or call.accepts_registrations:
        # Reopened by hand: the promise belongs to the round before.
        return _("You get an answer by mail as soon as the selection is done.")
    return _(
        "We promised an answer by %(date)s. It takes longer than planned; you "
        "still get one by mail."
    ) % {"date": _day(call.decide_by)}


def _day(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "l j F Y")


def _time(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "G.i")


SENTENCES = {
    S.DRAFT: _when_draft,
    S.RECEIVED: _when_received,
    S.IN_REVIEW: _when_in_review,
    S.INFO_REQUESTED: _when_info_requested,
    S.SELECTED: _when_selected,
    S.CONFIRMED: _when_confirmed,
    S.WAITLISTED: _when_waitlisted,
    S.DECLINED: _when_declined,
    S.WITHDRAWN: _when_withdrawn,
    S.EXPIRED: _when_expired,
}
DIRECT_SENTENCES = {
    S.CONFIRMED: _when_day_confirmed,
    S.WAITLISTED: _when_day_waitlisted,
}
