"""Random steps through the real services; after each, what must always be true.

Hypothesis plays the applicants, the readers, the decider and the clock, legal and
illegal, and shrinks whatever breaks an invariant to the shortest story.
"""

from collections import Counter
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)
from wagtail.models import ModelLogEntry, TaskState, WorkflowState

from registrations.enums import (
    AWAITS_TEAM,
    IS_DECIDED,
    IS_LIVE,
    TRANSITIONS,
    FormKind,
    MessageKind,
    MessageState,
    RegistrationState,
    Role,
)
from registrations.models import Decision, Message, Registration, StateChange
from registrations.permissions import Actor
from registrations.services.actions import take_action
from registrations.services.decision import (
    close_waiting_list,
    expire_unanswered,
    propose_decision,
    release_decisions,
    undo_decision,
)
from registrations.services.errors import RegistrationError
from registrations.services.participant import (
    answer_question,
    confirm_place,
    decline_place,
    withdraw,
)
from registrations.services.review import submit_review
from registrations.services.seats import form_has_seat
from registrations.services.state import change_state
from registrations.services.waiting import offer_place
from registrations.services.workflow import ensure_workflow, start_new_reviews

from .scene import Scene, make_registration, make_scene, take_snapshot

pytestmark = pytest.mark.django_db(transaction=False)

S = RegistrationState
SEATS = 2
REASON = "Omdat de groep zo gemengd blijft."
ADDRESSES = [f"mens{number}@example.org" for number in range(5)]

# Which registration: mostly one for which the step makes sense (see `pick`).
some = st.integers(min_value=0, max_value=19)
who = st.sampled_from(["reader", "other_reader", "decider"])
words = st.sampled_from([REASON, REASON, REASON, "", "   "])
place = st.sampled_from([0, 0, 0, 1])


class Stream(RuleBasedStateMachine):
    """One call and one day with two seats each, and five addresses that register."""

    scene: Scene

    def __init__(self):
        super().__init__()
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.snapshot = take_snapshot()
        self.refusals = []

    def teardown(self):
        transaction.set_rollback(True)
        self.savepoint.__exit__(None, None, None)

    @contextmanager
    def refused_or_done(self):
        """A step is taken whole, or refused with a sentence and nothing changed."""
        try:
            with transaction.atomic():
                yield
        except RegistrationError as error:
            self.refusals.append(str(error))
            assert take_snapshot() == self.snapshot
        else:
            self.snapshot = take_snapshot()

    def pick(self, number, *states) -> Registration:
        """Return one in `states`, where there is one; once in five times any."""
        rows = list(Registration.objects.order_by("pk"))
        fitting = [row for row in rows if row.state in states]
        if number % 5 and fitting:
            rows = fitting
        return rows[number % len(rows)]

    def user(self, name):
        return getattr(self.scene, name)

    # The applicants.

    @rule(number=st.integers(0, len(ADDRESSES) - 1), kind=st.sampled_from(FormKind))
    def register(self, number, kind):
        """As services.registration.register: a draft, then the step of its form."""
        if Registration.objects.count() >= 12:
            return
        with self.refused_or_done():
            receive(self.scene, ADDRESSES[number], kind)

    @rule(number=some)
    def applicant_confirms(self, number):
        with self.refused_or_done():
            confirm_place(registration=self.pick(number, S.SELECTED))

    @rule(number=some, reason=words)
    def applicant_declines(self, number, reason):
        registration = self.pick(number, S.SELECTED)
        with self.refused_or_done():
            decline_place(registration=registration, reason=reason)

    @rule(number=some, reason=words)
    def applicant_withdraws(self, number, reason):
        registration = self.pick(number, S.CONFIRMED, S.WAITLISTED, S.INFO_REQUESTED)
        with self.refused_or_done():
            withdraw(registration=registration, reason=reason)

    @rule(number=some)
    def applicant_answers(self, number):
        registration = self.pick(number, S.INFO_REQUESTED)
        with self.refused_or_done():
            answer_question(registration=registration, answer="De grote zaal.")

    # The worker.

    @rule()
    def worker_finds_what_came_in(self):
        new = Registration.objects.new().count()
        with self.refused_or_done():
            assert start_new_reviews() == new

    # The readers.

    @rule(
        number=some,
        user=who,
        action=st.sampled_from(["approve", "approve", "ask", "not_eligible"]),
        comment=words,
    )
    def click_a_button(self, number, user, action, comment):
        registration = self.pick(number, S.RECEIVED, S.IN_REVIEW)
        with self.refused_or_done():
            click(registration, action, self.user(user), comment)

    @rule(number=some, user=who, note=words)
    def read(self, number, user, note):
        with self.refused_or_done():
            submit_review(
                registration=self.pick(number, S.RECEIVED, S.IN_REVIEW),
                reader=self.user(user),
                advice="maybe",
                note=note,
            )

    # The decider.

    @rule(number=some, user=who, state=st.sampled_from(S), where=place, reason=words)
    def propose(self, number, user, state, where, reason):
        with self.refused_or_done():
            self._propose(number, user, state, where, reason)

    @rule(
        number=some,
        state=st.sampled_from([S.SELECTED, S.SELECTED, S.WAITLISTED, S.DECLINED]),
        where=place,
    )
    def decide(self, number, state, where):
        with self.refused_or_done():
            decision = self._propose(number, "decider", state, where, REASON)
            release_decisions(decisions=[decision], released_by=self.scene.decider)

    def _propose(self, number, user, state, where, reason):
        return propose_decision(
            registration=self.pick(number, S.IN_REVIEW),
            state=state,
            workplace=self.scene.workplaces[where],
            reason=reason,
            proposed_by=self.user(user),
        )

    @rule(user=who)
    def release_everything(self, user):
        with self.refused_or_done():
            release_decisions(
                decisions=Decision.objects.open(), released_by=self.user(user)
            )

    @rule(number=some, user=who, where=place)
    def offer(self, number, user, where):
        with self.refused_or_done():
            offer_place(
                registration=self.pick(number, S.WAITLISTED),
                workplace=self.scene.workplaces[where],
                user=self.user(user),
            )

    @rule(number=some, user=who, reason=words)
    def close_the_waiting_list(self, number, user, reason):
        registration = self.pick(number, S.WAITLISTED)
        with self.refused_or_done():
            close_waiting_list(
                registrations=[registration], user=self.user(user), reason=reason
            )

    @rule(number=some, user=who, reason=words)
    def undo(self, number, user, reason):
        registration = self.pick(
            number, S.SELECTED, S.WAITLISTED, S.DECLINED, S.WITHDRAWN, S.EXPIRED
        )
        with self.refused_or_done():
            undo_decision(
                registration=registration, actor_user=self.user(user), reason=reason
            )

    # The clock, and whoever tries the door itself.

    @rule()
    def let_time_pass(self):
        with self.refused_or_done():
            expire_unanswered(now=timezone.now() + timedelta(days=30))

    @rule(
        number=some,
        to=st.sampled_from(S),
        role=st.sampled_from([Role.APPLICANT, Role.REVIEWER, Role.SYSTEM]),
        reason=words,
    )
    def try_the_door(self, number, to, role, reason):
        with self.refused_or_done():
            change_state(
                registration=self.pick(number),
                to=to,
                actor=self.scene.actor(role),
                reason=reason,
            )

    # What must always be true.

    @invariant()
    def every_promise_is_kept(self):
        ledger = Ledger()
        ledger.check_history()
        ledger.check_log()
        ledger.check_addresses()
        ledger.check_workflows()
        ledger.check_decisions()
        ledger.check_letters()
        ledger.check_seats()
        assert "" not in self.refusals


