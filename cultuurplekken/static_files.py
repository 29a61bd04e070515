"""Static files as production serves them: compressed, hashed, one style sheet.

In development `site.css` imports its parts, one file for each component. On the
wire every import is a request more before anything shows, so the parts are joined
when static files are collected.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

STYLE_SHEET = "css/site.css"
IMPORT = re.compile(
    r'^@import url\("(?P<name>[^"]+)"\) layer\((?P<layer>\w+)\);$', re.M
)
# What means something else, or nothing, once its file is part of another one.
TIED_TO_ITS_FILE = re.compile(r"@import|@charset|@namespace")
# Files of others: a style sheet asks nothing of any other site.
ELSEWHERE = re.compile(r"url\(\s*[\"']?(?:[a-z]+:(?<!data:)|/)", re.I)
# An address that is read from the folder of the file in which it stands.
RELATIVE_URL = re.compile(r"url\(\s*([\"']?)(?![a-z]+:|[/#])([^\"')]+)\1\s*\)", re.I)
COMMENT = re.compile(r"/\*.*?\*/\s*", re.S)


class OneStyleSheetStorage(CompressedManifestStaticFilesStorage):
    """Writes `site.css` with its parts in it, then does what WhiteNoise does.

    A script that imports others (registrations/js/board.js) asks for them by their
    hashed names as well.
    """

    support_js_module_import_aggregation = True

    def post_process(
        self,
        paths: dict[str, tuple[Storage, str]],
        dry_run: bool = False,
        **options: Any,
    ) -> Iterator[tuple[str, str, bool]]:
        if STYLE_SHEET in paths and not dry_run:
            text = join_style_sheet(paths)
            self.delete(STYLE_SHEET)
            self.save(STYLE_SHEET, ContentFile(text.encode()))
            paths = paths | {STYLE_SHEET: (self, STYLE_SHEET)}
        yield from super().post_process(paths, dry_run=dry_run, **options)


def join_style_sheet(paths: dict[str, tuple[Storage, str]]) -> str:
    """Return the text of `site.css` with each import replaced by its file.

    Order and layers stay: `@import … layer(x)` becomes `@layer x { … }`. Comments,
    which are for us, stay at home.

    Raises:
        ValueError: a file holds what cannot move into another one.
    """

    def read(name: str) -> str:
        storage, path = paths[name]
        with storage.open(path) as file:
            return file.read().decode()

    def put_in(match: re.Match[str]) -> str:
        name = f"css/{match['name']}"
        text = read(name)
        for forbidden in (TIED_TO_ITS_FILE, ELSEWHERE):
            if found := forbidden.search(text):
                raise ValueError(
                    f"{name} is joined into {STYLE_SHEET}: no {found[0]} in it."
                )
        text = move_urls(COMMENT.sub("", text), source=name)
        return f"@layer {match['layer']} {{\n{text}}}\n"

    joined = IMPORT.sub(put_in, read(STYLE_SHEET))
    if "@import" in joined:
        raise ValueError(f'{STYLE_SHEET}: write @import url("…") layer(…);')
    return joined


def move_urls(text: str, *, source: str) -> str:
    """Return CSS of `source` with addresses that lead to the same from STYLE_SHEET.

    Django then gives each of them the hashed name of its file.
    """

    def move(match: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(posixpath.dirname(source), match[2]))
        home = posixpath.dirname(STYLE_SHEET)
        return f'url("{posixpath.relpath(target, home)}")'

    return RELATIVE_URL.sub(move, text)
