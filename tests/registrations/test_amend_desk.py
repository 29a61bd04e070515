"""What the team sees of changed answers: history, own reading, open proposals."""

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from registrations.enums import RegistrationState, TieState
from registrations.models import Decision, ReaderProfile, Registration, Review
from registrations.services.history import get_history
from registrations.services.scoring import update_scores
from registrations.services.ties import judge_tie
from registrations.views.desk_screen import Desk
from tests.factories.registrations import get_places

from .amend_scene import change, fresh, make_registered

pytestmark = pytest.mark.django_db


@pytest.fixture
def registration(db) -> Registration:
    return make_registered()


def make_member(name: str, *codenames: str) -> User:
    group = Group.objects.create(name=f"{name}s")
    group.permissions.set(
        Permission.objects.filter(codename__in=["access_admin", *codenames])
    )
    user = User.objects.create_user(name, f"{name}@team.example", "geheim")
    user.groups.add(group)
    return user


@pytest.fixture
def reader(db) -> User:
    return make_member("lezer", "view_registration", "review_registration")


@pytest.fixture
def decider(db) -> User:
    return make_member("beslisser", "view_registration", "decide_registration")


def read(client, user, url) -> str:
    client.force_login(user)
    return " ".join(client.get(url).content.decode().split())


def get_desk_url(registration) -> str:
    return reverse("registrations:edit", args=[registration.pk])


def test_history_tells_what_was_and_what_is(client, reader, registration):
    change(registration, motivation="Nu helemaal anders.")
    page = read(client, reader, get_desk_url(registration))
    assert "Antwoorden aangepast" in page
    assert "<del>Wij verbouwen en willen het samen doen.</del>" in page
    assert "<ins>Nu helemaal anders.</ins>" in page


def test_answers_that_a_reader_may_not_see_are_only_counted(reader, registration):
    change(registration, motivation="Nu helemaal anders.", colleague="Jan")
    keys = frozenset({"motivation"})
    entry = next(
        entry
        for entry in get_history(
            registration=registration, user=reader, visible_keys=keys
        )
        if entry.answers
    )
    assert [row.after for row in entry.answers] == ["Nu helemaal anders."]
    assert entry.text == "En nog 1 antwoord dat je niet te zien krijgt."
    # Without a word about what may be seen, nothing is.
    told = get_history(registration=registration, user=reader)
    assert [entry.answers for entry in told if entry.answers] == []


def test_statistics_never_reach_the_desk_by_way_of_an_edit(
    client, reader, registration
):
    page = registration.page
    page.form_fields.filter(clean_name="expectations").update(visibility="statistics")
    change(registration, expectations="Alleen voor de cijfers.")
    shown = read(client, reader, get_desk_url(registration))
    assert "Alleen voor de cijfers." not in shown


def test_edit_after_my_reading_is_flagged_to_me(reader, registration):
    review = Review.objects.create(
        registration=registration, reader=reader, advice="yes", note="Sterk."
    )
    desk = Desk(fresh(registration), reader)
    assert desk.is_amended_since_own_review is False
    change(registration, motivation="Nu helemaal anders.")
    desk = Desk(fresh(registration), reader)
    assert desk.is_amended_since_own_review is True
    assert [row.review.is_outdated for row in desk.comparison.reviews] == [True]
    review.save()
    desk = Desk(fresh(registration), reader)
    assert desk.is_amended_since_own_review is False


def test_edit_before_my_reading_is_not(reader, registration):
    change(registration, motivation="Nu helemaal anders.")
    Review.objects.create(
        registration=registration, reader=reader, advice="yes", note="Sterk."
    )
    assert Desk(fresh(registration), reader).is_amended_since_own_review is False


def test_changed_choice_shows_beside_the_proposal_and_in_the_list(
    client, decider, registration
):
    places = get_places(registration.page)
    Registration.objects.filter(pk=registration.pk).update(
        state=RegistrationState.IN_REVIEW
    )
    Decision.objects.create(
        registration=registration,
        proposed_state=RegistrationState.SELECTED,
        proposed_workplace=places[0],
        proposed_by=decider,
    )
    urls = (get_desk_url(registration), reverse("registrations:decisions"))
    words = ("paste na dit voorstel de keuze", "Keuze intussen aangepast")
    before = [read(client, decider, url) for url in urls]
    assert [word in page for word, page in zip(words, before, strict=True)] == [
        False,
        False,
    ]
    change(registration, workplace_first=str(places[1].pk))
    after = [read(client, decider, url) for url in urls]
    assert [word in page for word, page in zip(words, after, strict=True)] == [
        True,
        True,
    ]


def test_desk_asks_as_many_queries_with_three_edits_as_with_one(
    client, reader, registration
):
    url = get_desk_url(registration)
    read(client, reader, url)
    counts = []
    for names in (["Lies"], ["Lien", "Lisa"]):
        for name in names:
            change(registration, first_name=name)
        with CaptureQueriesContext(connection) as queries:
            read(client, reader, url)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_new_organisation_that_is_the_readers_own_takes_their_review_out(
    team, registration
):
    for user, organisation in ((team.reader, "Ons Huis vzw"), (team.reader_two, "")):
        ReaderProfile.objects.create(user=user, organisations=organisation)
        Review.objects.create(
            registration=registration, reader=user, advice="yes", note="Sterk."
        )
    update_scores(registration=registration)
    assert fresh(registration).review_count == 2

    change(registration, organisation="ons huis VZW")

    assert fresh(registration).review_count == 1
    (tie,) = registration.ties.all()
    assert (tie.user, tie.state) == (team.reader, TieState.DECLARED)
    # Somebody else sees that nothing ties them: the review counts again.
    judge_tie(
        registration=registration,
        member=team.reader,
        state=TieState.DISMISSED,
        user=team.lead,
    )
    assert fresh(registration).review_count == 2
