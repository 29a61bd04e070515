"""The report of the selection: numbers without names, and no way back to a person."""

from collections import Counter
from datetime import timedelta
from itertools import product
from random import Random

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from registrations.enums import (
    ReferenceList,
    RegistrationState,
    ReviewPhase,
    TieState,
)
from registrations.models import (
    PhaseChange,
    Registration,
    ReviewRound,
    SelectionAccount,
    Tie,
)
from registrations.services.report import make_report
from registrations.services.report.numbers import merge_outcomes
from registrations.services.report.small import (
    HIDDEN_TEXT,
    SMALL_TEXT,
    protect_line,
    protect_table,
    say,
    say_part,
)
from registrations.services.report.tables import tell_groups
from tests.factories.registrations import AnswerOptionFactory

from .composition_scene import get_option
from .scene import make_registration, make_scene

S = RegistrationState


def guess_tables(numbers, shown, least=1):
    """Return every table that would be printed as `shown`, sums included."""
    choices = [
        range(least, 5)
        if text == SMALL_TEXT
        else range(5, 24)
        if text == HIDDEN_TEXT
        else [int(text)]
        for row in shown[:-1]
        for text in row[:-1]
    ]
    width = len(numbers[0])
    for values in product(*choices):
        rows = [values[start : start + width] for start in range(0, len(values), width)]
        whole = [[*row, sum(row)] for row in rows]
        whole.append([sum(column) for column in zip(*whole, strict=True)])
        if all(
            fits(number, text, least)
            for row, texts in zip(whole, shown, strict=True)
            for number, text in zip(row, texts, strict=True)
        ):
            yield whole


def fits(number, text, least):
    if text == SMALL_TEXT:
        return least <= number <= 4
    if text == HIDDEN_TEXT:
        return number >= 5
    return number == int(text)


@pytest.mark.parametrize("hides_zeros", [False, True])
@pytest.mark.parametrize("seed", range(40))
def test_no_small_number_can_be_worked_out_of_a_table(seed, hides_zeros):
    random = Random(seed)
    numbers = [
        [random.choice([0, 1, 2, 4, 5, 6, 9, 13]) for _column in "ab"] for _row in "xyz"
    ]
    table = protect_table(numbers, hides_zeros=hides_zeros)
    if table is None:
        return
    least = 0 if hides_zeros else 1
    possible = list(guess_tables(numbers, table.cells, least))
    assert not (hides_zeros and "0" in sum(table.cells, []))
    for row, texts in enumerate(table.cells):
        for column, text in enumerate(texts):
            if text == SMALL_TEXT:
                assert len({whole[row][column] for whole in possible}) > 1


def test_table_without_small_groups_is_printed_whole():
    table = protect_table([[5, 12], [0, 7]])
    assert table.cells == [["5", "12", "17"], ["0", "7", "7"], ["5", "19", "24"]]


def test_sum_does_not_give_the_small_one_away():
    # 24 − 21 = 3, if only the three were hidden.
    assert protect_line([3, 9, 12]) == [SMALL_TEXT, HIDDEN_TEXT, "12"]


def test_two_small_ones_that_can_only_be_four_each_take_a_third_along():
    assert protect_line([4, 4, 9]) == [SMALL_TEXT, SMALL_TEXT, HIDDEN_TEXT]


def test_what_cannot_be_covered_is_not_printed_at_all():
    assert protect_line([2, 0, 0]) is None
    assert protect_table([[3, 20]]) is None


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [(0, 30, "0"), (3, 30, SMALL_TEXT), (12, 30, "12"), (28, 30, HIDDEN_TEXT)],
)
def test_part_of_a_whole_shows_neither_itself_nor_the_rest_when_few(part, whole, text):
    assert say_part(part, whole) == text


def test_number_alone_says_when_it_is_few():
    assert [say(0), say(1), say(4), say(5)] == ["0", SMALL_TEXT, SMALL_TEXT, "5"]


@pytest.fixture
def scene(db):
    return make_scene(seats=12)


