"""Asking a running site as a program does: no browser, no redirect followed."""

import urllib.error
import urllib.parse
import urllib.request
from email.message import Message


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: object) -> None:
        return None


opener = urllib.request.build_opener(NoRedirect)


def ask(url: str, data: dict[str, str] | None = None) -> tuple[int, Message, str]:
    """Return status, headers and text of an answer, whatever its status."""
    body = urllib.parse.urlencode(data).encode() if data is not None else None
    try:
        with opener.open(urllib.request.Request(url, body)) as answer:
            return (
                answer.status,
                answer.headers,
                answer.read().decode("utf-8", "ignore"),
            )
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers, error.read().decode("utf-8", "ignore")
