"""What stands around every page, and posts to a page that embeds a form."""

import datetime
from importlib import import_module

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from wagtail.models import Page, Site

from cultuurplekken.demo.pages import create_pages
from home.models import HomePage, SiteSettings
from tests.factories.home import ContentPageFactory, get_home
from tests.factories.workplaces import (
    CallPageFactory,
    InspirationDayIndexPageFactory,
    InspirationDayPageFactory,
    SessionFactory,
    WorkplacePageFactory,
)

pytestmark = pytest.mark.django_db

HOME_QUERIES = 11
# What the footer shows whatever an editor filled in: the feed of news.
FOOTER_ALWAYS = ["/nieuws.atom"]


def read(client, address: str) -> BeautifulSoup:
    return BeautifulSoup(client.get(address).content, "html.parser")


def test_home_page_of_the_migration_is_dutch_and_ours():
    site = Site.objects.get()
    assert isinstance(site.root_page.specific, HomePage)
    assert (site.is_default_site, site.root_page.locale.language_code) == (True, "nl")


def test_home_page_migration_goes_back_and_forth():
    """Its two functions, on the models as migrations see them."""
    migration = import_module("home.migrations.0002_create_homepage")
    loader = MigrationExecutor(connection).loader
    then = loader.project_state(loader.graph.leaf_nodes()).apps
    migration.restore_welcome(then, None)
    assert [(page.title, page.slug) for page in Page.objects.filter(depth=2)] == [
        ("Welcome to your new Wagtail site!", "home")
    ]
    for _ in range(2):  # a second run changes nothing
        migration.create_homepage(then, None)
        assert [type(page.specific) for page in Page.objects.filter(depth=2)] == [
            HomePage
        ]
    assert Site.objects.get().root_page.url == "/"


def test_menu_shows_public_pages_that_asked_for_it(client):
    ContentPageFactory(title="Over ons", show_in_menus=True, menu_title="Over")
    ContentPageFactory(title="Niet in het menu")
    ContentPageFactory(title="Concept", show_in_menus=True, live=False)
    links = read(client, "/").select("nav.navigation a")
    assert [link.get_text() for link in links] == ["Over", "Zoeken"]


def test_menu_without_pages_leads_to_the_search_alone(client):
    links = read(client, "/").select("nav.navigation a")
    assert [link["href"] for link in links] == ["/zoeken/"]


def test_breadcrumbs_lead_home_and_mark_this_page(client):
    call = CallPageFactory(title="Oproep", menu_title="Oproep 2026")
    workplace = WorkplacePageFactory(parent=call, title="Werkplaats Participatie")
    trail = read(client, workplace.url).select("nav.breadcrumbs li")
    assert [step.get_text(strip=True) for step in trail] == [
        "Cultuurplekken van Morgen",
        "Oproep 2026",
        "Werkplaats Participatie",
    ]
    assert trail[-1].select_one("[aria-current=page]") is not None


def test_footer_shows_only_what_is_filled_in(client):
    empty = read(client, "/").footer
    assert empty.select(".contact, .site-footer__about") == []
    assert [link["href"] for link in empty.select("nav a")] == FOOTER_ALWAYS
    SiteSettings.objects.update_or_create(
        site=Site.objects.get(), defaults={"contact_email": "vraag@example.org"}
    )
    filled = read(client, "/").footer
    assert filled.select_one(".contact a")["href"] == "mailto:vraag@example.org"
    assert [link["href"] for link in filled.select("nav a")] == FOOTER_ALWAYS


@pytest.mark.parametrize(
    "path", ["/", "/zoeken/", "/nieuws.atom", "/nieuws.json", "/bestaat-niet/"]
)
def test_visit_to_a_site_without_settings_writes_none(client, path):
    SiteSettings.objects.all().delete()
    client.get(path)
    assert SiteSettings.objects.count() == 0


def test_footer_does_not_link_to_an_unpublished_page(client):
    page = ContentPageFactory(live=False)
    SiteSettings.objects.create(site=Site.objects.get(), privacy_page=page)
    links = read(client, "/").footer.select("nav a")
    assert [link["href"] for link in links] == FOOTER_ALWAYS


def test_privacy_page_names_the_controller_of_the_settings(client):
    page = ContentPageFactory(title="Privacy")
    SiteSettings.objects.create(
        site=Site.objects.get(), privacy_page=page, privacy_controller="Naam vzw"
    )
    assert read(client, page.url).select_one("main .callout p").get_text() == "Naam vzw"


def test_page_is_one_language_with_a_skip_link_and_one_heading(client):
    page = read(client, ContentPageFactory(title="Pagina").url)
    assert page.html["lang"] == "nl-BE"
    assert page.select_one("a.skip-link")["href"] == "#" + page.main["id"]
    assert [heading.get_text() for heading in page.select("h1")] == ["Pagina"]


