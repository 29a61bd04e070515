"""Façades: rows of tiles made from a page's own data (the art direction).

Culture places are built from a few archetypes: arch, stair, roof, door, shared
room, horizon. The same key always gives the same façade; no picture, no database.
Colours are class names, so that the style sheet decides them, by day and by night.
"""

import hashlib
from dataclasses import dataclass

# Each archetype on a square of 100 by 100; "soft" parts are drawn half lit.
SHAPES: dict[str, str] = {
    "arch": '<path d="M14 100V50a36 36 0 0 1 72 0v50z"/>',
    "arches": (
        '<path d="M6 100V50a44 44 0 0 1 88 0v50H74V52a24 24 0 0 0-48 0v48z"/>'
        '<path class="soft" d="M38 100V56a12 12 0 0 1 24 0v44z"/>'
    ),
    "stair": '<path d="M0 100V75h25V50h25V25h25V0h25v100z"/>',
    "roof": '<path d="M0 100V52L50 8l50 44v48z"/>',
    "roofs": '<path d="M0 100V40l33-30v30l33-30v30l34-30v90z"/>',
    "door": (
        '<path class="soft" d="M22 16h56v84H22z"/>'
        '<path class="leaf" d="M22 16l34 16v68l-34 0z"/>'
    ),
    "quarter": '<path d="M0 100A100 100 0 0 1 100 0v100z"/>',
    "rooms": ('<path class="soft" d="M6 6h60v60H6z"/><path d="M34 34h60v60H34z"/>'),
    "talk": (
        '<path d="M6 40a31 31 0 1 1 62 0 31 31 0 0 1-31 31H6z"/>'
        '<path class="soft" d="M95 70a25 25 0 1 0-50 0 25 25 0 0 0 25 25h25z"/>'
    ),
    "horizon": (
        '<path d="M0 64h100v36H0z"/><circle class="soft" cx="50" cy="40" r="25"/>'
    ),
    "window": (
        '<path d="M16 16h31v31H16zM53 53h31v31H53z"/>'
        '<path class="soft" d="M53 16h31v31H53zM16 53h31v31H16z"/>'
    ),
    "shelf": (
        '<path d="M12 24h15v58H12zM31 34h11v48H31z"/><path class="soft" d="M46 24h14'
        'v58H46z"/><path d="M66 32l12-4 15 51-11 3z"/><path d="M6 82h88v8H6z"/>'
    ),
    "stage": (
        '<path d="M0 0h100v14H0z"/><path d="M0 14h30c0 40-10 66-30 86zM100 14H70c0 '
        '40 10 66 30 86z"/><path class="soft" d="M34 84h32v16H34z"/>'
    ),
}

# Ground and figure, by colour name: pairs that hold both by day and by night.
PAIRS: list[tuple[str, str]] = [
    ("sun-tint", "brick"),
    ("sun", "ink"),
    ("canal-tint", "canal"),
    ("brick", "sun"),
    ("moss-tint", "moss"),
    ("canal", "paper"),
    ("brick-tint", "brick"),
    ("moss", "paper"),
    ("ink", "sun"),
    ("sun-tint", "canal"),
    ("brick", "paper"),
    ("canal-tint", "moss"),
    ("canal", "sun"),
    ("moss", "sun"),
]

# The archetypes a colour of a workplace brings along: the first is its sign, so
# that colour is never the only one.
ACCENT_SHAPES: dict[str, tuple[str, ...]] = {
    "brick": ("talk", "arch", "door", "quarter", "arches", "stage"),
    "canal": ("rooms", "window", "door", "roofs", "shelf", "quarter"),
    "moss": ("horizon", "stair", "roof", "quarter", "arch", "window"),
    "sun": ("arches", "stage", "shelf", "stair", "talk", "roof"),
}
OPEN_DOORS = ("door", "arch", "door", "arches")


@dataclass(frozen=True)
class Tile:
    """One tile: a shape in a colour on a ground, perhaps mirrored."""

    shape: str
    ground: str
    figure: str
    is_mirrored: bool

    @property
    def markup(self) -> str:
        """The drawing of the shape."""
        return SHAPES[self.shape]


def build_facade(
    key: str,
    *,
    tiles: int = 16,
    columns: int = 4,
    shapes: tuple[str, ...] = (),
    accent: str = "",
) -> list[Tile]:
    """Return the tiles of a façade, row by row.

    Args:
        key: what the façade is made from; the same key gives the same tiles.
        tiles: how many.
        columns: how many stand in a row, so that neighbours differ.
        shapes: the archetypes to choose from; all of them when empty.
        accent: a colour that dominates; all colours when empty.
    """
    pool = shapes or ACCENT_SHAPES.get(accent, tuple(SHAPES))
    pairs = [
        pair for pair in PAIRS if not accent or any(accent in name for name in pair)
    ]
    facade: list[Tile] = []
    for position in range(tiles):
        digest = hashlib.sha256(f"{key}:{position}".encode()).digest()
        near = [facade[position - 1]] if position % columns else []
        near += [facade[position - columns]] if position >= columns else []
        shape = _choose(pool, digest[0], avoid={tile.shape for tile in near})
        ground, figure = _choose(
            pairs, digest[1], avoid={(tile.ground, tile.figure) for tile in near}
        )
        facade.append(Tile(shape, ground, figure, digest[2] % 2 == 1))
    return facade


def _choose(options, number: int, avoid: set):
    """The option a number points at, or the next one that is not next door."""
    for step in range(len(options)):
        option = options[(number + step) % len(options)]
        if option not in avoid:
            return option
    return options[number % len(options)]
