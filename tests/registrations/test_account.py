"""“Hoe we kozen”: told once everybody is decided, in numbers that give nobody away."""

import re

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.db import connection
from django.urls import reverse

from home.page_cache.stamp import reader
from registrations.enums import RegistrationState, ReviewPhase
from registrations.models import (
    Registration,
    ReviewRound,
)
from registrations.services.account import (
    NotDecidedYet,
    TooFewToTell,
    TooLittleChanged,
    get_account,
    remove_account,
    restore_account,
    write_account,
)
from registrations.services.decision import propose_decision, release_call
from registrations.services.errors import NotAllowed
from tests.factories.registrations import (
    FormPageFactory,
    MunicipalityFactory,
    RegionFactory,
    RegistrationFactory,
)
from workplaces.enums import CallPhase

from .release_scene import look

pytestmark = pytest.mark.django_db
S = RegistrationState


@pytest.fixture
def form_page(db):
    return FormPageFactory()


@pytest.fixture
def proposed(team, form_page):
    """Of Ghent 6 of 12 people get a place, of the Westhoek 6 of 11."""
    rows = []
    for name, placed, others in (("Regio Gent", 6, 6), ("Westhoek", 6, 5)):
        town = MunicipalityFactory(region=RegionFactory(name=name))
        states = [S.SELECTED] * placed + [S.DECLINED] * others
        for state in states:
            row = RegistrationFactory(page=form_page, in_review=True, municipality=town)
            propose_decision(
                registration=row,
                state=state,
                workplace=row.workplace_first if state == S.SELECTED else None,
                reason="Omdat.",
                proposed_by=team.chair,
            )
            rows.append(row)
    return rows


def release(form_page, team, **part):
    seen = look(form_page=form_page, user=team.decider, **part)
    return release_call(form_page=form_page, user=team.decider, seen=seen, **part)


def put_on_page(page, **value):
    page.body = [("selection_account", {"title": "Hoe we kozen", "intro": ""} | value)]
    page.save_revision().publish()


def read_page(client, call):
    reader.forget()
    cache.clear()
    soup = BeautifulSoup(client.get(call.get_url()).content, "html.parser")
    return soup.select_one(".account")


def test_release_of_the_last_one_tells_it(team, form_page, proposed):
    decisions = [row.decisions.get().pk for row in proposed]
    release(form_page, team, decisions=decisions[:-1])
    assert get_account(call=form_page.call) is None
    release(form_page, team)
    account = get_account(call=form_page.call)
    assert (account.total, account.placed) == ("23", "12")
    regions = next(row for row in account.tables if row["heading"] == "Regio’s")
    assert regions["rows"] == [["Regio Gent", "12", "6"], ["Westhoek", "11", "6"]]


def test_small_numbers_are_told_nowhere(team, form_page, proposed):
    few = RegionFactory(name="Denderregio")
    for _one in range(3):
        row = RegistrationFactory(
            page=form_page,
            in_review=True,
            municipality=MunicipalityFactory(region=few),
        )
        propose_decision(
            registration=row,
            state=S.DECLINED,
            workplace=None,
            reason="Omdat.",
            proposed_by=team.chair,
        )
    release(form_page, team)
    account = get_account(call=form_page.call)
    told = [
        cell for table in account.tables for row in table["rows"] for cell in row[1:]
    ]
    assert told
    assert not [cell for cell in told if cell.isdecimal() and 0 < int(cell) < 5]
    assert "Denderregio" not in str(account.tables)


def test_nothing_is_told_while_somebody_waits(team, form_page, proposed):
    with pytest.raises(NotDecidedYet):
        write_account(call=form_page.call, user=team.decider)
    RegistrationFactory(page=form_page, held=True)
    release(form_page, team)
    assert get_account(call=form_page.call) is None


def test_nothing_is_told_of_too_few(team, form_page):
    row = RegistrationFactory(page=form_page, in_review=True)
    propose_decision(
        registration=row,
        state=S.DECLINED,
        workplace=None,
        reason="Omdat.",
        proposed_by=team.chair,
    )
    release(form_page, team)
    with pytest.raises(TooFewToTell):
        write_account(call=form_page.call, user=team.decider)


def test_nothing_is_told_while_facts_are_hidden(team, form_page, proposed):
    release(form_page, team)
    ReviewRound.objects.create(
        form_page=form_page, phase=ReviewPhase.READING, hides_facts=True
    )
    with pytest.raises(TooFewToTell):
        write_account(call=form_page.call, user=team.decider)


def test_later_steps_do_not_move_what_was_told(team, form_page, proposed):
    release(form_page, team)
    told = get_account(call=form_page.call).tables
    Registration.objects.filter(pk=proposed[0].pk).update(state=S.WITHDRAWN)
    assert get_account(call=form_page.call).tables == told


