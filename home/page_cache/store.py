"""What is kept in the memory of this process, and how it is answered."""

import gzip
import hashlib
import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from functools import lru_cache

import brotli
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase, ResponseHeaders
from django.utils.http import parse_etags

MOST_PAGES = 500
MOST_BYTES = 32 * 1024 * 1024
# Fast ones: a page is compressed once for each publish, not once for ever.
BROTLI_QUALITY = 5
GZIP_LEVEL = 6
# Below this, compressing costs more than it saves.
SMALLEST_BODY = 500
COMPRESSED_TYPES = (
    "text/",
    "application/json",
    "application/feed+json",
    "application/atom+xml",
    "application/xml",
    "application/ld+json",
    "image/svg+xml",
)
# They say how the body is sent, so every variant has its own.
_OF_THE_BODY = {"content-length", "content-encoding", "etag", "date"}
_NOT_IN_304 = {"Content-Type", "Content-Length", "Content-Encoding"}

Key = tuple[str, str, str]


@dataclass(frozen=True)
class Variant:
    """One encoding of a page, ready to be sent."""

    body: bytes
    etag: str
    headers: dict[str, str]
    short_headers: dict[str, str]
    ready_headers: dict[str, tuple[str, str]]

    def is_known_to(self, request: HttpRequest) -> bool:
        """Whether the visitor has it; a proxy may have made the ETag a weak one."""
        header = request.META.get("HTTP_IF_NONE_MATCH")
        known = parse_etags(header) if header else ()
        return "*" in known or any(tag.removeprefix("W/") == self.etag for tag in known)


@dataclass
class Page:
    """A response as it will be answered to everybody.

    Attributes:
        stamp: the stamp as it was before the page was rendered.
        until: the clock time at which it no longer holds.
    """

    body: bytes
    headers: dict[str, str]
    stamp: str = ""
    until: float = 0.0
    variants: dict[str, Variant] = field(default_factory=dict)

    @classmethod
    def of(cls, response: HttpResponseBase) -> "Page":
        """Take over the body and the headers of a rendered response."""
        headers = {
            name: value
            for name, value in response.items()
            if name.lower() not in _OF_THE_BODY
        }
        return cls(body=response.content, headers=headers)

    @property
    def size(self) -> int:
        """Bytes in memory, counted as if every variant were there."""
        return 2 * len(self.body)

    def answer(self, request: HttpRequest) -> HttpResponse:
        """Answer a GET or HEAD: the page, or that the visitor's copy still holds."""
        variant = self.get_variant(request.META.get("HTTP_ACCEPT_ENCODING", ""))
        if variant.is_known_to(request):
            return HttpResponseNotModified(headers=variant.short_headers)
        response = HttpResponse(b"" if request.method == "HEAD" else variant.body)
        # Checked and encoded when the page was kept: Django does that name by name,
        # which would be a third of what a hit costs.
        response.headers._store = dict(variant.ready_headers)
        return response

    def dress(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Make a fresh response what `answer` would say, and return it."""
        variant = self.get_variant(request.META.get("HTTP_ACCEPT_ENCODING", ""))
        if variant.is_known_to(request):
            return HttpResponseNotModified(headers=variant.short_headers)
        response.content = b"" if request.method == "HEAD" else variant.body
        for name, value in variant.headers.items():
            response[name] = value
        return response

    def get_variant(self, accept_encoding: str) -> Variant:
        """Return the best encoding the visitor takes; it is made the first time."""
        encoding = choose_encoding(accept_encoding) if self._is_compressible() else ""
        variant = self.variants.get(encoding)
        if variant is None:
            variant = self.variants[encoding] = self._make_variant(encoding)
        return variant

    def _is_compressible(self) -> bool:
        kind = self.headers.get("Content-Type", "")
        return len(self.body) >= SMALLEST_BODY and kind.startswith(COMPRESSED_TYPES)

    def _make_variant(self, encoding: str) -> Variant:
        body = self.body
        if encoding == "br":
            body = brotli.compress(body, quality=BROTLI_QUALITY)
        elif encoding == "gzip":
            body = gzip.compress(body, GZIP_LEVEL, mtime=0)
        digest = hashlib.blake2b(self.body, digest_size=12).hexdigest()
        etag = f'"{digest}-{encoding}"' if encoding else f'"{digest}"'
        headers = self.headers | {"Content-Length": str(len(body)), "ETag": etag}
        if encoding:
            headers["Content-Encoding"] = encoding
        short = {
            name: text for name, text in headers.items() if name not in _NOT_IN_304
        }
        return Variant(
            body=body,
            etag=etag,
            headers=headers,
            short_headers=short,
            ready_headers=ResponseHeaders(headers)._store,
        )


class PageStore:
    """The pages of this process: the ones asked for last, within a limit."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pages: OrderedDict[Key, Page] = OrderedDict()
        self._bytes = 0

    def get(self, key: Key, *, stamp: str, now: float) -> Page | None:
        """Return the page that holds under this stamp and at this time."""
        page = self._pages.get(key)
        if page is None or page.stamp != stamp or page.until <= now:
            return None
        with self._lock:
            if key in self._pages:
                self._pages.move_to_end(key)
        return page

    def put(self, key: Key, page: Page) -> None:
        """Keep a page, and let go of the ones nobody asked for."""
        with self._lock:
            self._drop(key)
            self._pages[key] = page
            self._bytes += page.size
            while self._bytes > MOST_BYTES or len(self._pages) > MOST_PAGES:
                self._drop(next(iter(self._pages)))

    def _drop(self, key: Key) -> None:
        page = self._pages.pop(key, None)
        if page is not None:
            self._bytes -= page.size


@lru_cache(maxsize=256)
def choose_encoding(accepted: str) -> str:
    """Return "br", "gzip" or "" (as it is) for an Accept-Encoding header."""
    weights: dict[str, float] = {}
    for part in accepted.lower().split(","):
        name, _, parameter = part.partition(";")
        parameter = parameter.strip()
        try:
            weight = float(parameter[2:]) if parameter.startswith("q=") else 1.0
        except ValueError:
            weight = 0.0
        weights[name.strip()] = weight
    return next((name for name in ("br", "gzip") if weights.get(name, 0) > 0), "")
