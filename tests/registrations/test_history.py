"""One history per registration: it is never rewritten, and outlives who made it."""

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from registrations.enums import (
    Advice,
    MessageKind,
    RegistrationState,
    ReviewPhase,
    TieKind,
    TieState,
)
from registrations.models import (
    AnswerChange,
    Assignment,
    CompletedStep,
    DiscussionComment,
    ExportLog,
    Highlight,
    InformationRequest,
    Message,
    PhaseChange,
    ReaderProfile,
    Registration,
    RegistrationTag,
    Review,
    ReviewRound,
    ReviewVersion,
    SavedView,
    StateChange,
    TagUse,
    Tie,
)
from registrations.models.append_only import Unchangeable
from registrations.services.actions import ask_for_information
from registrations.services.decision import (
    propose_decision,
    release_decisions,
    undo_decision,
)
from registrations.services.history import get_history
from registrations.services.message import queue_message
from registrations.services.review import submit_review

from .scene import make_scene
from .test_workflow import bring_to_selection, click, receive

pytestmark = pytest.mark.django_db

S = RegistrationState
APPEND_ONLY = (StateChange, PhaseChange, ReviewVersion, CompletedStep)


@pytest.fixture
def scene():
    return make_scene()


@pytest.fixture
def walked(scene):
    """A registration with a row of each kind behind it."""
    registration = bring_to_selection(scene)
    review = Review.objects.get(registration=registration, reader=scene.reader)
    ReviewVersion.objects.create(
        review=review,
        advice=Advice.MAYBE,
        note="Ik twijfel.",
        written_at=review.created_at,
    )
    review_round = ReviewRound.objects.create(form_page=registration.page)
    PhaseChange.objects.create(
        review_round=review_round,
        from_phase=ReviewPhase.READING,
        to_phase=ReviewPhase.DISCUSSING,
        user=scene.decider,
        user_name="beslisser",
        reason="Iedereen is klaar.",
    )
    return registration


def get_only(model):
    row = model._base_manager.order_by("pk").first()
    assert row is not None
    return row


def tell(registration, user):
    registration = Registration.objects.get(pk=registration.pk)
    return get_history(registration=registration, user=user)


# Append-only.


@pytest.mark.parametrize("model", APPEND_ONLY, ids=lambda model: model.__name__)
def test_row_of_the_past_cannot_be_changed(walked, model):
    row = get_only(model)
    before = list(model._base_manager.order_by("pk").values())
    field = next(f.attname for f in model._meta.fields if not f.primary_key)
    for change in (
        row.save,
        row.delete,
        lambda: model.objects.update(**{field: getattr(row, field)}),
        lambda: model.objects.filter(pk=row.pk).delete(),
        lambda: model.objects.bulk_update([row], [field]),
        lambda: model.objects.update_or_create(pk=row.pk, defaults={field: None}),
    ):
        with pytest.raises(Unchangeable):
            change()
    assert list(model._base_manager.order_by("pk").values()) == before


def test_related_rows_are_closed_as_well(walked):
    with pytest.raises(Unchangeable):
        walked.state_changes.all().delete()
    with pytest.raises(Unchangeable):
        walked.completed_steps.update(remark="Iets anders.")


def test_erasing_a_registration_takes_its_past_along(scene, walked):
    Message.objects.all().delete()
    walked.delete()
    for model in (StateChange, ReviewVersion, CompletedStep):
        assert model.objects.count() == 0


# Who is gone, stays in the story.


@pytest.fixture
def everything(scene):
    """A registration on which the decider left something of every kind."""
    user = scene.decider
    user.first_name, user.last_name = "Bilal", "Amrani"
    user.save()
    registration = receive(scene)
    click(registration, user, "approve", "Volledig.")
    registration = Registration.objects.get(pk=registration.pk)
    ask_for_information(registration=registration, user=user, question="Wanneer?")
    decided = bring_to_selection(scene)
    decision = propose_decision(
        registration=decided,
        state=S.DECLINED,
        workplace=None,
        reason="De groep is vol.",
        proposed_by=user,
    )
    release_decisions(decisions=[decision], released_by=user)
    undo_decision(registration=decided, actor_user=user, reason="Te vroeg.")
    Review.objects.create(
        registration=decided, reader=user, reader_name="Bilal Amrani", advice="yes"
    )
    names = {"user": user, "user_name": "Bilal Amrani"}
    AnswerChange.objects.create(registration=decided, changes=[], **names)
    tag = RegistrationTag.objects.create(label="brengt een case mee")
    TagUse.objects.create(registration=decided, tag=tag, **names)
    review_round = ReviewRound.objects.create(form_page=decided.page)
    PhaseChange.objects.create(
        review_round=review_round, from_phase="reading", to_phase="discussing", **names
    )
    DiscussionComment.objects.create(
        registration=decided, author=user, author_name="Bilal Amrani", text="Eens."
    )
    Assignment.objects.create(
        registration=decided,
        reader=scene.reader,
        assigned_by=user,
        assigned_by_name="Bilal Amrani",
    )
    Tie.objects.create(
        registration=decided,
        user=scene.other_reader,
        kind=TieKind.COLLEAGUE,
        state=TieState.DISMISSED,
        said_by=user,
        said_by_name="Bilal Amrani",
    )
    Highlight.objects.create(
        registration=decided, reader=user, question_key="motivation", start=0, end=2
    )
    SavedView.objects.create(user=user, name="Mijn lijst")
    ReaderProfile.objects.create(user=user)
    queue_message(
        team_member=user, kind=MessageKind.TEAM_DIGEST, context={"day": "2026-11-23"}
    )
    return registration, decided


