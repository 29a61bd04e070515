"""The screens where the office enters and imports: nothing keeps a colleague out."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.registrations.import_file import make_row, write_csv

from .barriers import TWO_VIEWS, find_barriers_in
from .demo_site import DemoSite
from .team import logged_in

pytestmark = pytest.mark.looks
PRINT_ADDRESS = """
from registrations.models import Registration
print(Registration.objects.filter(state="in_review").first().email)
"""
MAKE_EVENTS = """
from django.utils import timezone
from registrations.models import DeliveryEvent, Message
letter = Message.objects.filter(registration__isnull=False).first()
for kind, reason, detail in (
    ("delivered", "", ""),
    ("bounced", "invalid", "550 5.1.1 the mailbox does not exist"),
):
    DeliveryEvent.objects.get_or_create(
        key=kind,
        defaults=dict(
            message=letter, kind=kind, reason=reason, detail=detail,
            provider="Brevo", happened_at=timezone.now(),
        ),
    )
"""


@pytest.fixture
def office(chromium: Browser, demo_site: DemoSite) -> Iterator[Page]:
    with logged_in(chromium, demo_site, "secretariaat") as member:
        member.go("/admin/registrations/")
        yield member.page


def test_register_of_delivery_events_has_no_barrier(chromium, demo_site):
    demo_site.manage("shell", "-c", MAKE_EVENTS)
    with logged_in(chromium, demo_site, "secretariaat") as member:
        member.go("/admin/registers/delivery-events/")
        faults = find_barriers_in(member.page, TWO_VIEWS)
        assert member.page.get_by_text("550 5.1.1").first.is_visible()
        member.go("/admin/registers/delivery-events/?kind=complained")
        assert faults + find_barriers_in(member.page, TWO_VIEWS) == []


@pytest.fixture
def data_manager(chromium: Browser, demo_site: DemoSite) -> Iterator[Page]:
    with logged_in(chromium, demo_site, "gegevens") as member:
        member.go("/admin/registrations/")
        yield member.page


def go_to(page: Page, action: str) -> None:
    page.goto(f"{page.url.partition('/admin/')[0]}/admin/registrations/{action}/")


def send(page: Page) -> None:
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_load_state()


def test_entering_somebody_has_no_barrier_with_mistakes_either(office):
    go_to(office, "enter")
    faults = find_barriers_in(office, TWO_VIEWS)
    office.locator(".office__choices a").first.click()
    office.wait_for_load_state()
    send(office)
    assert office.get_by_text("Vul je voornaam in").first.is_visible()
    assert faults + find_barriers_in(office, TWO_VIEWS) == []


def test_import_has_no_barrier_from_its_file_to_the_dry_run(data_manager):
    go_to(data_manager, "import")
    faults = find_barriers_in(data_manager, TWO_VIEWS)
    content = write_csv([make_row(), make_row(2, mail="geen adres")])
    file = {"name": "antwoorden.csv", "mimeType": "text/csv", "buffer": content}
    data_manager.locator("input[type=file]").set_input_files(file)
    call = data_manager.locator("select[name=page] option", has_text="Oproep").first
    data_manager.locator("select[name=page]").select_option(call.get_attribute("value"))
    data_manager.locator("textarea[name=notice]").fill("De tekst onder het formulier.")
    send(data_manager)
    faults += find_barriers_in(data_manager, TWO_VIEWS)
    send(data_manager)
    # “Werkplaats 1” is none of ours: somebody must say which one it is.
    assert data_manager.url.endswith("/answers/")
    faults += find_barriers_in(data_manager, TWO_VIEWS)
    data_manager.get_by_label("Werkplaats 1").select_option(index=1)
    send(data_manager)
    assert data_manager.url.endswith("/check/")
    assert data_manager.get_by_text("Lees 1 inschrijving in").is_visible()
    faults += find_barriers_in(data_manager, TWO_VIEWS)
    data_manager.locator(".office__stop button").click()
    assert faults == []


def test_title_of_what_is_held_shows_whole_on_a_telephone(
    chromium: Browser, demo_site: DemoSite
):
    with logged_in(chromium, demo_site, "leider") as member:
        member.page.set_viewport_size({"width": 390, "height": 844})
        member.go("/admin/registrations/held/")
        title = member.page.locator("header .w-breadcrumbs li").last
        assert "Aangehouden om na te kijken" in title.inner_text()
        box = title.bounding_box()
        assert box["x"] + box["width"] <= 390
        assert title.evaluate("item => item.scrollWidth <= item.clientWidth")


def test_data_of_one_person_have_no_barrier_from_the_address_to_the_acts(
    data_manager, demo_site
):
    go_to(data_manager, "person")
    faults = find_barriers_in(data_manager, TWO_VIEWS)
    data_manager.locator("input[name=email]").fill("niemand@voorbeeld.example")
    send(data_manager)
    assert data_manager.get_by_role("alert").is_visible()
    faults += find_barriers_in(data_manager, TWO_VIEWS)
    email = demo_site.manage("shell", "-v", "0", "-c", PRINT_ADDRESS).split()[-1]
    data_manager.locator("input[name=email]").fill(email)
    send(data_manager)
    data_manager.get_by_text("Deze persoon wissen…").click()
    faults += find_barriers_in(data_manager, TWO_VIEWS)
    data_manager.get_by_role("button", name="Wis alles").click()
    expect(data_manager.get_by_text("Vink aan dat je zeker bent.")).to_be_visible()
    assert faults + find_barriers_in(data_manager, TWO_VIEWS) == []
