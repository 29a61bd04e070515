"""Fill the words of a letter in for one person: a substitution of our own.

No word that staff or applicants typed reaches a template engine. A field becomes its
value and nothing else; inside a value no sign has a meaning. What is empty leaves no
trace: a paragraph that held only that field goes, and so does the heading above it.
"""

from __future__ import annotations

import re
from typing import Any

from django.template import Context, loader
from wagtail.models import Page

from home.models.visitors import for_visitors

from ..letter_marks import bare, unformed
from .addresses import get_own_url
from .fields import Field
from .kinds import LetterKind

TOKEN = re.compile(r"\{([^{}\n]*)\}")
LINK_LINE = re.compile(r"^(?P<label>[^:{}]{2,80}): \{(?P<name>\w+)\}$")
PAGE_LINK = re.compile(r"\[(?P<label>(?:\\.|[^\[\]\\])+)\]\(page:(?P<pk>\d+)\)")
_HEADING = re.compile(r"^#{2,3} ")


def fill_subject(words: str, *, kind: LetterKind, values: dict[str, Any]) -> str:
    """Return a subject for one person, on one line, without signs."""
    return bare(_tidy(_fill_line(words, kind, values)))


def fill_body(words: str, *, kind: LetterKind, values: dict[str, Any]) -> str:
    """Return the body of a letter for one person, in the forms of `letter_html`."""
    lines: list[str] = []
    for line in _link_pages(words).splitlines():
        filled = _fill(line, kind, values)
        if filled is not None:
            lines += filled.split("\n")
    return "\n".join(_drop_lonely_headings(lines))


def render_part(name: str, values: dict[str, Any]) -> str:
    """Render a text of ours: no HTML, so nothing is escaped."""
    template = loader.get_template(f"registrations/mail/{name}").template
    return template.render(Context(values, autoescape=False)).strip("\n")


def _fill(line: str, kind: LetterKind, values: dict[str, Any]) -> str | None:
    """One line with its fields filled in; None for a line that falls away."""
    if not TOKEN.search(line):
        return line
    alone = TOKEN.fullmatch(line.strip())
    link = LINK_LINE.match(line.strip())
    name = alone[1] if alone else link["name"] if link else ""
    field = kind.fields.get(name)
    if field is not None and field.is_block:
        # Inside a block nothing may begin the small print.
        value = re.sub(r"(?m)^--\s*$", r"\\--", _get_value(field, values))
        return value.strip("\n") or None
    if field is not None and field.is_link and link:
        address = _get_value(field, values)
        return f"{link['label']}: {address}" if address else None
    return _tidy(_fill_line(line, kind, values)) or None


def _fill_line(line: str, kind: LetterKind, values: dict[str, Any]) -> str:
    def fill(token: re.Match[str]) -> str:
        field = kind.fields.get(token[1])
        if field is None:
            return token[0]
        value = " ".join(_get_value(field, values).split())
        # At the start of a line a value must not become a heading or a list.
        return value if token.start() else unformed(value)

    return TOKEN.sub(fill, line)


def _get_value(field: Field, values: dict[str, Any]) -> str:
    if field.name in values:  # an example stands under the name of its field
        return str(values[field.name])
    if field.value:
        return str(values.get(field.value) or "")
    return render_part(f"parts/{field.name}.txt", values)


def _tidy(line: str) -> str:
    """One line without the space that an empty field left."""
    start = re.match(r"\s*", line)[0]  # type: ignore[index]
    said = re.sub(r" {2,}", " ", line.strip())
    return start + re.sub(r" ([.,!?])(?=\s|$)", r"\1", said) if said else ""


def _drop_lonely_headings(lines: list[str]) -> list[str]:
    """Leave out a heading below which nothing is left to say."""
    kept: list[str] = []
    has_words = False
    for line in reversed(lines):
        if _HEADING.match(line) and not has_words:
            continue
        if line.strip():
            has_words = not _HEADING.match(line)
        kept.append(line)
    return kept[::-1]


def _link_pages(text: str) -> str:
    """Put the address of each page in its link; a page that is not there has none."""
    wanted = {int(link["pk"]) for link in PAGE_LINK.finditer(text)}
    if not wanted:
        return text
    pages = for_visitors(Page.objects.filter(pk__in=wanted))
    urls = {page.pk: get_own_url(page) for page in pages}

    def link(found: re.Match[str]) -> str:
        url = urls.get(int(found["pk"]))
        return f"[{found['label']}]({url})" if url else found["label"]

    return PAGE_LINK.sub(link, text)
