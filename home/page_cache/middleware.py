"""Answers from the kept pages before anything else of the site has to run."""

import re
import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.cache import has_vary_header

from .boundaries import find_next_boundary
from .marking import CACHE_CONTROL, get_expiry, is_marked
from .stamp import read_stamp
from .store import Key, Page, PageStore
from .turns import Turns

# What changes behind our back (a script, SQL by hand) is seen after this at most.
OLDEST_SECONDS = 600
PRIVATE = "private, no-cache"
# What mails, advertisements and social networks hang on a link. No page reads it.
TRACKING = re.compile(
    r"(utm_[a-z_]+|mtm_[a-z_]+|pk_[a-z_]+|fbclid|gclid|gclsrc|dclid|gbraid|wbraid"
    r"|msclkid|twclid|ttclid|li_fat_id|igshid|igsh|mc_cid|mc_eid|_hsenc|_hsmi)"
)


class PageCacheMiddleware:
    """The outermost middleware: a hit costs no routing, no session and no page.

    It also finishes every marked response, kept or not: compressed, with an ETag,
    answered 304 or by headers alone where that is asked.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]):
        self.get_response = get_response
        self.store = PageStore()
        self.turns = Turns()
        self._boundary: tuple[str, float] = ("", 0.0)
        self._passed = tuple(
            prefix
            for prefix in (settings.STATIC_URL, settings.MEDIA_URL, "/admin/")
            if prefix.startswith("/")
        )

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        key = self._find_key(request)
        stamp = read_stamp() if key else None
        if stamp is None:
            return self._finish(request, self.get_response(request))
        page = self.store.get(key, stamp=stamp, now=time.time())
        if page is not None:
            return page.answer(request)
        # A HEAD keeps nothing, so nobody waits for one.
        with self.turns.take(key if request.method == "GET" else None) as waited:
            return self._render(request, key, look_again=waited)

    def _render(
        self, request: HttpRequest, key: Key, *, look_again: bool
    ) -> HttpResponseBase:
        """Let the site answer, and keep what it answers if that may be kept."""
        # Asked anew: somebody may have published while this request waited.
        stamp = read_stamp()
        if stamp is None:
            return self._finish(request, self.get_response(request))
        now = time.time()
        page = self.store.get(key, stamp=stamp, now=now) if look_again else None
        if page is not None:
            return page.answer(request)
        # What only tracks stays out of the page too: it is kept for everybody.
        request.META["QUERY_STRING"] = ""
        # Before rendering: what is published or passed meanwhile counts as newer.
        until = self._find_end(stamp, now)
        response = self.get_response(request)
        return self._finish(request, response, key=key, stamp=stamp, until=until)

    def _find_key(self, request: HttpRequest) -> Key | None:
        """What the page is kept under, or None when this request has to be served.

        The host as it was sent: Django refuses a wrong one with a 400, which is never
        kept. A visitor who has a cookie of ours is somebody; nobody else is.
        """
        query = request.META.get("QUERY_STRING", "")
        if request.method not in ("GET", "HEAD") or not _only_tracks(query):
            return None
        if request.path.startswith(self._passed) or _is_somebody(request):
            return None
        # An address below a prefix that a header invented is nobody's page.
        if request.META.get("SCRIPT_NAME"):
            return None
        host = request.META.get("HTTP_HOST", "")
        return (request.scheme or "", host, request.path)

    def _find_end(self, stamp: str, now: float) -> float:
        """Return until when a page rendered now would hold."""
        known_for, boundary = self._boundary
        if known_for != stamp or boundary <= now:
            try:
                boundary = find_next_boundary(timezone.now()).timestamp()
            except DatabaseError:
                return now
            self._boundary = (stamp, boundary)
        return min(boundary, now + OLDEST_SECONDS)

    def _finish(
        self,
        request: HttpRequest,
        response: HttpResponseBase,
        *,
        key: Key | None = None,
        stamp: str = "",
        until: float = 0.0,
    ) -> HttpResponseBase:
        """Compress a marked response, keep it if it may be kept, and answer."""
        if not is_marked(response):
            return response
        if not _is_for_everybody(request, response):
            if response.get("Cache-Control") == CACHE_CONTROL:
                response["Cache-Control"] = PRIVATE
            return response
        page = Page.of(response)
        if key is not None and request.method == "GET":
            expires_at = get_expiry(response)
            page.stamp = stamp
            page.until = min(until, expires_at.timestamp()) if expires_at else until
            # A publish during the rendering made it old before it was finished.
            if page.until > time.time() and read_stamp() == stamp:
                self.store.put(key, page)
        return page.dress(request, response)


def _only_tracks(query: str) -> bool:
    """Whether a query string is empty, or holds only what campaigns add to links."""
    return not query or all(
        TRACKING.fullmatch(part.partition("=")[0]) for part in query.split("&")
    )


def _is_somebody(request: HttpRequest) -> bool:
    """Whether this request says who it comes from."""
    if "HTTP_AUTHORIZATION" in request.META:
        return True
    if "HTTP_COOKIE" not in request.META:
        return False
    ours = {
        settings.SESSION_COOKIE_NAME,
        settings.CSRF_COOKIE_NAME,
        settings.LANGUAGE_COOKIE_NAME,
        CookieStorage.cookie_name,
    }
    return not ours.isdisjoint(request.COOKIES)


def _is_for_everybody(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Whether nothing in this marked response belongs to one visitor."""
    return (
        response.status_code == 200
        and request.method in ("GET", "HEAD")
        and not response.streaming
        and not response.cookies
        and response.get("Cache-Control") == CACHE_CONTROL
        and not has_vary_header(response, "Cookie")
        and not getattr(request, "is_preview", False)
        and not _is_somebody(request)
    )
