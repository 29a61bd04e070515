"""The typeface: built at need, small, whole, and of the measures of its stand-in."""

import io
import re
import subprocess
import sys
from importlib.resources import files
from itertools import chain
from pathlib import Path

import polib
import pytest
from django.contrib.staticfiles import finders
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

from cultuurplekken import fonts
from tests.test_settings import ROOT

pytestmark = pytest.mark.looks

SHEET = ROOT / "cultuurplekken/static/css/fonts.css"
# What the fallback is measured by: words as the site has them.
SAMPLE = (
    "Werk mee aan de cultuurplekken van morgen. We nodigen cultuurprofessionals, "
    "beleidsmakers en andere betrokkenen uit om mee te onderzoeken, uit te wisselen en "
    "te ontwerpen. Je inschrijving is een kandidatuur, nog geen plaats: we lezen elke "
    "inschrijving en stellen kleine, diverse groepen samen. Hoe betrek je mensen "
    "zinvol bij nieuwe plannen, renovatie, herbestemming of hergebruik van "
    "cultuurinfrastructuur?"
)


@pytest.fixture(scope="module")
def font() -> TTFont:
    return TTFont(io.BytesIO(fonts.build_font()))


@pytest.fixture
def var_dir(settings, tmp_path) -> Path:
    settings.VAR_DIR = tmp_path
    return tmp_path


def find_liberation(style: str) -> Path | None:
    """Return Debian's stand-in for Arial, which has the same widths."""
    name = f"LiberationSans-{style}.ttf"
    return next(Path("/usr/share/fonts").rglob(name), None)


def open_roboto(weight: int) -> TTFont:
    """Return the font of an Android telephone."""
    name = "files/Roboto[wdth,wght].ttf"
    whole = TTFont(io.BytesIO(files("fontpkg_roboto").joinpath(name).read_bytes()))
    return instantiateVariableFont(whole, {"wght": weight, "wdth": 100})


def open_stand_in(face: dict[str, str]) -> TTFont:
    """Return the font whose widths a face of the fallback takes over."""
    weight = int(face["font-weight"])
    if "Android" in face["font-family"]:
        return open_roboto(700 if weight >= 600 else weight)
    liberation = find_liberation("Bold" if weight >= 600 else "Regular")
    if liberation is None:
        pytest.skip("Liberation Sans, which has the widths of Arial, is not installed.")
    return TTFont(liberation)


def measure(font: TTFont) -> float:
    """Return the width of the sample in ems."""
    names = font.getBestCmap()
    widths = (font["hmtx"][names[ord(character)]][0] for character in SAMPLE)
    return sum(widths) / font["head"].unitsPerEm


def read_faces() -> list[dict[str, str]]:
    """Return the font faces of the style sheet, as name and value."""
    blocks = re.findall(r"@font-face {(.+?)}", SHEET.read_text(), re.DOTALL)
    return [dict(re.findall(r"([\w-]+): (.+?);", block)) for block in blocks]


def test_font_is_small_and_always_the_same():
    built = fonts.build_font()

    assert len(built) < 24 * 1024
    assert built[:4] == b"wOF2"
    assert built == fonts.build_font()


def test_font_has_the_weights_kerning_and_figures_of_the_style_sheet(font):
    axis = font["fvar"].axes[0]

    assert (axis.axisTag, axis.minValue, axis.maxValue) == ("wght", *fonts.WEIGHTS)
    assert {
        row.FeatureTag
        for table in ("GPOS", "GSUB")
        for row in font[table].table.FeatureList.FeatureRecord
    } == set(fonts.FEATURES)
    weights = chain.from_iterable(
        re.findall(r"font(?:-weight)?: (\d{3})\b", path.read_text())
        for path in SHEET.parent.rglob("*.css")
        if path != SHEET
    )
    low, high = fonts.WEIGHTS
    assert [weight for weight in weights if not low <= int(weight) <= high] == []


