"""What is hidden stays hidden: words are planted, and every address is read for them.

As every role, on every address of the admin, on the list with each of its filters,
orders and searches, in what a post is answered with, and in each format of the export
(design.md, "Fairness"; the faults of others in peers.md).
"""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from registrations.enums import RegistrationState, TieKind
from registrations.models import (
    Decision,
    DiscussionComment,
    Message,
    Registration,
    Review,
    ReviewRound,
)
from registrations.services.readers import promise
from registrations.services.ties import declare_tie
from tests.factories.registrations import StaffFactory

from .addresses import build_addresses
from .house import House
from .posting import post_everything

# Read on one database: what a screen shows does not depend on it.
pytestmark = [pytest.mark.django_db, pytest.mark.looks]

WHO = ("Kwistenbiebel", "Zonderlinge Zaak", "zeldzaam.example", "0499 12 34 56")
OPINIONS = ("NOOTGEHEIM", "BRIEFGEHEIM", "PRAATGEHEIM", "2,71")
PROPOSALS = ("REDENGEHEIM", "VOORSTELGEHEIM", "Zij die voorstelt")
JUDGES = ("Lezers", "Leesverantwoordelijken", "Beslissers", "Beheer")
QUERIES = (
    "q=Kwistenbiebel",
    "q=Zonderlinge",
    "q=zeldzaam",
    *(
        f"ordering={sign}{key}"
        for sign in ("", "-")
        for key in ("reference", "last_name", "state", "submit_time", "score_mean")
    ),
    "score_min=2.7&score_max=2.8",
    "spread_min=0",
    "reading=unread",
    "disputed=yes",
    "proposal=open",
)


def plant(registration: Registration, author: Any) -> Registration:
    """Give `registration` a name, a score and words that stand nowhere else."""
    Registration.objects.filter(pk=registration.pk).update(
        first_name="Zeldzamia",
        last_name="Kwistenbiebel",
        email="zeldzamia@zeldzaam.example",
        phone="0499 12 34 56",
        organisation="Zonderlinge Zaak vzw",
        motivation="Ik, Zeldzamia KWISTENBIEBEL van Zonderlinge Zaak vzw, wil mee.",
        contribution="Mail me op zeldzamia@zeldzaam.example of bel 0499 12 34 56.",
        score_mean="2.71",
        score_spread=3,
        review_count=2,
    )
    registration.reviews.all().delete()
    Message.objects.filter(registration=registration).update(
        recipient="zeldzamia@zeldzaam.example", body_text="Dag Kwistenbiebel"
    )
    Review.objects.create(
        registration=registration,
        reader=author,
        advice="yes",
        note="NOOTGEHEIM",
        letter_line="BRIEFGEHEIM",
        mean="2.71",
    )
    DiscussionComment.objects.create(
        registration=registration, author=author, text="PRAATGEHEIM"
    )
    Decision.objects.create(
        registration=registration,
        proposed_state=RegistrationState.DECLINED,
        reason="REDENGEHEIM",
        internal_note="VOORSTELGEHEIM",
        proposed_by=author,
        proposed_by_name="Zij die voorstelt",
    )
    registration.refresh_from_db()
    return registration


def read_everything(house: House, user: Any) -> dict[str, str]:
    """Return the text of every address of the admin, as `user` reads it."""
    client = Client(raise_request_exception=False)
    client.force_login(user)
    listing = reverse("registrations:list")
    results = reverse("registrations:list_results")
    export = reverse("registrations:export")
    paths = [address.path for address in build_addresses(house)]
    paths += [f"{path}?{query}" for path in (listing, results) for query in QUERIES]
    paths += [f"{export}?q=Kwistenbiebel"]
    texts = {path: _read(client.get(path)) for path in paths}
    # From whom names are hidden, to them a column of names is not offered at all.
    answers = ["reference", "motivation", "region"]
    for columns in (answers, [*answers, "last_name", "email"]):
        for file_format in ("csv", "json", "xlsx"):
            response = client.post(
                export,
                {
                    "file_format": file_format,
                    "headings": "labels",
                    "columns": columns,
                },
            )
            texts[f"{export} {columns[-1]} {file_format}"] = _read(response)
    return texts


