"""The design tokens as the style sheet has them, and the contrast between them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.conf import settings

STYLE_SHEETS = settings.PROJECT_DIR / "static/css"
# The schemes of tokens.css, each by the media query of its block, in order of cascade.
DARK = "@media (prefers-color-scheme: dark)"
MORE = "@media (prefers-contrast: more)"
MORE_DARK = f"{MORE} and (prefers-color-scheme: dark)"
SCHEMES = {
    "day": [],
    "night": [DARK],
    "day, more contrast": [MORE],
    "night, more contrast": [DARK, MORE, MORE_DARK],
}
TEXT, SIGN = 4.5, 3.0
GROUNDS = ("paper", "card", "brick-tint", "canal-tint", "moss-tint", "sun-tint")
# What stands on what, and the least contrast it needs (WCAG 1.4.3 and 1.4.11).
PAIRS: list[tuple[str, str, float]] = [
    *(("ink", ground, TEXT) for ground in GROUNDS),
    *(("ink-soft", ground, TEXT) for ground in ("paper", "card")),
    ("action-text", "action", TEXT),
    ("action-text", "action-hover", TEXT),
    ("error", "paper", TEXT),
    ("error", "card", TEXT),
    ("paper", "error", TEXT),
    ("night-text", "night", TEXT),
    *(
        (name, f"{name.removesuffix('-deep')}-tint", SIGN)
        for name in ("brick", "canal", "moss", "sun-deep")
    ),
    *((name, "paper", SIGN) for name in ("brick", "canal", "moss", "sun-deep")),
    *(("line-strong", ground, SIGN) for ground in ("paper", "card")),
    *(("focus", ground, SIGN) for ground in GROUNDS),
]


@dataclass(frozen=True)
class Pair:
    """A colour on a ground, in one scheme."""

    figure: str
    ground: str
    ratio: float
    least: float

    @property
    def is_enough(self) -> bool:
        return self.ratio >= self.least


def read_tokens(scheme: str = "day") -> dict[str, str]:
    """Return the tokens of tokens.css by name, without dashes, in one scheme."""
    text = re.sub(
        r"/\*.*?\*/", "", (STYLE_SHEETS / "tokens.css").read_text(), flags=re.S
    )
    blocks = re.findall(
        r"^(?:(@media[^{]+?) {\n  )?:root {(.+?)^ *}", text, re.S | re.M
    )
    values: dict[str, str] = {}
    for query, block in blocks:
        if not query or query in SCHEMES[scheme]:
            values |= dict(re.findall(r"--([\w-]+): (.+?);", block, re.S))
    return {name: _resolve(value, values) for name, value in values.items()}


def read_colours(scheme: str = "day") -> dict[str, str]:
    """Return the tokens that are colours."""
    tokens = read_tokens(scheme)
    return {name: value for name, value in tokens.items() if value.startswith("#")}


def get_pairs(scheme: str = "day") -> list[Pair]:
    """Return what stands on what in a scheme, with its contrast."""
    colours = read_colours(scheme)
    return [
        Pair(figure, ground, contrast(colours[figure], colours[ground]), least)
        for figure, ground, least in PAIRS
    ]


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours in hex, as WCAG 2 defines it."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    digits = colour.removeprefix("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    parts = [int(digits[start : start + 2], 16) / 255 for start in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _resolve(value: str, values: dict[str, str]) -> str:
    if match := re.fullmatch(r"var\(--([\w-]+)\)", value.strip()):
        return _resolve(values[match[1]], values)
    return value.strip()
