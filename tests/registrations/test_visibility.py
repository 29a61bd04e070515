"""Who sees which answer: a value planted for each visibility, looked for everywhere."""

import json
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from registrations.enums import MessageKind, RegistrationState
from registrations.exports.columns import get_columns
from registrations.exports.files import make_file
from registrations.models import Registration, RegistrationFormField
from registrations.services.answers import get_answers, get_answers_for
from registrations.services.message import write_letter
from registrations.services.registration import register

from .form_scene import bind, make_call_form, reload
from .scene import make_group, make_user

PLANTED = {
    "always": "ZICHTBAAR-ALTIJD",
    "after_selection": "PAS-NA-SELECTIE",
    "statistics": "ENKEL-CIJFERS",
}


@pytest.fixture
def registration(db):
    page = make_call_form()
    keys = {}
    for visibility in PLANTED:
        row = RegistrationFormField.objects.create(
            page=page,
            label=f"Vraag {visibility}",
            field_type="singleline",
            section="closing",
            visibility=visibility,
        )
        keys[visibility] = row.clean_name
    page = reload(page)
    values = {keys[name]: text for name, text in PLANTED.items()}
    form = bind(page, expectations="VERWACHTING", newsletter="on", **values)
    return register(form_page=page, form=form).registration


def make_member(*permissions):
    """Return somebody of the team with these rights."""
    names = [f"{name}_registration" for name in permissions]
    return make_user("iemand", make_group("Groep", *names))


def get_seen(text):
    return {name for name, value in PLANTED.items() if value in text}


def sign_in(client, *permissions):
    user = make_member("view", *permissions)
    client.force_login(user)
    return user


def set_state(registration, state):
    Registration.objects.filter(pk=registration.pk).update(state=state)
    registration.refresh_from_db()


ROLES = [["review"], ["review", "decide"], ["review", "decide", "export"]]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(
    ("state", "seen"),
    [
        (RegistrationState.RECEIVED, {"always"}),
        (RegistrationState.IN_REVIEW, {"always"}),
        (RegistrationState.WAITLISTED, {"always"}),
        (RegistrationState.SELECTED, {"always", "after_selection"}),
        (RegistrationState.CONFIRMED, {"always", "after_selection"}),
    ],
)
def test_desk_shows_what_may_be_seen_now(client, registration, role, state, seen):
    sign_in(client, *role)
    set_state(registration, state)

    url = reverse("registrations:edit", args=[registration.pk])
    html = client.get(url).content.decode()

    assert get_seen(html) == seen
    assert ("VERWACHTING" in html) == ("after_selection" in seen)
    assert "Hou me op de hoogte" not in html


@pytest.mark.parametrize("role", ROLES)
def test_list_filter_and_search_know_nothing_of_it(client, registration, role):
    sign_in(client, *role)
    url = reverse("registrations:list")

    assert get_seen(client.get(url).content.decode()) == set()
    for text in [*PLANTED.values(), "VERWACHTING"]:
        html = client.get(url, {"q": text}).content.decode()
        assert registration.reference not in html
    # Nothing to filter on, by whatever name: the whole list stays.
    for key in registration.form_data:
        html = client.get(url, {f"form_data__{key}": "niets"}).content.decode()
        assert registration.reference in html


def test_outbox_shows_a_receipt_without_the_answers_that_are_closed(
    client, registration
):
    user = sign_in(client, "review", "decide")
    user.groups.add(make_group("Brieven", "view_message", "send_message"))
    message = registration.messages.get(kind=MessageKind.RECEIPT)
    sent = write_letter(message)

    screens = [
        client.get(reverse(f"messages:{name}", args=[message.pk])).content.decode()
        for name in ("edit", "preview")
    ]

    assert get_seen(sent.text) == get_seen(sent.html) == set(PLANTED)
    assert [get_seen(screen) for screen in screens] == [{"always"}, {"always"}]
    assert "VERWACHTING" in sent.text
    assert not any("VERWACHTING" in screen for screen in screens)


def test_applicant_sees_all_of_it(registration):
    texts = {answer.value_text for answer in get_answers(registration)}

    assert set(PLANTED.values()) <= texts


def test_nobody_without_the_right_sees_anything(registration):
    user = make_member()

    assert get_answers_for(user, registration) == []


def export(registration, file_format, user):
    return export_all([registration], file_format, user)


def export_all(registrations, file_format, user):
    ids = [registration.pk for registration in registrations]
    columns = get_columns(Registration.objects.filter(pk__in=ids), user=user)
    parts = make_file(file_format, ids=ids, columns=columns, user=user)
    content = b"".join(parts)
    if file_format != "xlsx":
        return content.decode()
    book = load_workbook(BytesIO(content))
    return "\n".join(
        str(cell) for sheet in book for row in sheet.values for cell in row
    )


@pytest.mark.parametrize("file_format", ["csv", "json", "xlsx"])
@pytest.mark.parametrize(
    ("state", "seen"),
    [
        (RegistrationState.IN_REVIEW, {"always"}),
        (RegistrationState.CONFIRMED, {"always", "after_selection"}),
    ],
)
def test_export_says_no_more_than_the_desk(registration, file_format, state, seen):
    set_state(registration, state)
    user = make_member("view", "review", "decide", "export")

    text = export(registration, file_format, user)

    assert get_seen(text) == seen
    assert ("VERWACHTING" in text) == ("after_selection" in seen)


def test_statistics_leave_as_numbers_of_five_people_and_more(registration):
    user = make_member("view", "export")
    page = registration.page
    given = dict.fromkeys(registration.form_data, "iets")

    def read():
        people = Registration.objects.filter(page=page)
        return json.loads(export_all(people, "json", user))

    for number in range(3):
        form = bind(page, email=f"nog{number}@voorbeeld.be", **given)
        register(form_page=page, form=form)
    # One of four is told by the name of the answer alone.
    assert "statistics" not in read()

    form = bind(page, email="vijfde@voorbeeld.be", **given)
    register(form_page=page, form=form)
    data = read()
    told = [{"question": "Vraag statistics", "answer": "beantwoord", "count": "5–9"}]
    assert data["statistics"] == told
    # The same beside a part of the rows: the difference tells of nobody.
    part = Registration.objects.filter(pk=registration.pk)
    assert json.loads(export_all(part, "json", user))["statistics"] == told
    # Consent must be acted upon.
    assert [row["newsletter"] for row in data["registrations"]].count(True) == 1


def test_stricter_of_then_and_now_holds(registration):
    rows = RegistrationFormField.objects.filter(page=registration.page)
    rows.filter(visibility="statistics").exclude(label="").update(visibility="always")
    rows.filter(label="Vraag always").update(visibility="statistics")
    user = make_member("view", "review")

    answers = get_answers_for(user, Registration.objects.get(pk=registration.pk))

    texts = " ".join(answer.value_text for answer in answers)
    assert get_seen(texts) == set()
