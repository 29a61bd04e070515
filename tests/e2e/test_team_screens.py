"""The screens of the team: axe-core finds nothing on any of ours, by day and by night."""

from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from .barriers import TWO_VIEWS, find_barriers_in
from .demo_site import DemoSite, run_demo_site
from .team import Member, logged_in, open_bulk, plan_bulk

pytestmark = pytest.mark.looks
LIST = "/admin/registrations/"
# One that waits for a look, and one that was set aside.
HOLD = """
from django.utils import timezone
from registrations.models import RegistrationFormPage
from tests.factories.registrations import RegistrationFactory
page = RegistrationFormPage.objects.get(url_path__endswith="-2026/inschrijven/")
for when in (None, timezone.now()):
    RegistrationFactory(
        page=page, held=True, hold_reasons=["honeypot"], set_aside_at=when,
        reference=f"AAN-000{1 if when else 2}",
    )
"""


@pytest.fixture(scope="module")
def demo_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoSite]:
    """A demo of its own: what is open to whom must not hang on what others did."""
    with run_demo_site(tmp_path_factory.mktemp("screens")) as site:
        site.manage("shell", "--command", HOLD)
        yield site


def go_to_first_in(member: Member, listing: str) -> None:
    """Open the first row of a list."""
    member.go(listing)
    member.page.locator("main td.title a, main table a[href*='/edit/']").first.click()
    member.page.wait_for_load_state()


def go_to_round(member: Member, screen: str = "") -> None:
    """Open the round of the call, or a screen below it."""
    # With one round it is this one.
    member.go("/admin/registrations/rounds/")
    member.go(urlsplit(member.page.url).path + screen)


def go_to_form(member: Member, screen: str) -> None:
    """Open a screen about the form of the call; `{}` stands for its key."""
    go_to_round(member)
    key = urlsplit(member.page.url).path.rstrip("/").rpartition("/")[2]
    member.go(LIST + screen.format(key))


def follow(member: Member, listing: str, part: str) -> None:
    """Open the first link with `part` in its address, also one in the menu above."""
    member.go(listing)
    menu = member.page.locator("header button[data-w-dropdown-target=toggle]")
    if menu.count():
        menu.last.click()
    link = member.page.locator(f"a[href*='{part}']").first
    member.go(link.get_attribute("href") or "")


def open_unread(member: Member) -> None:
    go_to_first_in(member, f"{LIST}?reading=unread&state=in_review")


def post_empty_review(member: Member) -> None:
    open_unread(member)
    member.page.locator("#review-form button[type=submit]").first.click()
    member.page.locator(".desk__message--error").wait_for()


def open_held(member: Member) -> None:
    member.go(f"{LIST}held/")
    assert member.page.get_by_role("button", name="opzij").count() == 1
    member.page.locator(".office__more summary").click()


def at(path: str) -> Callable[[Member], None]:
    return lambda member: member.go(path)


# Who opens which screen of ours, and how; entering and importing: test_office.py.
SCREENS: dict[str, dict[str, Callable[[Member], None]]] = {
    "lezer1": {
        "dashboard": at("/admin/"),
        "list": at(LIST),
        "list with a filter": at(f"{LIST}?state=in_review"),
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
    "leider": {
        "round": go_to_round,
        "sharing out": lambda member: go_to_round(member, "share/"),
        "calibration": lambda member: go_to_round(member, "compare/"),
        "ties": at(f"{LIST}ties/"),
        "held": open_held,
        "wishes": lambda member: go_to_form(member, "composition/{}/wishes/"),
        "plan of assigning": lambda member: open_bulk(member, "assign"),
        "confirmation of a tag": lambda member: plan_bulk(member, "tag"),
        "tags": at("/admin/registers/tags/"),
        "a new tag": at("/admin/registers/tags/create/"),
        "deleting a tag": lambda member: follow(
            member, "/admin/registers/tags/", "/delete/"
        ),
        "desk of who leads": open_unread,
    },
    "beslisser": {
        "desk of who decides": lambda member: go_to_first_in(
            member, f"{LIST}?state=in_review"
        ),
        "decisions": at(f"{LIST}decisions/"),
        "report of the selection": lambda member: follow(
            member, f"{LIST}decisions/", "/report/"
        ),
        "release": lambda member: go_to_form(member, "decisions/release/?form={}"),
        "fast approval": lambda member: go_to_form(member, "decisions/fast/{}/"),
        "waiting list": lambda member: go_to_form(member, "decisions/waiting/{}/"),
        "board": lambda member: go_to_form(member, "composition/{}/"),
        "scenarios": lambda member: go_to_form(member, "composition/{}/scenarios/"),
        "a new scenario": lambda member: go_to_form(
            member, "composition/{}/scenarios/new/"
        ),
        "plan of proposing": lambda member: open_bulk(member, "propose"),
        "outbox, filtered": at("/admin/messages/?state=draft"),
        "message": lambda member: go_to_first_in(member, "/admin/messages/"),
    },
    "gegevens": {
        "export": at(f"{LIST}export/"),
        "answer options": at("/admin/registers/options/"),
        "an answer option": lambda member: follow(
            member, "/admin/registers/options/", "/edit/"
        ),
        "municipalities": at("/admin/registers/municipalities/"),
        "former names": at("/admin/registers/former-names/"),
        "regions": at("/admin/registers/regions/"),
        "exports": at("/admin/registers/exports/"),
        "imports": at("/admin/registers/imports/"),
    },
    "secretariaat": {
        "access codes": at("/admin/registers/access-codes/"),
        "a new access code": at("/admin/registers/access-codes/create/"),
        "interests": at("/admin/registers/interests/"),
        "delivery attempts": at("/admin/registers/delivery-attempts/"),
        "who was there": at(f"{LIST}attendance/"),
        "who was at a meeting": lambda member: follow(
            member, f"{LIST}attendance/", "/attendance/"
        ),
        "account": at("/admin/account/"),
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
