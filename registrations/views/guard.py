"""Guards the public form without cookies, accounts or puzzles.

A visitor gets no cookie, so a forged post has no authority to steal; what is left
is nonsense, sent by programs. Whatever looks like it is held for a person to look
at, never refused and never dropped: a sign proves nothing about a human being.
"""

from __future__ import annotations

import ipaddress
import time
from collections.abc import Mapping
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy

from ..enums import HoldReason

# Said where `is_same_origin` is not sure; whatever was typed stays on the screen.
FROM_ELSEWHERE = gettext_lazy(
    "We could not see where this came from. Try again here, or open this page "
    "in a window of its own."
)
STAMP_NAME = "stamp"
# A name that no browser fills in by itself, for a field that no person sees.
HONEYPOT_NAME = "fax"
_SALT = "registrations.guard"
_HOUR = 3600
# An office shares one address; a whole service may register on one afternoon.
MOST_PER_HOUR = 30
FASTEST_SECONDS = 4
# Wrong access codes from one address in an hour; after that no code is looked up.
MOST_WRONG_CODES = 30
# Reports about mail without the secret, from one address in an hour.
MOST_REFUSED_REPORTS = 60
# A cached page or a tab that was left open for days is no reason for distrust.
OLDEST_SECONDS = 14 * 24 * _HOUR


def make_stamp() -> str:
    """Return a signed moment for the form; the same for whoever asks now."""
    return signing.TimestampSigner(salt=_SALT).sign("form")


def is_same_origin(request: HttpRequest) -> bool:
    """Whether a post comes from a page of this site, as far as a browser tells.

    A browser that tells nothing is believed: old ones exist, and a program that
    posts without headers gains nothing that it could not have by lying.

    `Origin: null` tells nothing either. Behind a private link it is what an honest
    browser sends that knows no Sec-Fetch-Site (Safari before 16.4): those pages ask
    for `Referrer-Policy: no-referrer`, which also empties the Origin of their own
    forms. A sandboxed frame sends it too, but a browser of today adds that it is
    cross-site. Nothing is won by it: no cookie opens anything here, only the link
    does, and whoever has the link needs nobody else's browser.
    """
    fetch_site = request.headers.get("Sec-Fetch-Site")
    if fetch_site:
        return fetch_site in {"same-origin", "none"}
    origin = request.headers.get("Origin")
    if not origin or origin == "null":
        return True
    return urlsplit(origin).netloc == request.get_host()


def collect_doubts(request: HttpRequest, *, prefix: str, what: str = "") -> list[str]:
    """Return why a person should look at what this request sends, if anything.

    One strong sign is enough. A weak one (an old or missing stamp, no sign of a
    browser, very quick) counts only together with another: pages are cached, and
    people use old browsers and fill in forms from a list.

    Args:
        request: a post that carries valid answers.
        prefix: the prefix of the form's names.
        what: which posts are counted together; registrations unless named.

    Returns:
        Values of `HoldReason`; empty when there is no doubt.
    """
    strong = []
    if not is_same_origin(request):
        strong.append(HoldReason.CROSS_SITE)
    if request.POST.get(f"{prefix}-{HONEYPOT_NAME}", "").strip():
        strong.append(HoldReason.HONEYPOT)
    if _count_from_here(request, what) > MOST_PER_HOUR:
        strong.append(HoldReason.RATE)
    weak = []
    if sign := _read_stamp(request.POST, prefix):
        weak.append(sign)
    if not any(
        request.headers.get(name) for name in ("Sec-Fetch-Site", "Origin", "Referer")
    ):
        weak.append(HoldReason.NO_BROWSER)
    if strong or len(weak) > 1:
        return [reason.value for reason in (*strong, *weak)]
    return []


def count_wrong_code(request: HttpRequest) -> None:
    """Count a wrong access code: one of a few slips, or one of many guesses."""
    _count_from_here(request, "code")


def is_guessing(request: HttpRequest) -> bool:
    """Whether so many wrong codes came from here that no other is looked up now.

    A code has 60 bits, so this only keeps the noise down; a form that was opened
    carries a signature and is never asked (services/access_codes.py).
    """
    return _count_from_here(request, "code", add=0) >= MOST_WRONG_CODES


def count_refused_report(request: HttpRequest) -> None:
    """Count a report about mail that came without the secret (delivery_reports.py)."""
    _count_from_here(request, "report")


def is_hammering(request: HttpRequest) -> bool:
    """Whether so many of these came from here that no other gets an answer now."""
    return _count_from_here(request, "report", add=0) >= MOST_REFUSED_REPORTS


def _read_stamp(data: Mapping[str, str], prefix: str) -> HoldReason | None:
    stamp = data.get(f"{prefix}-{STAMP_NAME}", "")
    signer = signing.TimestampSigner(salt=_SALT)
    try:
        signer.unsign(stamp, max_age=OLDEST_SECONDS)
    except signing.SignatureExpired:
        return HoldReason.OLD_STAMP
    except signing.BadSignature:
        return HoldReason.NO_STAMP
    try:
        signer.unsign(stamp, max_age=FASTEST_SECONDS)
    except signing.SignatureExpired:
        return None
    return HoldReason.TOO_FAST


def _count_from_here(request: HttpRequest, what: str = "", *, add: int = 1) -> int:
    """Count this post among those of one hour from the same address.

    The cache keeps a keyed hash for an hour, never the address. Addresses inside
    the machine or the house belong to a proxy, not to a person, and are not
    counted: a badly set proxy must not hold everybody. Read and written in two
    steps, since not every cache can add one and keep the end of the hour; of posts
    at the very same moment one may go uncounted.
    """
    address = _get_address(request)
    if address is None:
        return 0
    digest = salted_hmac(_SALT, address, algorithm="sha256").hexdigest()
    key = f"{_SALT}:{what}:{digest}" if what else f"{_SALT}:{digest}"
    now = time.time()
    count, ends = cache.get(key, (0, now + _HOUR))
    if add:
        cache.set(key, (count + add, ends), max(1, int(ends - now)))
    return count + add


def _get_address(request: HttpRequest) -> str | None:
    """The visitor's address, when it can be known.

    Behind proxies that are ours, `TRUSTED_PROXIES` says how many there are; each
    adds one address at the end of X-Forwarded-For. Without it the header is not
    believed: anybody can send one.
    """
    proxies = settings.TRUSTED_PROXIES
    forwarded = request.headers.get("X-Forwarded-For", "").split(",")
    if proxies and len(forwarded) >= proxies:
        text = forwarded[-proxies].strip()
    else:
        text = request.META.get("REMOTE_ADDR", "")
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    if not address.is_global:
        return None
    if address.version == 6:
        # One household or office has a whole network of these.
        return str(ipaddress.ip_network(f"{address}/64", strict=False))
    return str(address)
