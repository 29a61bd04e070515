"""What a call still lacks, and what visitors see as long as it does (domain.md 2.1).

Everything here may stay open: the call is publishable without it. The list only says
what happens meanwhile, in words an editor can check on the page.

points: what such a list is made of · moments: dates, phase and meetings of the call ·
pages: what stands on the call and around it · finding: how others find it.
"""

from typing import TYPE_CHECKING

from .finding import check_findable
from .moments import check_hand, check_meetings, check_moments
from .pages import check_around, check_form, check_selection, check_workplaces
from .points import Checklist, Place, Point, Surroundings

if TYPE_CHECKING:
    from ..models import CallPage

__all__ = ["Checklist", "Place", "Point", "Surroundings", "check_call"]


def check_call(call: "CallPage", around: Surroundings) -> Checklist:
    """Return what is filled in and what is open.

    Args:
        call: as it stands in the editor, so the draft that was saved last.
        around: what stands elsewhere, as it is public.
    """
    return Checklist(
        [
            *check_moments(call),
            *check_hand(call),
            *check_meetings(call),
            *check_workplaces(call, around.workplaces),
            *check_selection(call),
            *check_form(call, around.form_page),
            *check_around(call, around),
            *check_findable(call, around.workplaces),
        ]
    )
