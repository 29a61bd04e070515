"""What the team can do on the review desk, as a table.

Each action says when it is offered, what it asks, and which service does it. The
view that takes the click, and the desk that shows the button, both read it here.
"""

from .desk_action import DeskAction
from .desk_deciding import DECIDING_ACTIONS
from .desk_letters import LETTER_ACTIONS
from .desk_reading import READING_ACTIONS
from .desk_suggestion import SUGGESTION_ACTIONS

DESK_ACTIONS: tuple[DeskAction, ...] = (
    *LETTER_ACTIONS,
    *READING_ACTIONS,
    *DECIDING_ACTIONS,
    *SUGGESTION_ACTIONS,
)
ACTIONS_BY_NAME = {action.name: action for action in DESK_ACTIONS}
