"""The picture that goes with a shared link: a page's façade and its own words.

1200 by 630 pixels, drawn as SVG and rendered on the server by resvg, in the typeface
of the site. It must still be read at 300 pixels wide, in a feed on a phone, so it
says three things: what kind of page, its title, its phase or date.
"""

import hashlib
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files
from xml.sax.saxutils import escape

import resvg_py
from PIL import ImageFont

from .facade import SHAPES, build_facade
from .palette import COLOURS

WIDTH, HEIGHT = 1200, 630
FONTS = files("font_manrope") / "files"
EXTRA_BOLD = str(FONTS / "Manrope-ExtraBold.ttf")
BOLD = str(FONTS / "Manrope-Bold.ttf")

# The façade closes the picture on the right, from top to bottom.
TILE_COLUMNS, TILE_ROWS, GAP = 3, 4, 6
TILE = (HEIGHT - (TILE_ROWS - 1) * GAP) / TILE_ROWS
FACADE_LEFT = WIDTH - TILE_COLUMNS * TILE - (TILE_COLUMNS - 1) * GAP
MARGIN = 56
TEXT_WIDTH = FACADE_LEFT - 2 * MARGIN + 8

TITLE_SIZES = (98, 90, 82, 76, 70, 64, 58, 52, 46)
TITLE_LEADING = 1.04
TITLE_SPACING = -0.03
SMALL_SIZE, SMALL_LEADING = 36, 1.28
# A measure of type, for widths that are in proportion to the size.
EM = 100


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
    """

    key: str
    title: str
    kind: str = ""
    line: str = ""
    accent: str = ""
    shapes: tuple[str, ...] = ()

    @cached_property
    def svg(self) -> str:
        """The drawing."""
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
        """Return the picture as PNG."""
        return _render(self.svg)


@lru_cache(maxsize=256)
def _digest(image: ShareImage) -> str:
    return hashlib.sha256(image.svg.encode()).hexdigest()[:16]


@lru_cache(maxsize=32)
def _render(svg: str) -> bytes:
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg,
            width=WIDTH,
            height=HEIGHT,
            font_files=[EXTRA_BOLD, BOLD],
            font_family="Manrope",
            skip_system_fonts=True,
        )
    )


def _draw(image: ShareImage) -> str:
    colour = COLOURS.get("sun-deep" if image.accent == "sun" else image.accent)
    kind = _set_small(image.kind, most=1)
    line = _set_small(image.line, most=2, indent=34)
    room = HEIGHT - 2 * MARGIN
    room -= len(kind) * SMALL_SIZE * SMALL_LEADING
    room -= len(line) * SMALL_SIZE * SMALL_LEADING + (24 if line else 0)
    size, title = set_title(image.title, width=TEXT_WIDTH, height=room)
    return "".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"'
            ' font-family="Manrope">'
            f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{COLOURS["paper"]}"/>',
            *_draw_facade(image),
            *_draw_words(kind, size, title, line, colour),
            "</svg>",
        ]
    )


def _draw_facade(image: ShareImage) -> list[str]:
    # The façade of a page has four columns; the same tiles stand here, less one.
    tiles = build_facade(image.key, shapes=image.shapes, accent=image.accent)
    drawn = [
        # The sheet of the site draws these parts half lit.
        "<style>.soft{opacity:.55}</style>"
    ]
    for row in range(TILE_ROWS):
        for column in range(TILE_COLUMNS):
            tile = tiles[row * 4 + column]
            x, y = FACADE_LEFT + column * (TILE + GAP), row * (TILE + GAP)
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


def _draw_words(
    kind: list[str], size: int, title: list[str], line: list[str], colour: str | None
) -> list[str]:
    drawn: list[str] = []
    small = SMALL_SIZE * SMALL_LEADING
    for number, text in enumerate(kind):
        y = MARGIN + SMALL_SIZE * 0.8 + number * small
        drawn.append(
            _draw_text(text, MARGIN, y, SMALL_SIZE, 700, colour or COLOURS["ink-soft"])
        )
    # The line stands at the foot, the title in the middle of what is left.
    foot = HEIGHT - MARGIN - len(line) * small
    for number, text in enumerate(line):
        y = foot + SMALL_SIZE * 0.95 + number * small
        drawn.append(_draw_text(text, MARGIN + 34, y, SMALL_SIZE, 700, COLOURS["ink"]))
    if line:
        lamp = foot + SMALL_SIZE * 0.62
        drawn.append(
            f'<circle cx="{MARGIN + 10}" cy="{lamp:.1f}" r="10"'
            f' fill="{colour or COLOURS["brick"]}"/>'
        )
    leading = size * TITLE_LEADING
    top = MARGIN + len(kind) * small
    bottom = foot - (24 if line else 0)
    start = top + (bottom - top - len(title) * leading) / 2
    for number, text in enumerate(title):
        y = start + number * leading + size * 0.86
        drawn.append(
            _draw_text(
                text, MARGIN - size * 0.04, y, size, 800, COLOURS["ink"], TITLE_SPACING
            )
        )
    return drawn


def _draw_text(
    text: str,
    x: float,
    y: float,
    size: int,
    weight: int,
    colour: str,
    spacing: float = 0,
) -> str:
    track = f' letter-spacing="{spacing * size:.2f}"' if spacing else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" font-weight="{weight}"'
        f' fill="{colour}"{track}>{escape(text)}</text>'
    )


def _set_small(text: str, *, most: int, indent: int = 0) -> list[str]:
    """Break a small text in lines; what does not fit ends on an ellipsis."""
    width = (TEXT_WIDTH - indent) / SMALL_SIZE
    lines = break_lines(text, width=width, font=BOLD)
    if len(lines) <= most:
        return balance(text, width=width, font=BOLD)
    return [*lines[: most - 1], _shorten(lines[most - 1], width=width, font=BOLD)]


def set_title(text: str, *, width: float, height: float) -> tuple[int, list[str]]:
    """Return the largest size at which a title fits, and its balanced lines."""
    for size in TITLE_SIZES:
        room = width / size
        lines = break_lines(text, width=room, font=EXTRA_BOLD, spacing=TITLE_SPACING)
        fits = all(
            measure(line, font=EXTRA_BOLD, spacing=TITLE_SPACING) <= room
            for line in lines
        )
        if fits and len(lines) * size * TITLE_LEADING <= height:
            return size, balance(
                text, width=room, font=EXTRA_BOLD, spacing=TITLE_SPACING
            )
    most = int(height / (size * TITLE_LEADING))
    lines = [
        _shorten(line, width=room, font=EXTRA_BOLD, is_cut=False) for line in lines
    ]
    if len(lines) > most:
        last = _shorten(lines[most - 1], width=room, font=EXTRA_BOLD)
        lines = [*lines[: most - 1], last]
    return size, lines


def balance(text: str, *, width: float, font: str, spacing: float = 0) -> list[str]:
    """Break a text in as few lines as fit, as equal in length as they can be."""
    lines = break_lines(text, width=width, font=font, spacing=spacing)
    low, high = 0.0, width
    for _step in range(12):
        middle = (low + high) / 2
        tried = break_lines(text, width=middle, font=font, spacing=spacing)
        widest = max(
            (measure(line, font=font, spacing=spacing) for line in tried), default=0
        )
        if len(tried) <= len(lines) and widest <= middle:
            lines, high = tried, middle
        else:
            low = middle
    return lines


def break_lines(text: str, *, width: float, font: str, spacing: float = 0) -> list[str]:
    """Break a text in lines of at most `width` (in sizes of the type), by words."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and measure(longer, font=font, spacing=spacing) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _shorten(text: str, *, width: float, font: str, is_cut: bool = True) -> str:
    """Cut a line that is too wide, or that is not the last one of its text."""
    if not is_cut and measure(text, font=font) <= width:
        return text
    while text and measure(f"{text}…", font=font) > width:
        text = text[:-1]
    return f"{text.rstrip()}…"


def measure(text: str, *, font: str, spacing: float = 0) -> float:
    """Return how wide a text is, in sizes of its type."""
    return _get_font(font).getlength(text) / EM + spacing * len(text)


@lru_cache(maxsize=4)
def _get_font(path: str) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, EM, layout_engine=ImageFont.Layout.BASIC)
