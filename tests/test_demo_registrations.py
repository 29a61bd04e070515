"""`manage.py demo_registrations`: many people, read and ready to select."""

from collections import Counter

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command

from cultuurplekken.demo.crowd import draw_people
from cultuurplekken.demo.registrations import enter
from registrations.enums import ReviewPhase
from registrations.models import Registration, RegistrationFormPage
from registrations.services.composition import read_board
from registrations.services.ties import find_suspected_ties


def test_the_same_seed_draws_the_same_people_with_the_skew_of_a_call():
    people = draw_people(60, 7)
    assert people == draw_people(60, 7)
    assert people != draw_people(60, 8)
    assert len({person.email for person in people}) == 60
    choices = Counter(person.workplace_first for person in people)
    assert len(choices) == 3
    assert max(choices.values()) > 2 * min(choices.values())
    assert any(not person.workplace_second for person in people)
    assert any(len(person.comes_to) < 3 for person in people)
    assert any("colleague" in person.extra for person in people)
    assert all(len(person.motivation) > 150 for person in people)


@pytest.mark.django_db
def test_a_crowd_is_read_and_the_selection_can_begin():
    with pytest.raises(CommandError):
        call_command("demo_registrations", 1)
    call_command("setup_site", "--demo", verbosity=0)
    before = Registration.objects.count()
    call_command("demo_registrations", 13, verbosity=0)
    crowd = Registration.objects.filter(
        email__in=[person.email for person in draw_people(13, 7)]
    )
    assert (crowd.count(), Registration.objects.count()) == (13, before + 13)
    assert set(crowd.values_list("state", "review_count")) == {("in_review", 2)}
    decider = get_user_model().objects.get(username="beslisser")
    form_page = RegistrationFormPage.objects.get(pk=crowd[0].page_id)
    assert form_page.review_round.phase == ReviewPhase.SELECTING
    assert form_page.wishes.exists()
    people = read_board(form_page=form_page, user=decider).people
    assert {row.pk for row in crowd} <= people.persons.keys()
    assert sum(bool(person.colleagues) for person in people.persons.values()) == 2
    assert not any(
        tie.registration in crowd for tie in find_suspected_ties(user=decider)
    )
    # Who works in no municipality of the list registers as well, and has none.
    roams = next(one for one in draw_people(120, 7) if "regio" in one.municipality)
    assert enter(roams).municipality is None
    # Again adds nobody.
    call_command("demo_registrations", 13, verbosity=0)
    assert Registration.objects.count() == before + 13 + 1
