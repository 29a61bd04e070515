"""Nonsense at the doors of the form: no 500, nothing wrong stored, nobody else's data.

Five thousand examples on SQLite; fewer on PostgreSQL, which refuses other letters.
"""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote_from_bytes, urlsplit

import pytest
from django.db import connection, transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from registrations.enums import FormStep, RegistrationState
from registrations.models import Registration, RegistrationFormPage
from registrations.services import drafts
from registrations.services.access import mint_link
from registrations.services.amend import get_version
from registrations.views.form.saving import VERSION_NAME as DRAFT_VERSION
from registrations.views.participant.amend import VERSION_NAME as OWN_VERSION

from .form_scene import BROWSER, PREFIX, answers, fill_settings, make_call_form, send

pytestmark = pytest.mark.django_db

EXAMPLES = 5_000
# What another person filled in; it may stand in no answer to a stranger.
SECRET = "Zwijgplicht-4711"
EXPECTED = {200, 302, 303, 400, 403, 404, 405, 409, 413, 422}
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


@dataclass(frozen=True)
class Door:
    """One address that takes the form, and what an honest post there also carries."""

    form_page: RegistrationFormPage
    address: str
    carries: dict[str, str] = field(default_factory=dict)

    def build_body(self, post: dict[str, Any]) -> str:
        """Return the post as a browser, or a villain, would write it."""
        answered = answers(self.form_page) | self.carries if post["starts_well"] else {}
        if post["step"] is not None:
            answered[f"{PREFIX}-stap"] = post["step"]
        pairs = {
            name: [
                str(one).encode()
                for one in (value if isinstance(value, list) else [value])
            ]
            for name, value in answered.items()
        }
        pairs |= {f"{PREFIX}-{name}": sent for name, sent in post["changes"].items()}
        return encode([(name, value) for name, sent in pairs.items() for value in sent])

    def knock(self, post: dict[str, Any]) -> tuple[Any, int]:
        """Send one post, look at what it stored, and undo it all.

        Returns:
            The answer, and how many registrations were made.
        """
        before = Registration.objects.count()
        stranger = Registration.objects.filter(first_name=SECRET).values().get()
        query = encode(post["query"])
        with transaction.atomic():
            response = Client().generic(
                post["method"],
                f"{self.address}?{query}" if query else self.address,
                self.build_body(post),
                content_type=post["content_type"],
                headers=BROWSER,
            )
            made = Registration.objects.count() - before
            for registration in Registration.objects.exclude(pk=stranger["id"]):
                ensure_sane(registration)
            assert Registration.objects.filter(pk=stranger["id"]).values().get() == (
                stranger
            )
            transaction.set_rollback(True)
        return response, made


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


def fuzz(door: Door, *, share: float) -> None:
    """Knock very often at one door with everything that can go wrong."""
    scale = 1 if connection.vendor == "sqlite" else 0.04

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
        response, made = door.knock(post)
        assert response.status_code in EXPECTED
        assert SECRET not in response.content.decode("utf-8", "replace")
        assert made <= (post["method"] == "POST")

    check()


@pytest.fixture
def form_page() -> RegistrationFormPage:
    """A form at which somebody else registered already."""
    fill_settings()
    form_page = make_call_form()
    form_page.embedding_origins = "https://www.voorbeeld.be"
    form_page.save_revision().publish()
    stranger = {"email": "ander@voorbeeld.be", "first_name": SECRET}
    send(Client(), form_page, **stranger, motivation=SECRET)
    assert Registration.objects.get().first_name == SECRET
    return form_page


def test_form_takes_any_post(form_page):
    fuzz(Door(form_page, form_page.get_url()), share=0.5)


def test_form_in_a_frame_takes_any_post(form_page):
    address = form_page.get_url() + form_page.reverse_subpage("frame")

    fuzz(Door(form_page, address), share=0.2)


def test_saved_form_takes_any_post(form_page):
    draft = drafts.save_draft(
        form_page=form_page,
        email="lotte@voorbeeld.be",
        answers={"first_name": ["Lotte"], "email": ["lotte@voorbeeld.be"]},
    ).draft
    address = urlsplit(drafts.get_draft_url(draft)).path
    version = drafts.get_version(draft)

    fuzz(Door(form_page, address, {DRAFT_VERSION: version}), share=0.2)


def test_own_answers_take_any_post(form_page):
    send(Client(), form_page, email="lotte@voorbeeld.be")
    registration = Registration.objects.get(email="lotte@voorbeeld.be")
    address = f"{urlsplit(mint_link(registration=registration)).path}aanpassen/"
    version = get_version(registration)

    fuzz(Door(form_page, address, {OWN_VERSION: version}), share=0.1)
