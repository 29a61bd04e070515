"""Set words in lines, for what is drawn on the server.

Widths are in proportion to the size of the type (1 is as wide as the type is high),
so that one measure serves every size.
"""

from functools import lru_cache
from importlib.resources import files

from PIL import ImageFont

FONTS = files("font_manrope") / "files"
EXTRA_BOLD = str(FONTS / "Manrope-ExtraBold.ttf")
BOLD = str(FONTS / "Manrope-Bold.ttf")
EM = 100


@lru_cache(maxsize=4)
def _get_font(path: str) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, EM, layout_engine=ImageFont.Layout.BASIC)


def measure(text: str, *, font: str, spacing: float = 0) -> float:
    """Return how wide a text is, in sizes of its type.

    Args:
        font: the file of the typeface.
        spacing: what stands between two letters, in sizes too.
    """
    return _get_font(font).getlength(text) / EM + spacing * len(text)


def break_lines(text: str, *, width: float, font: str, spacing: float = 0) -> list[str]:
    """Return a text in as few lines as fit, of about the same length.

    A word that is wider than a line stands alone on one.
    """
    words = text.split()

    def cost_of(start: int, end: int) -> float | None:
        """How badly a line with these words is filled; None when it cannot be."""
        line = measure(" ".join(words[start:end]), font=font, spacing=spacing)
        if line > width and end - start > 1:
            return None
        return max(0.0, width - line) ** 2

    # For every end: the fewest lines up to there, how bad they are, where the last
    # one starts.
    best: list[tuple[int, float, int]] = [(0, 0.0, 0)]
    for end in range(1, len(words) + 1):
        options = [
            (best[start][0] + 1, best[start][1] + cost, start)
            for start in range(end)
            if (cost := cost_of(start, end)) is not None
        ]
        best.append(min(options))
    lines: list[str] = []
    end = len(words)
    while end:
        start = best[end][2]
        lines.insert(0, " ".join(words[start:end]))
        end = start
    return lines


def fit_lines(
    text: str, *, width: float, most: int, font: str, spacing: float = 0
) -> list[str]:
    """Return at most so many lines; what does not fit ends on an ellipsis."""
    lines = break_lines(text, width=width, font=font, spacing=spacing)
    is_cut, lines = len(lines) > most, lines[:most]
    return [
        _shorten(line, width=width, font=font, spacing=spacing)
        if (is_cut and number == most)
        or measure(line, font=font, spacing=spacing) > width
        else line
        for number, line in enumerate(lines, start=1)
    ]


def _shorten(text: str, *, width: float, font: str, spacing: float) -> str:
    while text and measure(f"{text}…", font=font, spacing=spacing) > width:
        text = text[:-1]
    return f"{text.rstrip()}…"