class Ledger:
    """Everything that was written, read once, and the promises about it."""

    def __init__(self):
        self.registrations = list(Registration.objects.select_related("page"))
        self.changes = list(StateChange.objects.order_by("pk"))
        self.entries = list(
            ModelLogEntry.objects.filter(action="registrations.change_state").order_by(
                "pk"
            )
        )
        self.workflow_states = list(WorkflowState.objects.order_by("pk"))
        self.running = set(
            TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS).values_list(
                "workflow_state_id", flat=True
            )
        )
        self.messages = list(Message.objects.all())
        self.decisions = list(Decision.objects.all())
        self.states = {row.pk: S(row.state) for row in self.registrations}

    def get_changes(self, registration):
        return [row for row in self.changes if row.registration_id == registration.pk]

    @staticmethod
    def get_step(change):
        return TRANSITIONS[S(change.from_state), S(change.to_state)]

    def check_history(self):
        """An unbroken chain to the present; no step without its actor."""
        reached = dict.fromkeys(self.states, S.DRAFT)
        for change in self.changes:
            assert change.from_state == reached[change.registration_id]
            reached[change.registration_id] = S(change.to_state)
            role = Role(change.role)
            assert role in self.get_step(change).roles
            by_staff = role in {Role.REVIEWER, Role.DECIDER}
            assert (change.user_id is not None) == by_staff
            if self.get_step(change).needs_reason and by_staff:
                assert change.reason.strip()
        assert reached == self.states

    def check_log(self):
        """The audit log has one entry for each step, and the same one."""
        assert [
            (
                int(entry.object_id),
                entry.data["from"],
                entry.data["to"],
                entry.data["role"],
                entry.user_id,
            )
            for entry in self.entries
        ] == [
            (
                change.registration_id,
                change.from_state,
                change.to_state,
                change.role,
                change.user_id,
            )
            for change in self.changes
        ]

    def check_addresses(self):
        """At most one live and one confirmed registration per address and form."""
        for states in (IS_LIVE, {S.CONFIRMED}):
            count = Counter(
                (row.page_id, row.email.lower())
                for row in self.registrations
                if row.state in states
            )
            assert set(count.values()) <= {1}

    def check_workflows(self):
        """State and workflow never disagree; what just came in may have none yet."""
        last = {int(row.object_id): row for row in self.workflow_states}
        for registration in self.registrations:
            workflow_state = last.get(registration.pk)
            if registration.page.is_direct or registration.state == S.DRAFT:
                assert workflow_state is None
            elif workflow_state is None:
                # Its only step was to come in: no other is taken without.
                assert registration.state == S.RECEIVED
                assert len(self.get_changes(registration)) == 1
            else:
                assert workflow_state.status in WORKFLOW_OF[S(registration.state)]
        for workflow_state in self.workflow_states:
            in_progress = workflow_state.status == WorkflowState.STATUS_IN_PROGRESS
            assert (workflow_state.pk in self.running) == in_progress
            assert in_progress <= (
                last[int(workflow_state.object_id)] == workflow_state
            )

    def check_decisions(self):
        """Only the release decides, and no proposal outlives its sense."""
        released = {row.registration_id for row in self.decisions if row.released_at}
        for registration in self.registrations:
            if registration.state in IS_DECIDED and not registration.page.is_direct:
                assert registration.pk in released
        # A question to the applicant pauses a proposal; it does not undo it.
        waiting = AWAITS_TEAM | {S.INFO_REQUESTED}
        for decision in self.decisions:
            if decision.is_open:
                assert self.states[decision.registration_id] in waiting

    def check_letters(self):
        """One letter for each step that has one; drafts fit the present state."""
        # What is planned before a day follows the day: tests/registrations/test_planning.
        written = Counter(
            (row.registration_id, row.kind)
            for row in self.messages
            if row.planned_for is None
        )
        due = Counter(
            (change.registration_id, self.get_step(change).message)
            for change in self.changes
            if self.get_step(change).message
        )
        # An undo is corrected only for whoever heard of what it undoes.
        corrected = {key for key in written | due if key[1] == MessageKind.CORRECTION}
        left = {row.registration_id for row in self.messages if row.sent_at}
        for key in corrected:
            assert written[key] <= due[key]
            assert not written[key] or key[0] in left
            del written[key], due[key]
        assert written == due
        for message in self.messages:
            if message.state == MessageState.DRAFT:
                assert message.kind in {
                    step.message
                    for (_from, to), step in TRANSITIONS.items()
                    if to == self.states[message.registration_id]
                }

    def check_seats(self):
        """Never more people than seats, and nobody holds a seat nowhere."""
        taken = Counter(
            row.page_id if row.page.is_direct else row.placed_in_id
            for row in self.registrations
            if row.holds_seat
        )
        assert None not in taken
        assert all(number <= SEATS for number in taken.values())
        for registration in self.registrations:
            if registration.state == S.SELECTED:
                assert registration.answer_by is not None


