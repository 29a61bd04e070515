"""The typeface of the site, made at need from the pip package font-manrope.

One variable font with the characters and weights that the pages use, so that a first
visit carries 20 kB of it instead of 160. It is never a file in the repository: whoever
asks for static files (the development server, tests, `collectstatic`) gets it from the
finder below, which builds it once into VAR_DIR and again when anything it is made of
has changed.
"""

from __future__ import annotations

import hashlib
import io
import json
import mimetypes
import os
import tempfile
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder, searched_locations
from django.contrib.staticfiles.utils import matches_patterns
from django.core.files.storage import FileSystemStorage
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

FONT = "fonts/manrope.woff2"
# The weights of the style sheet: text is 400, the heaviest heading 800.
WEIGHTS = (400, 800)
# Pairs that stand close, and figures of one width for numbers below each other.
FEATURES = ("kern", "tnum")
# English, Dutch and French; names of our neighbours; the signs that texts use.
CHARACTERS = "".join(
    (
        *map(chr, range(0x20, 0x7F)),
        *map(chr, range(0xA0, 0x100)),
        "ĲĳŒœŸ",
        "ĆćČčĐđĞğİıŁłŃńŘřŚśŞşŠšŽžŻż",
        "–—‘’‚“”„…•′″‹›€→←↑↓−≤≥∞\u2009\u2011",
    )
)
# Copyright, names and licence: the licence asks that they travel along.
NAMES = [0, 1, 2, 3, 4, 5, 6, 13, 14]

# Python does not know it on every system.
mimetypes.add_type("font/woff2", ".woff2")


def read_source() -> bytes:
    """Return the whole variable font, as the package brings it."""
    name = "files/Manrope-VariableFont_wght.ttf"
    return files("font_manrope").joinpath(name).read_bytes()


def build_font() -> bytes:
    """Return the font of the site as WOFF2; always the same bytes."""
    font = TTFont(io.BytesIO(read_source()), recalcTimestamp=False)
    options = Options()
    options.layout_features = list(FEATURES)
    options.hinting = False
    options.name_IDs = NAMES
    options.notdef_outline = True
    subsetter = Subsetter(options)
    subsetter.populate(text=CHARACTERS)
    subsetter.subset(font)
    font = instantiateVariableFont(font, {"wght": WEIGHTS})
    font.flavor = "woff2"
    built = io.BytesIO()
    font.save(built)
    return built.getvalue()


def name_recipe() -> str:
    """Return a name for all that the font is made of: other parts, other name."""
    recipe = {
        "source": hashlib.sha256(read_source()).hexdigest(),
        "tools": [version("fonttools"), version("brotli")],
        "choices": [WEIGHTS, FEATURES, CHARACTERS, NAMES],
    }
    return hashlib.sha256(json.dumps(recipe).encode()).hexdigest()[:16]


def get_font_folder() -> Path:
    """Return the folder in which the font stands as FONT, built if it was not there."""
    folder = Path(settings.VAR_DIR) / "built" / name_recipe()
    path = folder / FONT
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        # Two processes at once: each writes a file of its own, the last one counts,
        # and nobody ever reads half a font.
        handle, name = tempfile.mkstemp(dir=folder.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(build_font())
            Path(name).chmod(0o644)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    return folder


class FontFinder(BaseFinder):
    """Finds the font among the static files (STATICFILES_FINDERS)."""

    def check(self, **kwargs: Any) -> list:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        """Return where the font stands, when it is the font that is asked for."""
        if path != FONT:
            return []
        folder = get_font_folder()
        searched_locations.append(str(folder))
        found = str(folder / FONT)
        return [found] if find_all else found

    def list(
        self, ignore_patterns: Iterable[str] | None
    ) -> Iterator[tuple[str, FileSystemStorage]]:
        """Yield the font, for `collectstatic`."""
        if not matches_patterns(FONT, ignore_patterns or ()):
            yield FONT, FileSystemStorage(location=get_font_folder())
