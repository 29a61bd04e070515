"""What calls, workplaces and days say of themselves elsewhere.

In somebody else's memory (a search result, a chat) words grow old, so they name the
day of the closing and never count the days that are left.
"""

from collections.abc import Hashable
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext, pgettext

from home.facade import OPEN_DOORS
from home.models.sharing import Shareable
from home.share_image import ShareImage
from home.structured_data import Thing
from home.wording import (
    DESCRIPTION_LENGTH,
    cut_at_word,
    get_plain_text,
    join_sentences,
)
from workplaces import clock
from workplaces.dates import describe_deadline
from workplaces.enums import CallPhase
from workplaces.structured_data import build_call_event, build_day_event

if TYPE_CHECKING:
    from django.http import HttpRequest

    from .call import CallPage


def describe_phase(call: "CallPage") -> str:
    """Return the phase as a line that stays true in somebody's chat.

    A call that is held open by hand past its closing is just open.
    """
    if call.phase == CallPhase.OPEN and (call.is_reopened or not call.closes_at):
        return str(call.phase.label)
    if call.phase == CallPhase.OPEN:
        return gettext("Open %(deadline)s") % {
            "deadline": describe_deadline(call.closes_at)
        }
    return call.get_status_line()


class CallSharing(Shareable):
    """A call: its phase comes first, since that is what somebody must know."""

    def get_words_key(self) -> Hashable | None:
        # The line as well: a moment may pass while an editor holds the phase.
        return self.phase, self.get_status_line(), self.promised_answer, clock.today()

    def get_meta_description(self) -> str:
        """Return the phase, then the editor's words or those of the page."""
        phase = join_sentences(describe_phase(self))
        words = self.search_description or self.get_own_words()
        room = DESCRIPTION_LENGTH - len(phase) - 1
        return " ".join(filter(None, [phase, cut_at_word(words, room)]))

    def get_own_words(self) -> str:
        return join_sentences(self.tagline, get_plain_text(self.audience)) or (
            super().get_own_words()
        )

    def get_share_image(self) -> ShareImage:
        return ShareImage(
            key=self.get_facade_key(),
            title=self.tagline or self.title,
            kind=self.short_title if self.tagline else "",
            line=describe_phase(self),
            picture=self.shared_picture,
        )

    def get_onward_pages(self) -> list:
        return list(self.get_workplaces())

    def get_structured_data(
        self, *, request: "HttpRequest | None", **known: Any
    ) -> list[Thing]:
        rest = super().get_structured_data(request=request, **known)
        return [*build_call_event(self, **known), *rest]


class WorkplaceSharing(Shareable):
    """A workplace: its question, and the phase of its call."""

    def get_own_words(self) -> str:
        return join_sentences(self.lead, self.lead_invitation) or get_plain_text(
            self.about
        )

    def get_share_image(self) -> ShareImage:
        return ShareImage(
            key=self.get_facade_key(),
            title=self.title,
            kind=self.call.short_title,
            line=describe_phase(self.call),
            accent=self.accent,
            picture=self.shared_picture,
        )


class DaysSharing(Shareable):
    """The list of days."""

    def get_share_image(self) -> ShareImage:
        return ShareImage(
            key=self.get_facade_key(), title=self.title, shapes=OPEN_DOORS
        )


class DaySharing(Shareable):
    """An inspiration day: when, then what; an example says that it is one."""

    def get_meta_description(self) -> str:
        """Return the day, then the editor's words or those of the page."""
        example = pgettext("day", "Example") if self.is_example else ""
        day = join_sentences(example, self._get_share_line())
        words = self.search_description or self.get_own_words()
        room = DESCRIPTION_LENGTH - len(day) - 1
        return " ".join(filter(None, [day, cut_at_word(words, room)]))

    def get_own_words(self) -> str:
        return self.summary or super().get_own_words()

    def get_share_image(self) -> ShareImage:
        return ShareImage(
            key=self.get_facade_key(),
            title=self.title,
            kind=pgettext("day", "Example") if self.is_example else "",
            line=self._get_share_line(),
            shapes=OPEN_DOORS,
            picture=self.shared_picture,
        )

    def _get_share_line(self) -> str:
        """The day, with a capital."""
        return self.day_text[:1].upper() + self.day_text[1:]

    def get_structured_data(
        self, *, request: "HttpRequest | None", **known: Any
    ) -> list[Thing]:
        rest = super().get_structured_data(request=request, **known)
        return [*build_day_event(self, **known), *rest]
