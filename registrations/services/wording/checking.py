"""What is wrong with words that somebody wants to save for a kind of letter."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches

from django.utils.translation import gettext as _

from ..letter_html import MAX_SUBJECT
from ..letter_marks import PRIVATE_LINK, is_safe_url, renew
from .fields import FIELDS, Field
from .filling import LINK_LINE, TOKEN
from .kinds import LetterKind

MAX_BODY = 20_000
_NAME = re.compile(r"^[a-z_]{2,40}$")
_LINK = re.compile(r"\[((?:\\.|[^\[\]\\])+)\]\(([^()\s]+)\)")


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong.

    Attributes:
        part: "subject" or "body".
        sentence: what, and what to do about it.
    """

    part: str
    sentence: str


def find_problems(*, kind: LetterKind, subject: str, body: str) -> list[Problem]:
    """Return what keeps these words from being saved; nothing when they may be.

    A field that this kind of letter does not know, one in a place where it cannot
    stand, braces that hold anything but a name, a link that opens something else
    than an address, and what the letter must say and does not.
    """
    sentences = {
        "subject": [*_check_subject(subject, kind)],
        "body": [*_check_body(body, kind), *_find_missing(body, kind)],
    }
    return [
        Problem(part, sentence)
        for part, found in sentences.items()
        for sentence in dict.fromkeys(found)
    ]


def _check_subject(subject: str, kind: LetterKind):
    if not subject.strip():
        yield _("A letter needs a subject.")
    if len(subject) > MAX_SUBJECT:
        yield _("The subject is longer than %(max)d characters.") % {"max": MAX_SUBJECT}
    yield from _check_braces(subject)
    for field in _find_fields(subject, kind):
        if isinstance(field, str):
            yield field
        elif not field.in_subject:
            yield _(
                "%(field)s cannot stand in the subject: subjects are shown in lists "
                "and on locked telephones."
            ) % {"field": field.token}


def _check_body(body: str, kind: LetterKind):
    if not body.strip():
        yield _("A letter needs a text.")
    if len(body) > MAX_BODY:
        yield _("The text is longer than %(max)d characters.") % {"max": MAX_BODY}
    if PRIVATE_LINK in renew(body):
        yield _(
            "%(marker)s is a sign of the site itself. Take %(field)s for the private "
            "link."
        ) % {"marker": PRIVATE_LINK, "field": FIELDS["persoonlijke_link"].token}
    yield from _check_braces(body)
    for line in body.splitlines():
        if line.strip() == "--":
            yield _(
                "A line with “--” alone begins the small print, and the site adds "
                "that itself. Take the line away."
            )
        yield from _check_line(line.strip(), kind)
        yield from _check_links(line)


def _check_line(line: str, kind: LetterKind):
    for field in _find_fields(line, kind):
        if isinstance(field, str):
            yield field
        elif field.is_block and line != field.token:
            yield _(
                "%(field)s can be long, or nothing at all: it stands alone in a "
                "paragraph, without other words and without bold or italic."
            ) % {"field": field.token}
        elif field.is_link and not LINK_LINE.match(line):
            yield _(
                "%(field)s becomes a button: write what stands on it, a colon, and the "
                "field, alone on a line, without bold or italic. For example: "
                "“%(example)s”."
            ) % {"field": field.token, "example": field.typed}


def _check_links(line: str):
    for label, url in _LINK.findall(line):
        if TOKEN.search(label) or TOKEN.search(url) or "%7B" in url.upper():
            yield _("A field cannot stand inside a link: “%(label)s”.") % {
                "label": label
            }
        elif not is_safe_url(url) and not re.match(r"^page:\d+$", url):
            yield _(
                "The link “%(label)s” opens no address. It begins with https://, "
                "mailto: or tel:, or leads to a page of this site."
            ) % {"label": label}


def _check_braces(words: str):
    rest = TOKEN.sub("", words)
    if "{" in rest or "}" in rest or "{%" in words:
        yield _(
            "There is a brace without its other half, or one inside another. Braces "
            "only hold the name of a field, as in {voornaam}."
        )


def _find_fields(words: str, kind: LetterKind) -> list[Field | str]:
    """The fields in `words`; in the place of one that cannot be there, a sentence."""
    return [_find_field(token[1], kind) for token in TOKEN.finditer(words)]


def _find_field(name: str, kind: LetterKind) -> Field | str:
    if name in kind.fields:
        return kind.fields[name]
    token = f"{{{name[:40]}}}"
    if name in FIELDS:
        return _("%(field)s exists, but not in this kind of letter.") % {"field": token}
    near = get_close_matches(name.strip().lower(), kind.fields, n=1, cutoff=0.6)
    if near:
        return _("%(field)s is not a field. Did you mean %(near)s?") % {
            "field": token,
            "near": kind.fields[near[0]].token,
        }
    if not _NAME.match(name):
        return _(
            "%(field)s cannot be used: braces hold the name of a field and nothing "
            "else, as in {voornaam}."
        ) % {"field": token}
    return _("%(field)s is not a field. The list shows which ones there are.") % {
        "field": token
    }


def _find_missing(body: str, kind: LetterKind):
    said = {token[1] for token in TOKEN.finditer(body)}
    for name in kind.must:
        if name not in said:
            field = FIELDS[name]
            yield _("This letter needs %(field)s: %(meaning)s.") % {
                "field": field.token,
                "meaning": str(field.meaning)[:1].lower() + str(field.meaning)[1:],
            }
