"""The list from which the form suggests municipalities."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from registrations.models import FormerMunicipality, Municipality
from registrations.services.municipality_lookup import is_whole_area
from tests.home.conftest import page_cache  # noqa: F401
from tests.home.page_cache_scene import committing, is_hit

pytestmark = pytest.mark.django_db

ADDRESS = "/gemeenten.json"


def add(nis_code: str, name: str, *former: str) -> Municipality:
    row = Municipality.objects.create(nis_code=nis_code, name=name)
    for old in former:
        FormerMunicipality.objects.create(name=old, municipality=row)
    return row


def test_list_names_each_municipality_with_its_former_names(client):
    add("44086", "Nazareth-De Pinte", "Nazareth", "De Pinte")
    add("44021", "Gent")

    response = client.get(ADDRESS)

    assert response.status_code == 200
    assert response.json() == {
        "municipalities": [["Gent"], ["Nazareth-De Pinte", "De Pinte", "Nazareth"]],
        "areas": ["heel Vlaanderen", "heel Vlaanderen en Brussel"],
    }
    assert response["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert response.cookies == {}


def test_former_name_that_is_a_name_of_today_is_left_out(client):
    add("1", "Beveren")
    add("2", "Beveren-Kruibeke-Zwijndrecht", "BEVEREN", "Kruibeke")

    assert client.get(ADDRESS).json()["municipalities"] == [
        ["Beveren"],
        ["Beveren-Kruibeke-Zwijndrecht", "Kruibeke"],
    ]


def test_every_area_that_is_suggested_is_taken(client):
    add("44021", "Gent")

    areas = client.get(ADDRESS).json()["areas"]

    assert [is_whole_area(name=name) for name in areas] == [True, True]


def test_site_without_a_list_suggests_nothing(client):
    assert client.get(ADDRESS).json() == {"municipalities": [], "areas": []}


def test_list_takes_the_same_queries_with_one_and_with_three(client):
    counts = []
    for number in range(3):
        add(str(number), f"Gemeente {number}", f"Oud {number}")
        with CaptureQueriesContext(connection) as queries:
            client.get(ADDRESS)
        counts.append(len(queries))

    assert counts == [2, 2, 2]


def test_list_takes_no_post(client):
    assert client.post(ADDRESS).status_code == 405


@pytest.mark.usefixtures("page_cache")
def test_kept_list_changes_with_the_lists_of_the_office(client):
    add("44021", "Gent")
    assert client.get(ADDRESS).json()["municipalities"] == [["Gent"]]
    assert is_hit(client, ADDRESS)

    with committing():
        add("11002", "Antwerpen", "Borsbeek")

    assert client.get(ADDRESS).json()["municipalities"] == [
        ["Antwerpen", "Borsbeek"],
        ["Gent"],
    ]