def _read(response: Any) -> str:
    content = (
        b"".join(response.streaming_content) if response.streaming else response.content
    )
    if content.startswith(b"PK"):
        sheets = load_workbook(io.BytesIO(content)).worksheets
        return str([list(sheet.values) for sheet in sheets])
    text = content.decode(errors="replace")
    # What somebody searched for stands in the box, and in the links of the list.
    return text.replace("q=Kwistenbiebel", "").replace('value="Kwistenbiebel"', "")


def find_leaks(texts: dict[str, str], words: tuple[str, ...]) -> list[str]:
    return sorted(
        f"{path}: {word}"
        for path, text in texts.items()
        for word in words
        if word.casefold() in text.casefold()
        and f"q={word}".casefold() not in path.casefold()
    )


@pytest.mark.parametrize("role", JUDGES)
def test_hidden_name_and_opinions_of_others_stand_on_no_screen(house, role):
    registration = plant(
        house.registrations["ReviewTask"], house.people["Leesverantwoordelijken"]
    )
    if role == "Leesverantwoordelijken":
        registration.reviews.update(reader=house.people["Lezers"])
        registration.comments.update(author=house.people["Lezers"])
        registration.decisions.update(proposed_by=house.people["Lezers"])
    ReviewRound.objects.update(hides_names=True, hides_facts=True)
    user = house.people[role]
    texts = read_everything(house, user)
    posted = post_everything(house, user, registration)
    assert find_leaks(texts | posted, WHO) == []
    # Who decides and does not read sees what readers think; who does both, once no
    # reading waits any more, and some of their own posts end it.
    if role != "Beslissers":
        assert find_leaks(texts, OPINIONS) == []
    if role not in {"Beslissers", "Beheer"}:
        assert find_leaks(posted, OPINIONS) == []
        assert find_leaks(texts | posted, PROPOSALS) == []
    assert registration.reference in texts[reverse("registrations:list")]


def test_who_reads_and_keeps_the_office_and_the_data_learns_no_name(house):
    """The right of a second task opens no way around the first one."""
    registration = plant(
        house.registrations["ReviewTask"], house.people["Leesverantwoordelijken"]
    )
    ReviewRound.objects.update(hides_names=True, hides_facts=True)
    user = StaffFactory(
        username="drie-taken", groups=["Lezers", "Secretariaat", "Gegevensbeheer"]
    )
    promise(user=user)
    texts = read_everything(house, user) | post_everything(house, user, registration)
    assert find_leaks(texts, (*WHO, *OPINIONS, *PROPOSALS)) == []
    # The export went out: there was something to find.
    export = reverse("registrations:export")
    assert registration.reference in texts[f"{export} region xlsx"]


@pytest.mark.parametrize("role", [*JUDGES, "Secretariaat", "Gegevensbeheer"])
def test_tied_registration_stands_on_no_screen(house, role):
    registration = plant(
        house.registrations["ReviewTask"], house.people["Leesverantwoordelijken"]
    )
    user = house.people[role]
    declare_tie(registration=registration, user=user, kind=TieKind.PERSONAL)
    texts = read_everything(house, user) | post_everything(house, user, registration)
    assert find_leaks(texts, (*WHO, *OPINIONS, *PROPOSALS)) == []
    # Nor in Wagtail's log of the whole site: it tells who proposed what, and when.
    assert find_leaks(texts, (registration.reference,)) == []


@pytest.mark.parametrize("role", [*JUDGES, "Secretariaat", "Gegevensbeheer"])
def test_tie_makes_a_registration_look_as_if_it_did_not_exist(house, role):
    registration = house.registrations["ReviewTask"]
    user = house.people[role]
    declare_tie(registration=registration, user=user, kind=TieKind.COLLEAGUE)
    client = Client()
    client.force_login(user)
    address = reverse("registrations:edit", args=[registration.pk])
    gone = client.get(address.replace(str(registration.pk), "999999"))
    assert client.get(address).status_code == gone.status_code == 404
    listed = client.get(reverse("registrations:list"))
    others = Registration.objects.exclude(pk=registration.pk)
    assert listed.context["page_obj"].paginator.count == others.count()


def test_own_registration_is_closed_to_everybody(house):
    registration = house.registrations[RegistrationState.RECEIVED]
    for user in house.people.values():
        Registration.objects.filter(pk=registration.pk).update(email=user.email.upper())
        assert not Registration.objects.visible_to(user).filter(pk=registration.pk)
