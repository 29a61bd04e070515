"""Every answer that is no page speaks Dutch and shows a way on."""

from datetime import timedelta
from urllib.parse import quote

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import path
from django.utils import timezone
from wagtail.models import PageViewRestriction, Site

from cultuurplekken import urls as site_urls
from cultuurplekken.maintenance import get_file
from home.models import SiteSettings
from home.views import errors
from tests.factories.home import ContentPageFactory, get_home
from tests.factories.workplaces import CallPageFactory, WorkplacePageFactory

pytestmark = pytest.mark.django_db

CONTACT = "vraag@example.org"
# The page with its menu and footer; beside the stamp of the kept pages.
NOT_FOUND_QUERIES = 9


def break_down(request):
    raise RuntimeError("stuk")


def refuse(request):
    raise PermissionDenied


# The addresses of the site, and two that go wrong.
urlpatterns = [
    path("stuk/", break_down),
    path("dicht/", refuse),
    *site_urls.urlpatterns,
]
handler400, handler403 = site_urls.handler400, site_urls.handler403
handler404, handler500 = site_urls.handler404, site_urls.handler500


@pytest.fixture
def site(settings):
    """A site with a call, whose addresses include two that go wrong."""
    settings.ROOT_URLCONF = __name__
    SiteSettings.objects.create(site=Site.objects.get(), contact_email=CONTACT)
    call = CallPageFactory(title="Oproep 2026", open=True)
    home = get_home()
    home.featured_page = call
    home.save()
    return call


@pytest.fixture
def visitor(client):
    """A browser that gets answers, not exceptions."""
    client.raise_request_exception = False
    return client


def read(response) -> BeautifulSoup:
    assert response["Content-Type"] == "text/html; charset=utf-8"
    page = BeautifulSoup(response.content, "html.parser")
    assert page.html["lang"] == "nl-BE"
    assert page.select("style, [style], script:not([src]):not([type])") == []
    return page


def get_links(page: BeautifulSoup) -> list[str]:
    return [link["href"] for link in page.main.select("a")]


def test_unknown_address_leads_on(visitor, site):
    workplace = WorkplacePageFactory(parent=site, title="Werkplaats Participatie")
    response = visitor.get("/werkplaats-particpatie-2026/")
    page = read(response)
    assert response.status_code == 404
    assert response["Cache-Control"] == "private, no-store"
    assert page.h1.get_text() == "Deze deur gaat niet open"
    assert page.select_one("meta[name=robots]")["content"] == "noindex"
    assert page.main.select_one("form[role=search] [name=q]")["value"] == (
        "werkplaats particpatie"
    )
    assert "Open" in page.select_one(".ways-on__status").get_text()
    assert get_links(page) == [site.url, workplace.url, "/", f"mailto:{CONTACT}"]


def test_unknown_address_of_an_empty_site_leads_home(visitor):
    assert get_links(read(visitor.get("/weg/"))) == ["/"]


@pytest.mark.parametrize("workplaces", [1, 3])
def test_unknown_address_costs_the_same_with_more_workplaces(visitor, site, workplaces):
    WorkplacePageFactory.create_batch(workplaces, parent=site)
    visitor.get("/weg/")
    with CaptureQueriesContext(connection) as captured:
        visitor.get("/weg/")
    asked = [row["sql"] for row in captured if "page_cache" not in row["sql"]]
    assert len(asked) == NOT_FOUND_QUERIES


@pytest.mark.parametrize(
    "address", ["/%ff/", "/%00/", "/a%00b", "/..%2f..%2fetc/passwd", "/weg.php", "/%"]
)
def test_broken_address_is_an_unknown_address(visitor, address):
    response = visitor.get(address)
    assert response.status_code == 404
    assert read(response).h1.get_text() == "Deze deur gaat niet open"


def test_closed_door_leads_on(visitor, site):
    response = visitor.get("/dicht/")
    page = read(response)
    assert response.status_code == 403
    assert page.h1.get_text() == "Deze deur blijft dicht"
    assert get_links(page) == [site.url, "/", f"mailto:{CONTACT}"]


def test_server_error_asks_the_database_nothing(visitor, site):
    request = RequestFactory().get("/stuk/")
    with CaptureQueriesContext(connection) as captured:
        response = errors.server_error(request)
    page = read(response)
    assert captured.captured_queries == []
    assert response.status_code == 500
    assert response["Cache-Control"] == "private, no-store"
    assert page.h1.get_text() == "Er liep iets mis bij ons"
    assert get_links(page) == ["/"]


def test_error_in_a_page_is_answered_in_the_house(visitor, site):
    response = visitor.get("/stuk/")
    assert response.status_code == 500
    assert read(response).select_one(".facade") is not None


def test_server_error_without_style_sheets_still_speaks_dutch(visitor, site, settings):
    """As when static files were never collected: every page breaks, this one too."""
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {
            "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        }
    }
    response = visitor.get("/stuk/")
    page = read(response)
    assert response.status_code == 500
    assert page.h1.get_text() == "Er liep iets mis bij ons"
    assert page.a["href"] == "/"


