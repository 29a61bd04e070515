"""Nothing that belongs to one person is ever kept; seats renew the public face."""

import pytest
from django.test import Client, RequestFactory
from wagtail.models import PageViewRestriction

from home.models import PageCacheStamp
from registrations.enums import RegistrationState
from registrations.permissions import Actor
from registrations.services.access import mint_link
from registrations.services.state import change_state
from registrations.views.form import get_form_context
from tests.factories.registrations import StaffFactory
from tests.home.conftest import page_cache  # noqa: F401
from tests.home.page_cache_scene import committing, is_hit

from .form_scene import BROWSER, fill_settings, make_call_form, make_day_form, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("page_cache")]


def is_private(response) -> bool:
    return "public" not in response.headers.get("Cache-Control", "private") and (
        "ETag" not in response.headers
    )


@pytest.fixture
def form_page():
    return make_call_form()


def test_form_and_every_public_page_are_kept(client, form_page):
    for page in (form_page, form_page.subject):
        client.get(page.url)
        assert is_hit(client, page.url)


def test_answer_to_a_post_is_kept_by_nobody(client, form_page):
    mistake = client.post(form_page.url, {})
    sent = send(client, form_page)
    thanks = client.get(sent.url)
    assert (mistake.status_code, sent.status_code, thanks.status_code) == (
        422,
        303,
        200,
    )
    for response in (mistake, sent, thanks):
        assert is_private(response)
    # A form with mistakes is what the back button leads to.
    assert mistake["Cache-Control"] == "private, no-cache"
    assert sent["Cache-Control"] == thanks["Cache-Control"] == "private, no-store"
    assert not is_hit(client, sent.url)


def test_closed_form_that_was_sent_is_kept_by_nobody(client, form_page):
    call = form_page.subject
    call.phase_override = "closed"
    call.save()
    response = send(client, form_page)
    assert response.status_code == 409
    assert is_private(response)


def test_page_of_a_participant_is_kept_by_nobody(client, form_page):
    send(client, form_page)
    link = mint_link(registration=form_page.registrations.get())
    token = link.rstrip("/").rpartition("/")[2]
    base = f"/mijn-inschrijving/{token}/"
    for address in (
        base,
        base.rstrip("/"),
        *(f"{base}{step}/" for step in ("intrekken", "bevestigen", "afzien")),
        f"{base}antwoorden/",
        "/mijn-inschrijving/",
        "/mijn-inschrijving/verstuurd/",
        "/mijn-inschrijving/geen-sleutel/",
    ):
        for _ in range(2):
            response = client.get(address)
            assert is_private(response), address


def test_editor_gets_a_page_of_their_own_and_leaves_none(form_page):
    editor = Client()
    editor.force_login(StaffFactory(username="redactie-2", is_superuser=True))
    for page in (form_page, form_page.subject):
        for _ in range(2):
            response = editor.get(page.url)
            assert response["Cache-Control"] == "private, no-cache"
            assert is_private(response)
        assert not is_hit(Client(), page.url)


def test_preview_is_never_kept(form_page):
    editor = Client()
    editor.force_login(StaffFactory(username="redactie-2", is_superuser=True))
    for page in (form_page, form_page.subject):
        response = page.make_preview_request()
        assert is_private(response)
        assert not is_hit(Client(), page.url)


@pytest.mark.parametrize("kind", ["password", "login"])
def test_page_behind_a_restriction_is_never_kept(form_page, kind):
    visitor = Client()
    call = form_page.subject
    assert not is_hit(visitor, call.url)
    assert is_hit(visitor, call.url)
    with committing():
        restriction = PageViewRestriction.objects.create(
            page=call, restriction_type=kind, password="sesam"
        )
    for page in (call, form_page):
        for _ in range(2):
            assert is_private(visitor.get(page.url))
    if kind == "login":
        return
    opened = visitor.post(
        f"/_util/authenticate_with_password/{restriction.pk}/{call.pk}/",
        {"password": "sesam", "return_url": call.url},
    )
    assert opened.status_code == 302
    for _ in range(2):
        inside = visitor.get(call.url)
        assert inside.status_code == 200
        assert is_private(inside)
    assert b"sesam" not in Client().get(call.url).content
    assert is_private(Client().get(call.url))


def test_last_seat_of_a_day_is_public_at_once(client):
    form_page = make_day_form(capacity=1)
    assert b"wachtlijst" not in client.get(form_page.url).content
    with committing():
        send(client, form_page)
    assert b"wachtlijst" in client.get(form_page.url).content
    registration = form_page.registrations.get()
    with committing():
        change_state(
            registration=registration,
            to=RegistrationState.WITHDRAWN,
            actor=Actor.applicant(),
        )
    assert b"wachtlijst" not in client.get(form_page.url).content


def test_day_without_a_seat_is_sold_out_for_machines_at_once(client):
    form_page = make_day_form(capacity=1)
    day = form_page.subject
    day.body.append(("registration_form", {"form_page": form_page}))
    day.save_revision().publish()
    assert b"schema.org/InStock" in client.get(day.url).content
    with committing():
        send(client, form_page)
    answer = client.get(day.url).content
    assert (b"schema.org/InStock" in answer, b"schema.org/SoldOut" in answer) == (
        False,
        True,
    )


def test_registration_for_a_call_changes_nothing_public(client, form_page):
    fill_settings()
    before = PageCacheStamp.objects.get().value
    with committing():
        send(client, form_page)
    assert PageCacheStamp.objects.get().value == before


def test_kept_form_is_chosen_by_the_address_of_its_page(client, form_page):
    """The same kept form must not carry the choice of another visitor."""
    plain = client.get(form_page.url).content
    chosen = client.get(f"{form_page.url}?werkplaats=werkplaats-2").content
    assert plain.count(b" checked") + 1 == chosen.count(b" checked")
    assert client.get(form_page.url).content == plain


def test_invented_workplaces_share_the_kept_form_of_the_plain_page(form_page):
    def get_key(query: str) -> tuple:
        request = RequestFactory().get(
            f"{form_page.url}{query}", SERVER_NAME="localhost"
        )
        return get_form_context(form_page, request, host_page=None)["form_key"]

    invented = {get_key(f"?werkplaats={word}") for word in ("a", "b" * 900, "%00", "")}
    assert invented == {get_key("")}
    assert get_key("?werkplaats=werkplaats-2") != get_key("")


def test_questions_are_built_once_and_anew_after_a_publish(client, form_page):
    def get_class():
        mistake = client.post(form_page.url, {}, headers=BROWSER)
        return type(mistake.context["form"])

    first, again = get_class(), get_class()
    with committing():
        label = form_page.form_fields.get(clean_name="motivation")
        label.label = "Waarom juist jij?"
        form_page.form_fields = [
            label if row.pk == label.pk else row for row in form_page.form_fields.all()
        ]
        form_page.save_revision().publish()
    after = get_class()

    assert again is first
    assert after is not first
    assert after.base_fields["motivation"].label == "Waarom juist jij?"
