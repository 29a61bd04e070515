"""Talk among readers, and a third reader where they differ."""

import pytest

from registrations.enums import Advice, ReviewPhase, TieKind
from registrations.models import Assignment, ReviewRound, ReviewTask
from registrations.services.assignment import get_standing
from registrations.services.decision import undo_decision, withdraw_on_behalf
from registrations.services.discussion import add_comment, get_comments
from registrations.services.errors import NotAllowed, ReasonRequired
from registrations.services.queue import get_queue
from registrations.services.review import HasReadOthers
from registrations.services.review_sight import shows_scores_to
from registrations.services.rounds import change_phase
from registrations.services.third_reader import (
    NotAsked,
    ask_third_reader,
    can_ask_third_reader,
    get_third_readers,
)
from registrations.services.ties import declare_tie
from tests.factories.registrations import FormPageFactory, StaffFactory

from .scores import fresh, make_criteria, make_round, put_in_reading, read

pytestmark = pytest.mark.django_db


@pytest.fixture
def form_page(team):
    form_page = FormPageFactory()
    make_criteria(form_page, 1)
    return form_page


@pytest.fixture
def registration(team, form_page):
    return put_in_reading(form_page, team.reader)


@pytest.fixture
def disputed(team, form_page, registration):
    make_round(form_page)
    read(registration, team.reader, 3)
    read(registration, team.reader_two, 0, advice="no")
    return fresh(registration)


def get_texts(registration, user):
    comments = get_comments(registration=registration, user=user)
    return [comment.text for comment in comments]


def test_talk_opens_once_ones_own_review_is_in(team, registration):
    read(registration, team.reader, 3)
    add_comment(registration=registration, user=team.reader, text=" Kijk eens. ")
    assert get_texts(registration, team.reader) == ["Kijk eens."]
    assert get_texts(registration, team.reader_two) == []
    with pytest.raises(NotAllowed):
        add_comment(registration=registration, user=team.reader_two, text="Ja?")
    read(registration, team.reader_two, 3)
    assert get_texts(registration, team.reader_two) == ["Kijk eens."]


def test_lead_hears_how_many_are_disputed_and_only_in_a_crowd(team, form_page):
    """One who has not read is told a number, once it does not say which."""
    make_round(form_page)
    rows = [put_in_reading(form_page, team.reader) for _ in range(5)]
    for row in rows[:4]:
        read(row, team.reader, 3)
        read(row, team.reader_two, 0)

    def tell(user):
        standing = get_standing(form_page=form_page, user=user)
        return standing.disputed, standing.disputed_unread

    assert tell(team.lead) == (0, 0)
    assert tell(team.chair) == (4, 0)
    read(rows[4], team.reader, 3)
    read(rows[4], team.reader_two, 3)
    assert tell(team.lead) == (0, 4)


def test_talk_keeps_the_name_of_who_spoke(team, registration):
    read(registration, team.reader, 3)
    comment = add_comment(registration=registration, user=team.reader, text="Kijk.")
    team.reader.delete()
    comment.refresh_from_db()
    assert (comment.author, comment.author_name) == (None, "Lena")


def test_nobody_says_nothing(team, registration):
    read(registration, team.reader, 3)
    with pytest.raises(ReasonRequired):
        add_comment(registration=registration, user=team.reader, text="  ")


def test_whoever_has_a_tie_neither_hears_nor_speaks(team, registration):
    read(registration, team.reader, 3)
    read(registration, team.reader_two, 3)
    add_comment(registration=registration, user=team.reader, text="Kijk eens.")
    declare_tie(registration=registration, user=team.reader_two, kind=TieKind.PERSONAL)
    assert get_texts(registration, team.reader_two) == []
    with pytest.raises(NotAllowed):
        add_comment(registration=registration, user=team.reader_two, text="Maar")


def test_whoever_abstained_hears_the_talk_only_from_its_phase_on(
    team, form_page, registration
):
    review_round = make_round(form_page)
    read(registration, team.reader, 3)
    add_comment(registration=registration, user=team.reader, text="Kijk eens.")
    read(registration, team.reader_two, advice=Advice.ABSTAIN, note="")
    assert get_texts(registration, team.reader_two) == []
    ReviewRound.objects.filter(pk=review_round.pk).update(phase=ReviewPhase.DISCUSSING)
    assert get_texts(registration, team.reader_two) == ["Kijk eens."]


def test_office_and_editors_hear_no_talk(team, disputed):
    add_comment(registration=disputed, user=team.reader, text="Kijk eens.")
    office = StaffFactory(groups=["Secretariaat"])
    assert get_texts(disputed, office) == []
    assert get_texts(disputed, team.editor) == []


