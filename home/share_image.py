"""The picture that goes with a shared link: a page's façade and its own words.

1200 by 630 pixels, drawn as SVG and rendered on the server by resvg, in the typeface
of the site. It must still be read at 300 pixels wide, in a feed on a phone, so it
says three things: what kind of page, its title, its phase or date.
"""

import hashlib
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from xml.sax.saxutils import escape

from django.utils.translation import gettext

from .facade import SHAPES, build_facade
from .palette import COLOURS
from .picture import SharedPicture
from .rendering import render_png
from .typesetting import BOLD, EXTRA_BOLD, break_lines, fit_lines, measure

SIZE = WIDTH, HEIGHT = 1200, 630

# The façade closes the picture on the right, from top to bottom. It gives a column
# away where that lets a long word stand larger.
COLUMNS, TILE_ROWS, GAP = (3, 2), 4, 6
# An editor's picture stands in the place of these, on the last row of tiles.
PICTURE_ROWS = 3
TILE = (HEIGHT - (TILE_ROWS - 1) * GAP) / TILE_ROWS
MARGIN = 56
LARGE_ENOUGH = 64

TITLE_SIZES = (98, 90, 82, 76, 70, 64, 58, 52, 46)
TITLE_LEADING = 1.04
TITLE_SPACING = -0.03
SMALL_SIZE, SMALL_LEADING = 38, 1.28
INDENT = 36
GAP_BELOW_KIND, GAP_ABOVE_LINE = 20, 24


@dataclass(frozen=True)
class ShareImage:
    """What a share image shows; two that show the same are the same picture.

    Attributes:
        key: what the façade is made from, the one of the page itself.
        title: the large words.
        kind: a few words above: of what is this a part?
        line: one line below: the phase, or the date.
        accent: the colour of a workplace.
        shapes: the archetypes of its façade; those of the accent when empty.
        picture: what the tiles frame, when an editor gave the page a picture.
    """

    key: str
    title: str
    kind: str = ""
    line: str = ""
    accent: str = ""
    shapes: tuple[str, ...] = ()
    picture: SharedPicture | None = None

    @cached_property
    def svg(self) -> str:
        """The drawing; a picture stands in it by its name, not with its pixels."""
        return _draw(self)

    @cached_property
    def digest(self) -> str:
        """A name for exactly this picture, so that an address can be kept for ever."""
        return _digest(self)

    @property
    def alt(self) -> str:
        """What somebody reads who does not see the picture."""
        return " – ".join(filter(None, [self.kind, self.title, self.line]))

    def render(self) -> bytes:
        """Return the picture as PNG; without the editor's picture if that is gone."""
        if self.picture is None:
            return render_png(self.svg, SIZE)
        data = self.picture.read()
        if not data:
            return render_png(replace(self, picture=None).svg, SIZE)
        return render_png(self.svg.replace(_refer(self.picture), data), SIZE)


@lru_cache(maxsize=256)
def _digest(image: ShareImage) -> str:
    return hashlib.sha256(image.svg.encode()).hexdigest()[:16]


def _draw(image: ShareImage) -> str:
    setting = _set_words(image, COLUMNS[0])
    if setting.size < LARGE_ENOUGH or setting.is_cut:
        wider = _set_words(image, COLUMNS[1])
        if setting.is_cut or wider.size > setting.size:
            setting = wider
    return "".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"'
            ' font-family="Manrope">'
            f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{COLOURS["paper"]}"/>',
            *_draw_facade(image, setting.columns),
            *_draw_words(image, setting),
            "</svg>",
        ]
    )


@dataclass(frozen=True)
class _Setting:
    """The words of an image in lines, beside a façade of so many columns."""

    columns: int
    kind: list[str]
    size: int
    title: list[str]
    line: list[str]

    @property
    def is_cut(self) -> bool:
        """Whether something of the words is left out."""
        return any(text.endswith("…") for text in (*self.title, *self.line))


def _set_words(image: ShareImage, columns: int) -> _Setting:
    width = WIDTH - columns * (TILE + GAP) + GAP - 2 * MARGIN + 8
    kind = set_small(
        image.kind or gettext("Culture Places of Tomorrow"), width=width, most=1
    )
    line = set_small(image.line, width=width - INDENT, most=2)
    room = HEIGHT - 2 * MARGIN - (len(kind) + len(line)) * SMALL_SIZE * SMALL_LEADING
    room -= GAP_BELOW_KIND
    size, title = set_title(
        image.title, width=width, height=room - (GAP_ABOVE_LINE if line else 0)
    )
    return _Setting(columns, kind, size, title, line)


def _refer(picture: SharedPicture) -> str:
    """Where the pixels of a picture come in the drawing."""
    return f"#{hashlib.sha256(picture.name.encode()).hexdigest()}"


