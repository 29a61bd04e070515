"""The HTML of a letter, made from its text and nothing else.

Made when a letter is written and again when somebody edits a draft, so that both
parts always say the same and only one place escapes. The text knows these forms:

    ## A heading
    ### A smaller one
    - a list item
    1. an item with a number
    A label: https://our.site/page       alone on its line: a link with that label
    A question
    > and its answer                      quoted: nothing inside has a meaning
    --                                    what follows is the small print

`letter_marks` knows the signs inside a line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Self

import css_inline
from django.conf import settings
from django.template import loader
from django.utils.html import escape
from django.utils.safestring import SafeString

from ..models import Registration
from .letter_marks import PRIVATE_LINK, bare, to_html
from .subjects import split

__all__ = [
    "MAX_SUBJECT",
    "PRIVATE_LINK",
    "Block",
    "Letter",
    "is_own_link",
    "parse_blocks",
    "render_html",
]

MAX_SUBJECT = 200

_LINK_LINE = re.compile(r"^(?P<label>[^:]{2,80}): (?P<url>\S+)$")
_NUMBERED = re.compile(r"^\d{1,3}\. ")

# The façade above each letter: table cells and rounded corners, which every mail
# program shows or leaves square. (shape, its colour, the ground), per accent.
_FACADES = {
    "brick": "arch-brick-sunlit stair-ink-sun view-canal-canallit quarter-sun-brick",
    "canal": "view-canal-sunlit arch-paper-canal stair-canal-canallit quarter-ink-sun",
    "moss": "door-moss-mosslit quarter-ink-moss arch-moss-sunlit stair-sun-ink",
    "sun": "door-sun-ink arch-brick-sunlit quarter-canal-sun view-ink-bricklit",
}
_COLOURS = {
    "paper": "#faf6ee",
    "ink": "#1c1a2b",
    "brick": "#c8442b",
    "bricklit": "#f7d9cf",
    "canal": "#1f4fa3",
    "canallit": "#d5e1f6",
    "moss": "#2c6e49",
    "mosslit": "#d6ead9",
    "sun": "#f4b41a",
    "sunlit": "#fdebc0",
}


@dataclass(frozen=True)
class Letter:
    """A letter as it is stored: subject, text and HTML, without a private link.

    Attributes:
        version_pk: the version of a template that it was written with; None for the
            text that the site came with.
        digest: what tells that text from every other, whoever wrote it.
    """

    subject: str
    text: str
    html: str = ""
    version_pk: int | None = None
    digest: str = ""

    @classmethod
    def from_words(cls, *, subject: str, text: str) -> Self:
        """Return the words in order: one line of subject, tidy blank lines."""
        subject = " ".join(subject.replace("\x00", "").split())
        if len(subject) > MAX_SUBJECT:
            subject = subject[: MAX_SUBJECT - 1].rstrip() + "…"
        lines = [line.rstrip() for line in text.replace("\x00", "").splitlines()]
        # By custom "-- " ends in a space: mail programs know the small print by it.
        lines = ["-- " if line == "--" else line for line in lines]
        tidy = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")
        return cls(subject=subject, text=tidy + "\n")


@dataclass
class Block:
    """One part of a letter on its way to HTML."""

    kind: str
    text: str = ""
    url: str = ""
    lines: list[str] = field(default_factory=list)

    @property
    def rich_text(self) -> SafeString:
        return to_html(self.text)

    @property
    def rich_lines(self) -> list[SafeString]:
        """The lines as HTML; a quotation is shown as it was typed."""
        if self.kind == "answer":
            return [escape(line) for line in self.lines]
        return [to_html(line) for line in self.lines]


@dataclass(frozen=True)
class Tile:
    """One tile of the façade."""

    shape: str
    colour: str
    ground: str


def render_html(*, letter: Letter, registration: Registration | None) -> str:
    """Return the HTML part that says what the text of `letter` says.

    Args:
        letter: the words.
        registration: whose workplace gives the colours; None for a house letter.
    """
    body, _rule, small_print = letter.text.partition("\n-- \n")
    about, heading = split(letter.subject)
    html = loader.render_to_string(
        "registrations/mail/base.html",
        {
            "subject": letter.subject,
            "about": about,
            "heading": heading,
            "blocks": parse_blocks(body),
            "small_print": parse_blocks(small_print),
            "tiles": _get_facade(registration),
            "site_name": settings.WAGTAIL_SITE_NAME,
        },
    )
    return css_inline.inline(html, keep_at_rules=True, load_remote_stylesheets=False)


def parse_blocks(text: str) -> list[Block]:
    """Split a text into the forms that the docstring of this module lists."""
    parts = (part.split("\n") for part in re.split(r"\n\s*\n", text.strip("\n")))
    return [block for lines in parts for block in _parse_part(lines)]


def is_own_link(url: str) -> bool:
    """Whether `url` may become a link: ours, never one that somebody typed."""
    return url.startswith((PRIVATE_LINK, f"{settings.SITE_URL}/"))


def _parse_part(lines: list[str]) -> list[Block]:
    if not any(lines):
        return []
    said = [line[1:].removeprefix(" ") for line in lines if line.startswith(">")]
    if said:
        label = " ".join(line for line in lines if not line.startswith(">"))
        return [Block("answer", text=label, lines=said)]
    for sign, kind in (("## ", "heading"), ("### ", "subheading")):
        if lines[0].startswith(sign):
            heading = Block(kind, text=lines[0].removeprefix(sign))
            return [heading, *_parse_part(lines[1:])]
    if all(line.startswith("- ") for line in lines):
        return [Block("list", lines=[line[2:] for line in lines])]
    if all(_NUMBERED.match(line) for line in lines):
        return [Block("numbers", lines=[_NUMBERED.sub("", line) for line in lines])]
    return _parse_lines(lines)


def _parse_lines(lines: list[str]) -> list[Block]:
    blocks: list[Block] = []
    for line in lines:
        link = _LINK_LINE.match(line)
        if link and is_own_link(link["url"]):
            kind = "action" if link["url"] == PRIVATE_LINK else "link"
            blocks.append(Block(kind, text=bare(link["label"]), url=link["url"]))
        elif blocks and blocks[-1].kind == "paragraph":
            blocks[-1].lines.append(line)
        else:
            blocks.append(Block("paragraph", lines=[line]))
    return blocks


def _get_facade(registration: Registration | None) -> list[Tile]:
    """The tiles of the workplace: the same person always gets the same façade."""
    workplace = (
        registration.placed_in or registration.workplace_first if registration else None
    )
    accent = workplace.accent if workplace else "sun"
    names = list(_FACADES)
    start = names.index(accent) if accent in names else 0
    row = f"{_FACADES[names[start]]} {_FACADES[names[(start + 1) % len(names)]]}"
    tiles = []
    for spec in row.split():
        shape, colour, ground = spec.split("-")
        tiles.append(Tile(shape, _COLOURS[colour], _COLOURS[ground]))
    return tiles
