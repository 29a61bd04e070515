"""Finding the municipality that somebody means, whatever they type."""

from __future__ import annotations

from difflib import SequenceMatcher, get_close_matches

from ..models import FormerMunicipality, Municipality
from ..models.reference import fold

# Typed by people who work everywhere; these are answers, not mistakes.
WHOLE_AREAS = frozenset(
    {
        "vlaanderen",
        "heel vlaanderen",
        "vlaanderen en brussel",
        "heel vlaanderen en brussel",
        "heel vlaanderen brussel",
    }
)
CLOSE_ENOUGH = 0.6
# A former name is suggested under another name, which only makes sense to somebody
# who meant it.
CLOSE_ENOUGH_TO_FORMER = 0.8


def find_municipality(*, name: str) -> Municipality | None:
    """Return the municipality that `name` means: today's name, or a former one.

    Accents, case, hyphens and spaces do not matter. A former name that was split
    over two municipalities means neither.
    """
    folded = fold(name)
    found = Municipality.objects.filter(folded_name=folded).first()
    if found or not folded:
        return found
    heirs = list(
        Municipality.objects.filter(former_names__folded_name=folded).distinct()[:2]
    )
    return heirs[0] if len(heirs) == 1 else None


def is_whole_area(*, name: str) -> bool:
    """Whether `name` says "everywhere in Flanders"."""
    return fold(name) in WHOLE_AREAS


def has_municipalities() -> bool:
    """Whether the office has a list at all; without one any name is accepted."""
    return Municipality.objects.exists()


def list_municipalities() -> list[list[str]]:
    """Return each municipality as its name, then the names that it had before.

    For the list that helps people type, and so in the words that they read. A former
    name that is also a name of today is left out: it would name two places.
    """
    rows = Municipality.objects.order_by("name").prefetch_related("former_names")
    rows = list(rows)
    today = {row.folded_name for row in rows}
    return [
        [
            row.name,
            *(
                former.name
                for former in row.former_names.all()
                if former.folded_name not in today
            ),
        ]
        for row in rows
    ]


def suggest_municipalities(*, name: str, limit: int = 3) -> list[str]:
    """Return at most `limit` names of today that look like `name`, nearest first."""
    folded = fold(name)
    today: dict[str, str] = dict(
        Municipality.objects.order_by("name").values_list("folded_name", "name")
    )
    former: dict[str, str] = dict(
        FormerMunicipality.objects.order_by("name").values_list(
            "folded_name", "municipality__name"
        )
    )
    names = former | today
    words = [key for key in today if folded and folded in key.split()]
    words += [key for key in former if folded and folded in key.split()]
    close = [
        *get_close_matches(folded, today, n=limit, cutoff=CLOSE_ENOUGH),
        *get_close_matches(folded, former, n=limit, cutoff=CLOSE_ENOUGH_TO_FORMER),
    ]
    close.sort(key=lambda key: -SequenceMatcher(None, key, folded).ratio())
    found = list(dict.fromkeys(names[key] for key in [*words, *close]))
    return found[:limit]
