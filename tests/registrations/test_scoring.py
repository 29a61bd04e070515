"""Scores: every criterion, weighed, kept when changed, fixed while selecting."""

from decimal import Decimal

import pytest

from registrations.enums import Advice, Level, ReviewPhase, TieKind
from registrations.models import (
    ReviewRound,
    ReviewTask,
    ReviewVersion,
    SelectionTask,
    Tie,
)
from registrations.services.assignment import assign
from registrations.services.comparison import get_comparison
from registrations.services.review import (
    ReadingClosed,
    can_review_now,
    submit_review,
)
from registrations.services.review_sight import get_visible_reviews, shows_scores_to
from registrations.services.rounds import ScoresAreFixed
from registrations.services.scoring import ScoreRequired, is_disputed, update_scores
from registrations.services.ties import declare_tie
from tests.factories.registrations import FormPageFactory

from .scores import fresh, make_criteria, make_round, put_in_reading, read, score

pytestmark = pytest.mark.django_db


@pytest.fixture
def form_page(team):
    form_page = FormPageFactory()
    make_criteria(form_page, 3, 1)
    return form_page


@pytest.fixture
def registration(team, form_page):
    return put_in_reading(form_page, team.reader)


def get_numbers(registration):
    row = fresh(registration)
    return row.review_count, row.score_mean, row.score_spread


def test_mean_of_a_review_is_weighed(team, registration):
    review = read(registration, team.reader, 3, 1)
    assert review.mean == Decimal("2.50")
    assert get_numbers(registration) == (1, Decimal("2.50"), None)


@pytest.mark.parametrize("levels", [{}, {0: 2}, {0: 2, 1: 4}, {0: 2, 1: "veel"}])
def test_every_criterion_needs_a_level(team, registration, levels):
    keys = list(score(registration, 0, 0))
    scores = {keys[place]: level for place, level in levels.items()}
    with pytest.raises(ScoreRequired):
        read_raw(registration, team.reader, scores)
    assert get_numbers(registration) == (0, None, None)


def read_raw(registration, reader, scores):
    return submit_review(
        registration=registration,
        reader=reader,
        advice="yes",
        note="Sterk.",
        scores=scores,
    )


def test_level_of_a_criterion_of_another_call_is_not_kept(team, registration):
    scores = score(registration, 2, 2) | {"c-elders": 3}
    review = read_raw(registration, team.reader, scores)
    assert review.scores.count() == 2


def test_whoever_abstains_gives_no_level_and_counts_nowhere(team, registration):
    review = read(registration, team.reader, advice=Advice.ABSTAIN, note="")
    assert (review.mean, review.scores.count()) == (None, 0)
    assert get_numbers(registration) == (0, None, None)


def test_abstention_and_tie_do_not_let_a_registration_go_on(team, registration):
    read(registration, team.reader, advice=Advice.ABSTAIN, note="")
    read(registration, team.decider, 2, 2)
    declare_tie(registration=registration, user=team.decider, kind=TieKind.COLLEAGUE)
    assert get_numbers(registration) == (0, None, None)
    read(registration, team.reader_two, 3, 3)
    step = fresh(registration).current_workflow_task.specific
    assert isinstance(step, ReviewTask)
    read(registration, team.lead, 3, 3)
    step = fresh(registration).current_workflow_task.specific
    assert isinstance(step, SelectionTask)


def test_spread_is_the_largest_difference_on_one_criterion(team, registration):
    read(registration, team.reader, 3, 1)
    read(registration, team.reader_two, 1, 1)
    assert get_numbers(registration) == (2, Decimal("1.75"), 2)
    assert is_disputed(fresh(registration)) is True


def test_yes_beside_a_no_is_a_large_difference_too(team, registration):
    read(registration, team.reader, 2, 2)
    read(registration, team.reader_two, 2, 2, advice="no")
    assert get_numbers(registration)[2] == 2


def test_one_level_is_no_dispute(team, registration):
    read(registration, team.reader, 3, 2)
    read(registration, team.reader_two, 2, 2)
    assert is_disputed(fresh(registration)) is False


def test_numbers_follow_when_a_tie_is_said(team, registration):
    read(registration, team.reader, 3, 3)
    read(registration, team.reader_two, 0, 0)
    declare_tie(registration=registration, user=team.reader_two, kind=TieKind.PROJECT)
    assert get_numbers(registration) == (1, Decimal("3.00"), None)
    seen = get_visible_reviews(registration=registration, user=team.reader)
    assert [review.reader for review in seen] == [team.reader]


def test_changed_review_keeps_what_it_was(team, form_page, registration):
    make_round(form_page, ReviewPhase.DISCUSSING)
    read(registration, team.reader, 0, 1, advice="no", note="Vaag.")
    review = read(registration, team.reader, 3, 3, letter_line="Mooi.")
    (version,) = ReviewVersion.objects.all()
    assert (version.advice, version.note, version.phase) == (
        "no",
        "Vaag.",
        ReviewPhase.DISCUSSING,
    )
    assert version.scores == {
        key: int(level) for key, level in score(registration, 0, 1).items()
    }
    assert version.mean == Decimal("0.25")
    assert (review.mean, review.letter_line) == (Decimal("3.00"), "Mooi.")