def fill(scene, *, selected=6, waiting=7, declined=8):
    """A call that was decided, with readable numbers."""
    for state, count in (
        (S.SELECTED, selected),
        (S.WAITLISTED, waiting),
        (S.DECLINED, declined),
    ):
        for _number in range(count):
            make_registration(
                scene,
                state,
                placed_in=scene.workplaces[0] if state == S.SELECTED else None,
            )


def test_report_counts_per_workplace_what_became_of_people(scene):
    fill(scene)
    report = make_report(call=scene.call, user=scene.decider)
    assert report.total == "21"
    assert report.outcomes.columns == [
        pgettext("outcome", "Place"),
        pgettext("outcome", "Waiting list"),
        pgettext("outcome", "Not selected"),
        pgettext("sum", "Together"),
    ]
    assert report.outcomes.rows == [
        ("Participatie", ["6", "7", "8", "21"]),
        ("Gedeeld Ruimtegebruik", ["0", "0", "0", "0"]),
    ]
    assert report.outcomes.sums == ["6", "7", "8", "21"]
    assert report.places.rows == [
        ("Participatie", ["12", "6"]),
        ("Gedeeld Ruimtegebruik", ["12", "0"]),
    ]


def test_small_outcomes_are_told_together(scene):
    fill(scene, waiting=2)
    report = make_report(call=scene.call, user=scene.decider)
    assert report.outcomes.columns == [
        pgettext("outcome", "Place"),
        f"{pgettext('outcome', 'Waiting list')} / {pgettext('outcome', 'Not selected')}",
        pgettext("sum", "Together"),
    ]
    assert report.outcomes.sums == ["6", "10", "16"]


def test_almost_nobody_is_no_number(scene):
    fill(scene, selected=2, waiting=1, declined=1)
    report = make_report(call=scene.call, user=scene.decider)
    assert (report.total, report.outcomes, report.places) == ("", None, None)
    assert (report.reading, report.letters, report.groups) == ([], [], [])


def test_drafts_and_days_are_no_part_of_it(scene):
    fill(scene)
    make_registration(scene, S.DRAFT, held_at=timezone.now())
    assert make_report(call=scene.call, user=scene.decider).total == "21"


def test_phases_stand_with_their_dates_and_without_who_and_why(scene):
    fill(scene)
    review_round = ReviewRound.objects.create(form_page=scene.form_page)
    for before, after in (
        (ReviewPhase.READING, ReviewPhase.SELECTING),
        (ReviewPhase.SELECTING, ReviewPhase.READING),
    ):
        PhaseChange.objects.create(
            review_round=review_round,
            from_phase=before,
            to_phase=after,
            user=scene.decider,
            user_name="Bilal",
            reason="Noor Peeters belde.",
        )
    moments = make_report(call=scene.call, user=scene.decider).moments
    assert [moment.what for moment in moments] == [
        _("Registering opened"),
        _("Phase: %(phase)s") % {"phase": ReviewPhase.SELECTING.label},
        _("Phase reopened: %(phase)s") % {"phase": ReviewPhase.READING.label},
    ]


def get_url(scene):
    return reverse("registrations:selection_report", args=[scene.call.pk])


def test_screen_names_nobody(client, scene):
    fill(scene)
    client.force_login(scene.decider)
    text = client.get(get_url(scene)).text
    assert "21" in text
    for secret in ("Noor", "Peeters", "example.org", "TST-"):
        assert secret not in text


def test_screen_is_for_who_decides_or_leads(client, scene):
    client.force_login(scene.reader)
    assert client.get(get_url(scene)).status_code != 200


def test_screen_asks_as_much_for_a_call_of_sixty(
    client, scene, django_assert_max_num_queries
):
    def count() -> int:
        with django_assert_max_num_queries(200) as asked:
            client.get(get_url(scene))
        return len(asked)

    client.force_login(scene.decider)
    fill(scene)
    count()
    few = count()
    fill(scene, selected=12, waiting=12, declined=15)
    assert count() == few


def test_closing_day_is_told_once_it_is_past(scene):
    scene.call.closes_at = timezone.now() - timedelta(days=1)
    scene.call.save()
    moments = make_report(call=scene.call, user=scene.decider).moments
    assert [moment.what for moment in moments] == [
        _("Registering opened"),
        _("Registering closed"),
    ]


