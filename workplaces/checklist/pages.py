"""What stands on the call and around it: workplaces, criteria, form, settings, days."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from .points import Place, Point, Surroundings, count_done

if TYPE_CHECKING:
    from wagtail.models import Page

    from ..models import CallPage, WorkplacePage


def check_workplaces(
    call: "CallPage", workplaces: Sequence["WorkplacePage"]
) -> Iterable[Point]:
    """Whether there is something to choose, and how large each group may be."""
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
        name = f"{name} ({count_done(len(workplaces) - len(without), len(workplaces))})"
    yield Point(
        name,
        bool(workplaces) and not without,
        _("The selection cannot say when a workplace is full."),
        Place.PAGE if without else Place.CHILDREN,
        field="capacity_max",
        page=without[0] if without else call,
    )


def check_selection(call: "CallPage") -> Iterable[Point]:
    """Whether people can read how is chosen."""
    yield Point(
        _("Selection criteria"),
        bool(call.criteria.all()),
        _("Applicants do not know how is chosen, and readers cannot score."),
        Place.FIELD,
        field="criteria",
        page=call,
    )


def check_form(call: "CallPage", form_page: "Page | None") -> Iterable[Point]:
    """Whether there is a form, and whether the call shows it."""
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


def check_around(call: "CallPage", around: Surroundings) -> Iterable[Point]:
    """What the site says around the call: whom to ask, privacy, the next day."""
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
