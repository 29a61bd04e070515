"""What is true about a call now, and what somebody can do next: phase by phase.

One clear act for each phase; where nothing can be done, the page still leads on.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext, pgettext

from . import clock
from .enums import CallPhase

if TYPE_CHECKING:
    from .models import CallPage, InspirationDayPage

FORM_ANCHOR = "#inschrijven"
WORKPLACES_ANCHOR = "#werkplaatsen"
LINE_ANCHOR = "#traject"
SELECTION_ANCHOR = "#selectie"
RESULTS_ANCHOR = "#resultaten"


@dataclass(frozen=True)
class Action:
    """A link that looks like a button; the first one is the clear act."""

    text: str
    url: str
    is_main: bool = False


def say_what_is_true(call: "CallPage") -> list[str]:
    """Return the sentences that replace the invitation once a call has closed."""
    phase = call.phase
    if phase == CallPhase.CLOSED:
        answer = call.promised_answer
        return [
            gettext(
                "Registering is no longer possible. We are reading every registration."
            ),
            gettext("Everybody who registered has an answer by %(day)s.")
            % {"day": date_format(answer, "l j F")}
            if answer
            else gettext("Everybody who registered gets an answer."),
        ]
    if phase == CallPhase.ANNOUNCED:
        return [
            gettext("The groups are complete. Everybody who registered had an answer."),
            *_say_next_meeting(call, gettext("The first meeting is on %(day)s.")),
        ]
    if phase == CallPhase.RUNNING:
        return [
            gettext("The workplaces are under way."),
            *_say_next_meeting(call, gettext("The next meeting is on %(day)s.")),
        ]
    if phase == CallPhase.FINISHED:
        return [
            gettext(
                "The workplaces are behind us. What they learned goes back to the field."
            )
        ]
    return []


def _say_next_meeting(call: "CallPage", sentence: str) -> list[str]:
    today = clock.today()
    coming = [day for day in sorted(call.live_dates) if day >= today]
    return [sentence % {"day": date_format(coming[0], "l j F")}] if coming else []


def choose_actions(
    call: "CallPage",
    *,
    has_form: bool,
    has_workplaces: bool,
    day: "InspirationDayPage | None" = None,
    request=None,
) -> list[Action]:
    """Return what somebody can do on the page of a call, the clear act first.

    Args:
        has_form: the page holds a registration form.
        has_workplaces: the call has public workplaces.
        day: the inspiration day that follows.
    """
    phase = call.phase
    actions = []
    if phase == CallPhase.OPEN and has_form:
        actions.append(
            Action(pgettext("call to action", "Register"), FORM_ANCHOR, is_main=True)
        )
    elif phase == CallPhase.UPCOMING and has_form:
        # Where the form will be, people leave their address until it is there.
        actions.append(
            Action(pgettext("button", "Keep me informed"), FORM_ANCHOR, is_main=True)
        )
    elif phase not in (CallPhase.UPCOMING, CallPhase.OPEN):
        if day is not None and not day.is_past:
            actions.append(
                Action(gettext("Come to the inspiration day"), day.get_url(request))
            )
        elif call.results:
            actions.append(
                Action(gettext("What happens with the results?"), RESULTS_ANCHOR)
            )
    if has_workplaces:
        is_choosing = phase in (CallPhase.UPCOMING, CallPhase.OPEN)
        text = (
            gettext("Which workplace suits me?")
            if is_choosing
            else gettext("Look at the workplaces")
        )
        actions.append(Action(text, WORKPLACES_ANCHOR))
    return actions


def lead_from_closed_form(
    subject: "CallPage | InspirationDayPage",
    *,
    day: "InspirationDayPage | None" = None,
    request=None,
) -> list[Action]:
    """Return where somebody can go who finds the form closed.

    Args:
        subject: the call or day that the form is about.
        day: an inspiration day that is still to come.
    """
    is_day = subject == day or not hasattr(subject, "opens_at")
    words = gettext("Back to the day") if is_day else gettext("Back to the call")
    actions = [Action(words, subject.get_url(request))]
    if day is not None and not day.is_past and day != subject:
        actions.append(
            Action(gettext("Come to the inspiration day"), day.get_url(request))
        )
    elif is_day:
        actions.append(
            Action(
                gettext("All inspiration days"), subject.get_parent().get_url(request)
            )
        )
    return actions


def list_parts(
    call: "CallPage", *, has_workplaces: bool, has_line: bool, has_form: bool
) -> list[tuple[str, str]]:
    """Return anchors and words of the parts of the page of a call, for phones.

    A page with fewer than three parts needs no list of them.
    """
    has_selection = bool(call.expectations or call.seeking)
    # Once registering is over the form only says so.
    has_form = has_form and call.phase in {CallPhase.UPCOMING, CallPhase.OPEN}
    parts = [
        (has_workplaces, WORKPLACES_ANCHOR, pgettext("part of a page", "Workplaces")),
        (has_line, LINE_ANCHOR, pgettext("part of a page", "Dates")),
        (has_selection, SELECTION_ANCHOR, pgettext("part of a page", "Selection")),
        (call.results, RESULTS_ANCHOR, pgettext("part of a page", "Results")),
        (has_form, FORM_ANCHOR, pgettext("part of a page", "Register")),
    ]
    shown = [(anchor, words) for is_there, anchor, words in parts if is_there]
    return shown if len(shown) > 2 else []


def name_home_action(phase: CallPhase) -> str:
    """Return the words of the button that leads from the home page to the call."""
    return {
        CallPhase.UPCOMING: gettext("Read the call beforehand"),
        CallPhase.OPEN: gettext("Read the call and register"),
        CallPhase.CLOSED: gettext("Read how it goes on"),
        CallPhase.ANNOUNCED: gettext("Read how it goes on"),
        CallPhase.RUNNING: gettext("Follow the workplaces"),
        CallPhase.FINISHED: gettext("Read what came of it"),
    }[phase]