APPROVED = WorkflowState.STATUS_APPROVED
WORKFLOW_OF = {
    S.RECEIVED: {WorkflowState.STATUS_IN_PROGRESS},
    S.IN_REVIEW: {WorkflowState.STATUS_IN_PROGRESS},
    S.INFO_REQUESTED: {WorkflowState.STATUS_NEEDS_CHANGES},
    S.SELECTED: {APPROVED},
    S.CONFIRMED: {APPROVED},
    S.WAITLISTED: {APPROVED},
    S.DECLINED: {APPROVED},
    S.EXPIRED: {APPROVED},
    # While being read, or after the decision.
    S.WITHDRAWN: {WorkflowState.STATUS_CANCELLED, APPROVED},
}


def receive(scene, email, kind=FormKind.SELECTION) -> Registration:
    registration = make_registration(scene, kind=kind, email=email)
    to = S.RECEIVED
    if kind == FormKind.DIRECT:
        has_seat = form_has_seat(form_page=scene.form_page_of(kind))
        to = S.CONFIRMED if has_seat else S.WAITLISTED
    return change_state(registration=registration, to=to, actor=Actor.applicant())


def click(registration, action, user, comment=""):
    current = registration.current_workflow_state
    task_state = current.current_task_state if current else None
    take_action(
        registration=registration,
        task_state_id=task_state.pk if task_state else 0,
        action=action,
        user=user,
        comment=comment,
    )


def make_stream() -> Scene:
    """Return the scene from which every story starts: some are being read."""
    scene = make_scene(seats=SEATS)
    for email in ADDRESSES[:3]:
        registration = receive(scene, email)
        ensure_workflow(registration=registration)
        click(registration, "approve", scene.reader)
    receive(scene, ADDRESSES[3])
    receive(scene, ADDRESSES[0], FormKind.DIRECT)
    return scene


def test_random_steps_keep_every_promise():
    story = type("Story", (Stream,), {"scene": make_stream()})
    run_state_machine_as_test(
        story,
        settings=settings(
            max_examples=16,
            stateful_step_count=40,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
        ),
    )
