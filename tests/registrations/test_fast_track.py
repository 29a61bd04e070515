"""“Snelle goedkeuring”: with room for everybody all are proposed, and none released."""

import pytest
from django.urls import reverse
from django.utils.translation import gettext as _

from registrations.enums import RegistrationState
from registrations.models import Decision, Message, Registration
from registrations.services.decision import propose_decision, release_decisions
from registrations.services.errors import NotAllowed
from registrations.services.fast_track import (
    NotEnoughPlaces,
    PlanChanged,
    plan_fast_track,
    propose_all,
)

from .scene import make_registration, make_scene, take_snapshot
from .workflow_scene import bring_to_selection, receive, receive_new

pytestmark = pytest.mark.django_db

S = RegistrationState


@pytest.fixture
def scene():
    return make_scene(seats=2)


def plan(scene):
    return plan_fast_track(form_page=scene.form_page, user=scene.decider)


def propose(scene, *seen):
    return propose_all(
        form_page=scene.form_page,
        user=scene.decider,
        seen=[registration.pk for registration in seen],
    )


def get_reasons(scene) -> dict[str, str]:
    return {row.registration.reference: row.why for row in plan(scene).left_out}


def test_everybody_gets_their_first_choice_as_a_proposal(scene):
    one = bring_to_selection(scene)
    two = bring_to_selection(
        scene, workplace_first=scene.workplaces[1], workplace_second=None
    )
    letters = Message.objects.count()
    decisions = propose(scene, one, two)
    assert [
        (row.registration, row.proposed_state, row.proposed_workplace)
        for row in decisions
    ] == [
        (one, S.SELECTED, scene.workplaces[0]),
        (two, S.SELECTED, scene.workplaces[1]),
    ]
    # Nothing else: the release is an act of its own.
    assert Message.objects.count() == letters
    states = Registration.objects.values_list("state", flat=True)
    assert set(states) == {S.IN_REVIEW}
    release_decisions(decisions=decisions, released_by=scene.decider)
    states = Registration.objects.values_list("state", flat=True)
    assert set(states) == {S.SELECTED}


def test_one_too_many_in_one_workplace_closes_it_for_all(scene):
    rows = [bring_to_selection(scene) for _number in range(3)]
    assert [row.has_room for row in plan(scene).counts] == [False, True]
    before = take_snapshot()
    with pytest.raises(NotEnoughPlaces):
        propose(scene, *rows)
    assert take_snapshot() == before


def test_who_may_still_need_a_place_counts_but_is_not_proposed(scene):
    eligible = bring_to_selection(scene)
    asked = make_registration(scene, S.INFO_REQUESTED)
    assert plan(scene).proposed == [eligible]
    assert get_reasons(scene) == {
        asked.reference: _("Waits for an answer of the applicant")
    }
    # One more, and the place of whoever was asked something would be given away.
    receive(scene)
    assert not plan(scene).has_room


def test_not_screened_is_not_eligible(scene):
    screened = receive(scene)
    new = receive_new(scene, workplace_first=scene.workplaces[1], workplace_second=None)
    assert get_reasons(scene) == {
        screened.reference: _("Is still at the step “%(step)s”")
        % {"step": "screening"},
        new.reference: _("Came in just now"),
    }
    with pytest.raises(PlanChanged):
        propose(scene, screened)


def test_proposals_that_stand_keep_standing(scene):
    declined, selected = bring_to_selection(scene), bring_to_selection(scene)
    for registration, state in ((declined, S.DECLINED), (selected, S.SELECTED)):
        propose_decision(
            registration=registration,
            state=state,
            workplace=scene.workplaces[0] if state == S.SELECTED else None,
            reason="Niet ontvankelijk.",
            proposed_by=scene.decider,
        )
    rest = bring_to_selection(scene)
    # Three first choices for two places, of which one was said to get none.
    assert plan(scene).has_room
    assert [row.registration for row in propose(scene, rest)] == [rest]
    assert Decision.objects.open().count() == 3


def test_somebody_who_came_in_meanwhile_makes_the_screen_stale(scene):
    one = bring_to_selection(scene)
    bring_to_selection(scene)
    with pytest.raises(PlanChanged):
        propose(scene, one)
    assert Decision.objects.count() == 0


def test_reader_cannot(scene):
    bring_to_selection(scene)
    with pytest.raises(NotAllowed):
        plan_fast_track(form_page=scene.form_page, user=scene.reader)


@pytest.fixture
def url(scene):
    return reverse("registrations:fast_track", args=[scene.form_page.pk])


def test_screen_shows_who_goes_where_and_which_letter(client, scene, url):
    registration = bring_to_selection(scene)
    client.force_login(scene.decider)
    before = take_snapshot()
    text = client.get(url).text
    assert take_snapshot() == before
    assert registration.reference in text
    assert "Participatie" in text
    assert f'name="registration" value="{registration.pk}"' in text


def test_screen_proposes_what_it_showed(client, scene, url):
    registration = bring_to_selection(scene)
    client.force_login(scene.decider)
    response = client.post(url, {"registration": [registration.pk]})
    assert response.url == reverse("registrations:decisions")
    assert Decision.objects.open().get().registration == registration


def test_screen_that_is_stale_says_so_and_shows_how_it_stands(client, scene, url):
    registration = bring_to_selection(scene)
    client.force_login(scene.decider)
    response = client.post(url, {"registration": ["999", "x"]})
    assert response.status_code == 422
    assert 'role="alert"' in response.text
    assert registration.reference in response.text
    assert Decision.objects.count() == 0


def test_screen_is_closed_to_readers(client, scene, url):
    bring_to_selection(scene)
    client.force_login(scene.reader)
    assert client.get(url).status_code != 200
    client.post(url, {"registration": [1]})
    assert Decision.objects.count() == 0


def test_screen_asks_as_much_for_three_as_for_one(
    client, scene, url, django_assert_max_num_queries
):
    def count() -> int:
        with django_assert_max_num_queries(200) as asked:
            client.get(url)
        return len(asked)

    client.force_login(scene.decider)
    bring_to_selection(scene)
    count()
    one = count()
    bring_to_selection(scene)
    bring_to_selection(scene, workplace_first=scene.workplaces[1])
    assert count() == one
