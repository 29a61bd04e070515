"""The waiting list by fit: ranked by the mix, offered by a person, answered by an hour."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from registrations.enums import (
    Dimension,
    MessageKind,
    RegistrationState,
    ReviewPhase,
    TieKind,
    WishKind,
)
from registrations.models import Offer, Registration, ReviewRound
from registrations.services.composition import WishDraft, add_wish
from registrations.services.decision import (
    expire_unanswered,
    undo_decision,
    withdraw_on_behalf,
)
from registrations.services.digest import count_waiting
from registrations.services.errors import IllegalTransition, NoSeatLeft, NotAllowed
from registrations.services.history import get_history
from registrations.services.participant import decline_place
from registrations.services.ties import declare_tie
from registrations.services.waiting import (
    AnswerByPassed,
    SkipNeedsReason,
    TiedInOrder,
    count_free_places,
    find_free_places,
    get_offer_answer_by,
    offer_place,
    rank_waiting,
    read_waiting_lists,
)
from tests.factories.registrations import (
    FormPageFactory,
    MunicipalityFactory,
    RegionFactory,
    RegistrationFactory,
    get_places,
)

pytestmark = pytest.mark.django_db
S = RegistrationState


@pytest.fixture
def form_page(db):
    return FormPageFactory()


@pytest.fixture
def place(form_page):
    """The first workplace, with two places; the other one is full."""
    place, other = get_places(form_page)
    place.capacity_max, other.capacity_max = 2, 0
    place.save()
    other.save()
    return place


@pytest.fixture
def towns():
    return {
        name: MunicipalityFactory(region=RegionFactory(name=name))
        for name in ("Regio Gent", "Westhoek")
    }


@pytest.fixture
def waiting(team, form_page, place, towns):
    """One of Ghent holds a place; of Ghent, Ghent and the Westhoek somebody waits."""
    RegistrationFactory(
        page=form_page, confirmed=True, municipality=towns["Regio Gent"]
    )
    rows = [
        RegistrationFactory(page=form_page, waitlisted=True, municipality=towns[name])
        for name in ("Regio Gent", "Regio Gent", "Westhoek")
    ]
    Registration.objects.filter(pk__in=[row.pk for row in rows]).update(placed_in=place)
    add_wish(
        form_page=form_page,
        draft=WishDraft(kind=WishKind.DIFFERENT, dimension=Dimension.REGION, amount=2),
        user=team.decider,
    )
    return rows


def rank(form_page, place, team):
    return rank_waiting(form_page=form_page, workplace=place, user=team.decider)


def get_order(form_page, place, team):
    return [row.registration for row in rank(form_page, place, team)]


def fresh(registration):
    return Registration.objects.get(pk=registration.pk)


def offer(registration, place, team, **kwargs):
    return offer_place(
        registration=registration, workplace=place, user=team.decider, **kwargs
    )


def test_who_restores_the_mix_comes_first_then_who_was_first(
    team, form_page, place, waiting
):
    first, second, of_the_west = waiting
    assert get_order(form_page, place, team) == [of_the_west, first, second]
    best, other, _last = rank(form_page, place, team)
    assert best.fit.startswith("Brengt dichterbij: ")
    assert "Westhoek" in best.fit
    assert other.fit.startswith("Verandert niets aan de wensen")


def test_score_decides_between_equals(team, form_page, place, waiting):
    first, second, of_the_west = waiting
    Registration.objects.filter(pk=second.pk).update(score_mean=2.5, review_count=2)
    Registration.objects.filter(pk=first.pk).update(score_mean=1.5, review_count=2)
    assert get_order(form_page, place, team) == [of_the_west, second, first]


def test_list_is_of_this_workplace_and_of_who_may_be_seen(
    team, form_page, place, waiting
):
    other = get_places(form_page)[1]
    elsewhere = RegistrationFactory(
        page=form_page, waitlisted=True, workplace_first=other, workplace_second=None
    )
    assert elsewhere not in get_order(form_page, place, team)
    declare_tie(registration=waiting[2], user=team.decider, kind=TieKind.COLLEAGUE)
    assert waiting[2] not in get_order(form_page, place, team)


def test_lists_say_what_is_free_and_what_is_offered(team, form_page, place, waiting):
    (here, _other) = read_waiting_lists(form_page=form_page, user=team.decider)
    assert (here.seats.free, here.next_up.registration) == (1, waiting[2])
    offer(waiting[2], place, team)
    (here, _other) = read_waiting_lists(form_page=form_page, user=team.decider)
    assert (here.seats.free, here.offered, here.next_up) == (0, [waiting[2]], None)


def test_offer_writes_down_rank_reason_and_hour(team, form_page, place, waiting):
    answer_by = timezone.now() + timedelta(days=2)
    offer(waiting[2], place, team, answer_by=answer_by)
    registration = fresh(waiting[2])
    assert (registration.state, registration.answer_by) == (S.SELECTED, answer_by)
    row = Offer.objects.get()
    assert (row.rank, row.waiting, row.answer_by) == (1, 3, answer_by)
    assert row.why.startswith("Brengt dichterbij")
    letter = registration.messages.get(kind=MessageKind.OFFERED)
    assert letter.state == "draft"
    local = timezone.localtime(answer_by)
    assert f"om {local:%-H.%M} uur" in letter.body_text
    entries = [
        entry.what
        for entry in get_history(registration=registration, user=team.decider)
    ]
    assert any("nummer 1 van 3" in what for what in entries)


def test_usual_hour_is_five_o_clock_on_a_working_day():
    brussels = ZoneInfo("Europe/Brussels")
    tuesday = datetime(2026, 3, 24, 10, tzinfo=brussels)
    # Five days after is Sunday 29 March, when the clock goes forward.
    expected = datetime(2026, 3, 30, 17, tzinfo=brussels)
    assert get_offer_answer_by(now=tuesday) == expected


def test_offer_by_a_moment_that_is_past_is_refused(team, form_page, place, waiting):
    past = timezone.now() - timedelta(minutes=1)
    with pytest.raises(AnswerByPassed):
        offer(waiting[2], place, team, answer_by=past)
    assert fresh(waiting[2]).placed_in == place
    assert not Offer.objects.exists()


def test_skipping_needs_a_reason_only_where_an_order_was_promised(
    team, form_page, place, waiting
):
    place.capacity_max = 3
    place.save()
    offer(waiting[0], place, team)
    assert Offer.objects.get().rank == 2
    form_page.promises_order = True
    form_page.save()
    with pytest.raises(SkipNeedsReason) as refusal:
        offer(waiting[1], place, team)
    assert "1 persoon staat hoger" in str(refusal.value)
    assert fresh(waiting[1]).state == S.WAITLISTED
    offer(waiting[1], place, team, skip_reason="Kan als enige op 4 juni.")
    row = Offer.objects.last()
    assert row.skip_reason == "Kan als enige op 4 juni."
    registration = fresh(waiting[1])
    # It is for the team: neither the letter nor the own page tells it.
    assert "4 juni." not in registration.messages.last().body_text
    assert registration.state_changes.last().reason == ""
    said = [
        entry.text
        for entry in get_history(registration=registration, user=team.decider)
    ]
    assert any("Kan als enige op 4 juni." in text for text in said)


def test_who_is_tied_passes_nobody_over_unseen_where_an_order_was_promised(
    team, form_page, place, waiting
):
    first, second = get_order(form_page, place, team)[:2]
    declare_tie(registration=first, user=team.decider, kind=TieKind.PERSONAL)
    # For them the second one is the first: nobody would be asked why.
    assert get_order(form_page, place, team)[0] == second
    form_page.promises_order = True
    form_page.save()
    with pytest.raises(TiedInOrder):
        offer(fresh(second), place, team)
    assert not Offer.objects.exists()
    form_page.promises_order = False
    form_page.save()
    offer(fresh(second), place, team)


def test_first_of_the_list_skips_nobody(team, form_page, place, waiting):
    form_page.promises_order = True
    form_page.save()
    offer(waiting[2], place, team)
    assert fresh(waiting[2]).state == S.SELECTED


def test_one_place_is_offered_once(team, form_page, place, waiting):
    offer(waiting[2], place, team)
    with pytest.raises(NoSeatLeft):
        offer(waiting[0], place, team)
    with pytest.raises(IllegalTransition):
        offer(waiting[2], place, team)
    with pytest.raises(NotAllowed):
        offer_place(registration=waiting[0], workplace=place, user=team.reader)


@pytest.mark.parametrize(
    "cause", ["expired", "declined", "withdrawn", "undone", "more"]
)
def test_place_that_comes_free_proposes_the_next_and_offers_nobody(
    team, form_page, place, waiting, cause
):
    offer(waiting[2], place, team)
    assert find_free_places(user=team.decider) == []
    offered = fresh(waiting[2])
    if cause == "expired":
        Registration.objects.filter(pk=offered.pk).update(
            answer_by=timezone.now() - timedelta(minutes=1)
        )
        expire_unanswered(now=timezone.now())
    elif cause == "declined":
        decline_place(registration=offered)
    elif cause == "withdrawn":
        withdraw_on_behalf(registration=offered, user=team.decider, reason="Belde.")
    elif cause == "undone":
        undo_decision(registration=offered, actor_user=team.decider, reason="Fout.")
    else:
        place.capacity_max = 3
        place.save()
    (free,) = find_free_places(user=team.decider)
    assert (free.workplace, free.places, free.waiting) == (place, 1, 2)
    assert count_waiting(user=team.decider).places == 1
    assert Registration.objects.filter(state=S.WAITLISTED).count() == 2
    lists = read_waiting_lists(form_page=form_page, user=team.decider)
    assert lists[0].next_up.registration == waiting[0]


def test_free_places_are_for_deciders_and_no_more_than_who_waits(
    team, form_page, place, waiting
):
    place.capacity_max = 40
    place.save()
    assert count_free_places(user=team.decider) == 3
    assert find_free_places(user=team.reader) == []


# The screen


def get_url(form_page):
    return reverse("registrations:waiting", args=[form_page.pk])


def test_screen_offers_a_place_with_one_click(client, team, form_page, place, waiting):
    client.force_login(team.decider)
    html = client.get(get_url(form_page)).content.decode()
    assert all(row.reference in html for row in waiting)
    moment = timezone.localtime(timezone.now() + timedelta(days=3))
    response = client.post(
        get_url(form_page),
        {
            "workplace": place.pk,
            "registration": waiting[2].pk,
            "answer_by": f"{moment:%Y-%m-%dT11:30}",
        },
    )
    assert response.status_code == 302
    registration = fresh(waiting[2])
    assert registration.state == S.SELECTED
    assert f"{timezone.localtime(registration.answer_by):%H:%M}" == "11:30"


@pytest.mark.parametrize(
    "change",
    [
        {"answer_by": "2020-01-01T10:00"},
        {"answer_by": "morgen"},
        {"registration": "x"},
        {"registration": "999999"},
        {"workplace": ""},
    ],
)
def test_screen_refuses_what_has_no_sense(
    client, team, form_page, place, waiting, change
):
    client.force_login(team.decider)
    sent = {"workplace": place.pk, "registration": waiting[2].pk, "answer_by": ""}
    response = client.post(get_url(form_page), sent | change)
    assert response.status_code == 422
    assert response.context["error"]
    assert fresh(waiting[2]).state == S.WAITLISTED


def test_screen_asks_why_when_the_order_was_promised(
    client, team, form_page, place, waiting
):
    form_page.promises_order = True
    form_page.save()
    client.force_login(team.decider)
    sent = {"workplace": place.pk, "registration": waiting[0].pk, "answer_by": ""}
    response = client.post(get_url(form_page), sent)
    assert response.status_code == 422
    assert "staat hoger" in response.context["error"]
    client.post(get_url(form_page), sent | {"skip_reason": "Kan als enige."})
    assert fresh(waiting[0]).state == S.SELECTED


def test_screen_is_closed_while_facts_are_hidden(
    client, team, form_page, place, waiting
):
    ReviewRound.objects.create(
        form_page=form_page, phase=ReviewPhase.READING, hides_facts=True
    )
    client.force_login(team.decider)
    response = client.get(get_url(form_page))
    assert response.context["lists"] == []
    assert waiting[0].reference not in response.content.decode()


def test_dashboard_leads_to_the_list(client, team, form_page, place, waiting):
    client.force_login(team.decider)
    html = client.get("/admin/").content.decode()
    assert f"{get_url(form_page)}#workplace-{place.pk}" in html


@pytest.mark.parametrize("page", ["list", "dashboard"])
def test_screen_takes_as_many_queries_for_three_as_for_one(
    client, team, form_page, place, page
):
    client.force_login(team.decider)
    url = get_url(form_page) if page == "list" else "/admin/"
    counts = []
    for more in (1, 2):
        RegistrationFactory.create_batch(more, page=form_page, waitlisted=True)
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        counts.append(len(queries))
    assert counts[0] == counts[1]