def test_font_has_every_character_of_the_site(font):
    catalogue = polib.pofile(ROOT / "cultuurplekken/locale/nl/LC_MESSAGES/django.po")
    texts = [
        *(path.read_text() for path in ROOT.glob("cultuurplekken/demo/*.py")),
        *(path.read_text() for path in ROOT.glob("templates/**/*.html")),
        *(path.read_text() for path in SHEET.parent.rglob("*.css")),
        *(entry.msgstr for entry in catalogue),
    ]

    missing = set("".join(texts)) - {chr(code) for code in font.getBestCmap()}
    assert missing - set("\n") == set()


def test_font_keeps_its_copyright_and_licence(font):
    names = font["name"]
    assert "Manrope Project Authors" in names.getDebugName(0)
    assert "SIL Open Font License" in names.getDebugName(13)


def test_font_is_found_and_built_once(var_dir):
    path = Path(finders.find(fonts.FONT))
    built = path.stat()

    assert path.is_relative_to(var_dir)
    assert path.read_bytes() == fonts.build_font()
    assert finders.find(fonts.FONT, find_all=True) == [str(path)]
    assert path.stat().st_mtime_ns == built.st_mtime_ns
    assert finders.find("fonts/other.woff2") is None


def test_font_is_listed_unless_ignored(var_dir):
    finder = fonts.FontFinder()

    assert [name for name, _ in finder.list(None)] == [fonts.FONT]
    assert list(finder.list(["fonts/*"])) == []
    (storage,) = (storage for _, storage in finder.list([]))
    with storage.open(fonts.FONT) as file:
        assert file.read() == fonts.build_font()


def test_font_is_built_again_when_its_parts_change(var_dir, monkeypatch):
    before = Path(finders.find(fonts.FONT))
    monkeypatch.setattr(fonts, "CHARACTERS", "abc")
    after = Path(finders.find(fonts.FONT))

    assert before != after
    assert set(TTFont(after).getBestCmap()) == {ord(letter) for letter in "abc"}


def test_font_is_built_by_two_processes_at_once(tmp_path):
    code = (
        "import django; django.setup();"
        "from cultuurplekken.fonts import FONT, get_font_folder;"
        "print(get_font_folder() / FONT)"
    )
    running = [
        subprocess.Popen(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env={
                "DJANGO_SETTINGS_MODULE": "cultuurplekken.settings.dev",
                "VAR_DIR": str(tmp_path),
            },
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    paths = {process.communicate()[0].strip() for process in running}

    assert [process.returncode for process in running] == [0, 0]
    (path,) = map(Path, paths)
    assert path.read_bytes() == fonts.build_font()
    assert [item for item in tmp_path.glob("built/*") if item.is_file()] == []


def test_face_of_the_site_is_swapped_in():
    face, *_ = read_faces()
    assert face == {
        "font-family": "Manrope",
        "src": 'url("../fonts/manrope.woff2") format("woff2")',
        "font-weight": "400 800",
        "font-display": "swap",
    }


@pytest.mark.parametrize(
    "face",
    read_faces()[1:],
    ids=lambda face: f"{face['font-family']} {face['font-weight']}",
)
def test_fallback_has_the_measures_of_the_font(face):
    stand_in = open_stand_in(face)
    whole = TTFont(io.BytesIO(fonts.read_source()))
    manrope = instantiateVariableFont(whole, {"wght": int(face["font-weight"])})
    scale = measure(manrope) / measure(stand_in)
    heights = manrope["hhea"]
    em = manrope["head"].unitsPerEm * scale

    assert {
        name: face[name]
        for name in (
            *("size-adjust", "ascent-override", "descent-override"),
            "line-gap-override",
        )
    } == {
        "size-adjust": f"{round(scale * 100, 2):g}%",
        "ascent-override": f"{round(heights.ascent / em * 100, 2):g}%",
        "descent-override": f"{round(-heights.descent / em * 100, 2):g}%",
        "line-gap-override": f"{round(heights.lineGap / em * 100, 2):g}%",
    }
