"""Why a scenario puts people where it does, in sentences.

For the team in detail; for the applicant only what is about the applicant: never a
fact of somebody else, and never a score as the only reason. That somebody of the same
organisation or municipality has a seat is a fact about that other person, so those two
are named as what we looked for, not as what stood in the way.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from ...enums import Dimension, RegistrationState, ScenarioOrigin
from .arrangement import UNDECIDED, Placement
from .group_mix import GroupMix
from .people import Person
from .problem import GroupCount, get_gain
from .scenario_view import ScenarioView
from .wishes import get_sentence
from .words import say_plural, say_with

S = RegistrationState

# So few people share one of these that naming it points at somebody.
_TELLING = frozenset({Dimension.ORGANISATION, Dimension.MUNICIPALITY, Dimension.TAG})
# Not said to an applicant as a fact about a group: it is their own diary.
_OWN = Dimension.ATTENDANCE


@dataclass(frozen=True)
class PersonWords:
    """Why one person stands where they do.

    Attributes:
        for_team: sentences for deciders.
        for_applicant: what may stand in a letter; empty for who gets a seat.
    """

    for_team: tuple[str, ...]
    for_applicant: str = ""


@dataclass(frozen=True)
class GroupWords:
    """How one group came out."""

    group: GroupMix
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class Explanation:
    """A scenario in sentences."""

    persons: Mapping[int, PersonWords]
    groups: tuple[GroupWords, ...]


def explain(view: ScenarioView) -> Explanation:
    """Return why everybody stands where they do in this scenario."""
    changed = {change.person.pk for change in view.changes}
    return Explanation(
        persons={
            pk: _explain_person(view, person, pk in changed)
            for pk, person in view.people.persons.items()
        },
        groups=tuple(
            GroupWords(group, tuple(_explain_group(group)))
            for group in view.mix.groups.values()
        ),
    )


def _explain_person(
    view: ScenarioView, person: Person, is_changed: bool
) -> PersonWords:
    placement = view.arrangement.get(person.pk, UNDECIDED)
    if not person.can_move:
        return PersonWords((_say_fact(person),))
    sentences = []
    if is_changed:
        sentences.append(_("Put here by hand."))
    if placement.is_seat:
        if person.pk in view.pinned:
            sentences.append(_("Pinned by a decider."))
        return PersonWords((*sentences, *_explain_seat(view, person, placement)))
    if person.pk in view.excluded:
        sentences.append(_("Left out of the proposal by a decider."))
    is_unread = view.people.is_left_unread(person)
    if is_unread:
        sentences.append(_("Not read yet, so no seat is proposed; you can pin it."))
    if not sentences:
        sentences += _explain_no_seat(view, person)
    # What a person decided, a person explains.
    was_told = (
        is_changed
        or person.pk in view.excluded
        or is_unread
        or view.scenario.origin == ScenarioOrigin.BOARD
    )
    if was_told:
        sentences.append(_("Say in your own words why, before this is released."))
    words = _tell_applicant(view, person, placement, was_told=was_told)
    return PersonWords(tuple(sentences), words)


def _say_fact(person: Person) -> str:
    if person.is_decided:
        return _("Decided already: %(state)s.") % {"state": person.state.label.lower()}
    return _("Waits for an answer of the applicant; nothing can be proposed now.")


def _explain_seat(
    view: ScenarioView, person: Person, placement: Placement
) -> Iterable[str]:
    group = view.mix.groups[placement.workplace_id]
    is_first = person.first == placement.workplace_id
    words = {"workplace": group.workplace.title}
    yield (
        _("A seat in %(workplace)s, the first choice.")
        if is_first
        else _("A seat in %(workplace)s, the second choice.")
    ) % words
    needed = _find_needed(group, person)
    if needed:
        yield _("Without this person the group would be short of: %(wishes)s.") % {
            "wishes": _join(needed)
        }
    brings = _find_unique(group, person)
    if brings:
        yield _("The only one in the group %(values)s.") % {"values": _join(brings)}


def _find_needed(group: GroupMix, person: Person) -> list[str]:
    """The wishes that the group would be further from without `person`."""
    without = GroupCount()
    for member in group.members:
        if member.pk != person.pk:
            without.add(member.get_pairs())
    return [
        get_sentence(goal, group.labels)
        for goal in group.goals
        if get_gain(
            goal,
            without,
            person.values,
            wished_size=group.workplace.wished_size,
            pool=group.get_pool(goal),
        )
        < 0
    ]


def _find_unique(group: GroupMix, person: Person) -> list[str]:
    return [
        say_with(dimension, value, group.labels.get((dimension, value), value))
        for dimension in group.shown
        if dimension not in _TELLING and dimension != _OWN
        for value in person.values.get(dimension, ())
        if group.count_value(dimension, value) == 1
    ]


def _explain_no_seat(view: ScenarioView, person: Person) -> Iterable[str]:
    if not person.choices:
        yield _("Chose no workplace of this call.")
    for pk in person.choices:
        group = view.mix.groups.get(pk)
        if group is None:
            continue
        change = group.change(person)
        words = {"workplace": group.workplace.title}
        if change.worse:
            yield _(
                "In %(workplace)s the group would come further from: %(wishes)s."
            ) % (words | {"wishes": _join(change.worse)})
        elif change.better:
            yield _(
                "In %(workplace)s this person would help with: %(wishes)s, but those "
                "who have the seats bring at least as much together."
            ) % (words | {"wishes": _join(change.better)})
        else:
            yield (
                _(
                    "In %(workplace)s this person changes nothing about the wishes; "
                    "choices, readings and then the lot decided."
                )
                % words
            )


def _tell_applicant(
    view: ScenarioView, person: Person, placement: Placement, *, was_told: bool
) -> str:
    groups = [view.mix.groups[pk] for pk in person.choices if pk in view.mix.groups]
    if not groups:
        return _("You did not choose a workplace in which we could place you.")
    titles = _join([f"“{group.workplace.title}”" for group in groups])
    is_full = all(_is_full(group) for group in groups)
    words = {"workplaces": titles}
    sentences = [
        _("There were more people than places for %(workplaces)s, which you chose.")
        % words
        if is_full
        else _("This time we have no place for you in %(workplaces)s.") % words
    ]
    looked_for = list(
        dict.fromkeys(
            say_plural(dimension)
            for group in groups
            for dimension in group.shown
            if dimension not in {_OWN, Dimension.TAG}
        )
    )
    sentences.append(
        _(
            "We composed groups in which people complete each other: with different "
            "%(values)s."
        )
        % {"values": _join(looked_for)}
    )
    if is_full and not was_told:
        sentences.append(_tell_what_decided(groups, person))
    sentences.append(
        _("It says nothing about the worth of your experience or your question.")
    )
    if placement.state == S.WAITLISTED:
        sentences.append(
            _("If a place comes free, we look again at what that group needs.")
        )
    return " ".join(sentences)


def _tell_what_decided(groups: list[GroupMix], person: Person) -> str:
    crowded = [
        say_plural(dimension)
        for dimension in Dimension
        if dimension not in _TELLING
        and dimension != _OWN
        and all(_is_crowded(group, person, dimension) for group in groups)
    ]
    if crowded:
        return _(
            "As to %(values)s, what you would have brought was there already in the "
            "group as it became."
        ) % {"values": _join(crowded)}
    return _(
        "Between people who completed the group equally well, what they wrote and in "
        "the end the lot decided."
    )


def _is_full(group: GroupMix) -> bool:
    wished = group.workplace.wished_size
    return wished is not None and group.size >= wished


def _is_crowded(group: GroupMix, person: Person, dimension: Dimension) -> bool:
    """Whether a wish about `dimension` would suffer from one more like `person`."""
    return any(
        goal.dimension == dimension and group.get_gain(goal, person) > 0
        for goal in group.goals
    )


def _explain_group(group: GroupMix) -> Iterable[str]:
    workplace = group.workplace
    yield ngettext("%(count)d person.", "%(count)d people.", group.size) % {
        "count": group.size
    }
    wished = workplace.wished_size
    if wished is not None and group.size < wished:
        yield ngettext(
            "%(count)d seat stays empty.",
            "%(count)d seats stay empty.",
            wished - group.size,
        ) % {"count": wished - group.size}
    firsts = sum(person.first == workplace.pk for person in group.members)
    if group.size:
        yield _("%(count)d of them chose it first.") % {"count": firsts}
    met = [row.sentence for row in group.wishes if row.is_met]
    if met:
        yield _("Met: %(wishes)s.") % {"wishes": _join(met)}
    short = [
        pgettext("a wish and how it stands", "%(wish)s (%(standing)s)")
        % {"wish": row.sentence, "standing": row.standing}
        for row in group.wishes
        if not row.is_met
    ]
    if short:
        yield _("Short of: %(wishes)s.") % {"wishes": _join(short)}


def _join(words: Iterable[str]) -> str:
    return get_text_list(list(words), pgettext("between the last two", "and"))
