"""The sitemap and robots.txt: what search engines may know and visit."""

import datetime
from xml.etree import ElementTree

import pytest
from django.test import Client
from wagtail.models import Page, PageViewRestriction

from tests.factories.home import ContentPageFactory
from tests.factories.registrations import FormPageFactory
from tests.factories.workplaces import CallPageFactory, WorkplacePageFactory
from workplaces.enums import CallPhase
from workplaces.models import CallPage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh_site_addresses")]

SPACE = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
PUBLIC = "public, max-age=0, must-revalidate"


def read(client: Client) -> dict[str, str | None]:
    """The addresses of the sitemap with their last change."""
    response = client.get("/sitemap.xml")
    assert (response.status_code, response["Content-Type"]) == (200, "application/xml")
    tree = ElementTree.fromstring(response.content)
    return {
        row.findtext("s:loc", namespaces=SPACE).removeprefix("http://localhost"): (
            row.findtext("s:lastmod", namespaces=SPACE)
        )
        for row in tree
    }


def test_sitemap_lists_public_pages_with_their_last_publication(client):
    call = CallPageFactory(slug="oproep")
    WorkplacePageFactory(parent=call, slug="participatie")
    ContentPageFactory(slug="concept", live=False)
    private = ContentPageFactory(slug="prive")
    PageViewRestriction.objects.create(
        page=private, restriction_type="password", password="geheim"
    )
    published = datetime.datetime(2026, 1, 10, 12, tzinfo=datetime.UTC)
    Page.objects.filter(pk=call.pk).update(last_published_at=published)
    addresses = read(client)
    assert list(addresses) == ["/", "/oproep/", "/oproep/participatie/"]
    assert addresses["/oproep/"] == "2026-01-10"


def test_form_page_is_listed_only_while_it_takes_registrations(client):
    call = FormPageFactory().call
    form_address = f"/{call.slug}/inschrijven/"
    assert form_address in read(client)
    CallPage.objects.filter(pk=call.pk).update(phase_override=CallPhase.CLOSED)
    assert form_address not in read(client)


@pytest.mark.parametrize("item_count", [1, 3])
def test_sitemap_asks_no_more_for_more_pages(
    client, item_count, django_assert_num_queries
):
    for _ in range(item_count):
        WorkplacePageFactory(parent=CallPageFactory())
    read(client)
    with django_assert_num_queries(7):
        assert len(read(client)) == 1 + 2 * item_count


def test_robots_name_what_stays_closed_and_where_the_sitemap_is(client):
    response = client.get("/robots.txt")
    assert response["Content-Type"] == "text/plain"
    assert response.content.decode().splitlines() == [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /mijn-inschrijving/",
        "Disallow: /mijn-gegevens/",
        "Disallow: /*/bedankt/",
        "",
        "Sitemap: http://testserver/sitemap.xml",
    ]


def test_robots_close_a_site_that_is_not_the_real_one(client, settings):
    settings.ALLOW_INDEXING = False
    assert client.get("/robots.txt").content.decode().splitlines() == [
        "User-agent: *",
        "Disallow: /",
    ]


@pytest.mark.parametrize("address", ["/sitemap.xml", "/robots.txt"])
def test_both_may_be_kept_and_are_only_read(client, address):
    response = client.get(address)
    assert (response["Cache-Control"], response.cookies) == (PUBLIC, {})
    assert client.post(address).status_code == 405