def test_review_that_is_saved_unchanged_makes_no_version(team, registration):
    read(registration, team.reader, 3, 3)
    read(registration, team.reader, 3, 3)
    assert ReviewVersion.objects.count() == 0


def test_scores_are_fixed_while_selecting(team, form_page, registration):
    review_round = make_round(form_page)
    read(registration, team.reader, 3, 3)
    ReviewRound.objects.filter(pk=review_round.pk).update(phase=ReviewPhase.SELECTING)
    for reader in (team.reader, team.reader_two):
        assert can_review_now(fresh(registration), reader) is False
        with pytest.raises(ScoresAreFixed):
            read(registration, reader, 0, 0)
    assert get_numbers(registration) == (1, Decimal("3.00"), None)


def test_in_a_round_a_score_changes_after_the_registration_went_on(
    team, form_page, registration
):
    make_round(form_page, ReviewPhase.DISCUSSING)
    read(registration, team.reader, 3, 3)
    read(registration, team.reader_two, 1, 1)
    read(registration, team.reader_two, 2, 2)
    assert get_numbers(registration) == (2, Decimal("2.50"), 1)
    with pytest.raises(ReadingClosed):
        read(registration, team.lead, 3, 3)


def test_without_a_round_reading_ends_with_its_step(team, registration):
    read(registration, team.reader, 3, 3)
    read(registration, team.reader_two, 1, 1)
    with pytest.raises(ReadingClosed):
        read(registration, team.reader_two, 2, 2)


def test_sample_waits_until_everybody_who_was_asked_has_read(
    team, form_page, registration
):
    review_round = make_round(form_page)
    review_round.samples.add(registration)
    assign(
        registrations=[registration],
        readers=[team.reader, team.reader_two, team.lead],
        user=team.lead,
    )
    read(registration, team.reader, 3, 3)
    read(registration, team.reader_two, 3, 3)
    step = fresh(registration).current_workflow_task.specific
    assert isinstance(step, ReviewTask)
    read(registration, team.lead, 3, 3)
    step = fresh(registration).current_workflow_task.specific
    assert isinstance(step, SelectionTask)


def test_abstained_reader_sees_others_from_the_talk_on(team, form_page, registration):
    review_round = make_round(form_page)
    read(registration, team.reader, 3, 3)
    read(registration, team.reader_two, advice=Advice.ABSTAIN, note="")
    assert shows_scores_to(team.reader_two, registration) is False
    ReviewRound.objects.filter(pk=review_round.pk).update(phase=ReviewPhase.DISCUSSING)
    assert shows_scores_to(team.reader_two, registration) is True


def test_comparison_shows_nothing_of_others_before_ones_own_is_in(team, registration):
    read(registration, team.reader, 3, 0)
    comparison = get_comparison(registration=registration, user=team.reader_two)
    assert (comparison.reviews, comparison.rows) == ((), ())
    assert (comparison.mean, comparison.spread) == (None, None)
    assert (comparison.is_disputed, comparison.shows_others) == (False, False)


def test_comparison_puts_levels_beside_each_other(team, registration):
    read(registration, team.reader, 3, 0)
    read(registration, team.reader_two, 1, 0, advice="maybe")
    comparison = get_comparison(registration=fresh(registration), user=team.reader_two)
    assert [column.is_own for column in comparison.reviews] == [True, False]
    assert [(row.name, row.values, row.spread) for row in comparison.rows] == [
        ("Criterium 1", (Level.SOME, Level.STRONG), 2),
        ("Criterium 2", (Level.NONE, Level.NONE), 0),
        (comparison.rows[2].name, (Advice.MAYBE, Advice.YES), 1),
    ]
    assert [row.is_large for row in comparison.rows] == [True, False, False]
    assert (comparison.mean, comparison.spread) == (Decimal("1.50"), 2)
    assert comparison.is_disputed is True


def test_comparison_shows_what_a_review_was(team, registration):
    read(registration, team.reader, 0, 0, advice="no", note="Vaag.")
    read(registration, team.reader, 3, 3)
    (column,) = get_comparison(registration=registration, user=team.reader).reviews
    (earlier,) = column.earlier
    assert earlier.version.note == "Vaag."
    assert earlier.levels == (("Criterium 1", Level.NONE), ("Criterium 2", Level.NONE))


def test_review_counts_again_when_somebody_says_that_there_is_no_tie(
    team, registration
):
    read(registration, team.reader, 3, 3)
    declare_tie(registration=registration, user=team.reader, kind=TieKind.OTHER)
    Tie.objects.update(state="dismissed")
    update_scores(registration=registration)
    assert get_numbers(registration) == (1, Decimal("3.00"), None)
