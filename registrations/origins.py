"""The websites that may show a form in a frame: read from what an editor typed.

A leaf: the page, its editor's form and the view of the frame all read it here. What
comes out is written in a header (`frame-ancestors`), so nothing passes that is not a
plain origin.
"""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import urlsplit

import idna
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

MOST_ORIGINS = 20
# Longer than any name that the internet knows.
LONGEST_HOST = 253
# On the machine of a developer, where nothing speaks HTTPS.
LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1"})
HTTPS_PORT, HTTP_PORT = 443, 80
_LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)")

NO_SCHEME = _("Line %(line)s (“%(text)s”): start with https://.")
NO_ADDRESS = _(
    "Line %(line)s (“%(text)s”): this is not the address of a website. Write it like "
    "https://www.example.be."
)
NO_PATH = _(
    "Line %(line)s (“%(text)s”): leave out what follows the name. %(origin)s will do "
    "for all pages of that website."
)
NO_WILDCARD = _(
    "Line %(line)s (“%(text)s”): * cannot be used. Write each website on a line of its "
    "own."
)
NO_CREDENTIALS = _(
    "Line %(line)s (“%(text)s”): leave out the user name and the password."
)
NO_PORT = _(
    "Line %(line)s (“%(text)s”): the number after the colon is not one of a website."
)
TOO_MANY = ngettext_lazy(
    "At most %(most)s websites; there is %(excess)s too many.",
    "At most %(most)s websites; there are %(excess)s too many.",
    "excess",
)


def read_origins(text: str) -> list[str]:
    """Return the origins that `text` names, one on each line, as browsers write them.

    Small letters, the ASCII form of accented names, no usual port, no doubles. An
    address that was copied from a browser may end in a slash.

    Raises:
        ValidationError: with a sentence for each line that is no origin.
    """
    origins: dict[str, None] = {}
    errors = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            origins[_read_origin(line.strip(), number)] = None
        except ValidationError as error:
            errors.append(error)
    if len(origins) > MOST_ORIGINS:
        excess = len(origins) - MOST_ORIGINS
        errors.append(
            ValidationError(
                TOO_MANY, params={"most": MOST_ORIGINS, "excess": excess}, code="many"
            )
        )
    if errors:
        raise ValidationError(errors)
    return list(origins)


def find_origins(text: str) -> list[str]:
    """Return the origins in `text` that hold here and now; what is wrong is left out.

    For the header: a row that a script wrote, or a local address that came along with
    a copy of the database, opens nothing.
    """
    found: dict[str, None] = {}
    for line in text.splitlines():
        try:
            found[_read_origin(line.strip(), 0)] = None
        except ValidationError:
            continue
    return list(found)[:MOST_ORIGINS]


def _read_origin(text: str, line: int) -> str:
    shown = text if len(text) <= 60 else f"{text[:59]}…"

    def wrong(sentence: str, code: str, **params: str) -> ValidationError:
        params = {"line": str(line), "text": shown, **params}
        return ValidationError(sentence, code=code, params=params)

    if "*" in text:
        raise wrong(NO_WILDCARD, "wildcard")
    try:
        parts = urlsplit(text)
    except ValueError as error:
        raise wrong(NO_ADDRESS, "address") from error
    is_local = settings.DEBUG and parts.hostname in LOCAL_HOSTS
    if parts.scheme != "https" and not (parts.scheme == "http" and is_local):
        raise wrong(NO_SCHEME, "scheme")
    if "@" in parts.netloc:
        raise wrong(NO_CREDENTIALS, "credentials")
    host = _read_host(parts.hostname or "", is_local=is_local)
    if host is None or re.search(r"[\s\\]", text):
        raise wrong(NO_ADDRESS, "address")
    try:
        port = parts.port
    except ValueError as error:
        raise wrong(NO_PORT, "port") from error
    if port == 0 or parts.netloc.endswith(":"):
        raise wrong(NO_PORT, "port")
    usual = HTTPS_PORT if parts.scheme == "https" else HTTP_PORT
    origin = f"{parts.scheme}://{host}"
    if port and port != usual:
        origin = f"{origin}:{port}"
    if parts.path not in ("", "/") or "?" in text or "#" in text:
        raise wrong(NO_PATH, "path", origin=origin)
    return origin


def _read_host(name: str, *, is_local: bool) -> str | None:
    """Return a host as browsers write it, or None: `Café.be` is `xn--caf-dma.be`."""
    if is_local:
        return name
    try:
        host = idna.encode(name, uts46=True).decode().lower()
    except (idna.IDNAError, UnicodeError):
        return None
    labels = host.split(".")
    if len(labels) < 2 or len(host) > LONGEST_HOST:
        return None
    if not all(_LABEL.fullmatch(label) for label in labels):
        return None
    if labels[-1].isdigit():
        # Browsers read a name that ends in digits as an address, or not at all.
        try:
            return str(ipaddress.IPv4Address(host))
        except ValueError:
            return None
    return host
