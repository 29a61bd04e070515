"""Many invented applicants, so that composing groups can be seen and measured.

Drawn with a seed: the same number and seed give the same people. The draw is skewed
as real calls are: some regions, kinds of house and workplaces dominate, some answers
are missing, some people miss a meeting, and a few come with a colleague.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from registrations.enums import Advice, RegistrationState, ReviewPhase
from registrations.models import Registration, RegistrationFormPage, ReviewTask
from registrations.services.actions import take_action
from registrations.services.composition import set_default_wishes
from registrations.services.rounds import change_phase, get_round
from workplaces.models import CallPage

from . import crowd_words as words
from .people import DemoApplicant
from .reading import read
from .registrations import enter, reload, screen


class Draw:
    """Draws from lists: nobody's secret, and the same again with the same seed."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._count = 0

    def number(self) -> float:
        """Return the next number from 0 to 1."""
        self._count += 1
        digest = hashlib.sha256(f"{self._seed}/{self._count}".encode()).digest()
        return int.from_bytes(digest[:6], "big") / 2**48

    def one_of(self, options: Sequence[Any]) -> Any:
        return options[int(self.number() * len(options))]

    def weighed(self, options: Mapping[Any, int]) -> Any:
        at = self.number() * sum(options.values())
        for option, weight in options.items():
            at -= weight
            if at < 0:
                return option
        raise AssertionError("The weights do not add up.")

    def some_of(self, options: Sequence[Any], most: int) -> tuple[Any, ...]:
        pool = list(options)
        count = 1 + int(self.number() * min(most, len(pool)))
        return tuple(
            pool.pop(int(self.number() * len(pool))) for _number in range(count)
        )

    def happens(self, chance: float) -> bool:
        return self.number() < chance


def draw_people(count: int, seed: int) -> list[DemoApplicant]:
    """Return `count` applicants; nobody has the name of another."""
    draw = Draw(seed)
    people: list[DemoApplicant] = []
    taken: set[tuple[str, str]] = set()
    while len(people) < count:
        name = (draw.one_of(words.FIRST_NAMES), draw.one_of(words.LAST_NAMES))
        if name in taken:
            if len(taken) == len(words.FIRST_NAMES) * len(words.LAST_NAMES):
                raise ValueError(f"There are no {count} different names.")
            continue
        taken.add(name)
        people.append(_draw_person(draw, *name))
    return _join_colleagues(draw, people)


def _draw_person(draw: Draw, first_name: str, last_name: str) -> DemoApplicant:
    kind = draw.weighed({key: row[0] for key, row in words.HOUSES.items()})
    _weight, roles, names = words.HOUSES[kind]
    place = draw.weighed(words.MUNICIPALITIES)
    first = draw.weighed(words.WORKPLACES)
    others = [slug for slug in words.WORKPLACES if slug != first]
    practice = draw.one_of(tuple(words.PRACTICE))
    is_absent = draw.happens(0.18)
    perspectives = draw.some_of(words.PERSPECTIVES[kind], 3)
    return DemoApplicant(
        first_name=first_name,
        last_name=last_name,
        organisation=draw.one_of(names).format(place=place),
        organisation_type=kind,
        # Some work everywhere: their region is unknown, and stays so.
        municipality=(
            draw.one_of(words.NO_MUNICIPALITY) if draw.happens(0.07) else place
        ),
        role=draw.one_of(roles),
        profile=words.PROFILES.get(
            kind, "professional" if draw.happens(0.8) else "other"
        ),
        workplace_first=first,
        workplace_second=draw.one_of(others) if draw.happens(0.6) else "",
        practice_link=practice,
        practice_note=words.PRACTICE[practice],
        project_phase="exploring" if practice in ("running", "planned") else "",
        experience_level=draw.weighed(words.EXPERIENCE),
        perspectives=perspectives,
        motivation=" ".join(
            (
                draw.one_of(words.OPENINGS),
                draw.one_of(words.MIDDLES[first]),
                draw.one_of(words.ENDINGS),
            )
        ),
        contribution=draw.one_of(words.CONTRIBUTIONS),
        comes_to=draw.one_of(((1, 3), (1, 2), (2, 3))) if is_absent else (1, 2, 3),
        availability_note=draw.one_of(words.ABSENCE) if is_absent else "",
    )


def _join_colleagues(draw: Draw, people: list[DemoApplicant]) -> list[DemoApplicant]:
    """Let one in twelve name the next one, who works in the same house."""
    joined = list(people)
    for number in range(0, len(joined) - 1, 12):
        one, other = joined[number], joined[number + 1]
        name = f"{other.first_name} {other.last_name}"
        joined[number] = replace(one, extra={"colleague": name})
        joined[number + 1] = replace(
            other,
            organisation=one.organisation,
            organisation_type=one.organisation_type,
            municipality=one.municipality,
            role=one.role,
        )
    return joined


def create_crowd(*, count: int, seed: int, team: Mapping[str, Any]) -> int:
    """Let `count` people register and be read by two, and open the selection.

    People with an address that is registered already are passed over, so that the same
    command twice changes nothing.

    Returns:
        How many registrations are new.
    """
    known = set(Registration.objects.values_list("email", flat=True))
    new = [one for one in draw_people(count, seed) if one.email not in known]
    draw = Draw(seed + 1)
    _set_phase(ReviewPhase.READING, team)
    registrations = [screen(enter(person), team["leider"]) for person in new]
    readers = [team[name] for name in ("lezer1", "lezer2", "lezer3")]
    for number, registration in enumerate(registrations):
        quality = draw.number()
        for reader in (readers[number % 3], readers[(number + 1) % 3]):
            _read(draw, reload(registration), reader, quality)
    _finish_reading(team["beslisser"])
    _set_phase(ReviewPhase.SELECTING, team)
    # What the call promises of its groups: without a wish there is little to compose.
    set_default_wishes(form_page=_get_form_page(), user=team["beslisser"])
    return len(registrations)


def _read(draw: Draw, registration: Registration, reader: Any, quality: float) -> None:
    """Readers mostly agree on how good a text is, and not always."""
    mean = 0.8 + 2.2 * quality
    levels = [
        max(0, min(3, round(mean + (draw.number() - 0.5) * 1.6))) for _row in range(3)
    ]
    total = sum(levels) / 3
    advice = Advice.YES if total >= 2 else Advice.MAYBE if total >= 1 else Advice.NO
    read(registration, reader, advice, draw.one_of(words.NOTES[advice.value]), *levels)


def _finish_reading(decider: Any) -> None:
    """Take whoever still waits for readers to the selection, as a decider may."""
    for registration in Registration.objects.filter(
        state=RegistrationState.IN_REVIEW
    ).order_by("pk"):
        step = registration.current_workflow_task_state
        if step is not None and isinstance(step.task.specific, ReviewTask):
            take_action(
                registration=registration,
                task_state_id=step.pk,
                action="approve",
                user=decider,
            )


def _set_phase(phase: ReviewPhase, team: Mapping[str, Any]) -> None:
    form_page = _get_form_page()
    review_round = get_round(form_page)
    if review_round is None or review_round.phase == phase:
        return
    change_phase(
        form_page=form_page,
        to=phase,
        user=team["beslisser"],
        reason="Er kwamen inschrijvingen bij.",
    )


def _get_form_page() -> RegistrationFormPage:
    return CallPage.objects.live().first().get_registration_form_page()
