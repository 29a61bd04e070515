"""Short names of the workplaces, for a board where they stand on every card."""

from __future__ import annotations

from collections.abc import Mapping

from .people import Workplace


def get_short_titles(workplaces: Mapping[int, Workplace]) -> dict[int, str]:
    """Return the titles without the first words that all of them share.

    "Werkplaats Participatie" beside "Werkplaats Gedeeld ruimtegebruik" is
    "Participatie"; the only workplace of a call keeps its whole title.
    """
    words = {pk: workplace.title.split() for pk, workplace in workplaces.items()}
    shared = 0
    if len(words) > 1:
        shortest = min(len(title) for title in words.values())
        while (
            shared < shortest - 1
            and len({title[shared] for title in words.values()}) == 1
        ):
            shared += 1
    return {pk: " ".join(title[shared:]) for pk, title in words.items()}
