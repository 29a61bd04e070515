"""Nonsense at the doors of the form: no 500, nothing wrong stored, nobody else's data.

Five thousand examples on SQLite; a tenth on PostgreSQL, which refuses other letters.
"""

from typing import Any
from urllib.parse import quote_from_bytes

import pytest
from django.db import connection, transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from registrations.enums import FormStep, RegistrationState
from registrations.models import Registration, RegistrationFormPage

from .form_scene import BROWSER, PREFIX, answers, fill_settings, make_call_form, send

pytestmark = pytest.mark.django_db

EXAMPLES = 5_000
# What another person filled in; it may stand in no answer to a stranger.
SECRET = "Zwijgplicht-4711"
FORM = "application/x-www-form-urlencoded"

# What no browser sends: NUL, half characters, wrong encodings; and what people try.
EVIL = [
    *(b"\x00", b"a\x00b", b"\xff\xfe", b"\xed\xa0\x80", b"\xc3", b"\xf4\x90\x80\x80"),
    *(b"\r\n\r\n", b"\x1b[31m", b"<script>alert(1)</script>", b"{{7*7}}{% load x %}"),
    *(b"=cmd()", b"' OR 1=1 --", b"-1", b"0", b"1e309", b"NaN", b"9" * 30, b"[]"),
    *("\u202eabc\u2066".encode(), "\ufeff".encode(), ("\u0301" * 500).encode()),
    *("Ⅷ²③".encode(), b"x" * 5_000, ("👩‍🚒" * 400).encode()),
]
NAMES = [
    *("first_name", "last_name", "email", "phone", "organisation", "role", "profile"),
    *("organisation_type", "municipality", "municipality_other", "workplace_first"),
    *("workplace_second", "availability", "availability_note", "practice_link"),
    *("practice_note", "project_phase", "experience_level", "perspectives"),
    *("motivation", "contribution", "expectations", "colleague", "engagement"),
    *("newsletter", "keep_for_next", "share_contacts", "stamp", "fax", "stap", "code"),
    *("state", "page", "placed_in", "reference", "id", "q_0123456789", "", "_", "-0-"),
]
values = st.one_of(
    st.sampled_from(EVIL),
    st.binary(max_size=40),
    st.text(max_size=60).map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.sampled_from([step.value.encode() for step in FormStep]),
    st.sampled_from([b"", b"on", b"1", b"2", b"3", b"lotte@voorbeeld.be", b"Gent"]),
)
# Whole posts of nonsense, and good ones of which a few answers were changed.
posts = st.fixed_dictionaries(
    {
        "starts_well": st.booleans(),
        "changes": st.dictionaries(
            st.sampled_from(NAMES), st.lists(values, max_size=3), max_size=6
        ),
        "query": st.lists(
            st.tuples(st.sampled_from(["werkplaats", "code", "voornaam", "x"]), values),
            max_size=2,
        ),
        "method": st.sampled_from(["POST"] * 8 + ["GET", "PUT"]),
        "content_type": st.sampled_from(
            [FORM] * 8 + ["multipart/form-data; boundary=x", "application/json", ""]
        ),
        "step": st.sampled_from([*(step.value for step in FormStep), None]),
    }
)


def encode(pairs: list[tuple[str, bytes]]) -> str:
    return "&".join(
        f"{quote_from_bytes(name.encode())}={quote_from_bytes(value)}"
        for name, value in pairs
    )


def build_body(form_page: RegistrationFormPage, post: dict[str, Any]) -> str:
    """Return the post as a browser, or a villain, would write it."""
    answered = answers(form_page) if post["starts_well"] else {}
    if post["step"] is not None:
        answered[f"{PREFIX}-stap"] = post["step"]
    pairs = {
        name: [
            str(one).encode() for one in (value if isinstance(value, list) else [value])
        ]
        for name, value in answered.items()
    }
    pairs |= {f"{PREFIX}-{name}": sent for name, sent in post["changes"].items()}
    return encode([(name, value) for name, sent in pairs.items() for value in sent])


def knock(
    address: str, form_page: RegistrationFormPage, post: dict[str, Any]
) -> tuple[Any, list[Registration]]:
    """Send one post; return the answer and what was stored, then undo it all."""
    before = set(Registration.objects.values_list("pk", flat=True))
    query = encode(post["query"])
    with transaction.atomic():
        response = Client(raise_request_exception=True).generic(
            post["method"],
            f"{address}?{query}" if query else address,
            build_body(form_page, post),
            content_type=post["content_type"],
            headers=BROWSER,
        )
        if hasattr(response, "render") and not response.is_rendered:
            response.render()
        stored = list(
            Registration.objects.exclude(pk__in=before).select_related("page")
        )
        for registration in stored:
            ensure_sane(registration)
        transaction.set_rollback(True)
    return response, stored


def ensure_sane(registration: Registration) -> None:
    """Whatever was stored is what the form could have meant."""
    # Django's own checks of each column: lengths, choices, the address.
    registration.clean_fields(exclude=["form_data"])
    places = {page.pk for page in registration.page.get_workplaces()}
    assert registration.workplace_first_id in places
    assert registration.workplace_second_id in places | {None}
    assert registration.workplace_first_id != registration.workplace_second_id
    assert registration.perspectives.count() <= 3
    for text in (registration.first_name, registration.motivation):
        assert text.strip()
        assert "\x00" not in text
    assert len(registration.motivation) <= 1_200
    assert registration.engagement is True
    assert registration.state in {RegistrationState.RECEIVED, RegistrationState.DRAFT}
    assert registration.placed_in_id is None


def fuzz(address: str, form_page: RegistrationFormPage, *, share: float) -> None:
    """Knock very often at one door with everything that can go wrong."""
    scale = 1 if connection.vendor == "sqlite" else 0.1

    @settings(
        max_examples=int(EXAMPLES * share * scale),
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.explicit, Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    @given(post=posts)
    def check(post: dict[str, Any]) -> None:
        response, stored = knock(address, form_page, post)
        assert response.status_code in {
            200,
            302,
            303,
            400,
            403,
            404,
            405,
            409,
            413,
            422,
        }
        assert SECRET not in response.content.decode("utf-8", "replace")
        assert len(stored) <= 1
        if post["method"] != "POST":
            assert stored == []

    check()


def make_door() -> RegistrationFormPage:
    """A form at which somebody else registered already."""
    fill_settings()
    form_page = make_call_form()
    send(
        Client(),
        form_page,
        email="ander@voorbeeld.be",
        first_name=SECRET,
        motivation=SECRET,
    )
    assert Registration.objects.get().first_name == SECRET
    return form_page


def test_form_takes_any_post():
    form_page = make_door()

    fuzz(form_page.get_url(), form_page, share=0.4)
