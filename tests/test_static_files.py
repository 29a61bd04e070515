"""One style sheet on the wire, joined when static files are collected."""

import json
import posixpath
import re
from io import BytesIO
from pathlib import Path

import pytest

from cultuurplekken.static_files import COMMENT, join_style_sheet
from tests.test_settings import PRODUCTION, ROOT, run_python

pytestmark = pytest.mark.looks

SOURCE = ROOT / "cultuurplekken/static/css"


class Folder:
    """Style sheets in memory, as `join_style_sheet` opens them."""

    def __init__(self, files: dict[str, str]):
        self.files = files

    def open(self, name):
        return BytesIO(self.files[name].encode())

    def as_paths(self):
        return {name: (self, name) for name in self.files}


def join(**parts: str) -> str:
    """Join `css/site.css` with parts, by their names without folder and ending."""
    names = {name.replace("__", "/"): text for name, text in parts.items()}
    sheet = "\n".join(f'@import url("{name}.css") layer(base);' for name in names)
    files = {f"css/{name}.css": text for name, text in names.items()}
    return join_style_sheet(Folder({"css/site.css": sheet} | files).as_paths())


def get_imports() -> list[tuple[str, str]]:
    return re.findall(
        r'^@import url\("(.+?)"\) layer\((\w+)\)',
        (SOURCE / "site.css").read_text(),
        re.MULTILINE,
    )


@pytest.fixture(scope="module")
def collected(tmp_path_factory) -> Path:
    """The folder of the collected files of the site."""
    folder = tmp_path_factory.mktemp("collected")
    # Twice: the second time the file that the first one wrote is already there.
    for _ in range(2):
        result = run_python(
            *("manage.py", "collectstatic", "--no-input", "--ignore", "wagtail*"),
            **PRODUCTION,
            VAR_DIR=str(folder),
        )
        assert result.stderr == ""
    return folder / "static"


def read_collected(folder: Path, name: str) -> tuple[str, str]:
    names = json.loads((folder / "staticfiles.json").read_text())["paths"]
    return names[name], (folder / names[name]).read_text(errors="replace")


def test_collected_style_sheet_is_one_file(collected):
    name, text = read_collected(collected, "css/site.css")
    imports = get_imports()
    assert "@import" not in text
    assert re.findall(r"^@layer (\w+) {", text, re.MULTILINE) == [
        layer for _, layer in imports
    ]
    # Without comments; the font, whose address changes, is looked at below.
    places = [
        text.find(COMMENT.sub("", (SOURCE / part).read_text()))
        for part, _ in imports
        if part != "fonts.css"
    ]
    assert -1 not in places
    assert places == sorted(places)
    assert (collected / f"{name}.gz").exists()
    assert (collected / f"{name}.br").exists()


def test_collected_style_sheet_names_the_font_by_its_content(collected):
    font, _ = read_collected(collected, "fonts/manrope.woff2")
    _, text = read_collected(collected, "css/site.css")

    assert re.fullmatch(r"fonts/manrope\.[0-9a-f]{12}\.woff2", font)
    assert re.findall(r"url\(.+?\)", text) == [f'url("../{font}")']


def test_collected_script_asks_for_its_parts_by_their_content(collected):
    folder = "registrations/js/"
    wanted, seen = ["registrations/js/board.js"], set()
    while wanted:
        name = wanted.pop()
        seen.add(name)
        hashed, text = read_collected(collected, name)
        for part in re.findall(r'^import .+ from "(.+?)";$', text, re.MULTILINE):
            path = posixpath.normpath(posixpath.join(posixpath.dirname(hashed), part))
            found = re.fullmatch(r"(.+)\.[0-9a-f]{12}\.js", path)
            assert found, f"{name} imports {part}"
            assert (collected / path).exists()
            if f"{found[1]}.js" not in seen:
                wanted.append(f"{found[1]}.js")
    parts = (ROOT / "registrations/static" / folder / "board").glob("*.js")
    assert seen == {f"{folder}board.js", *(f"{folder}board/{p.name}" for p in parts)}


def test_every_component_is_imported():
    components = {f"components/{path.name}" for path in SOURCE.glob("components/*.css")}

    assert {name for name, _ in get_imports() if "/" in name} == components


@pytest.mark.parametrize(
    ("part", "tied"),
    [
        ('@import url("x.css");', "@import"),
        ("a { background: url(//cdn.example/x.svg) }", "url(/"),
        ('a { background: url("https://cdn.example/x.svg") }', 'url("https:'),
    ],
)
def test_part_that_cannot_move_is_refused(part, tied):
    with pytest.raises(ValueError, match=re.escape(f"no {tied} in it")):
        join(a=part)


def test_import_without_a_layer_is_refused():
    folder = Folder({"css/site.css": '@import "a.css";', "css/a.css": ""})

    with pytest.raises(ValueError, match="write @import url"):
        join_style_sheet(folder.as_paths())


@pytest.mark.parametrize(
    "value", ['url("data:image/gif;base64,R0")', "url(data:image/gif;base64,R0)"]
)
def test_image_in_the_text_itself_stays(value):
    part = f"a {{ background: {value} }}\n"

    assert join(a=part) == f"@layer base {{\n{part}}}\n"


def test_addresses_move_with_their_file():
    joined = join(
        a="a { background: url(../img/a.svg) }",
        components__b="b { background: url('../../img/b.svg'), url(c.svg) }",
    )

    assert re.findall(r"url\(.+?\)", joined) == [
        'url("../img/a.svg")',
        'url("../img/b.svg")',
        'url("components/c.svg")',
    ]


def test_comments_stay_at_home():
    assert join(a="/* Why.\n*/\na { color: red }\n") == (
        "@layer base {\na { color: red }\n}\n"
    )
