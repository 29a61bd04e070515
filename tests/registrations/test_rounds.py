"""A round: its phases, what it hides, its samples, the promise, and its screens."""

import re

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from registrations.enums import RegistrationState, ReviewPhase, TieKind, TieState
from registrations.models import (
    Assignment,
    PhaseChange,
    ReaderProfile,
    Review,
    ReviewRound,
    Tie,
)
from registrations.services.assignment import assign, share_out
from registrations.services.decision import propose_decision, release_decisions
from registrations.services.decision.errors import ReleaseFailed
from registrations.services.errors import (
    IllegalTransition,
    NotAllowed,
    ReasonRequired,
)
from registrations.services.readers import must_promise, promise
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

from .account import save_account

pytestmark = pytest.mark.django_db
S = RegistrationState
P = ReviewPhase


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


def go(form_page, user, to, reason=""):
    return change_phase(form_page=form_page, to=to, user=user, reason=reason)


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


# The promise.


def test_promise_is_asked_once_and_only_in_a_round(
    team, form_page, registration, client
):
    desk = reverse("registrations:edit", args=[registration.pk])
    client.force_login(team.reader)
    assert must_promise(registration=registration, user=team.reader) is False
    save_round(form_page=form_page, user=team.lead)
    page = client.get(desk).content.decode()
    assert reverse("registrations:promise", args=[registration.pk]) in page
    assert registration.motivation not in page
    assert not ReaderProfile.objects.exists()  # looking promises nothing
    response = client.post(reverse("registrations:promise", args=[registration.pk]))
    assert response.url == desk
    moment = ReaderProfile.objects.get(user=team.reader).promised_at
    promise(user=team.reader)
    assert ReaderProfile.objects.get(user=team.reader).promised_at == moment
    assert registration.motivation in client.get(desk).content.decode()


def test_nothing_is_done_on_the_desk_before_the_promise(
    team, running, registration, client
):
    client.force_login(team.reader)
    client.post(
        reverse("registrations:act", args=[registration.pk, "review"]),
        {"advice": "yes", "note": "Sterk."},
    )
    assert Review.objects.count() == 0


def test_office_promises_nothing(team, running, registration):
    from tests.factories.registrations import StaffFactory

    office = StaffFactory(username="kantoor", groups=["Secretariaat"])
    assert must_promise(registration=registration, user=office) is False
    with pytest.raises(NotAllowed):
        promise(user=office)


# The screens.


def test_round_is_for_who_leads_or_decides(team, form_page, client):
    urls = [
        reverse("registrations:rounds"),
        reverse("registrations:round", args=[form_page.pk]),
        reverse("registrations:share_out", args=[form_page.pk]),
    ]
    for user in (team.reader, team.editor):
        client.force_login(user)
        assert [client.get(url).status_code for url in urls] == [302, 302, 302]
    for user in (team.lead, team.decider):
        client.force_login(user)
        assert [client.get(url).status_code for url in urls[1:]] == [200, 200]


def test_list_of_rounds_asks_as_much_for_three_forms_as_for_two(team, client):
    def count():
        client.force_login(team.lead)
        client.get(reverse("registrations:rounds"))
        with CaptureQueriesContext(connection) as queries:
            response = client.get(reverse("registrations:rounds"))
        return response, len(queries)

    pages = [FormPageFactory() for _ in "12"]
    _response, two = count()
    pages.append(FormPageFactory())
    response, three = count()
    # With one form the list is its round (`test_round_is_for_who_leads_or_decides`).
    assert three == two
    assert [row["call"].pk for row in response.context["rows"]] == [
        page.get_parent().pk for page in reversed(pages)
    ]


def test_looking_changes_nothing(team, form_page, running, client):
    client.force_login(team.lead)
    for name in ("round", "share_out"):
        client.get(reverse(f"registrations:{name}", args=[form_page.pk]))
    client.get(reverse("registrations:round_phase", args=[form_page.pk]))
    assert (PhaseChange.objects.count(), Assignment.objects.count()) == (0, 0)


def test_lead_begins_a_round_and_goes_on(team, form_page, registration, client):
    client.force_login(team.lead)
    url = reverse("registrations:round", args=[form_page.pk])
    client.post(url, {"hides_names": "on", "samples": registration.reference.lower()})
    review_round = get_round(form_page)
    assert review_round.hides_names is True
    assert list(review_round.samples.all()) == [registration]
    client.post(
        reverse("registrations:round_phase", args=[form_page.pk]),
        {"to": "discussing", "seen": "reading"},
    )
    assert get_round(form_page).phase == P.DISCUSSING


def test_two_people_at_once_hear_of_each_other(team, form_page, running, client):
    client.force_login(team.lead)
    go(form_page, team.decider, P.DISCUSSING)
    response = client.post(
        reverse("registrations:round_phase", args=[form_page.pk]),
        {"to": "selecting", "seen": "reading", "reason": "Klaar."},
    )
    assert response.status_code == 422
    assert "Klaar." in response.content.decode()
    assert get_round(form_page).phase == P.DISCUSSING