def _draw_picture(picture: SharedPicture, columns: int) -> str:
    width = columns * (TILE + GAP) - GAP
    height = PICTURE_ROWS * (TILE + GAP) - GAP
    return (
        f'<image x="{WIDTH - width:.2f}" y="0" width="{width:.2f}"'
        f' height="{height:.2f}" preserveAspectRatio="xMidYMid slice"'
        f' href="{_refer(picture)}"/>'
    )


def _draw_facade(image: ShareImage, columns: int) -> list[str]:
    # The façade of a page has four columns; the first of these same tiles stand here.
    tiles = build_facade(image.key, shapes=image.shapes, accent=image.accent)
    left = WIDTH - columns * (TILE + GAP) + GAP
    # The style sheet of the site draws these parts half lit.
    drawn = ["<style>.soft{opacity:.55}</style>"]
    if image.picture is not None:
        drawn.append(_draw_picture(image.picture, columns))
    for row in range(PICTURE_ROWS if image.picture else 0, TILE_ROWS):
        for column in range(columns):
            tile = tiles[row * 4 + column]
            x, y = left + column * (TILE + GAP), row * (TILE + GAP)
            turn = ' transform="translate(100 0) scale(-1 1)"'
            drawn.append(
                f'<svg x="{x:.2f}" y="{y:.2f}" width="{TILE:.2f}" height="{TILE:.2f}"'
                ' viewBox="0 0 100 100">'
                f'<rect width="100" height="100" fill="{_get_colour(tile.ground)}"/>'
                f'<g fill="{_get_colour(tile.figure)}"'
                f"{turn if tile.is_mirrored else ''}>{SHAPES[tile.shape]}</g></svg>"
            )
    return drawn


def _get_colour(name: str) -> str:
    """Paper and ink have a tint of their own on tiles."""
    return COLOURS.get(f"tile-{name}") or COLOURS[name]


def _draw_words(image: ShareImage, setting: _Setting) -> list[str]:
    colour = COLOURS.get("sun-deep" if image.accent == "sun" else image.accent)
    small, ink = SMALL_SIZE * SMALL_LEADING, COLOURS["ink"]
    drawn = []
    for number, text in enumerate(setting.kind):
        y = MARGIN + SMALL_SIZE * 0.8 + number * small
        soft = colour or COLOURS["ink-soft"]
        drawn.append(_draw_text(text, MARGIN, y, SMALL_SIZE, 700, soft))
    # The line stands at the foot, the title in the middle of what is left.
    foot = HEIGHT - MARGIN - len(setting.line) * small
    for number, text in enumerate(setting.line):
        y = foot + SMALL_SIZE * 0.95 + number * small
        drawn.append(_draw_text(text, MARGIN + INDENT, y, SMALL_SIZE, 700, ink))
    if setting.line:
        drawn.append(
            f'<circle cx="{MARGIN + 11}" cy="{foot + SMALL_SIZE * 0.61:.1f}" r="11"'
            f' fill="{colour or COLOURS["brick"]}"/>'
        )
    leading = setting.size * TITLE_LEADING
    top = MARGIN + len(setting.kind) * small + GAP_BELOW_KIND
    bottom = foot - (GAP_ABOVE_LINE if setting.line else 0)
    start = top + (bottom - top - len(setting.title) * leading) / 2
    for number, text in enumerate(setting.title):
        y = start + number * leading + setting.size * 0.86
        x = MARGIN - setting.size * 0.04
        drawn.append(
            _draw_text(text, x, y, setting.size, 800, ink, spacing=TITLE_SPACING)
        )
    return drawn


def _draw_text(
    text: str,
    x: float,
    y: float,
    size: int,
    weight: int,
    colour: str,
    *,
    spacing: float = 0,
) -> str:
    track = f' letter-spacing="{spacing * size:.2f}"' if spacing else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" font-weight="{weight}"'
        f' fill="{colour}"{track}>{escape(text)}</text>'
    )


def set_small(text: str, *, width: float, most: int) -> list[str]:
    """Return a small text in at most so many lines."""
    return fit_lines(text, width=width / SMALL_SIZE, most=most, font=BOLD)


def set_title(text: str, *, width: float, height: float) -> tuple[int, list[str]]:
    """Return the largest size at which a title fits, and its lines at that size."""
    style = {"font": EXTRA_BOLD, "spacing": TITLE_SPACING}
    for size in TITLE_SIZES:
        room, most = width / size, int(height / (size * TITLE_LEADING))
        lines = break_lines(text, width=room, **style)
        if len(lines) <= most and all(measure(line, **style) <= room for line in lines):
            return size, lines
    return size, fit_lines(text, width=room, most=most, **style)
