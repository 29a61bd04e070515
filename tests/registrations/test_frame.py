"""The form in a frame on somebody else's page: headers, the whole cycle, the links."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from registrations.enums import RegistrationState
from registrations.models import Registration
from registrations.views.frame import lead_out
from tests.home.conftest import page_cache  # noqa: F401
from tests.home.page_cache_scene import committing, is_hit
from tests.registrations.form_scene import (
    BROWSER,
    PREFIX,
    answers,
    close,
    fill_settings,
    get_sentences,
    make_call_form,
    make_day_form,
    reload,
)

pytestmark = pytest.mark.django_db

PARTNERS = ["https://www.partner.be", "https://cultuurhuis.example:8443"]


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()


def frame(form_page):
    """Let the partners show `form_page`, and return it."""
    form_page.embedding_origins = "\n".join(PARTNERS)
    form_page.save_revision().publish()
    return reload(form_page)


@pytest.fixture
def form_page(db):
    fill_settings()
    return frame(make_call_form())


def address(form_page) -> str:
    return f"{form_page.get_url()}insluiten/"


def send(client, form_page, **changes):
    return client.post(
        address(form_page), answers(form_page, **changes), headers=BROWSER
    )


def get_ancestors(response) -> list[str]:
    policy = response["Content-Security-Policy"]
    return re.search(r"frame-ancestors ([^;]*)", policy)[1].split()


def assert_framed(response) -> None:
    """Assert that the partners may show it, and that it has nothing of the site."""
    assert get_ancestors(response) == ["'self'", *PARTNERS]
    assert "X-Frame-Options" not in response.headers
    assert response.cookies == {}
    html = response.content.decode()
    for part in ("site-header", "site-footer", "breadcrumbs", "skip-link"):
        assert part not in html
    assert "js/frame.js" in html
    for link in re.findall(r"<a\b[^>]*>", html):
        leads = re.search(r'href="([^"]*)"', link)[1]
        if not leads.startswith("#"):
            assert 'target="_' in link, link


# Who may show it.


def test_frame_shows_the_form_to_the_partners_alone(client, form_page):
    response = client.get(address(form_page))

    assert response.status_code == 200
    assert_framed(response)
    html = response.content.decode()
    assert f'action="{address(form_page)}#{PREFIX}"' in html
    assert "data-frame-step" not in html
    assert '<meta name="robots" content="noindex">' in html


@pytest.mark.parametrize("path", ["insluiten/", "insluiten/bedankt/x-1/"])
def test_form_without_partners_has_no_frame(client, path):
    form_page = make_call_form()

    assert client.get(form_page.get_url() + path).status_code == 404
    assert client.post(form_page.get_url() + path).status_code == 404


def test_every_other_page_stays_out_of_frames(client, form_page):
    thanks = send(client, form_page)["Location"].replace("insluiten/", "")
    for url in (form_page.get_url(), form_page.subject.get_url(), "/", thanks):
        response = client.get(url)
        assert (url, response.status_code) == (url, 200)
        assert get_ancestors(response) == ["'self'"]
        assert response["X-Frame-Options"] == "DENY"


def test_unpublished_form_has_no_frame(client, form_page):
    form_page.unpublish()

    response = client.get(address(form_page))

    assert response.status_code == 404
    assert response["X-Frame-Options"] == "DENY"


@pytest.mark.usefixtures("page_cache")
def test_kept_frame_has_the_headers_of_now(form_page):
    client = Client()
    client.get(address(form_page))
    assert is_hit(client, address(form_page))
    assert_framed(client.get(address(form_page)))
    assert get_ancestors(client.get(form_page.get_url())) == ["'self'"]

    with committing():
        form_page.embedding_origins = PARTNERS[1]
        form_page.save_revision().publish()

    assert get_ancestors(client.get(address(form_page))) == ["'self'", PARTNERS[1]]


# The cycle inside the frame.


def test_mistakes_stay_in_the_frame(client, form_page):
    response = send(client, form_page, first_name="")

    assert response.status_code == 422
    assert_framed(response)
    assert get_sentences(response) == ["Vul je voornaam in"]
    html = response.content.decode()
    assert "Wij verbouwen en willen het samen doen." in html
    assert f'action="{address(form_page)}#{PREFIX}"' in html
    assert "data-frame-step" in html
    assert response["Cache-Control"] == "private, no-cache"


def test_answers_are_shown_once_more_in_the_frame(client, form_page):
    response = send(client, form_page, stap="nakijken")

    assert response.status_code == 200
    assert_framed(response)
    html = response.content.decode()
    assert "Kijk je antwoorden na" in html
    assert f'action="{address(form_page)}' in html
    assert "data-frame-step" in html
    assert Registration.objects.count() == 0


def test_registration_leads_to_its_number_in_the_frame(client, form_page):
    response = send(client, form_page)

    assert response.status_code == 303
    assert response["Location"].startswith(f"{address(form_page)}bedankt/")
    thanks = client.get(response["Location"])
    assert thanks.status_code == 200
    assert_framed(thanks)
    registration = Registration.objects.get()
    assert registration.reference in thanks.content.decode()
    assert registration.state == RegistrationState.RECEIVED
    assert thanks["Cache-Control"] == "private, no-store"
    # With the same signature, and with no other.
    forged = response["Location"].replace("-0001-", "-0002-")
    assert client.get(forged).status_code == 404


def test_frame_needs_no_csrf_token_and_raises_no_doubt(form_page):
    response = send(Client(enforce_csrf_checks=True), form_page)

    assert response.status_code == 303
    assert Registration.objects.get().is_held is False


def test_post_of_a_partner_itself_waits_for_a_person(client, form_page):
    client.post(
        address(form_page),
        answers(form_page),
        headers={"sec-fetch-site": "cross-site", "origin": PARTNERS[0]},
    )

    assert Registration.objects.get().is_held is True


def test_closed_form_says_so_in_the_frame(client, form_page):
    close(form_page)

    response = client.get(address(form_page))

    assert response.status_code == 200
    assert_framed(response)
    html = response.content.decode()
    assert "Inschrijven kan niet meer" in html
    # The form is gone; a code is asked here, an address for news on a tab of its own.
    forms = re.findall(r"<form\b[^>]*>", html)
    assert [
        tag
        for tag in forms
        if f'action="{address(form_page)}' not in tag and 'target="_blank"' not in tag
    ] == []
    assert 'class="form"' not in html


def test_post_after_closing_gives_every_answer_back_in_the_frame(client, form_page):
    close(form_page)

    response = send(client, form_page)

    assert response.status_code == 409
    assert_framed(response)
    assert "GC De Zandloper" in response.content.decode()


def test_form_that_went_off_line_gives_every_answer_back_in_the_frame(
    client, form_page
):
    form_page.unpublish()

    response = send(client, form_page)

    assert response.status_code == 409
    assert_framed(response)
    assert "GC De Zandloper" in response.content.decode()


def test_form_that_opens_later_says_when_in_the_frame(client):
    form_page = frame(
        make_call_form(
            opens_at=timezone.now() + timedelta(days=3),
            closes_at=timezone.now() + timedelta(days=9),
        )
    )

    response = client.get(address(form_page))

    assert_framed(response)
    assert "Inschrijven kan nog niet" in response.content.decode()


def test_full_day_takes_people_on_the_waiting_list_in_the_frame(client):
    form_page = frame(make_day_form(capacity=1))
    send(client, form_page)

    html = client.get(address(form_page)).content.decode()
    sent = send(client, form_page, email="tweede@voorbeeld.be", last_name="Aerts")

    assert "Alle plaatsen zijn ingenomen" in html
    thanks = client.get(sent["Location"])
    assert_framed(thanks)
    assert "Je staat op de wachtlijst" in thanks.content.decode()


def test_frame_takes_what_is_filled_in_beforehand(client, form_page):
    place = form_page.get_workplaces()[1]

    html = client.get(f"{address(form_page)}?werkplaats={place.slug}").content.decode()

    radio = f'name="{PREFIX}-workplace_first" value="{place.pk}"'
    assert "checked" in html.split(radio)[1].split(">")[0]


# What leads out of it.


@pytest.mark.parametrize(
    ("html", "mended"),
    [
        ('<a href="#veld">Veld</a>', '<a href="#veld">Veld</a>'),
        (
            '<a class="b" href="/privacy/">Lees <b>meer</b></a>',
            '<a target="_blank" rel="noopener" class="b" href="/privacy/">Lees '
            '<b>meer</b><span class="visually-hidden"> (opent in een nieuw tabblad)'
            "</span></a>",
        ),
        (
            '<a href="mailto:team@voorbeeld.be">Mail</a>',
            '<a target="_top" href="mailto:team@voorbeeld.be">Mail</a>',
        ),
        ('<a target="_top" href="/x/">X</a>', '<a target="_top" href="/x/">X</a>'),
        ("&lt;a href=&quot;/x/&quot;&gt;", "&lt;a href=&quot;/x/&quot;&gt;"),
        ("<abbr>x</abbr>", "<abbr>x</abbr>"),
    ],
)
def test_link_leads_out_of_the_frame_and_says_so(html, mended):
    assert lead_out(html) == mended


# The script for partners.


def test_script_for_partners_has_one_address_and_is_asked_after(client):
    response = client.get("/insluiten.js")

    assert reverse("frame_script") == "/insluiten.js"
    assert response["Content-Type"] == "text/javascript"
    assert response["Cache-Control"].startswith("public, max-age=3600")
    assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert response.cookies == {}
    again = client.get("/insluiten.js", headers={"if-none-match": response["ETag"]})
    assert again.status_code == 304
    assert client.post("/insluiten.js").status_code == 405


def test_script_for_partners_checks_who_speaks():
    script = Client().get("/insluiten.js").content.decode()

    assert "origin !== home" in script
    assert "one.contentWindow === source" in script
    assert "eval" not in script
    assert "innerHTML" not in script
