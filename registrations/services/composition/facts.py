"""From a registration to what a decider may know of that person."""

from __future__ import annotations

from collections.abc import Mapping

from ...enums import (
    DIMENSION_QUESTIONS,
    LARGE_DIFFERENCE,
    AnswerVisibility,
    Attendance,
    CardFlag,
    Dimension,
    RegistrationState,
)
from ...models import Registration
from ..answers import get_visibility, is_erased, was_asked
from .organisations import normalise_organisation
from .people import Person
from .statistics import HiddenAnswers

S = RegistrationState


class FactReader:
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
