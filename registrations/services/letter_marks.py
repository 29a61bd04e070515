"""The signs inside a line of a letter, and how what somebody typed loses their meaning.

The text of a letter (`letter_html` lists its forms) knows three signs in a line:

    **bold**    _italic_    [what a link is called](https://its.address/)

A backslash before a sign takes its meaning away. Everything that comes from a person's
answers passes `flat` or `quoted`, so that it cannot pass for a form of ours.
"""

from __future__ import annotations

import re

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

# Stands in a stored letter where the private link belongs; `delivery` puts a fresh
# link in its place while sending, so that nobody who reads the outbox has one.
PRIVATE_LINK = "[[persoonlijke-link]]"
# As letters that were written before had it; an editor met English there.
_FORMER = "[[private-link]]"
# What a link in a letter may open; anything else is shown as it was typed.
SCHEMES = ("https://", "http://", "mailto:", "tel:")

_MARKER = re.compile(r"\[+(?:persoonlijke|private)-link\]+")
_SIGNS = re.compile(r"([\\*_\[\]])")
_HIDDEN_SIGN = re.compile(r"\\([\\*_\[\]#>.\-])")
_MARKS = re.compile(
    r"(?P<hidden>\\[\\*_\[\]#>.\-])"
    r"|\*\*(?=\S)(?P<bold>(?:\\.|[^\\])+?)(?<=\S)\*\*"
    r"|(?<!\w)_(?=\S)(?P<italic>(?:\\.|[^\\])+?)(?<=\S)_(?!\w)"
    r"|\[(?P<label>(?:\\.|[^\[\]\\])+)\]\((?P<url>[^()\s]+)\)"
)


def flat(value: object) -> str:
    """Return a value on one line, so that it cannot pass for a form of ours."""
    return _SIGNS.sub(r"\\\1", unmark(" ".join(str(value or "").split())))


def quoted(value: object) -> str:
    """Return a value of any length as a quotation, each line marked."""
    # Every sign that ends a line somewhere, or a quotation could break out.
    lines = unmark(str(value or "")).strip().splitlines() or [""]
    return "\n".join(f"> {line}".rstrip() for line in lines)


def unmark(value: str) -> str:
    """Return `value` without the marker of the private link, however it is wrapped.

    All brackets around its name go but one: whoever types three has no two left, or
    the letter to the owner of an address would hold their link inside an address that
    somebody else typed.
    """
    return _MARKER.sub("[persoonlijke-link]", value.replace("\x00", ""))


def renew(text: str) -> str:
    """Return a stored text with the marker of the private link as it is called now."""
    return text.replace(_FORMER, PRIVATE_LINK)


def is_safe_url(url: str) -> bool:
    """Whether a letter may link to `url`."""
    return url.lower().startswith(SCHEMES)


def enclose(url: str) -> str:
    """Return an address without the signs that would end the link around it."""
    return url.replace("(", "%28").replace(")", "%29")


def unformed(value: str) -> str:
    """Return a value that may begin a line, without becoming a heading or an item."""
    if value.startswith(("#", "-", ">")):
        return f"\\{value}"
    return re.sub(r"^(\d{1,3})\. ", r"\1\\. ", value)


def bare(line: str) -> str:
    """Return what a line says without its backslashes, for a subject or a label."""
    return _HIDDEN_SIGN.sub(r"\1", line)


def to_html(line: str) -> SafeString:
    """Return a line as HTML: its signs become elements, all else is escaped."""
    parts: list[str] = []
    end = 0
    for mark in _MARKS.finditer(line):
        parts += [line[end : mark.start()], _mark_up(mark)]
        end = mark.end()
    parts.append(line[end:])
    return format_html_join("", "{}", ((part,) for part in parts))


def _mark_up(mark: re.Match[str]) -> str:
    if mark["hidden"]:
        return mark["hidden"][1]
    if mark["bold"]:
        return format_html("<strong>{}</strong>", to_html(mark["bold"]))
    if mark["italic"]:
        return format_html("<em>{}</em>", to_html(mark["italic"]))
    if not is_safe_url(mark["url"]):
        return to_html(mark["label"])
    return format_html(
        '<a class="link" href="{}">{}</a>', mark["url"], to_html(mark["label"])
    )


def to_plain(text: str) -> str:
    """Return a letter as somebody reads it who sees text only.

    Quotations stay as they were typed: nothing in them has a meaning.
    """
    lines = text.split("\n")
    return "\n".join(
        line if line.startswith(">") else _MARKS.sub(_write_out, line) for line in lines
    )


def to_shown(text: str) -> str:
    """Return a letter as the office reads it: in words where the private link comes."""
    return to_plain(text).replace(
        PRIVATE_LINK, gettext("[the private link, made while sending]")
    )


def _write_out(mark: re.Match[str]) -> str:
    if mark["hidden"]:
        return mark["hidden"][1]
    if mark["bold"]:
        return f"*{to_plain(mark['bold'])}*"
    if mark["italic"]:
        return f"_{to_plain(mark['italic'])}_"
    label, url = to_plain(mark["label"]), mark["url"]
    address = re.sub(r"^(mailto|tel):", "", url)
    return address if label in {url, address} else f"{label} ({address})"