def test_third_reader_is_asked_where_two_differ(team, disputed):
    assert can_ask_third_reader(disputed, team.chair) is True
    ask_third_reader(registration=disputed, reader=team.lead, user=team.chair)
    assert list(Assignment.objects.values_list("reader", "registration")) == [
        (team.lead.pk, disputed.pk)
    ]
    assert list(get_queue(user=team.lead)) == [disputed]
    read(disputed, team.lead, 2)
    assert fresh(disputed).review_count == 3
    assert list(get_queue(user=team.lead)) == []


def test_lead_reader_who_has_not_read_cannot_find_out_that_others_differ(
    team, disputed
):
    assert can_ask_third_reader(disputed, team.lead) is False
    with pytest.raises(NotAllowed):
        ask_third_reader(registration=disputed, reader=team.decider, user=team.lead)


def test_no_third_reader_where_readers_agree(team, form_page, registration):
    make_round(form_page)
    read(registration, team.reader, 3)
    read(registration, team.reader_two, 2)
    assert can_ask_third_reader(fresh(registration), team.chair) is False


def test_no_third_reader_once_scores_are_fixed(team, disputed):
    ReviewRound.objects.update(phase=ReviewPhase.SELECTING)
    assert can_ask_third_reader(disputed, team.chair) is False


def test_third_reader_is_somebody_else_without_a_tie(team, disputed):
    declare_tie(registration=disputed, user=team.decider, kind=TieKind.GRANT)
    assert get_third_readers(disputed) == [team.lead]
    for reader in (team.reader, team.decider):
        with pytest.raises(NotAsked):
            ask_third_reader(registration=disputed, reader=reader, user=team.chair)


def test_whoever_has_least_to_read_is_first(team, form_page, disputed):
    waiting = put_in_reading(form_page, team.reader)
    first, _second = get_third_readers(disputed)
    Assignment.objects.create(registration=waiting, reader=first)
    assert get_third_readers(disputed)[1] == first


def test_step_of_three_reviews_waits_for_the_third(team, form_page, registration):
    ReviewTask.objects.update(reviews_needed=3)
    read(registration, team.reader, 3)
    read(registration, team.reader_two, 0)
    step = fresh(registration).current_workflow_task.specific
    assert isinstance(step, ReviewTask)


def test_whoever_abstained_and_heard_the_talk_does_not_judge_after_all(
    team, form_page, registration
):
    review_round = make_round(form_page)
    read(registration, team.reader, advice=Advice.ABSTAIN, note="")
    # By mistake, and mended while nothing was heard.
    read(registration, team.reader, 2)
    read(registration, team.reader, advice=Advice.ABSTAIN, note="")
    ReviewRound.objects.filter(pk=review_round.pk).update(phase=ReviewPhase.DISCUSSING)
    with pytest.raises(HasReadOthers):
        read(registration, team.reader, 2)
    read(registration, team.reader, advice=Advice.ABSTAIN, note="Ik ken de zaal.")
    assert registration.reviews.get().note == "Ik ken de zaal."


def test_whoever_decides_and_reads_does_not_judge_after_an_undo(
    team, form_page, registration
):
    """Decided or withdrawn it lay open to them; nobody forgets what they read."""
    make_round(form_page)
    decider = team.decider
    for reader in (decider, team.reader_two):
        Assignment.objects.create(registration=registration, reader=reader)
    read(registration, team.reader, 2)
    withdraw_on_behalf(registration=registration, user=team.chair, reason="Belde af.")
    assert shows_scores_to(decider, fresh(registration))
    undo_decision(
        registration=fresh(registration),
        actor_user=team.chair,
        reason="Toch niet ingetrokken.",
    )

    with pytest.raises(HasReadOthers):
        read(registration, decider, 3)

    assert registration.reviews.count() == 1
    read(registration, decider, advice=Advice.ABSTAIN, note="")
    # Whoever only reads saw nothing meanwhile, and goes on.
    read(registration, team.reader_two, 1)
    assert fresh(registration).review_count == 2


def test_whoever_decides_and_reads_does_not_judge_after_the_selection_came_back(
    team, form_page, registration
):
    review_round = make_round(form_page)
    read(registration, team.reader, 2)
    for phase in (ReviewPhase.DISCUSSING, ReviewPhase.SELECTING, ReviewPhase.READING):
        change_phase(
            form_page=form_page, to=phase, user=team.chair, reason="Nog niet klaar."
        )
    assert review_round.phase_changes.count() == 3

    with pytest.raises(HasReadOthers):
        read(registration, team.decider, 3)

    read(registration, team.reader_two, 1)
    assert fresh(registration).review_count == 2
