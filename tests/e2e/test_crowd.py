"""Many people at once, and servers that die: everybody gets an answer, nobody twice.

At a small size; the whole one is `python -m benchmarks.crowd`.
"""

from collections import Counter
from collections.abc import Iterator

import pytest

from .crowd import CrowdSite, murderous, run_crowd_site, send_all

PEOPLE, SEATS = 40, 5


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CrowdSite]:
    with run_crowd_site(tmp_path_factory.mktemp("crowd")) as crowd:
        yield crowd


def test_seats_are_given_once_over_two_server_processes(crowd: CrowdSite):
    crowd.open_form(capacity=SEATS)

    answered = send_all(crowd, people=PEOPLE, at_once=PEOPLE)

    stored = crowd.count()
    assert Counter(person.status for person in answered) == {303: PEOPLE}
    assert Counter(state for _, _, state, _ in stored) == {
        "confirmed": SEATS,
        "waitlisted": PEOPLE - SEATS,
    }
    told = {(person.email, person.reference) for person in answered}
    assert told == {(email, reference) for email, reference, _, _ in stored}
    assert [letters for *_, letters in stored] == [1] * PEOPLE


def test_what_was_confirmed_is_stored_once_though_servers_are_killed(
    crowd: CrowdSite,
):
    crowd.open_form(capacity=1000)

    with murderous(crowd, seed=4) as moments:
        answered = send_all(crowd, people=PEOPLE * 3, at_once=4, again=True)

    stored = crowd.count()
    assert moments
    assert Counter(person.status for person in answered) == {303: PEOPLE * 3}
    told = {(person.email, person.reference) for person in answered}
    assert told == {(email, reference) for email, reference, _, _ in stored}
    assert [letters for *_, letters in stored] == [1] * PEOPLE * 3
