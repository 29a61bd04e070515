"""A round: its phases, what it hides, its samples, the promise, and its screens."""

import pytest

from registrations.enums import TieKind, TieState
from registrations.models import (
    PhaseChange,
    Review,
    ReviewRound,
    Tie,
)
from registrations.services.decision import propose_decision, release_decisions
from registrations.services.decision.errors import ReleaseFailed
from registrations.services.errors import (
    IllegalTransition,
    NotAllowed,
    ReasonRequired,
)
from registrations.services.review import submit_review
from registrations.services.rounds import (
    PhaseChanged,
    ReviewRules,
    ScoresAreFixed,
    SelectionNotOpen,
    WarningNotSeen,
    WrongSamples,
    change_phase,
    get_round,
    get_rules,
    save_round,
)
from registrations.services.workflow import ensure_workflow
from tests.factories.registrations import FormPageFactory, RegistrationFactory

from .rounds_scene import P, S, go

pytestmark = pytest.mark.django_db


@pytest.fixture
def form_page(team):
    return FormPageFactory()


@pytest.fixture
def running(team, form_page):
    """A round in the phase of reading."""
    return save_round(form_page=form_page, user=team.lead)


@pytest.fixture
def registration(form_page):
    row = RegistrationFactory(page=form_page, state=S.IN_REVIEW)
    ensure_workflow(registration=row)
    return row


def propose(registration, user, state=S.WAITLISTED):
    return propose_decision(
        registration=registration,
        state=state,
        workplace=registration.workplace_first,
        reason="Te laat.",
        proposed_by=user,
    )


def test_form_without_a_round_has_no_rules(form_page):
    assert get_round(form_page) is None
    assert get_rules(form_page.pk) == ReviewRules()


@pytest.mark.parametrize(
    ("phase", "rules"),
    [
        (P.READING, (True, False, False)),
        (P.DISCUSSING, (True, True, False)),
        (P.SELECTING, (False, True, True)),
    ],
)
def test_each_phase_has_its_rules(form_page, running, phase, rules):
    ReviewRound.objects.update(phase=phase)
    now = get_rules(form_page)
    assert (now.can_score, now.can_discuss, now.can_propose) == rules


def test_lead_goes_forward_and_a_decider_back_with_a_reason(team, form_page, running):
    go(form_page, team.lead, P.DISCUSSING)
    go(form_page, team.lead, P.SELECTING)
    with pytest.raises(NotAllowed):
        go(form_page, team.lead, P.READING, "Vergeten.")
    with pytest.raises(ReasonRequired):
        go(form_page, team.decider, P.READING, "  ")
    go(form_page, team.decider, P.READING, "Er kwam er een bij.")
    changes = PhaseChange.objects.values_list(
        "from_phase", "to_phase", "user_name", "reason"
    )
    lead, decider = (user.get_full_name() for user in (team.lead, team.decider))
    assert list(changes) == [
        (P.READING, P.DISCUSSING, lead or "leider", ""),
        (P.DISCUSSING, P.SELECTING, lead or "leider", ""),
        (P.SELECTING, P.READING, decider or "beslisser", "Er kwam er een bij."),
    ]


def test_readers_and_the_office_change_no_round(team, form_page, running):
    for user in (team.reader, team.editor, team.guest):
        with pytest.raises(NotAllowed):
            go(form_page, user, P.DISCUSSING)
        with pytest.raises(NotAllowed):
            save_round(form_page=form_page, user=user, hides_names=True)
    assert PhaseChange.objects.count() == 0


def test_who_saw_another_phase_changes_nothing(team, form_page, running):
    go(form_page, team.lead, P.DISCUSSING)
    with pytest.raises(PhaseChanged):
        change_phase(
            form_page=form_page, to=P.SELECTING, user=team.decider, seen=P.READING
        )
    with pytest.raises(IllegalTransition):
        go(form_page, team.lead, P.DISCUSSING)
    assert get_round(form_page).phase == P.DISCUSSING


def test_form_without_a_round_has_no_phase(team, form_page):
    with pytest.raises(IllegalTransition):
        go(form_page, team.lead, P.DISCUSSING)


def test_scores_are_fixed_while_selecting(team, form_page, running, registration):
    go(form_page, team.lead, P.SELECTING)
    with pytest.raises(ScoresAreFixed):
        submit_review(
            registration=registration, reader=team.reader, advice="yes", note="Sterk."
        )
    assert Review.objects.count() == 0


def test_place_is_proposed_from_the_selection_on(
    team, form_page, running, registration
):
    for phase in (P.READING, P.DISCUSSING):
        ReviewRound.objects.update(phase=phase)
        with pytest.raises(SelectionNotOpen):
            propose(registration, team.decider)
    assert propose(registration, team.reader, S.DECLINED).is_open
    ReviewRound.objects.update(phase=P.SELECTING)
    assert propose(registration, team.decider).is_open


def test_proposal_waits_while_the_round_is_open_again(
    team, form_page, running, registration
):
    ReviewRound.objects.update(phase=P.SELECTING)
    proposal = propose(registration, team.decider)
    go(form_page, team.decider, P.READING, "Er kwam er een bij.")
    with pytest.raises(ReleaseFailed):
        release_decisions(decisions=[proposal], released_by=team.decider)
    go(form_page, team.lead, P.SELECTING)
    release_decisions(decisions=[proposal], released_by=team.decider)
    registration.refresh_from_db()
    assert registration.state == S.WAITLISTED


def test_hiding_after_reading_began_asks_to_be_confirmed(team, form_page, registration):
    save_round(form_page=form_page, user=team.lead)
    Review.objects.create(
        registration=registration, reader=team.reader, advice="yes", note="Sterk."
    )
    with pytest.raises(WarningNotSeen):
        save_round(form_page=form_page, user=team.lead, hides_names=True)
    assert get_round(form_page).hides_names is False
    # What is hidden stays the same: nothing to confirm.
    save_round(form_page=form_page, user=team.lead, samples=[registration])
    save_round(form_page=form_page, user=team.lead, hides_names=True, is_confirmed=True)
    assert get_round(form_page).hides_names is True


def test_sample_is_of_this_form_and_open_to_who_chooses_it(
    team, form_page, registration
):
    for wrong in (
        RegistrationFactory(page=FormPageFactory()),
        tied(registration, team),
    ):
        with pytest.raises(WrongSamples):
            save_round(form_page=form_page, user=team.lead, samples=[wrong])


def test_sample_that_is_closed_to_a_lead_stays(team, form_page, registration):
    save_round(form_page=form_page, user=team.decider, samples=[registration])
    tied(registration, team)
    save_round(form_page=form_page, user=team.lead, samples=[])
    assert list(get_round(form_page).samples.all()) == [registration]


def tied(registration, team):
    Tie.objects.create(
        registration=registration,
        user=team.lead,
        kind=TieKind.PROJECT,
        state=TieState.DECLARED,
    )
    return registration
