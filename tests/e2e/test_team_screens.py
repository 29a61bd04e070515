"""The screens of the team: axe-core finds nothing on any of ours, by day and by night."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page

from .barriers import TWO_VIEWS, find_barriers_in
from .demo_site import DemoSite
from .team import Member, logged_in, open_bulk, plan_bulk

pytestmark = pytest.mark.looks
LIST = "/admin/registrations/"


def go_to_first_in(member: Member, listing: str) -> None:
    """Open the first row of a list."""
    member.go(listing)
    member.page.locator("main td.title a, main table a[href*='/edit/']").first.click()
    member.page.wait_for_load_state()


def open_unread(member: Member) -> None:
    go_to_first_in(member, f"{LIST}?reading=unread&state=in_review")


def post_empty_review(member: Member) -> None:
    open_unread(member)
    member.page.locator("#review-form button[type=submit]").first.click()
    member.page.locator(".desk__message--error").wait_for()


def at(path: str) -> Callable[[Member], None]:
    return lambda member: member.go(path)


# Who opens which screen of ours, and how; entering and importing: test_office.py.
SCREENS: dict[str, dict[str, Callable[[Member], None]]] = {
    "lezer1": {
        "dashboard": at("/admin/"),
        "list": at(LIST),
        "list without a row": at(f"{LIST}?score_min=3&score_max=3"),
        "columns": at(f"{LIST}columns/"),
        "a list under a name": at(f"{LIST}views/?state=in_review"),
        "desk to read": open_unread,
        "desk with mistakes": post_empty_review,
        "desk that was read": lambda member: go_to_first_in(
            member, f"{LIST}?reading=read&disputed=yes"
        ),
        "profile": at("/admin/account/"),
        "plan of forwarding": lambda member: open_bulk(member, "forward"),
        "plan of a question": lambda member: open_bulk(member, "ask"),
        "confirmation of a question": lambda member: plan_bulk(member, "ask"),
    },
    "secretariaat": {
        "access codes": at("/admin/registers/access-codes/"),
        "a new access code": at("/admin/registers/access-codes/create/"),
        "interests": at("/admin/registers/interests/"),
        "delivery attempts": at("/admin/registers/delivery-attempts/"),
    },
}


@pytest.mark.parametrize("who", SCREENS)
def test_screens_of_the_team_have_no_barrier(
    who: str, chromium: Browser, demo_site: DemoSite
):
    with logged_in(chromium, demo_site, who) as member:
        faults = []
        for name, open_screen in SCREENS[who].items():
            open_screen(member)
            faults += [f"{name}: {fault}" for fault in look(member.page)]
        assert "\n".join(faults) == ""


def test_promise_has_no_barrier(chromium: Browser, demo_site: DemoSite):
    demo_site.manage(
        "shell",
        "--command",
        "from registrations.models import ReaderProfile;"
        "ReaderProfile.objects.filter(user__username='lezer3').update(promised_at=None)",
    )
    with logged_in(chromium, demo_site, "lezer3") as member:
        open_unread(member)
        assert member.page.get_by_role("button", name="Ik beloof dit").is_visible()
        assert "\n".join(look(member.page)) == ""


def look(page: Page) -> list[str]:
    page.wait_for_load_state()
    faults = find_barriers_in(page, TWO_VIEWS)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.emulate_media(color_scheme="light")
    return faults
