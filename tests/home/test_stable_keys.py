"""The key of a child row outlives its primary key, and cannot be forged."""

import json
import re

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from tests.factories.home import get_home
from tests.factories.workplaces import CallPageFactory, SessionFactory
from workplaces.models import CallPage

pytestmark = pytest.mark.django_db

KEY = re.compile(r"s_[0-9a-f]{10}")


def read_form(client, page) -> dict[str, str]:
    """What a browser would send back from the open editor, untouched."""
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    soup = BeautifulSoup(client.get(address).content, "html.parser")
    form = soup.select_one("#page-edit-form")
    data = {}
    for field in form.select("input[name], textarea[name], select[name]"):
        if field.find_parent("template") or field.get("type") in ("submit", "button"):
            continue
        if field.get("type") == "checkbox" and not field.has_attr("checked"):
            continue
        if field.name == "select":
            chosen = field.select_one("option[selected]")
            value = chosen["value"] if chosen else ""
        elif field.name == "textarea":
            value = field.get_text().removeprefix("\n")
        else:
            value = field.get("value", "")
        data[field["name"]] = value
    return data | dict.fromkeys(STREAMS, "0")


STREAMS = [f"{name}-count" for name in ("expectations", "seeking", "benefits", "body")]


def send(client, page, data, *, action="", **headers):
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    sent = data | ({action: "1"} if action else {})
    response = client.post(address, sent, headers=headers)
    assert response.status_code == (200 if headers else 302), response.content[:500]
    return response


def add_session(data: dict[str, str], **fields: str) -> dict[str, str]:
    number = int(data["sessions-TOTAL_FORMS"])
    row = {
        "id": "",
        "ORDER": str(number + 1),
        "DELETE": "",
        "key": "",
        "kind": "live",
        "date": "2026-03-19",
        "day_part": "morning",
        "starts_at": "",
        "ends_at": "",
        "title": "",
        "summary": "",
        "place": "",
        "link": "",
    } | fields
    return (
        data
        | {"sessions-TOTAL_FORMS": str(number + 1)}
        | {f"sessions-{number}-{name}": value for name, value in row.items()}
    )


def get_keys(page) -> list[str]:
    page = CallPage.objects.get(pk=page.pk)
    return [row.key for row in page.get_latest_revision_as_object().sessions.all()]


@pytest.fixture
def call():
    return CallPageFactory()


def test_key_survives_draft_draft_publish_publish(call, admin_client):
    send(admin_client, call, add_session(read_form(admin_client, call)))
    (minted,) = get_keys(call)
    for action in ("", "action-publish", "action-publish"):
        send(admin_client, call, read_form(admin_client, call), action=action)
        assert get_keys(call) == [minted]
    assert KEY.fullmatch(minted)
    assert CallPage.objects.get(pk=call.pk).sessions.get().key == minted


def test_key_survives_publishing_twice_from_an_editor_left_open(call, admin_client):
    """The trap itself: the open editor knows no primary key, so the row doubled."""
    send(admin_client, call, add_session(read_form(admin_client, call)))
    left_open = read_form(admin_client, call)
    send(admin_client, call, left_open, action="action-publish")
    first = CallPage.objects.get(pk=call.pk).sessions.get()
    send(admin_client, call, left_open, action="action-publish")
    second = CallPage.objects.get(pk=call.pk).sessions.get()
    assert (second.pk, second.key) == (first.pk, first.key)


def test_forged_key_of_a_stored_row_is_ignored(call, admin_client):
    session = SessionFactory(page=call)
    data = read_form(admin_client, call)
    data["sessions-0-key"] = "s_0000000000"
    send(admin_client, call, data, action="action-publish")
    assert CallPage.objects.get(pk=call.pk).sessions.get().key == session.key


@pytest.mark.parametrize("forged", ["s_0000000000", "../../etc", "s_" + "a" * 14])
def test_forged_key_of_a_new_row_is_replaced(call, admin_client, forged):
    data = add_session(read_form(admin_client, call), key=forged)
    send(admin_client, call, data, action="action-publish")
    key = CallPage.objects.get(pk=call.pk).sessions.get().key
    assert key != forged
    assert KEY.fullmatch(key)


def test_new_row_cannot_take_the_key_of_a_stored_one(call, admin_client):
    session = SessionFactory(page=call)
    data = add_session(read_form(admin_client, call), key=session.key, ORDER="1")
    data["sessions-0-ORDER"] = "2"
    send(admin_client, call, data, action="action-publish")
    new, old = CallPage.objects.get(pk=call.pk).sessions.all()
    assert (old.pk, old.key) == (session.pk, session.key)
    assert new.key != session.key


def test_key_of_another_call_is_not_believed(call, admin_client):
    other = SessionFactory(page=CallPageFactory())
    data = add_session(read_form(admin_client, call), key=other.key)
    send(admin_client, call, data, action="action-publish")
    assert CallPage.objects.get(pk=call.pk).sessions.get().key != other.key


def test_autosave_hands_the_key_back_to_the_open_editor(call, admin_client):
    data = add_session(read_form(admin_client, call))
    response = send(admin_client, call, data, accept="application/json")
    updates = json.loads(response.content)["field_updates"]
    (minted,) = get_keys(call)
    assert updates["sessions-0-key"] == minted
    send(admin_client, call, data | updates, action="action-publish")
    assert CallPage.objects.get(pk=call.pk).sessions.get().key == minted


def test_key_is_a_hidden_input_of_the_panel(call, admin_client):
    SessionFactory(page=call)
    address = reverse("wagtailadmin_pages:edit", args=[call.pk])
    soup = BeautifulSoup(admin_client.get(address).content, "html.parser")
    field = soup.select_one("input[name=sessions-0-key]")
    assert field["type"] == "hidden"
    template = soup.select_one("#id_sessions-EMPTY_FORM_TEMPLATE")
    assert 'name="sessions-__prefix__-key"' in template.decode_contents()


def test_row_made_in_code_gets_its_key_when_saved(call):
    session = SessionFactory(page=call)
    key = session.key
    session.title = "Nieuw"
    session.save()
    session.refresh_from_db()
    assert KEY.fullmatch(key)
    assert session.key == key


def test_copied_call_keeps_the_keys_of_its_rows(call):
    session = SessionFactory(page=call)
    copy = call.copy(to=get_home(), update_attrs={"slug": "kopie", "title": "Kopie"})
    assert copy.sessions.get().key == session.key
