"""Keeps what opens somebody's page, and what somebody typed, out of every log."""

import logging
import re
from urllib.parse import quote, unquote

# The token of a private link, wherever an address is written down: somebody's own
# page, a draft, the list of who wants to hear more, the page after sending.
PRIVATE_LINK = re.compile(
    r"(/(?:mijn-inschrijving|mijn-gegevens|verder|bewaard|op-de-hoogte|bedankt)/)[^/\s?\"'<>]{16,}"
)
# A form that is filled in beforehand has names and addresses in its query string, a
# search has words.
QUERY_STRING = re.compile(r"(/[^\s?\"'<>]*\?)[^\s\"'<>]+")


def hide_private_parts(text: str) -> str:
    """Return `text` with … where a private token or a query string stood."""
    return QUERY_STRING.sub(r"\1…", PRIVATE_LINK.sub(r"\1…", text))


def get_loggable_path(address: str) -> str:
    """Return the path of an address as a log may hold it: no token, nothing after it.

    Decoded first, because `/mijn%2Dinschrijving/` is the same address; and encoded
    again, so that no line break of a visitor begins a line of ours.
    """
    path = PRIVATE_LINK.sub(r"\1…", unquote(address.partition("?")[0]))
    return quote(path).replace(quote("…"), "…")


class HidePrivateLinks(logging.Filter):
    """Write `/mijn-inschrijving/…` where a private link would stand.

    Django logs the path of every answer from 400 on, and its own server that of
    every request; gunicorn names the address of one that broke.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = self._hide(record.msg)
        if isinstance(record.args, tuple):
            record.args = tuple(self._hide(value) for value in record.args)
        return True

    @staticmethod
    def _hide(value: object) -> object:
        return hide_private_parts(value) if isinstance(value, str) else value
