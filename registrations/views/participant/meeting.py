"""I cannot come to one meeting, or I can after all: a question, and one button."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from ...models import Registration
from ...services.attendance import (
    OwnMeeting,
    come_after_all,
    excuse,
    get_own_meetings,
)
from .acts import act_and_return
from .link import own_page
from .pages import get_context, render_page

# The name of the button, and what it says.
ANSWER = "komt"
COMES, MISSES = "ja", "nee"


@own_page
def meeting(
    request: HttpRequest, token: str, registration: Registration, session_key: str
) -> HttpResponse:
    """Ask whether I am sure; a post says so. The letter before a meeting leads here."""
    row = _find(registration, session_key)
    if request.method != "POST":
        if row is None or not row.can_change:
            return redirect("participant:status", token)
        context = get_context(token, registration) | {
            "row": row,
            "name": ANSWER,
            "value": COMES if row.is_missed else MISSES,
        }
        return render_page(request, "meeting.html", context)
    answer = request.POST.get(ANSWER)
    if answer not in {COMES, MISSES}:
        return redirect("participant:meeting", token, session_key)
    act = excuse if answer == MISSES else come_after_all
    return act_and_return(
        request,
        token,
        registration,
        lambda: act(registration=registration, session_key=session_key),
    )


def _find(registration: Registration, session_key: str) -> OwnMeeting | None:
    rows = get_own_meetings(registration=registration)
    return next((row for row in rows if row.session.key == session_key), None)
