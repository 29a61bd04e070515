"""What could lose a text: too much of it, signs that nobody can read, a click twice."""

from urllib.parse import quote_plus

import pytest
from django.core.cache import cache
from django.db import OperationalError, connection

from registrations.models import Registration, RegistrationDraft
from registrations.views.form.posted import STEP_NAME

from .form_scene import BROWSER, PREFIX, answers, make_call_form

pytestmark = pytest.mark.django_db

STEPS = ["nakijken", "versturen"]
TOO_LARGE = "We konden niet lezen wat je stuurde"


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()


@pytest.fixture
def form_page():
    return make_call_form()


def post(client, form_page, step, **changes):
    data = answers(form_page, **changes) | {STEP_NAME: step}
    return client.post(
        form_page.get_url(),
        "&".join(encode(data)),
        content_type="application/x-www-form-urlencoded",
        headers=BROWSER,
    )


def encode(data):
    for name, value in data.items():
        for one in value if isinstance(value, list) else [value]:
            one = one if isinstance(one, bytes) else str(one).encode()
            yield f"{quote_plus(name)}={quote_plus(one)}"


@pytest.mark.parametrize("step", STEPS)
def test_text_of_half_a_megabyte_comes_back_whole(client, form_page, step):
    text = "Een lang verhaal. " * 30_000

    response = post(client, form_page, step, motivation=text)

    assert response.status_code == 422
    assert response.context["form"]["motivation"].value() == text
    assert list(response.context["form"].errors) == ["motivation"]


@pytest.mark.parametrize("step", STEPS)
def test_more_than_can_be_read_is_told_in_plain_words(client, form_page, step):
    response = post(client, form_page, step, motivation="x" * 1_100_000)

    page = response.content.decode()
    assert response.status_code == 400
    assert TOO_LARGE in page
    assert "Ga terug in je browser" in page
    assert response["Cache-Control"] == "private, no-store"


def test_too_many_fields_are_told_in_plain_words(client, form_page):
    more = {f"vraag-{number}": "x" for number in range(1100)}

    response = post(client, form_page, "versturen", **more)

    assert response.status_code == 400
    assert TOO_LARGE in response.content.decode()


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("sign", ["\x00", "%00"])
def test_sign_that_cannot_be_read_keeps_the_rest(client, form_page, step, sign):
    response = post(client, form_page, step, motivation=f"Wij{sign}samen.")

    if sign == "\x00":
        assert response.status_code == 422
        assert list(response.context["form"].errors) == ["motivation"]
        assert "GC De Zandloper" in response.content.decode()
    else:
        assert response.status_code in (200, 303)


@pytest.mark.parametrize("step", [*STEPS, "wijzigen"])
@pytest.mark.parametrize("raw", [b"\xed\xa0\x80", b"\xff\xfe", b"\xf0\x9f"])
def test_half_a_sign_is_no_reason_to_fall_over(client, form_page, step, raw):
    response = post(client, form_page, step, motivation=b"Wij " + raw + b" samen")

    assert response.status_code in (200, 303)
    if step != "versturen":
        assert "Wij \ufffd" in response.content.decode()


@pytest.mark.parametrize("step", STEPS)
def test_name_of_a_question_twice_is_answered(client, form_page, step):
    response = post(client, form_page, step, first_name=["Lotte", "Anna"])

    assert response.status_code in (200, 303)


def test_count_of_signs_is_that_of_the_server(client, form_page):
    # A line break is one sign, a smile outside the first plane one as well.
    text = "a\r\n" * 599 + "🎭" * 2
    assert len(text.replace("\r\n", "\n")) == 1200

    fits = post(client, form_page, "nakijken", motivation=text)
    over = post(client, form_page, "nakijken", motivation=text + "b")

    assert fits.status_code == 200
    assert over.status_code == 422


def test_double_click_on_send_is_one_registration(client, form_page):
    first = post(client, form_page, "versturen")
    second = post(client, form_page, "versturen")

    assert first["Location"] == second["Location"]
    assert Registration.objects.count() == 1


def test_names_of_others_do_not_travel_along(client, form_page):
    data = answers(form_page) | {STEP_NAME: "nakijken", "ander": "<x>"}

    response = client.post(form_page.get_url(), data, headers=BROWSER)

    assert 'name="ander"' not in response.content.decode()
    assert f'name="{PREFIX}-motivation"' in response.content.decode()


@pytest.mark.parametrize("step", ["versturen", "bewaren"])
def test_database_that_is_too_busy_loses_nothing(client, form_page, step, caplog):
    def be_busy(execute, sql, params, many, context):
        if sql.startswith(("INSERT", "UPDATE")):
            raise OperationalError("database is locked")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(be_busy):
        refused = post(client, form_page, step, motivation="Wij verbouwen.")

    page = refused.content.decode()
    assert refused.status_code == 503
    assert refused["Cache-Control"] == "private, no-cache"
    assert "Er liep iets mis bij ons, dus er is nog niets verstuurd" in page
    assert refused.context["form"]["motivation"].value() == "Wij verbouwen."
    assert "lotte" not in caplog.text.lower()
    assert Registration.objects.count() == RegistrationDraft.objects.count() == 0
    assert post(client, form_page, step).status_code == 303
