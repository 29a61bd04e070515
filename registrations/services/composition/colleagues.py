"""Who named whom as a colleague who registers too."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from ...models import Registration
from ...models.reference import fold


def find_colleagues(rows: Iterable[Registration]) -> dict[int, tuple[int, ...]]:
    """Return for each registration the others that named it, or that it named.

    Somebody is named where their whole name stands in what was typed. That they work
    in one house, or share a last name, says nothing: nothing is guessed.

    Args:
        rows: the registrations that may be told of each other.
    """
    named: dict[str, list[int]] = defaultdict(list)
    texts: dict[int, str] = {}
    for row in rows:
        name = fold(row.full_name)
        if " " in name:
            named[name].append(row.pk)
        if text := fold(row.colleague):
            texts[row.pk] = f" {text} "
    links: dict[int, set[int]] = defaultdict(set)
    for pk, text in texts.items():
        for name, others in named.items():
            if f" {name} " in text:
                for other in others:
                    if other != pk:
                        links[pk].add(other)
                        links[other].add(pk)
    return {pk: tuple(sorted(others)) for pk, others in links.items()}