def test_pages_carry_no_inline_style_or_script(client):
    for page in create_pages().values():
        soup = read(client, page.url)
        assert soup.select("[style], style, [onclick]") == []
        # What machines read is data: no browser runs it.
        scripts = soup.select("script:not([src])")
        assert {script.get("type") for script in scripts} <= {"application/ld+json"}


def test_pages_load_nothing_from_elsewhere(client):
    for page in create_pages().values():
        sources = read(client, page.url).select(
            "[src], link[href]:not([rel=canonical], [rel=alternate])"
        )
        addresses = [tag.get("src") or tag["href"] for tag in sources]
        assert [address for address in addresses if "//" in address] == []


def test_unknown_address_gets_a_page_of_the_house(client):
    response = client.get("/bestaat-niet/")
    soup = BeautifulSoup(response.content, "html.parser")
    assert response.status_code == 404
    assert soup.h1.get_text() == "Deze deur gaat niet open"


def test_server_error_page_needs_no_context():
    from django.template.loader import render_to_string

    page = BeautifulSoup(render_to_string("500.html"), "html.parser")
    assert page.h1.get_text() == "Er liep iets mis bij ons"


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ("a" * 3_000_000, "application/x-www-form-urlencoded"),
        ("a=1&" * 1100, "application/x-www-form-urlencoded"),
        ("geen delen", "multipart/form-data"),
    ],
)
def test_post_that_cannot_be_read_says_what_to_do_and_whom_to_ask(
    client, settings, body, content_type
):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
    pages = create_pages()
    SiteSettings.objects.update_or_create(
        site=Site.objects.get(), defaults={"contact_email": "team@voorbeeld.be"}
    )
    response = client.post(pages["call"].url, body, content_type=content_type)
    soup = BeautifulSoup(response.content, "html.parser")
    assert response.status_code == 400
    assert soup.html["lang"] == "nl-BE"
    assert soup.select_one('[href="mailto:team@voorbeeld.be"]') is not None
    assert response["Cache-Control"] == "private, no-store"


def test_post_to_a_page_that_embeds_a_form_reaches_the_form(client):
    pages = create_pages()
    for name in ("call", "participatie"):
        response = client.post(pages[name].url, {})
        soup = BeautifulSoup(response.content, "html.parser")
        assert response.status_code == 422
        assert soup.h1 is not None
        assert soup.select_one("#inschrijven form") is not None


def test_post_to_a_page_without_a_form_is_an_ordinary_visit(client):
    assert client.post(ContentPageFactory().url).status_code == 200


def test_unpublished_form_leaves_no_trace_until_somebody_sends_it(client):
    pages = create_pages()
    Page.objects.get(pk=pages["form"].pk).specific.unpublish()
    page = read(client, pages["call"].url)
    assert page.select("#inschrijven, .hero [href='#inschrijven']") == []
    assert pages["call"].specific.get_embedded_form_page() is None
    assert client.post(pages["call"].url).status_code == 409


def test_every_page_says_that_a_registration_is_a_candidacy(client):
    pages = create_pages()
    for name in ("call", "participatie", "gedeeld-ruimtegebruik", "form"):
        assert "kandidatuur" in read(client, pages[name].url).main.get_text()


def test_home_page_leads_to_the_call(client):
    create_pages()
    (link,) = read(client, "/").select(".banner a")
    assert link["href"] == "/werkplaatsen-2026/"
    assert get_home().featured_page.slug == "werkplaatsen-2026"


def test_home_page_without_chosen_pages_leaves_no_trace(client):
    main = read(client, "/").main
    assert main.select("section, .agenda, .cards, .days, h2") == []


def test_home_page_shows_call_dates_workplaces_and_days(client):
    create_pages()
    page = read(client, "/")
    titles = [title["id"] for title in page.main.select("h2")]
    assert titles == ["oproep-titel", "data-titel", "werkplaatsen-titel", "dagen-titel"]
    assert len(page.select(".cards .card")) == 3
    assert len(page.select(".days .day-card")) == 1


def test_home_page_shows_any_page_that_an_editor_chose(client):
    home = get_home()
    home.featured_page = ContentPageFactory(title="Een pagina", live=True)
    home.second_page = ContentPageFactory(title="Een concept", live=False)
    home.save()
    headings = read(client, "/").main.select("h2")
    assert [heading.get_text() for heading in headings] == ["Een pagina"]


@pytest.mark.parametrize("count", [1, 3, 30])
def test_home_page_asks_as_many_queries_for_one_as_for_thirty(
    count, client, django_assert_num_queries
):
    call = CallPageFactory(open=True, with_sessions=True)
    index = InspirationDayIndexPageFactory()
    for _ in range(count):
        WorkplacePageFactory(parent=call)
        InspirationDayPageFactory(parent=index)
        SessionFactory(page=call, date=datetime.date(2100, 1, 1))
    home = get_home()
    home.featured_page, home.second_page = call, index
    home.save()
    client.get("/")  # warms the caches of sites and content types
    with django_assert_num_queries(HOME_QUERIES):
        client.get("/")
