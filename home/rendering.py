"""From a drawing to pixels: the pictures that go with shared links, as PNG."""

import hashlib
import threading
from collections import OrderedDict

import resvg_py

from .typesetting import BOLD, EXTRA_BOLD

# A picture takes a tenth of a second to render and some 50 kB to keep: this holds
# those of every page of a site, and one with photographs a good deal fewer.
MOST_BYTES = 24 * 1024 * 1024


class PngStore:
    """The pictures of this process: the ones asked for last, within a limit."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[bytes, bytes] = OrderedDict()
        self._bytes = 0

    def get(self, svg: str, size: tuple[int, int]) -> bytes:
        """Return a drawing as PNG; known by its digest, for it may hold a photograph."""
        key = hashlib.sha256(svg.encode()).digest()
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        png = _render(svg, size)
        with self._lock:
            if key not in self._kept:
                self._kept[key] = png
                self._bytes += len(png)
            while self._bytes > MOST_BYTES:
                self._bytes -= len(self._kept.popitem(last=False)[1])
        return png


_store = PngStore()


def render_png(svg: str, size: tuple[int, int]) -> bytes:
    """Return a drawing as PNG of so many pixels, in the typeface of the site."""
    return _store.get(svg, size)


def _render(svg: str, size: tuple[int, int]) -> bytes:
    width, height = size
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg,
            width=width,
            height=height,
            font_files=[EXTRA_BOLD, BOLD],
            font_family="Manrope",
            skip_system_fonts=True,
        )
    )
