"""One thing that the team can do on the review desk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..forms.desk import DeskForm

if TYPE_CHECKING:
    from .desk_screen import Desk


@dataclass(frozen=True)
class DeskAction:
    """One thing to do on the desk.

    Attributes:
        name: its place in the address, and the prefix of its field ids.
        heading: what the panel is called.
        button: what the button says.
        done: the sentence afterwards; or what makes it, of what the service returned.
        permission: whether somebody may ever do this.
        is_offered: whether it has sense now; the service judges again.
        perform: hands over to the service, with the cleaned data.
        form_class, form_options: what is asked.
        style: Wagtail's button classes.
        is_quiet: folded away until somebody needs it.
        get_notes: what to know before, as sentences above the form.
    """

    name: str
    heading: Any
    button: Any
    done: Any
    permission: Callable[[Any, Any], bool]
    is_offered: Callable[[Desk], bool]
    perform: Callable[[Desk, dict[str, Any]], Any]
    form_class: type[DeskForm] = DeskForm
    form_options: dict[str, Any] = field(default_factory=dict)
    get_initial: Callable[[Desk], dict[str, Any]] = lambda desk: {}
    style: str = ""
    is_quiet: bool = False
    get_notes: Callable[[Desk], list[str]] = lambda desk: []

    def say_done(self, result: Any) -> str:
        """Return the sentence afterwards."""
        return str(self.done(result) if callable(self.done) else self.done)