def decide_late(form_page, team, *, region, state, count=1):
    """Register `count` people after all others were decided, and release them."""
    town = MunicipalityFactory(region=region)
    for _one in range(count):
        row = RegistrationFactory(page=form_page, in_review=True, municipality=town)
        propose_decision(
            registration=row,
            state=state,
            workplace=row.workplace_first if state == S.SELECTED else None,
            reason="Omdat.",
            proposed_by=team.chair,
        )
    release(form_page, team)


def test_one_who_is_decided_later_is_not_read_off_the_difference(
    team, form_page, proposed
):
    release(form_page, team)
    told = get_account(call=form_page.call).numbers
    region = proposed[0].municipality.region
    # 12 → 13 of Ghent and 6 → 6 with a place: this one was not selected.
    decide_late(form_page, team, region=region, state=S.DECLINED)
    assert get_account(call=form_page.call).numbers == told
    with pytest.raises(TooLittleChanged):
        write_account(call=form_page.call, user=team.decider)
    assert get_account(call=form_page.call).numbers == told


def test_what_was_taken_off_stays_off_and_comes_back_as_it_was(
    team, form_page, proposed
):
    call = form_page.call
    release(form_page, team)
    told = get_account(call=call).numbers
    remove_account(call=call, user=team.decider)
    assert call.get_selection_account() is None
    region = proposed[0].municipality.region
    decide_late(form_page, team, region=region, state=S.DECLINED)
    assert call.get_selection_account() is None
    # Who kept the old numbers would lay them beside the new ones.
    with pytest.raises(TooLittleChanged):
        write_account(call=call, user=team.decider)
    restore_account(call=call, user=team.decider)
    assert call.get_selection_account().numbers == told


def test_anew_where_no_number_differs_by_few_from_any_version(
    team, form_page, proposed
):
    call = form_page.call
    release(form_page, team)
    first = get_account(call=call).numbers
    region = proposed[0].municipality.region
    decide_late(form_page, team, region=region, state=S.DECLINED, count=6)
    account = write_account(call=call, user=team.decider)
    regions = next(row for row in account.tables if row["heading"] == "Regio’s")
    assert regions["rows"] == [["Regio Gent", "18", "6"], ["Westhoek", "11", "6"]]
    assert account.earlier == [first]
    # Seven of the six new ones and the old: no few from the second, one from the first.
    gone = Registration.objects.filter(municipality__region=region, state=S.DECLINED)
    Registration.objects.filter(pk__in=gone.values("pk")[:5]).update(
        state=S.DRAFT, placed_in=None
    )
    with pytest.raises(TooLittleChanged):
        write_account(call=call, user=team.decider)


def test_deciders_alone_tell_it_and_take_it_back(client, team, form_page, proposed):
    call = form_page.call
    for act in (write_account, remove_account, restore_account):
        with pytest.raises(NotAllowed):
            act(call=call, user=team.reader)
    release(form_page, team)
    client.force_login(team.decider)
    url = reverse("registrations:selection_account", args=[call.pk])
    response = client.post(url, {"remove": ""}, follow=True)
    assert call.get_selection_account() is None
    assert "Haal ze van de site" not in response.content.decode()
    client.post(url, {"restore": ""})
    assert call.get_selection_account() is not None
    client.post(url, {"remove": ""})
    response = client.post(url, {"write": ""}, follow=True)
    assert call.get_selection_account() is not None
    assert "Haal ze van de site" in response.content.decode()


def test_block_says_when_before_the_release_and_what_after_it(
    client, team, form_page, proposed, django_capture_on_commit_callbacks
):
    call = form_page.call
    put_on_page(call)
    coming = read_page(client, call)
    assert "zodra iedereen een antwoord heeft" in coming.get_text()
    assert coming.select("dd, table") == []
    with django_capture_on_commit_callbacks(execute=True):
        release(form_page, team)
    shown = read_page(client, call)
    facts = [row.get_text() for row in shown.select("dd")]
    assert facts == ["23", "12"]
    captions = [row.get_text() for row in shown.select("caption")]
    assert captions[0] == "Regio’s"
    assert re.search(r"Regio Gent\s*12\s*6", shown.select_one("table").get_text(" "))


def test_block_promises_nothing_once_everybody_was_to_have_an_answer(
    client, team, form_page
):
    call = form_page.call
    call.phase_override = CallPhase.ANNOUNCED
    put_on_page(call)
    assert read_page(client, call) is None


def test_kept_page_is_renewed_by_the_release(
    team, form_page, proposed, django_capture_on_commit_callbacks
):
    # What the pages of the scene left waiting would stand for what the release does.
    connection.run_on_commit.clear()
    reader.forget()
    before = reader.read()
    with django_capture_on_commit_callbacks(execute=True):
        release(form_page, team)
    assert reader.read() != before


def test_block_stands_on_other_pages_and_names_its_call(
    client, team, form_page, proposed
):
    release(form_page, team)
    home = form_page.call.get_parent().specific
    put_on_page(home, call=form_page.call)
    assert read_page(client, home) is not None
    put_on_page(home)
    assert read_page(client, home) is None
