"""Nonsense at the edit link: no 500, no nonsense stored, nobody else's data."""

from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from registrations.enums import RegistrationState
from registrations.models import Registration
from registrations.services.registration import register

from .amend_scene import get_amend_url, make_post, make_registered
from .form_scene import BROWSER, PREFIX, bind, fill_settings, make_call_form
from .test_form_fuzz import SECRET, encode, ensure_sane, posts, values

pytestmark = pytest.mark.django_db

EXAMPLES = 400
# What an edit may never touch.
FIXED = ("reference", "email", "state", "page_id", "placed_in_id", "held_at", "source")


def build_body(good: dict[str, Any], post: dict[str, Any], version: bytes) -> str:
    """Return the post as a browser, or a villain, would write it."""
    answered = dict(good) if post["starts_well"] else {}
    if post["step"] is not None:
        answered[f"{PREFIX}-stap"] = post["step"]
    pairs = {
        name: [
            str(one).encode() for one in (value if isinstance(value, list) else [value])
        ]
        for name, value in answered.items()
    }
    if version:
        pairs[f"{PREFIX}-versie"] = [version]
    pairs |= {f"{PREFIX}-{name}": sent for name, sent in post["changes"].items()}
    return encode([(name, value) for name, sent in pairs.items() for value in sent])


def test_edit_link_takes_any_post():
    fill_settings()
    form_page = make_call_form()
    other = bind(
        form_page, email="ander@voorbeeld.be", first_name=SECRET, motivation=SECRET
    )
    register(form_page=form_page, form=other)
    registration = make_registered(form_page)
    url = get_amend_url(registration)
    good = make_post(registration)
    before = {row.pk: row for row in Registration.objects.all()}

    @settings(
        max_examples=int(EXAMPLES * (1 if connection.vendor == "sqlite" else 0.2)),
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.explicit, Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    @given(post=posts, version=st.one_of(st.just(b""), values))
    def check(post: dict[str, Any], version: bytes) -> None:
        with transaction.atomic():
            response = Client(raise_request_exception=True).generic(
                post["method"],
                f"{url}?{encode(post['query'])}",
                build_body(good, post, version),
                content_type=post["content_type"],
                headers=BROWSER,
            )
            assert response.status_code in {200, 302, 400, 405, 409, 413, 422}
            assert SECRET not in response.content.decode("utf-8", "replace")
            now = {row.pk: row for row in Registration.objects.select_related("page")}
            assert now.keys() == before.keys()
            for pk, row in now.items():
                ensure_sane(row)
                assert [getattr(row, name) for name in FIXED] == [
                    getattr(before[pk], name) for name in FIXED
                ]
                if pk != registration.pk:
                    assert row.motivation == SECRET
            if post["method"] != "POST":
                assert not registration.answer_changes.exists()
            transaction.set_rollback(True)

    check()
    assert registration.state == RegistrationState.RECEIVED