def tell_names(registration, user) -> list[tuple[str, str]]:
    return [(entry.what, entry.who) for entry in tell(registration, user)]


def test_history_reads_the_same_when_an_account_is_gone(client, scene, everything):
    registration, decided = everything
    boss = type(scene.reader).objects.create_superuser("beheer")
    before = [tell_names(registration, boss), tell_names(decided, boss)]
    told = str(before)
    assert told.count("Bilal Amrani") >= 8
    client.force_login(boss)
    url = reverse("wagtailusers_users:delete", args=[scene.decider.pk])
    assert client.post(url).status_code == 302
    assert not type(boss).objects.filter(username="beslisser").exists()
    assert [tell_names(registration, boss), tell_names(decided, boss)] == before


def test_desk_opens_when_everybody_who_worked_on_it_is_gone(client, scene, everything):
    registration, decided = everything
    boss = type(scene.reader).objects.create_superuser("beheer")
    type(boss).objects.exclude(pk=boss.pk).delete()
    ReaderProfile.objects.create(user=boss, promised_at=timezone.now())
    client.force_login(boss)
    for one in (registration, decided):
        response = client.get(reverse("registrations:edit", args=[one.pk]))
        assert response.status_code == 200
    assert "Bilal Amrani" in response.text


def test_no_row_of_ours_keeps_a_user_from_being_deleted(scene, everything):
    """Every key to a user lets go, or goes along: none protects."""
    from django.db.models import PROTECT, RESTRICT

    user_model = type(scene.reader)
    holding = [
        f"{relation.related_model.__name__}.{relation.field.name}"
        for relation in user_model._meta.related_objects
        if relation.on_delete in (PROTECT, RESTRICT)
    ]
    assert holding == []
    assert ExportLog._meta.get_field("user").remote_field.on_delete.__name__ == (
        "SET_NULL"
    )


# What it tells.


def test_completed_steps_keep_the_name_that_they_had(scene):
    registration = receive(scene)
    click(registration, scene.reader, "approve", "Volledig.")
    task = scene.tasks["screening"]
    task.name = "Ontvankelijkheid"
    task.save()
    step = _("Step “%(step)s” completed") % {"step": "screening"}
    told = {entry.what: entry for entry in tell(registration, scene.reader)}
    assert (told[step].who, told[step].text) == ("lezer1", "Volledig.")


def test_readers_going_on_together_are_nobody_in_particular(scene):
    registration = bring_to_selection(scene)
    step = _("Step “%(step)s” completed") % {"step": "reading"}
    assert (step, _("The site")) in tell_names(registration, scene.decider)


def test_earlier_review_stays_beside_the_changed_one(scene, walked):
    told = [entry.what for entry in tell(walked, scene.decider)]
    advice = {"advice": Advice.MAYBE.label}
    assert _("Review: %(advice)s") % advice in told
    advice = {"advice": Advice.YES.label}
    assert _("Review changed: %(advice)s") % advice in told


def test_review_of_another_is_not_told_before_ones_own(scene):
    registration = receive(scene)
    click(registration, scene.reader, "approve")
    submit_review(
        registration=registration,
        reader=scene.reader,
        advice="no",
        note="ZELDZAAM-OORDEEL",
    )
    review = Review.objects.get()
    ReviewVersion.objects.create(
        review=review,
        advice=Advice.MAYBE,
        note="ZELDZAME-TWIJFEL",
        written_at=review.created_at,
    )
    entries = tell(registration, scene.other_reader)
    assert [entry for entry in entries if "ZELDZA" in entry.text] == []
    assert [entry for entry in entries if entry.icon == "clipboard-list"] == []


def test_review_of_who_has_a_tie_is_told_to_deciders_only(scene, walked):
    Tie.objects.create(
        registration=walked, user=scene.other_reader, state=TieState.DECLARED
    )
    name = _("%(name)s (a tie: does not count)") % {"name": "lezer2"}
    assert name in {entry.who for entry in tell(walked, scene.decider)}
    told = {entry.who for entry in tell(walked, scene.reader)}
    assert [who for who in told if "lezer2" in who] == []


def test_talk_is_told_to_who_takes_part(scene, walked):
    DiscussionComment.objects.create(
        registration=walked,
        author=scene.reader,
        author_name="lezer1",
        text="ZELDZAAM-GESPREK",
    )
    texts = [entry.text for entry in tell(walked, scene.decider)]
    assert texts.count("ZELDZAAM-GESPREK") == 1
    scene.other_reader.groups.clear()
    nobody = type(scene.other_reader).objects.get(pk=scene.other_reader.pk)
    assert "ZELDZAAM-GESPREK" not in [entry.text for entry in tell(walked, nobody)]


def test_ties_and_assignments_are_for_who_decides(scene, everything):
    _first, decided = everything
    icons = {"lock", "user"}
    for_decider = {entry.icon for entry in tell(decided, scene.decider)}
    for_reader = {entry.icon for entry in tell(decided, scene.reader)}
    assert icons <= for_decider
    assert for_reader & icons == set()


def test_history_asks_as_much_for_three_of_each_as_for_one(
    scene, django_assert_max_num_queries
):
    registration = bring_to_selection(scene)

    def count() -> int:
        with django_assert_max_num_queries(100) as asked:
            tell(registration, scene.decider)
        return len(asked)

    def add() -> None:
        InformationRequest.objects.create(
            registration=registration, question="Wat?", asked_by=scene.reader
        )
        CompletedStep.objects.create(
            registration=registration, step="Nog een", user=scene.reader
        )
        AnswerChange.objects.create(registration=registration, user=scene.reader)

    add()
    count()
    one = count()
    add()
    add()
    assert count() == one
