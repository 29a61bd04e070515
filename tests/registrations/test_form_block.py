"""The registration form as a block: on every type of page that has a body."""

import pytest
from django.core.cache import cache
from wagtail.models import Page

from registrations.models import Registration
from tests.factories.home import ContentPageFactory, get_home
from tests.factories.registrations import get_places, make_day
from tests.registrations.form_scene import (
    BROWSER,
    PREFIX,
    answers,
    fresh,
    make_call_form,
    reload,
    send,
)

pytestmark = pytest.mark.django_db

CHECK = "nakijken"
MOTIVATION = "Wij verbouwen en willen het samen doen."
HOSTS = {
    "home": lambda form_page: get_home(),
    "content": lambda form_page: ContentPageFactory(),
    "call": lambda form_page: form_page.subject,
    "workplace": lambda form_page: get_places(form_page)[0],
    "day": lambda form_page: make_day(),
}


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()


@pytest.fixture
def form_page(db):
    return make_call_form()


@pytest.fixture(params=HOSTS)
def host(request, form_page) -> Page:
    """A page of each type, with the form of the call in its body."""
    page = fresh(HOSTS[request.param](form_page))
    page.body.append(
        ("registration_form", {"title": "Schrijf je in", "form_page": form_page})
    )
    page.save_revision().publish()
    return fresh(page)


def test_block_shows_the_form_and_posts_to_its_page(client, host):
    response = client.get(host.get_url())

    html = response.content.decode()
    assert response.status_code == 200
    assert html.count("<form class=") == 1
    assert f'action="{host.get_url()}#{PREFIX}"' in html
    assert response.cookies == {}


def test_block_shows_mistakes_in_place(client, form_page, host):
    response = send(client, form_page, to=host, first_name="")

    html = response.content.decode()
    assert response.status_code == 422
    assert response.context["page"].pk == host.pk
    assert "<title>Fout: " in html
    assert html.count("Vul je voornaam in") == 2
    assert MOTIVATION in html
    assert response["Cache-Control"] == "private, no-cache"


def test_block_shows_the_answers_once_more(client, form_page, host):
    response = client.post(
        host.get_url(), answers(form_page, stap=CHECK), headers=BROWSER
    )

    html = response.content.decode()
    assert response.status_code == 200
    assert "Kijk je antwoorden na" in html
    assert MOTIVATION in html
    assert f'action="{host.get_url()}' in html
    assert response["Cache-Control"] == "private, no-cache"
    assert Registration.objects.count() == 0


def test_block_takes_a_registration_and_leads_to_its_number(client, form_page, host):
    response = send(client, form_page, to=host)

    assert response.status_code == 303
    registration = Registration.objects.get()
    assert registration.page == form_page
    thanks = client.get(response["Location"]).content.decode()
    assert registration.reference in thanks
    assert response["Location"].startswith(form_page.get_url())


def test_block_without_its_form_shows_the_rest_of_the_page(client, form_page, host):
    reload(form_page).unpublish()

    response = client.get(host.get_url())

    assert response.status_code == 200
    assert "<form class=" not in response.content.decode()
