"""What a call still lacks, and what visitors see as long as it does (domain.md 2.1).

Everything here may stay open: the call is publishable without it. The list only says
what happens meanwhile, in words an editor can check on the page.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from .enums import CallPhase, SessionKind

if TYPE_CHECKING:
    from wagtail.models import Page

    from home.models import SiteSettings

    from .models import CallPage, InspirationDayPage, Session, WorkplacePage


class Place(Enum):
    """Where something is filled in."""

    FIELD = "field"  # on the call itself: the name of a field or of a list of rows
    PAGE = "page"  # on another page
    SETTINGS = "settings"  # in the settings of the site
    CHILDREN = "children"  # a page that must be made first


@dataclass(frozen=True)
class Point:
    """One line of the list.

    Attributes:
        name: what it is about.
        is_done: whether it is filled in.
        meanwhile: what visitors see, or cannot do, as long as it is open.
        place, field, page: where it is filled in; the page is the call itself for a
            field, and the parent for a page that must be made.
    """

    name: str
    is_done: bool
    meanwhile: str
    place: Place
    field: str = ""
    page: "Page | None" = None


@dataclass(frozen=True)
class Surroundings:
    """The pages and settings around a call, as visitors meet them now."""

    workplaces: Sequence["WorkplacePage"]
    form_page: "Page | None"
    following_day: "InspirationDayPage | None"
    settings: "SiteSettings"


@dataclass(frozen=True)
class Checklist:
    """All points of a call, in the order of the page."""

    points: list[Point]

    @property
    def open_points(self) -> list[Point]:
        return [point for point in self.points if not point.is_done]

    @property
    def done_points(self) -> list[Point]:
        return [point for point in self.points if point.is_done]

    @property
    def done_count(self) -> int:
        return len(self.done_points)

    @property
    def total(self) -> int:
        return len(self.points)

    @property
    def summary(self) -> str:
        """Such as "5 van 12 ingevuld"."""
        return _("%(done)s of %(total)s filled in") % {
            "done": self.done_count,
            "total": self.total,
        }


def check_call(call: "CallPage", around: Surroundings) -> Checklist:
    """Return what is filled in and what is open.

    Args:
        call: as it stands in the editor, so the draft that was saved last.
        around: what stands elsewhere, as it is public.
    """
    return Checklist(
        [
            *_check_moments(call),
            *_check_hand(call),
            *_check_meetings(call),
            *_check_workplaces(call, around.workplaces),
            *_check_selection(call),
            *_check_form(call, around.form_page),
            *_check_around(call, around),
            *_check_findable(call, around.workplaces),
        ]
    )


def _check_moments(call: "CallPage") -> Iterable[Point]:
    yield _field(
        call,
        "opens_at",
        _("Opening of the call"),
        _("The call stays “opening soon”, and nobody can register."),
    )
    yield _field(
        call,
        "closes_at",
        pgettext("checklist", "Deadline"),
        _("The page shows no deadline, and the form cannot be published."),
    )
    yield _field(
        call,
        "decide_by",
        _("Date of the decision"),
        _("The page says “everyone gets an answer”, without a date."),
    )


def _check_hand(call: "CallPage") -> Iterable[Point]:
    """The phase that an editor chose, only where the dates say another one."""
    by_dates = call.phase_by_dates
    if not call.phase_override or call.phase_override == by_dates:
        return
    phase = CallPhase(call.phase_override)
    if phase == CallPhase.OPEN and by_dates == CallPhase.FINISHED:
        meanwhile = _("All meetings are behind us, yet people can still register.")
    else:
        meanwhile = _("By its dates the call would be: %(phase)s.") % {
            "phase": by_dates.label
        }
    name = _("Phase chosen by hand: %(phase)s") % {"phase": phase.label}
    yield Point(name, False, meanwhile, Place.FIELD, field="phase_override", page=call)


def _check_meetings(call: "CallPage") -> Iterable[Point]:
    live = call.live_sessions
    yield _rows(
        call,
        live,
        ["date"],
        _("Dates of the meetings"),
        _("A meeting without a date reads “date to be announced”."),
    )
    yield _rows(
        call,
        live,
        ["starts_at", "ends_at"],
        _("Hours of the meetings"),
        _(
            "The page says only the part of the day (“in the morning”), and in people's "
            "calendar the meeting takes the whole day."
        ),
    )
    yield _rows(
        call,
        live,
        ["place"],
        _("Place of the meetings"),
        _("The page and the letters say nothing about where it is."),
    )
    online = [row for row in call.ordered_sessions if row.kind == SessionKind.ONLINE]
    yield _rows(
        call,
        online,
        ["date"],
        _("Date of the introduction"),
        _("The online meeting reads “date to be announced”, or is not on the page."),
    )


def _check_workplaces(
    call: "CallPage", workplaces: Sequence["WorkplacePage"]
) -> Iterable[Point]:
    yield Point(
        _("Workplaces on line"),
        bool(workplaces),
        _("The call shows no workplaces, and there is nothing to choose on the form."),
        Place.CHILDREN,
        page=call,
    )
    without = [page for page in workplaces if page.capacity_max is None]
    name = _("Largest group of every workplace")
    if without:
        name = f"{name} ({_count(len(workplaces) - len(without), len(workplaces))})"
    yield Point(
        name,
        bool(workplaces) and not without,
        _("The selection cannot say when a workplace is full."),
        Place.PAGE if without else Place.CHILDREN,
        field="capacity_max",
        page=without[0] if without else call,
    )


def _check_selection(call: "CallPage") -> Iterable[Point]:
    yield Point(
        _("Selection criteria"),
        bool(call.criteria.all()),
        _("Applicants do not know how is chosen, and readers cannot score."),
        Place.FIELD,
        field="criteria",
        page=call,
    )


def _check_form(call: "CallPage", form_page: "Page | None") -> Iterable[Point]:
    yield Point(
        _("Form made and published"),
        form_page is not None and form_page.live,
        _("Nobody can register, also while the call is open."),
        Place.CHILDREN if form_page is None else Place.PAGE,
        page=call if form_page is None else form_page,
    )
    yield Point(
        _("Form on the page of the call"),
        call.get_embedded_form_page() is not None,
        _("The page of the call has no button “Register”."),
        Place.FIELD,
        field="body",
        page=call,
    )


def _check_around(call: "CallPage", around: Surroundings) -> Iterable[Point]:
    settings = around.settings
    yield Point(
        _("Contact person"),
        bool(
            settings.contact_name and (settings.contact_email or settings.contact_phone)
        ),
        _(
            "Visitors with a question find no name; without mail or phone the form "
            "cannot be published."
        ),
        Place.SETTINGS,
    )
    privacy = settings.privacy_page
    yield Point(
        _("Privacy page"),
        privacy is not None and privacy.live,
        _("The form says nothing about personal data, and cannot be published."),
        Place.SETTINGS,
    )
    day = around.following_day
    yield Point(
        _("Date of an inspiration day"),
        day is not None and not day.is_example,
        (
            _("The line of the call ends with the invented example.")
            if day is not None
            else _("The line of the call ends with the last meeting.")
        ),
        Place.PAGE if day is not None else Place.CHILDREN,
        page=day if day is not None else call.get_parent(),
    )


def _check_findable(
    call: "CallPage", workplaces: Sequence["WorkplacePage"]
) -> Iterable[Point]:
    pages = [call, *workplaces]
    without = [page for page in pages if not page.search_description]
    name = _("Text for search engines")
    if without and len(pages) > 1:
        name = f"{name} ({_count(len(pages) - len(without), len(pages))})"
    lacking = without[0] if without else call
    yield Point(
        name,
        not without,
        _("A search engine and a shared link take a sentence of their own choice."),
        Place.FIELD if lacking is call else Place.PAGE,
        field="search_description",
        page=lacking,
    )
    pictures = [(page, image) for page in pages for image in _find_images(page)]
    if pictures:
        bare = [page for page, image in pictures if not _is_described(image)]
        lacking = bare[0] if bare else call
        yield Point(
            _("Description of every picture"),
            not bare,
            _("Who cannot see the picture, hears its file name or nothing."),
            Place.FIELD if lacking is call else Place.PAGE,
            field="body",
            page=lacking,
        )


def _field(call: "CallPage", field: str, name: str, meanwhile: str) -> Point:
    is_done = bool(getattr(call, field))
    return Point(name, is_done, meanwhile, Place.FIELD, field=field, page=call)


def _rows(
    call: "CallPage",
    rows: Sequence["Session"],
    fields: Sequence[str],
    name: str,
    meanwhile: str,
) -> Point:
    """A point about every meeting of a kind; done when each has it."""
    lacking = [
        (row, field) for row in rows for field in fields if not getattr(row, field)
    ]
    done = len(rows) - len({id(row) for row, _column in lacking})
    if len(rows) > 1 and lacking:
        name = f"{name} ({_count(done, len(rows))})"
    field = "sessions"
    if lacking:
        row, column = lacking[0]
        field = f"sessions-{call.ordered_sessions.index(row)}-{column}"
    is_done = bool(rows) and not lacking
    return Point(name, is_done, meanwhile, Place.FIELD, field=field, page=call)


def _count(done: int, total: int) -> str:
    return _("%(done)s of %(total)s") % {"done": done, "total": total}


def _find_images(page: "Page") -> Iterable[object]:
    """The pictures in the body of a page."""
    for block in page.body:
        if block.block_type == "image" and block.value["image"] is not None:
            yield block.value["image"]


def _is_described(image: object) -> bool:
    """Whether a picture has a text of its own, or is marked as decoration."""
    return bool(image.decorative or (image.contextual_alt_text or "").strip())
