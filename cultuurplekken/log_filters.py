"""Keeps what opens somebody's page out of every log."""

import logging
import re

# The token of a private link, wherever an address is written down.
PRIVATE_LINK = re.compile(r"(/mijn-inschrijving/)[\w~-]{20,}")


class HidePrivateLinks(logging.Filter):
    """Write `/mijn-inschrijving/…` where a private link would stand.

    Django logs the path of every answer from 400 on, and its own server that of
    every request.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = self._hide(record.msg)
        if isinstance(record.args, tuple):
            record.args = tuple(self._hide(value) for value in record.args)
        return True

    @staticmethod
    def _hide(value: object) -> object:
        return PRIVATE_LINK.sub(r"\1…", value) if isinstance(value, str) else value