def test_wrong_host_is_answered_in_the_house(visitor, site):
    response = visitor.get("/", headers={"host": "elders.example"})
    page = read(response)
    assert response.status_code == 400
    assert get_links(page) == ["/", f"mailto:{CONTACT}"]


@pytest.mark.parametrize("method", ["put", "delete", "patch", "options"])
def test_method_that_nothing_knows_gets_no_words_at_all(visitor, method):
    response = getattr(visitor, method)("/mijn-inschrijving/")
    assert (response.status_code, response.content) == (405, b"")


def make_private(page) -> None:
    PageViewRestriction.objects.create(
        page=page, restriction_type=PageViewRestriction.PASSWORD, password="geheim"
    )


def test_private_page_asks_for_its_password_in_the_house(visitor):
    page = ContentPageFactory(title="Kring")
    make_private(page)
    form = read(visitor.get(page.url)).main.form
    answer = {field["name"]: field["value"] for field in form.select("[value]")}
    wrong = visitor.post(form["action"], answer | {"password": "fout"})
    right = visitor.post(form["action"], answer | {"password": "geheim"}, follow=True)
    assert read(wrong).select_one("#wachtwoord-fout") is not None
    assert read(right).h1.get_text() == "Kring"


def test_form_without_its_key_says_how_to_send_it_again(visitor):
    page = ContentPageFactory()
    make_private(page)
    form = read(visitor.get(page.url)).main.form
    visitor.handler.enforce_csrf_checks = True
    response = visitor.post(form["action"], {"password": "geheim"})
    assert response.status_code == 403
    assert read(response).h1.get_text() == "Dit formulier stond te lang open"


def test_page_for_the_team_leads_to_its_own_door(visitor):
    page = ContentPageFactory()
    PageViewRestriction.objects.create(
        page=page, restriction_type=PageViewRestriction.LOGIN
    )
    response = visitor.get(page.url, follow=True)
    address, _status = response.redirect_chain[-1]
    assert address == f"/admin/login/?next={quote(page.url, safe='')}"
    assert response.status_code == 200


# Maintenance.


@pytest.fixture
def closed(site):
    call_command("maintenance", "on", verbosity=0)
    yield
    call_command("maintenance", "off", verbosity=0)
    assert get_file().exists() is False


def test_closed_site_answers_every_page_with_the_same_words(visitor, closed):
    with CaptureQueriesContext(connection) as captured:
        responses = [visitor.get("/"), visitor.get("/weg/"), visitor.post("/")]
    assert captured.captured_queries == []
    for response in responses:
        page = read(response)
        assert response.status_code == 503
        assert response["Retry-After"] == "600"
        assert response["Cache-Control"] == "private, no-store"
        assert response["Content-Security-Policy"].startswith("default-src 'none'")
        assert page.h1.get_text() == "We zijn even aan het verbouwen"
        assert get_links(page) == ["/", f"mailto:{CONTACT}"]


def test_closed_site_lets_the_team_in(visitor, closed):
    assert visitor.get("/admin/login/").status_code == 200
    assert visitor.get("/static/css/site.css").status_code != 503


@pytest.mark.parametrize("address", ["/admin", "/_util/login/"])
def test_closed_site_leads_the_team_to_its_door(visitor, closed, address):
    assert visitor.get(address).status_code in (301, 302)


def test_closed_site_is_as_strict_as_an_open_one(visitor, closed, settings):
    settings.SECURE_HSTS_SECONDS = 60
    settings.SECURE_SSL_REDIRECT = True
    # Layers read their settings when they are made.
    visitor.handler.load_middleware()
    response = visitor.get("/", secure=True)
    assert response.status_code == 503
    assert response["Strict-Transport-Security"].startswith("max-age=60")
    assert response["Referrer-Policy"] == "same-origin"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "camera=()" in response["Permissions-Policy"]
    assert visitor.get("/weg/")["Location"] == "https://testserver/weg/"


def test_closed_site_opens_without_a_restart(visitor, closed):
    assert visitor.get("/").status_code == 503
    call_command("maintenance", "off", verbosity=0)
    assert visitor.get("/").status_code == 200
    call_command("maintenance", "off", verbosity=0)


def test_kept_page_of_a_closed_site_is_not_shown(visitor, site):
    assert visitor.get("/").status_code == 200
    call_command("maintenance", "on", verbosity=0)
    try:
        assert visitor.get("/").status_code == 503
    finally:
        call_command("maintenance", "off", verbosity=0)


@time_machine.travel("2026-03-19 14:00+01:00", tick=False)
def test_closed_site_says_when_it_opens_again(visitor, site):
    call_command("maintenance", "on", "--minutes", "30", verbosity=0)
    try:
        page = read(visitor.get("/"))
    finally:
        call_command("maintenance", "off", verbosity=0)
    moment = timezone.localtime() + timedelta(minutes=30)
    assert moment.hour == 14
    assert "donderdag 19 maart rond 14.30 uur" in page.select_one(".lede").get_text()
