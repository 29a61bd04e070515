"""The release of a call: checked, previewed, confirmed with its numbers, at one moment."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from home.models import SiteSettings
from registrations.enums import RegistrationState, ReviewPhase, TieKind
from registrations.models import (
    Decision,
    Message,
    Registration,
    ReviewRound,
    StateChange,
)
from registrations.services.decision import (
    ReleaseChanged,
    ReleaseFailed,
    ReleaseStopped,
    plan_release,
    preview_letter,
    propose_decision,
    release_call,
    release_decisions,
)
from registrations.services.errors import NotAllowed
from registrations.services.ties import declare_tie
from registrations.services.workflow import start_review
from tests.factories.registrations import (
    FormPageFactory,
    RegistrationFactory,
    get_places,
)

from .release_scene import get_release_url, look, read_screen
from .scene import take_snapshot

pytestmark = pytest.mark.django_db
S = RegistrationState


@pytest.fixture
def form_page(db):
    return FormPageFactory()


def propose(registration, user, state=S.SELECTED, reason="Goed."):
    return propose_decision(
        registration=registration,
        state=state,
        workplace=None if state == S.DECLINED else registration.workplace_first,
        reason=reason,
        proposed_by=user,
    )


@pytest.fixture
def proposals(team, form_page):
    """A place, the waiting list and a no, proposed by the chair."""
    rows = RegistrationFactory.create_batch(3, page=form_page, in_review=True)
    states = (S.SELECTED, S.WAITLISTED, S.DECLINED)
    return [
        propose(row, team.chair, state) for row, state in zip(rows, states, strict=True)
    ]


def plan(form_page, team, **part):
    return plan_release(form_page=form_page, user=team.decider, **part)


def release(form_page, team, seen=None, **part):
    seen = seen or look(form_page=form_page, user=team.decider, **part)
    return release_call(form_page=form_page, user=team.decider, seen=seen, **part)


def find_check(form_page, team, heading, **part):
    return next(
        row for row in plan(form_page, team, **part).checks if row.heading == heading
    )


def test_whole_call_takes_effect_at_one_moment(team, form_page, proposals):
    before = timezone.now()
    results = release(form_page, team)
    states = [Registration.objects.get(pk=row.registration_id) for row in proposals]
    assert [row.state for row in states] == [S.SELECTED, S.WAITLISTED, S.DECLINED]
    moments = {row.state_changed_at for row in states}
    moments |= set(Decision.objects.values_list("released_at", flat=True))
    moments |= set(
        StateChange.objects.filter(changed_at__gte=before).values_list(
            "changed_at", flat=True
        )
    )
    assert len(moments) == 1
    assert [result.registration.pk for result in results] == [row.pk for row in states]
    drafts = Message.objects.filter(state="draft").order_by("registration_id")
    assert [row.kind for row in drafts] == ["selected", "waitlisted", "declined"]


def test_plan_counts_outcomes_and_places(team, form_page, proposals):
    found = plan(form_page, team)
    assert found.counts == (1, 1, 1)
    first, second = found.workplaces
    assert (first.selected, first.waiting, first.seats.taken_afterwards) == (1, 1, 1)
    assert (second.selected, second.waiting) == (0, 0)
    assert (found.is_whole, found.undecided, found.is_possible) == (True, 0, True)


@pytest.mark.parametrize("change", ["more", "other", "words", "undecided"])
def test_release_is_refused_when_something_changed(team, form_page, proposals, change):
    seen = look(form_page=form_page, user=team.decider)
    if change == "more":
        extra = RegistrationFactory(page=form_page, in_review=True)
        propose(extra, team.chair)
    elif change == "other":
        propose(proposals[2].registration, team.chair, S.WAITLISTED)
    elif change == "words":
        propose(proposals[2].registration, team.chair, S.DECLINED, reason="Anders.")
    else:
        RegistrationFactory(page=form_page, in_review=True)
    before = take_snapshot()
    with pytest.raises(ReleaseChanged) as refusal:
        release(form_page, team, seen)
    assert take_snapshot() == before
    # The sentence names what was seen and what it is now, where the numbers differ.
    told = "1 × " in str(refusal.value)
    assert told == (change in {"more", "other"})


def test_part_leaves_the_rest_as_it_is(team, form_page, proposals):
    release(form_page, team, decisions=[proposals[0].pk])
    assert list(Decision.objects.open().order_by("pk")) == proposals[1:]
    assert plan(form_page, team).counts == (0, 1, 1)


def test_warnings_must_have_been_read(team, form_page, proposals):
    RegistrationFactory(page=form_page, in_review=True)
    check = find_check(form_page, team, "Iedereen")
    assert (check.is_good, check.stops) == (False, False)
    assert "1 " in check.finding
    seen = look(form_page=form_page, user=team.decider, knows_warnings=False)
    with pytest.raises(ReleaseStopped):
        release(form_page, team, seen)
    release(form_page, team)
    assert Registration.objects.filter(state=S.IN_REVIEW).count() == 1


def test_missing_reason_stops_it(team, form_page, proposals):
    Decision.objects.filter(pk=proposals[2].pk).update(reason=" ")
    check = find_check(form_page, team, "Redenen")
    assert check.stops
    assert check.registrations == [proposals[2].registration]
    with pytest.raises(ReleaseStopped):
        release(form_page, team)


def test_waiting_without_a_reason_is_a_warning(team, form_page, proposals):
    Decision.objects.filter(pk=proposals[1].pk).update(reason="")
    assert find_check(form_page, team, "Redenen").is_warning


def test_more_people_than_places_stops_it(team, form_page, proposals):
    place = get_places(form_page)[0]
    place.capacity_max = 0
    place.save()
    check = find_check(form_page, team, "Plaatsen")
    assert check.stops
    assert place.title in check.finding
    with pytest.raises(ReleaseStopped):
        release(form_page, team)


def test_tie_of_who_proposed_stops_it_and_the_law_refuses(team, form_page, proposals):
    declare_tie(
        registration=proposals[0].registration,
        user=team.chair,
        kind=TieKind.COLLEAGUE,
    )
    check = find_check(form_page, team, "Banden")
    assert check.registrations == [proposals[0].registration]
    with pytest.raises(ReleaseStopped):
        release(form_page, team)
    with pytest.raises(ReleaseFailed):
        release_decisions(decisions=proposals, released_by=team.decider)
    assert not Decision.objects.exclude(released_at=None)


def test_tie_of_who_releases_is_not_even_a_number(team, form_page, proposals):
    declare_tie(
        registration=proposals[0].registration,
        user=team.decider,
        kind=TieKind.COLLEAGUE,
    )
    assert plan(form_page, team).counts == (0, 1, 1)
    release(form_page, team)
    assert list(Decision.objects.open()) == [proposals[0]]


def test_own_entry_is_released_by_somebody_else(team, form_page):
    registration = RegistrationFactory(
        page=form_page, in_review=True, entered_by=team.decider
    )
    propose(registration, team.decider)
    check = find_check(form_page, team, "Vier ogen")
    assert check.registrations == [registration]


def test_who_is_asked_something_waits(team, form_page, proposals):
    Registration.objects.filter(pk=proposals[0].registration_id).update(
        state=S.INFO_REQUESTED
    )
    check = find_check(form_page, team, "Klaar om te beslissen")
    assert check.registrations == [proposals[0].registration]


def test_places_wait_for_the_phase_of_the_selection(team, form_page, proposals):
    ReviewRound.objects.create(form_page=form_page, phase=ReviewPhase.DISCUSSING)
    assert find_check(form_page, team, "Klaar om te beslissen").stops
    part = {"decisions": [proposals[2].pk]}
    assert not find_check(form_page, team, "Klaar om te beslissen", **part).stops


def test_small_print_of_the_letters_is_looked_at(team, form_page, proposals):
    Registration.objects.filter(pk=proposals[0].registration_id).update(email="")
    call = form_page.call
    call.sessions.first().delete()
    last = call.sessions.last()
    last.date = None
    last.save()
    type(call).objects.update(decide_by=timezone.now() - timedelta(days=1))
    form_page = type(form_page).objects.get(pk=form_page.pk)
    found = {row.heading: row for row in plan(form_page, team).checks}
    warned = {heading for heading, row in found.items() if row.is_warning}
    assert warned == {"Brieven", "Bijeenkomsten", "Contact", "Beloofde datum"}
    assert found["Brieven"].registrations == [proposals[0].registration]
    settings = SiteSettings.for_site(form_page.get_site())
    settings.contact_email, settings.contact_phone = "a@voorbeeld.be", "02 000"
    settings.save()
    assert find_check(form_page, team, "Contact").is_good


def test_preview_is_the_letter_that_follows(team, form_page, proposals):
    previews = [preview_letter(decision=row) for row in proposals]
    assert not Message.objects.filter(state="draft").exists()
    release(form_page, team)
    letters = Message.objects.filter(state="draft").order_by("registration_id")
    assert [(row.subject, row.text) for row in previews] == [
        (row.subject, row.body_text) for row in letters
    ]
    assert [row.html for row in previews] == [row.body_html for row in letters]


def test_release_is_for_deciders_of_a_selection(team, form_page, proposals):
    with pytest.raises(NotAllowed):
        plan_release(form_page=form_page, user=team.reader)
    with pytest.raises(NotAllowed):
        plan_release(form_page=FormPageFactory(direct=True), user=team.decider)


# The screen


def test_screen_shows_each_letter_in_a_frame_and_finds_it(
    client, team, form_page, proposals
):
    client.force_login(team.decider)
    url = get_release_url(form_page)
    letters = client.get(url).context["letters"]
    assert list(letters) == proposals
    frame = reverse("registrations:release_letter", args=[proposals[2].pk])
    response = client.get(frame)
    assert "Goed." in response.content.decode()
    assert "sandbox" in response["Content-Security-Policy"]
    assert response["Cache-Control"].startswith("private, no-store")
    name = proposals[1].registration.last_name
    for query in (name, f"wachtlijst {name}", proposals[1].registration.reference):
        found = client.get(url, {"form": form_page.pk, "q": query}).context["letters"]
        assert list(found) == [proposals[1]]


def test_screen_is_paged_for_many_people(client, team, form_page):
    rows = RegistrationFactory.create_batch(12, page=form_page, in_review=True)
    for row in rows:
        propose(row, team.chair, S.DECLINED)
    client.force_login(team.decider)
    url = f"{get_release_url(form_page)}&p=2"
    response = client.get(url)
    assert len(response.context["letters"]) == 2
    assert response.content.decode().count("<iframe") == 2


def test_screen_posts_what_it_shows_or_says_what_changed(
    client, team, form_page, proposals
):
    client.force_login(team.decider)
    response = client.get(get_release_url(form_page))
    sent = read_screen(response)
    propose(proposals[2].registration, team.chair, S.WAITLISTED)
    refused = client.post(reverse("registrations:release"), sent)
    assert refused.status_code == 422
    assert refused.context["error"] in refused.content.decode()
    assert Decision.objects.exclude(released_at=None).count() == 0
    for broken in ({"seen": "1,x,1"}, {"seen": ""}, {"mark": ""}):
        again = client.post(reverse("registrations:release"), sent | broken)
        assert again.status_code == 422
    sent = read_screen(client.get(get_release_url(form_page)))
    client.post(reverse("registrations:release"), sent)
    assert Decision.objects.open().count() == 0


def test_second_click_hears_that_it_was_done(client, team, form_page, proposals):
    client.force_login(team.decider)
    screen = client.get(get_release_url(form_page))
    sent = read_screen(screen)
    url = reverse("registrations:release")
    client.post(url, sent)
    letters = Message.objects.count()
    second = client.post(url, sent, follow=True)
    assert second.redirect_chain == [(reverse("registrations:decisions"), 302)]
    assert "Er is niets dubbel gebeurd" in second.content.decode()
    assert Message.objects.count() == letters


def test_part_of_two_calls_is_no_part_of_a_call(client, team, proposals):
    other = RegistrationFactory(page=FormPageFactory(), in_review=True)
    propose(other, team.chair)
    client.force_login(team.decider)
    assert client.get(get_release_url()).url == reverse("registrations:decisions")


def test_letter_names_nobody_while_names_are_hidden(client, team, form_page, proposals):
    ReviewRound.objects.create(
        form_page=form_page, phase=ReviewPhase.READING, hides_names=True
    )
    client.force_login(team.decider)
    html = client.get(get_release_url(form_page)).content.decode()
    assert not any(row.registration.last_name in html for row in proposals)
    frame = reverse("registrations:release_letter", args=[proposals[0].pk])
    letter = client.get(frame).content.decode()
    assert "Dag" not in letter
    assert proposals[0].registration.first_name not in letter


def count_queries(act) -> int:
    with CaptureQueriesContext(connection) as queries:
        act()
    return len(queries)


def test_screen_takes_as_many_queries_for_three_as_for_one(client, team, form_page):
    client.force_login(team.decider)
    rows = RegistrationFactory.create_batch(3, page=form_page, in_review=True)
    propose(rows[0], team.chair, S.DECLINED)
    url = get_release_url(form_page)
    client.get(url)
    one = count_queries(lambda: client.get(url))
    for row in rows[1:]:
        propose(row, team.chair, S.DECLINED)
    assert count_queries(lambda: client.get(url)) == one


def test_each_letter_more_costs_the_same(team, form_page):
    """Nothing that the release does for one grows with how many there are."""
    # Somebody stays undecided, so that the account of the call does not come with it.
    RegistrationFactory(page=form_page, in_review=True)
    costs = []
    for size in (1, 2, 4):
        rows = RegistrationFactory.create_batch(size, page=form_page, in_review=True)
        for row in rows:
            start_review(registration=row)
            propose(row, team.chair, S.DECLINED)
        seen = look(form_page=form_page, user=team.decider)
        costs.append(count_queries(lambda seen=seen: release(form_page, team, seen)))
    one, two, four = costs
    assert four - two == 2 * (two - one)
    # Half of it is Wagtail's: its workflow, and what that writes of itself.
    assert two - one <= 46