def test_what_is_closed_by_a_tie_does_not_count(client, scene):
    fill(scene)
    closed = make_registration(scene, S.WAITLISTED)
    assert make_report(call=scene.call, user=scene.decider).total == "22"
    client.force_login(scene.decider)
    note = "telt hier niet mee"
    assert note not in client.get(get_url(scene)).text
    Tie.objects.create(registration=closed, user=scene.decider, state=TieState.DECLARED)
    report = make_report(call=scene.call, user=scene.decider)
    assert (report.total, report.is_partial) == ("21", True)
    assert report.outcomes.sums == ["6", "7", "8", "21"]
    assert note in client.get(get_url(scene)).text


def test_groups_are_those_of_the_site_and_do_not_follow(scene):
    fill(scene)
    assert make_report(call=scene.call, user=scene.decider).groups == []
    told = [["Regio Gent", "12", "6"], ["Westhoek", "11", "6"]]
    SelectionAccount.objects.create(
        call=scene.call,
        total="23",
        placed="12",
        tables=[{"heading": pgettext("report", "Regions"), "rows": told}],
        made_at=timezone.now(),
    )
    report = make_report(call=scene.call, user=scene.decider)
    assert [
        [name, *cells] for table in report.groups for name, cells in table.rows
    ] == told
    assert _("Kinds of organisation") in report.left_out
    assert pgettext("report", "Regions") not in report.left_out


def tell_perspectives(scene, people):
    """Return the table of perspectives; `people` has the words and state of each."""
    options = {}
    for words, state in people:
        row = make_registration(scene, state)
        for word in words.split():
            if word not in options:
                options[word] = AnswerOptionFactory(
                    label=word, list=ReferenceList.PERSPECTIVE
                )
            row.perspectives.add(options[word])
    registrations = Registration.objects.filter(page=scene.form_page)
    states = Counter(registrations.values_list("state", flat=True))
    tables, _small = tell_groups(
        registrations, [scene.form_page], merge_outcomes(states)
    )
    heading = _("Perspectives (one person can have several)")
    return next((t for t in tables if t.heading == heading), None)


def test_few_who_are_not_in_a_group_are_not_worked_out(scene):
    # 12 of 13 selected are makers: 13 − 12 would be the one who is not.
    people = [("maker", S.SELECTED)] * 12 + [("erfgoed", S.SELECTED)]
    people += [("maker", S.DECLINED)] * 6 + [("erfgoed", S.DECLINED)] * 6
    rows = dict(tell_perspectives(scene, people).rows)
    assert rows["maker"][0] == HIDDEN_TEXT
    assert rows["erfgoed"][0] == SMALL_TEXT


def test_group_of_which_nobody_or_everybody_has_a_place_does_not_say_so(scene):
    people = [("a", S.SELECTED)] * 6 + [("b", S.DECLINED)] * 6
    people += [("c", S.SELECTED)] * 7 + [("c", S.DECLINED)] * 7
    for number, (word, state) in enumerate(people):
        kind = get_option(ReferenceList.ORGANISATION_TYPE, f"huis {word}")
        make_registration(
            scene, state, organisation_type=kind, email=f"n{number}@voorbeeld.be"
        )
    registrations = Registration.objects.filter(page=scene.form_page)
    states = Counter(registrations.values_list("state", flat=True))
    tables, _small = tell_groups(
        registrations, [scene.form_page], merge_outcomes(states)
    )
    rows = dict(next(t for t in tables if t.heading == _("Kinds of organisation")).rows)
    # Placed, rest, together: none of the rows tells that it is all or nothing.
    for name in ("huis a", "huis b"):
        assert "0" not in rows[name]
        assert rows[name][0] != rows[name][2]
        assert not (rows[name][0].isdecimal() and rows[name][2].isdecimal())


def test_one_person_with_many_small_groups_is_one(scene):
    # Six small groups, but they are of two people only.
    people = [("maker", S.SELECTED)] * 8 + [("maker", S.DECLINED)] * 8
    people += [("dans circus mode", S.DECLINED), ("film poëzie orgel", S.DECLINED)]
    table = tell_perspectives(scene, people)
    cells = [cell for _name, row in table.rows for cell in row]
    assert "6" not in cells
    assert "2" not in cells
