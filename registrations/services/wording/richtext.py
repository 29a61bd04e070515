"""The words of a letter as rich text, for the editor of staff, and back again.

A letter is kept as text (`letter_html`): mail carries no more than that text can say.
What the editor hands over besides is left out, its words stay.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

from django.utils.html import escape

# What the editor offers: everything here has a form in the text of a letter.
FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link"]

_LINK = re.compile(r"\[((?:\\.|[^\[\]\\])+)\]\(([^()\s]+)\)")
_BOLD = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*")
_ITALIC = re.compile(r"(?<![\w{])_(?=\S)(.+?)(?<=\S)_(?![\w}])")
_NUMBER = re.compile(r"^\d{1,3}\. ")
_SIGNS = {"b": "**", "strong": "**", "i": "_", "em": "_"}
_BLOCKS = frozenset(
    {"p", "h2", "h3", "li", "h1", "h4", "h5", "h6", "blockquote", "div"}
)
_HEADINGS = {"h2": "## ", "h3": "### "}


def to_rich_text(body: str) -> str:
    """Return the words of a template as rich text for Wagtail's editor."""
    parts = re.split(r"\n\s*\n", body.strip("\n"))
    return "".join(_to_elements(part.split("\n")) for part in parts if part.strip())


def from_rich_text(html: str) -> str:
    """Return what Wagtail's editor handed over as the words of a template."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.get_text()


def _to_elements(lines: list[str]) -> str:
    for level, sign in _HEADINGS.items():
        if lines[0].startswith(sign):
            rest = _to_elements(lines[1:]) if lines[1:] else ""
            return f"<{level}>{_to_inline(lines[0].removeprefix(sign))}</{level}>{rest}"
    if all(line.startswith("- ") for line in lines):
        items = "".join(f"<li>{_to_inline(line[2:])}</li>" for line in lines)
        return f"<ul>{items}</ul>"
    if all(_NUMBER.match(line) for line in lines):
        items = (f"<li>{_to_inline(_NUMBER.sub('', line))}</li>" for line in lines)
        return f"<ol>{''.join(items)}</ol>"
    return f"<p>{'<br/>'.join(_to_inline(line) for line in lines)}</p>"


def _to_inline(line: str) -> str:
    html = escape(line)
    html = _LINK.sub(_to_anchor, html)
    html = _BOLD.sub(r"<b>\1</b>", html)
    return _ITALIC.sub(r"<i>\1</i>", html)


def _to_anchor(link: re.Match[str]) -> str:
    label, url = link[1], link[2]
    if url.startswith("page:"):
        return f'<a linktype="page" id="{url.removeprefix("page:")}">{label}</a>'
    return f'<a href="{url}">{label}</a>'


class _Reader(HTMLParser):
    """Collects paragraphs, headings and lists, with the signs inside their lines."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[tuple[str, str]] = []
        self.line = ""
        self.tag = "p"
        self.lists: list[str] = []
        self.address: str | None = None
        self.link_start = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"ul", "ol"}:
            self._end_part()
            self.lists.append(tag)
        elif tag in _BLOCKS:
            self._end_part()
            self.tag = tag
        elif tag == "br":
            self.line += "\n"
        elif tag == "a":
            self.address = _read_address(dict(attrs))
            self.link_start = len(self.line)
        else:
            self.line += _SIGNS.get(tag, "")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"ul", "ol"}:
            self._end_part()
            if self.lists:
                self.lists.pop()
        elif tag in _BLOCKS:
            self._end_part()
        elif tag == "a":
            self._end_link()
        elif tag in _SIGNS:
            self._end_sign(_SIGNS[tag])

    def handle_data(self, data: str) -> None:
        # A line break in the markup is a space; one of the writer is <br>.
        self.line += re.sub(r"[ \t\r\n]+", " ", data.replace("\u2028", " "))

    def get_text(self) -> str:
        self._end_part()
        text, before, number = "", "", 0
        for tag, words in self.parts:
            number = number + 1 if tag == before == "ol" else 1
            sign = {"ul": "- ", "ol": f"{number}. "}.get(tag, _HEADINGS.get(tag, ""))
            joins = tag in {"ul", "ol"} and tag == before
            text += ("" if not text else "\n" if joins else "\n\n") + sign + words
            before = tag
        return text

    def _end_part(self) -> None:
        lines = [line.strip() for line in self.line.replace("\xa0", " ").split("\n")]
        kind = self.lists[-1] if self.tag == "li" and self.lists else self.tag
        if kind != "p" and any(lines):
            # A heading or an item is one line.
            self.parts.append((kind, " ".join(filter(None, lines))))
        elif any(lines):
            self.parts.append(("p", "\n".join(lines).strip("\n")))
        self.line, self.tag, self.address = "", "p", None

    def _end_link(self) -> None:
        label = self.line[self.link_start :].strip()
        if self.address and label:
            self.line = f"{self.line[: self.link_start]}[{label}]({self.address})"
        self.address = None

    def _end_sign(self, sign: str) -> None:
        """Close bold or italic; its sign touches the words, the space stays outside."""
        start = self.line.rfind(sign)
        if start < 0:
            return
        said = self.line[start + len(sign) :]
        words = said.strip()
        if not words:
            self.line = self.line[:start] + said
            return
        before, _rest, after = said.partition(words)
        self.line = f"{self.line[:start]}{before}{sign}{words}{sign}{after}"


def _read_address(attrs: dict[str, str | None]) -> str:
    if attrs.get("linktype") == "page" and (attrs.get("id") or "").isdecimal():
        return f"page:{attrs['id']}"
    url = (attrs.get("href") or "").strip()
    return re.sub(r"[\s()]", lambda sign: f"%{ord(sign[0]):02X}", url)
