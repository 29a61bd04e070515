"""What composing groups needs of everybody on a form, in a fixed number of queries.

Three rules decide what is in it:

- It starts at `visible_to(user)`. Who is tied to somebody composes without them: their
  facts are in no card, no count and no proposal. Only the seat that they hold counts
  (`Workplace.closed_seats`), since two people cannot sit on one chair; to this user
  the group is simply that much smaller.
- An answer that readers may not see now is unknown here too, also where it was open
  when somebody answered. Answers for the statistics only are kept apart, without whom
  (`statistics.py`).
- Unknown is a value of its own: nothing is guessed from anything else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from workplaces.models import WorkplacePage

from ...enums import (
    AWAITS_TEAM,
    DIMENSION_QUESTIONS,
    HOLDS_SEAT,
    LARGE_DIFFERENCE,
    AnswerVisibility,
    Attendance,
    CardFlag,
    Dimension,
    FormKind,
    MessageState,
    RegistrationState,
)
from ...models import Decision, Message, Registration, RegistrationFormPage, TagUse
from ...permissions import user_can_decide, user_can_see_facts
from ..answers import get_visibilities, get_visibility, is_erased, was_asked
from ..errors import IllegalTransition, NotAllowed
from ..review_sight import with_visible_scores
from ..rounds import SelectionNotOpen, get_rules
from .colleagues import find_colleagues
from .organisations import normalise_organisation
from .statistics import HiddenAnswers

S = RegistrationState
# Who stands on the board: everybody about whom something is still to be decided, and
# everybody about whom it was.
ON_BOARD = AWAITS_TEAM | {
    S.INFO_REQUESTED,
    S.SELECTED,
    S.CONFIRMED,
    S.WAITLISTED,
    S.DECLINED,
}
_COLUMNS = (
    "reference",
    "page_id",
    "state",
    "submit_time",
    "first_name",
    "last_name",
    "organisation",
    "colleague",
    "municipality_text",
    "review_count",
    "score_mean",
    "score_spread",
    "workplace_first_id",
    "workplace_second_id",
    "placed_in_id",
    "form_data",
    "questions",
    "municipality__name",
    "municipality__nis_code",
    "municipality__region__name",
    "municipality__region__code",
    *(
        f"{column}__{name}"
        for column in ("organisation_type", "experience_level", "role", "profile")
        for name in ("code", "label")
    ),
)


@dataclass(frozen=True, slots=True)
class Workplace:
    """A workplace as a group to fill.

    Attributes:
        pk, title: of the page.
        minimum, target, maximum: sizes as the editor set them, less the seats of
            people whom this user does not see; None where nothing was set.
        closed_seats: how many seats those hold, or would by an open proposal.
    """

    pk: int
    title: str
    minimum: int | None
    target: int | None
    maximum: int | None
    closed_seats: int = 0

    @property
    def wished_size(self) -> int | None:
        return self.target if self.target is not None else self.maximum


@dataclass(frozen=True, slots=True)
class Person:
    """What a decider may know of one registration while composing.

    Attributes:
        pk, reference, state, submitted_at: of the registration.
        name: empty where it is hidden.
        organisation: as typed; empty where names are hidden.
        first, second: the workplaces chosen; no second is "my first choice only".
        placed_in: where a seat, or a place on the waiting list, was given.
        score, spread: what readers think, 0 to 3; None without, or where hidden.
        review_count: how many reviews count; None where hidden.
        values: the keys of each dimension; an empty tuple is unknown.
        attendance: by meeting whether they can come; without one it is unknown.
        colleague: whom they named, as typed.
        colleagues: which of the others that is, or who named them.
        flags: what to know before placing them.
    """

    pk: int
    reference: str
    state: RegistrationState
    submitted_at: datetime | None
    name: str
    organisation: str
    first: int | None
    second: int | None
    placed_in: int | None
    score: float | None
    spread: int | None
    review_count: int | None
    values: Mapping[str, tuple[str, ...]]
    attendance: Mapping[str, bool]
    colleague: str
    colleagues: tuple[int, ...]
    flags: tuple[CardFlag, ...]

    @property
    def is_decided(self) -> bool:
        """Whether a release fixed where they stand: a fact that nobody moves here."""
        return self.state in HOLDS_SEAT | {S.WAITLISTED, S.DECLINED}

    @property
    def can_move(self) -> bool:
        """Whether something can be proposed for them now."""
        return self.state in AWAITS_TEAM

    @property
    def choices(self) -> tuple[int, ...]:
        """The workplaces in which they can be placed, the first choice first."""
        chosen = (self.first, self.second)
        return tuple(dict.fromkeys(pk for pk in chosen if pk is not None))

    def get_pairs(self) -> Iterable[tuple[str, str]]:
        """Return every (dimension, value) of theirs."""
        return (
            (dimension, value)
            for dimension, values in self.values.items()
            for value in values
        )


@dataclass(frozen=True)
class People:
    """Everybody on one form whom one user sees, and the groups they may be in.

    Attributes:
        persons: by the key of the registration, who came first first.
        proposals: the open proposal of each who has one.
        is_open: whether something may be proposed now.
        workplaces: in the order of the call, by key.
        labels: what a value is called, by (dimension, key).
        sessions: the live meetings of the call, key and words.
        hidden: answers that count for the statistics only.
    """

    form_page_id: int
    persons: Mapping[int, Person]
    proposals: Mapping[int, Decision]
    is_open: bool
    workplaces: Mapping[int, Workplace]
    labels: Mapping[tuple[str, str], str]
    sessions: Mapping[str, str]
    hidden: HiddenAnswers = field(repr=False)

    def get_label(self, dimension: str, value: str) -> str:
        """Return what a value is called; its key where nobody has it any more."""
        return self.labels.get((dimension, value), value)

    def is_left_unread(self, person: Person) -> bool:
        """Whether nobody read `person` while others were read.

        A proposal seats nobody unread beside people who were read: a decider may.
        """
        if person.score is not None or person.review_count != 0:
            return False
        return any(one.score is not None for one in self.persons.values())

    def get_pool(self, workplace: int) -> list[Person]:
        """Return who chose `workplace`, or has a seat there."""
        return [
            person
            for person in self.persons.values()
            if workplace in person.choices or person.placed_in == workplace
        ]


def ensure_can_compose(*, form_page: RegistrationFormPage, user: Any) -> None:
    """Refuse whoever may not compose the groups of `form_page` now.

    Args:
        form_page: the form of a call.
        user: who wants to.

    Raises:
        NotAllowed: `user` decides nothing, or does not see the facts of this form.
        IllegalTransition: nothing is selected on this form.
        SelectionNotOpen: its round has not come to the selection.
    """
    if not _is_open(form_page, user):
        raise SelectionNotOpen
    if not user_can_see_facts(user, form_page.pk):
        raise NotAllowed


def _is_open(form_page: RegistrationFormPage, user: Any) -> bool:
    """Whether something may be proposed now, of a form about which `user` decides."""
    if not user_can_decide(user):
        raise NotAllowed
    if form_page.kind != FormKind.SELECTION:
        raise IllegalTransition
    return get_rules(form_page).can_propose


def read_people(
    *, form_page: RegistrationFormPage, user: Any, only_looks: bool = False
) -> People:
    """Return everybody on `form_page` whom `user` may see, with what counts of each.

    Args:
        form_page: the form of a call.
        user: a decider.
        only_looks: whether nothing is to change: that may be while people still read,
            unless the round hides the facts until the selection.

    Raises:
        NotAllowed, IllegalTransition, SelectionNotOpen: see `ensure_can_compose`.
    """
    is_open = _is_open(form_page, user)
    if not is_open and not only_looks:
        raise SelectionNotOpen
    call = form_page.call
    sessions = {row.key: str(row) for row in call.live_sessions} if call else {}
    visible = Registration.objects.visible_to(user).filter(
        page=form_page, state__in=ON_BOARD
    )
    rows = list(_load(visible, user))
    if not all(row.shows_facts for row in rows):
        raise NotAllowed if is_open else SelectionNotOpen
    reader = _Reader(
        # The same for all of a form; of nobody there is nothing to show.
        shows_names=all(row.shows_name for row in rows),
        visibilities=get_visibilities(form_page),
        sessions=sessions,
    )
    colleagues = find_colleagues(rows) if reader.shows_names else {}
    persons = {row.pk: reader.read(row, colleagues.get(row.pk, ())) for row in rows}
    proposals = list(
        Decision.objects.open()
        .filter(registration__page=form_page)
        .select_related("proposed_by")
    )
    return People(
        form_page_id=form_page.pk,
        persons=persons,
        proposals={
            decision.registration_id: decision
            for decision in proposals
            if decision.registration_id in persons
        },
        is_open=is_open,
        workplaces=_read_workplaces(form_page, persons.keys(), proposals),
        labels=reader.labels,
        sessions=sessions,
        hidden=reader.hidden,
    )


def _load(visible: QuerySet[Registration], user: Any) -> QuerySet[Registration]:
    tags = TagUse.objects.select_related("tag").order_by("tag__label")
    bounced = Message.objects.filter(
        registration=OuterRef("pk"), state=MessageState.BOUNCED
    )
    return (
        with_visible_scores(visible.with_sight(user), user)
        .annotate(has_bounced=Exists(bounced))
        .select_related(
            "municipality__region",
            "organisation_type",
            "experience_level",
            "role",
            "profile",
        )
        .prefetch_related(
            "perspectives", "availability", Prefetch("tag_uses", queryset=tags)
        )
        .only(*_COLUMNS)
        .order_by("submit_time", "pk")
    )


def _read_workplaces(
    form_page: RegistrationFormPage,
    seen: Iterable[int],
    proposals: Iterable[Decision],
) -> dict[int, Workplace]:
    """The groups, smaller by the seats of whom this user does not see."""
    seen = set(seen)
    holders = Registration.objects.holding_seat().filter(page=form_page)
    closed: dict[int | None, int] = {}
    for pk, workplace in [
        *holders.values_list("pk", "placed_in"),
        *(
            (decision.registration_id, decision.proposed_workplace_id)
            for decision in proposals
            if decision.proposed_state == S.SELECTED
        ),
    ]:
        if pk not in seen:
            closed[workplace] = closed.get(workplace, 0) + 1
    return {
        page.pk: Workplace(
            pk=page.pk,
            title=page.title,
            minimum=_take(page.capacity_min, closed.get(page.pk, 0)),
            target=_take(page.capacity_target, closed.get(page.pk, 0)),
            maximum=_take(page.capacity_max, closed.get(page.pk, 0)),
            closed_seats=closed.get(page.pk, 0),
        )
        for page in WorkplacePage.objects.sibling_of(form_page).order_by("path")
    }


def _take(size: int | None, closed: int) -> int | None:
    return None if size is None else max(size - closed, 0)


class _Reader:
    """Turns rows into people, and remembers what their values are called."""

    def __init__(
        self,
        *,
        shows_names: bool,
        visibilities: Mapping[str, str],
        sessions: Mapping[str, str],
    ) -> None:
        self.shows_names = shows_names
        self.visibilities = visibilities
        self.sessions = sessions
        self.labels: dict[tuple[str, str], str] = {
            (Dimension.ATTENDANCE.value, row.value): str(row.label)
            for row in Attendance
        }
        self.hidden = HiddenAnswers()

    def read(self, row: Registration, colleagues: tuple[int, ...]) -> Person:
        is_open = self._get_open_questions(row)
        attendance = self._read_attendance(row) if "availability" in is_open else {}
        values = self._read_values(row, is_open, attendance)
        shows_scores = row.shows_scores
        return Person(
            pk=row.pk,
            reference=row.reference,
            state=RegistrationState(row.state),
            submitted_at=row.submit_time,
            name=row.full_name if self.shows_names else "",
            organisation=row.organisation if self.shows_names else "",
            first=row.workplace_first_id,
            second=row.workplace_second_id,
            placed_in=row.placed_in_id,
            score=(
                float(row.score_mean)
                if shows_scores and row.score_mean is not None
                else None
            ),
            spread=row.score_spread if shows_scores else None,
            review_count=row.review_count if shows_scores else None,
            values=values,
            attendance=attendance,
            colleague=(
                row.colleague if self.shows_names and "colleague" in is_open else ""
            ),
            colleagues=colleagues if "colleague" in is_open else (),
            flags=self._get_flags(row, attendance),
        )

    def _get_open_questions(self, row: Registration) -> frozenset[str]:
        """Which answers readers may see; the hidden ones are counted, without whom."""
        asked = {question["key"]: question for question in row.questions}
        is_open = set()
        # In the order of the form, so that totals come in one order.
        keys = (*asked, *DIMENSION_QUESTIONS.values(), "colleague")
        for key in dict.fromkeys(keys):
            question = asked.get(key)
            if question is not None and (
                is_erased(question) or not was_asked(question)
            ):
                continue
            visibility = get_visibility(key, asked=question, now=self.visibilities)
            if visibility == AnswerVisibility.ALWAYS:
                is_open.add(key)
            elif visibility == AnswerVisibility.STATISTICS and question is not None:
                self.hidden.add(row, question)
        return frozenset(is_open)

    def _read_attendance(self, row: Registration) -> dict[str, bool]:
        said = {one.session_key: one.can_attend for one in row.availability.all()}
        if not said:
            return {}
        # A meeting that was not ticked is one to which they cannot come; one that
        # was added after they answered is unknown.
        question = next(
            (one for one in row.questions if one["key"] == "availability"), None
        )
        offered = (
            {key for key, _label in question.get("options", ())} if question else said
        )
        return {
            key: said.get(key, False)
            for key in self.sessions
            if key in said or key in offered
        }

    def _read_values(
        self,
        row: Registration,
        is_open: frozenset[str],
        attendance: Mapping[str, bool],
    ) -> dict[str, tuple[str, ...]]:
        found: dict[Dimension, list[tuple[str, str]]] = {}
        place = row.municipality
        if place is not None:
            found[Dimension.MUNICIPALITY] = [(place.nis_code, place.name)]
            if place.region is not None:
                found[Dimension.REGION] = [(place.region.code, place.region.name)]
        if self.shows_names and (key := normalise_organisation(row.organisation)):
            found[Dimension.ORGANISATION] = [(key, row.organisation.strip())]
        for dimension, option in (
            (Dimension.ORGANISATION_TYPE, row.organisation_type),
            (Dimension.EXPERIENCE, row.experience_level),
            (Dimension.ROLE, row.role),
            (Dimension.PROFILE, row.profile),
        ):
            if option is not None:
                found[dimension] = [(option.code, option.label)]
        found[Dimension.PERSPECTIVE] = [
            (option.code, option.label) for option in row.perspectives.all()
        ]
        if attendance:
            misses = not all(attendance.values())
            said = Attendance.SOME if misses else Attendance.ALL
            found[Dimension.ATTENDANCE] = [(said.value, str(said.label))]
        found = {
            dimension: pairs
            for dimension, pairs in found.items()
            if DIMENSION_QUESTIONS[dimension] in is_open
        }
        found[Dimension.TAG] = [
            (str(use.tag_id), use.tag.label) for use in row.tag_uses.all()
        ]
        for dimension, pairs in found.items():
            for key, label in pairs:
                self.labels.setdefault((dimension.value, key), label)
        return {
            dimension.value: tuple(key for key, _label in found.get(dimension, ()))
            for dimension in Dimension
        }

    def _get_flags(
        self, row: Registration, attendance: Mapping[str, bool]
    ) -> tuple[CardFlag, ...]:
        flags = {
            CardFlag.DISPUTED: row.shows_scores
            and row.score_spread is not None
            and row.score_spread >= LARGE_DIFFERENCE,
            CardFlag.UNREAD: row.shows_scores and not row.review_count,
            CardFlag.ASKED: row.state == S.INFO_REQUESTED,
            CardFlag.BOUNCED: row.has_bounced,
            CardFlag.ABSENT: not all(attendance.values()),
        }
        return tuple(flag for flag, is_raised in flags.items() if is_raised)
