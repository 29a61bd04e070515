"""A number that somebody sent is a key of a row, or nothing: never an error."""

import pytest
from django.urls import reverse

from registrations.services.keys import LARGEST, read_key, read_keys

HUGE = "9" * 20


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("7", 7),
        (str(LARGEST), LARGEST),
        (str(LARGEST + 1), None),
        (HUGE, None),
        ("9" * 5_000, None),
        ("", None),
        (None, None),
        ("-1", None),
        ("1.5", None),
        ("٣", None),
        ("²", None),
        (" 7", None),
        ("7; DROP", None),
    ],
)
def test_key_is_a_number_that_fits_or_nothing(text, key):
    assert read_key(text) == key


def test_what_is_no_key_is_left_out():
    assert read_keys(["3", "x", HUGE, "1"]) == [3, 1]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        reverse("registrations:release") + f"?decision={HUGE}",
        f"/admin/bulk/registrations/registration/tag/?id={HUGE}",
        f"/admin/bulk/registrations/message/send/?id={HUGE}",
        reverse("registrations:person") + f"?registration={HUGE}",
    ],
)
def test_number_without_end_in_an_address_is_no_error(client, team, address):
    client.force_login(team.boss)
    assert client.get(address).status_code in {200, 302, 403, 404, 422}