def test_sample_that_does_not_exist_is_told_beside_the_field(
    team, form_page, running, client
):
    client.force_login(team.lead)
    url = reverse("registrations:round", args=[form_page.pk])
    response = client.post(url, {"samples": "TST-9999"})
    assert response.status_code == 422
    assert "TST-9999" in response.content.decode()


def test_confirmation_is_asked_on_the_screen(team, form_page, registration, client):
    save_round(form_page=form_page, user=team.lead)
    Review.objects.create(
        registration=registration, reader=team.reader, advice="yes", note="Sterk."
    )
    client.force_login(team.lead)
    url = reverse("registrations:round", args=[form_page.pk])
    assert "is_confirmed" not in client.get(url).content.decode()
    response = client.post(url, {"hides_facts": "on"})
    assert response.status_code == 422
    assert "is_confirmed" in response.content.decode()
    assert client.post(url, {"hides_facts": "on", "is_confirmed": "on"}).url == url
    assert get_round(form_page).hides_facts is True


def test_preview_gives_out_exactly_what_it_shows(team, form_page, registration, client):
    bring_to_reading(registration, team)
    client.force_login(team.lead)
    url = reverse("registrations:share_out", args=[form_page.pk])
    seen = re.search(r'name="seen" value="(\w+)"', client.get(url).content.decode())[1]
    plan = share_out(form_page=form_page, user=team.lead)
    assert client.post(url, {"seen": "0"}).status_code == 422
    assert Assignment.objects.count() == 0
    client.post(url, {"seen": seen})
    assert set(Assignment.objects.values_list("registration", "reader")) == {
        (row.registration.pk, row.reader.pk) for row in plan.shares
    }
    # A second click finds that everything is given out.
    assert client.post(url, {"seen": seen}).status_code == 422


def test_unread_work_of_a_colleague_is_taken_back(
    team, form_page, registration, client
):
    assign(registrations=[registration], readers=[team.reader], user=team.lead)
    client.force_login(team.lead)
    url = reverse("registrations:take_back", args=[form_page.pk, team.reader.pk])
    assert client.get(url).status_code == 405
    client.post(url)
    assert Assignment.objects.count() == 0


def test_lead_asks_readers_on_the_desk(team, registration, client):
    client.force_login(team.lead)
    url = reverse("registrations:act", args=[registration.pk, "assign"])
    client.post(url, {"readers": [team.reader.pk]})
    client.post(url, {"readers": [team.reader_two.pk], "seen": [team.reader.pk]})
    assert [row.reader for row in Assignment.objects.all()] == [team.reader_two]
    client.force_login(team.reader)
    client.post(url, {"readers": [team.reader.pk]})
    assert Assignment.objects.count() == 1


def bring_to_reading(registration, team):
    from registrations.services.actions import take_action

    step = registration.current_workflow_state
    if step is None:
        from registrations.services.workflow import start_review

        start_review(registration=registration)
        step = registration.current_workflow_state
    take_action(
        registration=registration,
        task_state_id=step.current_task_state_id,
        action="approve",
        user=team.boss,
    )


def test_round_and_preview_ask_as_much_for_three_as_for_one(
    team, form_page, registration, client
):
    bring_to_reading(registration, team)
    client.force_login(team.lead)
    urls = [
        reverse(f"registrations:{name}", args=[form_page.pk])
        for name in ("round", "share_out")
    ]
    ContentType.objects.get_for_model(ReviewRound)
    counts = [count_queries(client, url) for url in urls for _time in range(2)][1::2]
    for _number in range(2):
        row = RegistrationFactory(page=form_page, state=S.IN_REVIEW)
        bring_to_reading(row, team)
    assert [count_queries(client, url) for url in urls] == counts


def count_queries(client, url):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


# “Mijn leesprofiel”.


def test_reader_fills_in_a_profile_in_the_account(team, client):
    client.force_login(team.reader)
    url = reverse("wagtailadmin_account")
    client.get(url)
    assert not ReaderProfile.objects.exists()
    saved = save_account(
        client,
        **{
            "name_email-last_name": "Claes",
            "reading-organisations": "Zaal Oost",
            "reading-domains": "Info@ZaalOost.be\n",
            "reading-most_assigned": "12",
            "digest-frequency": "weekly",
        },
    )
    assert saved.status_code == 302
    profile = ReaderProfile.objects.get(user=team.reader)
    assert (
        profile.organisations,
        profile.domains,
        profile.most_assigned,
        profile.digest,
    ) == ("Zaal Oost", "zaaloost.be", 12, "weekly")


def test_profile_is_for_who_reads_or_decides(team, client):
    for user, count in ((team.reader, 1), (team.decider, 1), (team.editor, 0)):
        client.force_login(user)
        page = client.get(reverse("wagtailadmin_account")).content.decode()
        assert page.count('name="reading-organisations"') == count
