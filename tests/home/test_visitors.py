"""A private page, or one below a page off line, is named nowhere to visitors."""

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from registrations.enums import FormStatus
from tests.factories.home import ContentPageFactory, get_home
from tests.registrations.form_scene import make_call_form, make_day_form
from workplaces.models import CallPage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh_site_addresses")]

SECRET = "Geheimwoord"
LOGIN = PageViewRestriction.LOGIN


def embed(form_page, host):
    host.body = [("registration_form", {"title": "Schrijf", "form_page": form_page})]
    host.save_revision().publish()
    return host


def name(page):
    """Give a page the word that nobody may read."""
    page.title = f"{SECRET} {page.pk}"
    page.save_revision().publish()
    return page


def close(page):
    PageViewRestriction.objects.create(page=page, restriction_type=LOGIN)


@pytest.fixture
def scene():
    """A call with its workplaces and form, on the home page, and a day."""
    form = make_call_form(places=3)
    call = embed(form, CallPage.objects.get(pk=form.get_parent().pk))
    day_form = make_day_form()
    home = get_home()
    home.featured_page = call
    home.second_page = day_form.get_parent().get_parent()
    home.save_revision().publish()
    return {"home": home, "call": call, "form": form, "day": day_form.subject}


def find_secret(*addresses: str) -> list[str]:
    """Return the public addresses at which the word can be read."""
    client = Client()
    return [
        address
        for address in addresses
        if SECRET.encode() in client.get(address).content
    ]


def list_addresses(scene) -> list[str]:
    call, day = scene["call"], scene["day"]
    return [
        "/",
        call.url,
        *[page.url for page in call.get_workplaces()],
        scene["form"].url,
        day.get_parent().url,
        "/zoeken/",
        "/weg/",
        "/nieuws.atom",
        "/sitemap.xml",
        f"{call.url}agenda.ics",
    ]


def test_private_workplace_is_named_nowhere(scene):
    workplace = name(scene["call"].get_workplaces().first())
    addresses = list_addresses(scene)
    addresses.remove(workplace.url)
    assert scene["call"].url in find_secret(*addresses)
    close(workplace)
    assert find_secret(*addresses) == []
    assert workplace not in scene["call"].get_workplaces()


def test_private_day_is_named_nowhere(scene):
    day = name(scene["day"])
    addresses = list_addresses(scene)
    assert day.get_parent().url in find_secret(*addresses)
    close(day)
    assert find_secret(*addresses) == []


@pytest.mark.parametrize("hide", [close, lambda call: call.unpublish()])
def test_call_that_is_closed_off_is_named_nowhere(scene, hide):
    call = name(scene["call"])
    other = scene["day"]
    addresses = ["/", "/zoeken/", "/weg/", "/nieuws.atom", "/sitemap.xml", other.url]
    assert {"/", "/weg/"} <= set(find_secret(*addresses))
    hide(call)
    assert find_secret(*addresses) == []
    sitemap = Client().get("/sitemap.xml").content.decode()
    assert call.url not in sitemap


def test_page_below_a_call_off_line_answers_nobody(scene):
    call, form = scene["call"], scene["form"]
    workplace = call.get_workplaces().first()
    subject = ContentPageFactory(parent=workplace)
    addresses = [workplace.url, subject.url, f"{call.url}agenda.ics"]
    assert [Client().get(url).status_code for url in addresses] == [200] * 3

    call.unpublish()

    assert [Client().get(url).status_code for url in addresses] == [404] * 3
    assert workplace.__class__.objects.get(pk=workplace.pk).live
    # The form tells that it is closed (see below), and what somebody typed there.
    assert b'name="inschrijving-' not in Client().get(form.url).content

    call.save_revision().publish()

    assert [Client().get(url).status_code for url in addresses] == [200] * 3


def test_private_page_stands_in_no_menu_and_no_footer(scene):
    page = name(ContentPageFactory(show_in_menus=True))
    assert find_secret("/", "/weg/") == ["/", "/weg/"]
    close(page)
    assert find_secret("/", "/weg/") == []


def test_private_form_is_not_embedded_and_takes_no_post(scene):
    call, form = scene["call"], scene["form"]
    assert b"<form" in Client().get(call.url).content
    close(form)
    assert b'name="inschrijving-' not in Client().get(call.url).content
    fresh = CallPage.objects.get(pk=call.pk)
    assert fresh.get_embedded_form_page() is None
    response = Client().post(call.url, {"inschrijving-motivation": "Wat ik typte"})
    assert (response.status_code, form.registrations.count()) == (409, 0)


def test_private_call_keeps_its_own_form_and_workplaces(scene, admin_client):
    call = scene["call"]
    close(call)
    fresh = CallPage.objects.get(pk=call.pk)
    assert fresh.get_embedded_form_page() == scene["form"]
    assert fresh.get_workplaces().count() == 3


def test_form_below_a_call_off_line_is_closed(scene):
    form, call = scene["form"], scene["call"]
    other = embed(form, ContentPageFactory())
    call.unpublish()
    fresh = type(form).objects.get(pk=form.pk)
    assert fresh.get_status() == FormStatus.UNAVAILABLE
    assert other.__class__.objects.get(pk=other.pk).get_embedded_form_page() is None
    for address in (form.url, other.url):
        response = Client().post(address, {"inschrijving-motivation": "Wat ik typte"})
        assert (response.status_code, form.registrations.count()) == (409, 0)


def test_draft_call_previews_its_own_form(scene):
    call = scene["call"]
    call.unpublish()
    fresh = CallPage.objects.get(pk=call.pk)
    assert fresh.get_embedded_form_page() == scene["form"]
