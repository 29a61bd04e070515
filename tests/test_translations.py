"""Nothing English reaches a visitor: the Dutch catalogue is whole and compiled."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest
import wagtail
import wagtail_modeladmin
from django.utils.translation.template import templatize

from home.admin.wagtail_words import REWORDED

pytestmark = pytest.mark.looks

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "cultuurplekken" / "locale" / "nl" / "LC_MESSAGES"
PACKAGES = ("cultuurplekken", "home", "workplaces", "registrations")

# Function → the positions of its context (None: none) and of its msgid.
PLAIN = {"_", "gettext", "gettext_lazy", "gettext_noop"}
PLURAL = {"ngettext", "ngettext_lazy"}
WITH_CONTEXT = {"pgettext", "pgettext_lazy"}
PLURAL_WITH_CONTEXT = {"npgettext", "npgettext_lazy"}
TEMPLATE_CALL = re.compile(
    r"""(?<!\w)(?P<name>_|gettext|ngettext|pgettext|npgettext)\(
        \s*u?(?P<first>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")
        (?:\s*,\s*u?(?P<second>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"))?""",
    re.VERBOSE,
)


@pytest.fixture(scope="module")
def catalogue() -> polib.POFile:
    return polib.pofile(str(CATALOGUE / "django.po"))


def get_key(name: str, texts: list[str]) -> tuple[str, str] | None:
    """Return (context, msgid) of one call to gettext or one of its sisters."""
    if name in PLAIN | PLURAL:
        return "", texts[0]
    if name in WITH_CONTEXT | PLURAL_WITH_CONTEXT and len(texts) > 1:
        return texts[0], texts[1]
    return None


def get_python_texts() -> Iterator[tuple[str, str]]:
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            if "migrations" in path.parts:
                continue
            for node in ast.walk(ast.parse(path.read_text())):
                if not isinstance(node, ast.Call):
                    continue
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                texts = [
                    argument.value
                    for argument in node.args
                    if isinstance(argument, ast.Constant)
                    and isinstance(argument.value, str)
                ]
                key = get_key(name, texts) if texts else None
                if key:
                    yield key


def get_template_texts() -> Iterator[tuple[str, str]]:
    for path in (ROOT / "templates").rglob("*"):
        if path.suffix not in {".html", ".txt"}:
            continue
        code = templatize(path.read_text(), origin=str(path))
        for match in TEMPLATE_CALL.finditer(code):
            texts = [
                ast.literal_eval(match[group])
                for group in ("first", "second")
                if match[group]
            ]
            key = get_key(match["name"], texts)
            if key:
                yield key


def test_catalogue_is_complete(catalogue):
    assert [entry.msgid for entry in catalogue.untranslated_entries()] == []
    assert [entry.msgid for entry in catalogue.fuzzy_entries()] == []
    assert [entry.msgid for entry in catalogue.obsolete_entries()] == []


def test_compiled_catalogue_is_the_one_that_is_read(catalogue):
    def as_pairs(entries):
        return {
            (entry.msgctxt or "", entry.msgid): entry.msgstr
            or tuple(entry.msgstr_plural.values())
            for entry in entries
        }

    compiled = polib.mofile(str(CATALOGUE / "django.mo"))
    assert as_pairs(compiled) == as_pairs(catalogue)


@pytest.mark.parametrize(
    "collect", [get_python_texts, get_template_texts], ids=["python", "templates"]
)
def test_every_text_is_in_the_catalogue(collect, catalogue):
    known = {(entry.msgctxt or "", entry.msgid) for entry in catalogue}
    assert sorted(set(collect()) - known) == []


def test_placeholders_are_kept(catalogue):
    placeholder = re.compile(r"%\(\w+\)[sd]|%[sd]")
    changed = []
    for entry in catalogue:
        wanted = set(placeholder.findall(entry.msgid + entry.msgid_plural))
        for dutch in [entry.msgstr, *entry.msgstr_plural.values()]:
            if dutch and not set(placeholder.findall(dutch)) <= wanted:
                changed.append(entry.msgid)
            if dutch and entry.msgstr and set(placeholder.findall(dutch)) != wanted:
                changed.append(entry.msgid)
    assert changed == []


def test_words_of_wagtail_change_only_where_that_is_meant(catalogue):
    """A msgid without a context is Wagtail's too: ours would rename its buttons."""
    packages = [Path(wagtail.__file__).parent, Path(wagtail_modeladmin.__file__).parent]
    theirs = {
        entry.msgid: entry.msgstr
        for package in packages
        for path in package.rglob("locale/nl/LC_MESSAGES/django.po")
        for entry in polib.pofile(str(path)).translated_entries()
        if not entry.msgctxt
    }
    renamed = {
        entry.msgid
        for entry in catalogue.translated_entries()
        if not entry.msgctxt and entry.msgstr != theirs.get(entry.msgid, entry.msgstr)
    }
    assert renamed - set(REWORDED) == set()
