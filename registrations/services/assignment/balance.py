"""The arithmetic of sharing out: who reads what, so that nobody reads more than others.

Pure: numbers in, pairs out, no database. A minimum-cost flow by shortest paths,
registration by registration: a new reading goes to whoever has least to read, and
where that person may not read this one, others hand theirs on. So as many readings
as possible are given out, the load is as even as ties and limits allow (within one
where nothing stands in the way), and among equally even ways the one is taken in
which most readers know the workplace. The same numbers always give the same pairs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from hashlib import md5

Pair = tuple[int, int]  # registration, reader


def balance(
    *,
    needs: Mapping[int, int],
    eligible: Mapping[int, Collection[int]],
    loads: Mapping[int, int],
    limits: Mapping[int, int] | None = None,
    merits: Mapping[Pair, int] | None = None,
) -> set[Pair]:
    """Return new pairs of registration and reader.

    Args:
        needs: for each registration how many readers it still lacks.
        eligible: for each registration who may be asked: not tied, not asked before.
        loads: for each reader how much they have already; it is not touched.
        limits: for some readers how much they want at most, `loads` included.
        merits: how well a reader suits a registration, 0 to 2; 0 where not named.

    Returns:
        Pairs, each once; fewer than needed where nobody is left.
    """
    table = _Table(eligible, loads, limits or {}, merits or {})
    lacking = []
    for registration in sorted(needs):
        for _number in range(needs[registration]):
            if not table.add_reader(registration):
                lacking.append(registration)
                break
    # Who came first took what there was; one who came later may have the better claim.
    while any(table.exchange_reader(registration) for registration in lacking):
        pass
    return {
        (registration, reader)
        for registration, readers in table.given.items()
        for reader in readers
    }


class _Table:
    """What has been given out so far, and every way to hand something on."""

    def __init__(
        self,
        eligible: Mapping[int, Collection[int]],
        loads: Mapping[int, int],
        limits: Mapping[int, int],
        merits: Mapping[Pair, int],
    ):
        self.eligible = {key: set(readers) for key, readers in eligible.items()}
        self.loads = dict(loads)
        self.limits = limits
        self.merits = merits
        self.given: dict[int, set[int]] = defaultdict(set)
        # (from, to) → how much worse it gets → the registrations that can go there.
        self.moves: dict[Pair, dict[int, dict[int, None]]] = defaultdict(dict)
        # One reading more or less outweighs every merit along a chain.
        self.weight = 10 * (len(self.loads) + 2)

    def add_reader(self, registration: int) -> bool:
        """Give one more reader to `registration`; whether there was one."""
        costs, came_from = self._find_chains(registration)
        ends = [
            (cost + self.weight * self.loads[reader], _mix(registration, reader))
            for reader, cost in costs.items()
            if self._has_room(reader)
        ]
        if not ends:
            return False
        _cost, (_digest, last) = min(ends)
        self._hand_on(registration, last, came_from)
        return True

    def exchange_reader(self, registration: int) -> bool:
        """Give `registration` a reader whom another loses, if that is better.

        Better is a more even load, then more merit; as many are read as before.
        """
        costs, came_from = self._find_chains(registration)
        ends = []
        for dropped, readers in self.given.items():
            for reader in readers if dropped != registration else ():
                level = self._merit(dropped, reader)
                if reader in costs:
                    ends.append((costs[reader] + level, reader, dropped, reader))
                level -= self.weight * (self.loads[reader] - 1)
                ends += [
                    (
                        cost + self.weight * self.loads[last] + level,
                        last,
                        dropped,
                        reader,
                    )
                    for last, cost in costs.items()
                    if last != reader and self._has_room(last)
                ]
        if not ends or min(ends)[0] >= 0:
            return False
        _cost, last, dropped, reader = min(ends)
        self._drop(dropped, reader)
        self._hand_on(registration, last, came_from)
        return True

    def _has_room(self, reader: int) -> bool:
        return self.loads[reader] < self.limits.get(reader, self.loads[reader] + 1)

    def _hand_on(
        self, registration: int, last: int, came_from: Mapping[int, Pair | None]
    ) -> None:
        """Walk the chain back from `last`, who ends with one reading more."""
        self.loads[last] += 1
        reader = last
        while (step := came_from[reader]) is not None:
            earlier, moved = step
            self._move(moved, earlier, reader)
            reader = earlier
        self._move(registration, None, reader)

    def _drop(self, registration: int, reader: int) -> None:
        self._index(registration, add=False)
        self.given[registration].discard(reader)
        self._index(registration, add=True)
        self.loads[reader] -= 1

    def _find_chains(
        self, registration: int
    ) -> tuple[dict[int, int], dict[int, Pair | None]]:
        """The best way to end one reading heavier at each reader (Bellman-Ford)."""
        free = self.eligible.get(registration, set()) - self.given[registration]
        costs = {reader: -self._merit(registration, reader) for reader in sorted(free)}
        came_from: dict[int, Pair | None] = dict.fromkeys(costs)
        changed = set(costs)
        for _round in range(len(self.loads)):
            if not changed:
                break
            now, changed = sorted(changed), set()
            for reader in now:
                for other in sorted(self.loads):
                    levels = self.moves.get((reader, other))
                    if not levels:
                        continue
                    level = min(levels)
                    cost = costs[reader] + level
                    if other not in costs or cost < costs[other]:
                        costs[other] = cost
                        came_from[other] = (reader, next(iter(levels[level])))
                        changed.add(other)
        return costs, came_from

    def _move(self, registration: int, earlier: int | None, reader: int) -> None:
        """Take `registration` from `earlier`, give it to `reader`, keep the ways."""
        self._index(registration, add=False)
        self.given[registration].discard(earlier)
        self.given[registration].add(reader)
        self._index(registration, add=True)

    def _index(self, registration: int, *, add: bool) -> None:
        readers = self.given[registration]
        for reader in readers:
            for other in self.eligible[registration] - readers:
                level = self._merit(registration, reader)
                level -= self._merit(registration, other)
                levels = self.moves[reader, other]
                if add:
                    levels.setdefault(level, {})[registration] = None
                    continue
                del levels[level][registration]
                if not levels[level]:
                    del levels[level]

    def _merit(self, registration: int, reader: int) -> int:
        return self.merits.get((registration, reader), 0)


def _mix(registration: int, reader: int) -> tuple[str, int]:
    """An order of readers that differs by registration, so that pairs of readers vary."""
    text = f"{registration}-{reader}".encode()
    return md5(text, usedforsecurity=False).hexdigest(), reader
