"""One style sheet on the wire, joined when static files are collected."""

import json
import re
from io import BytesIO
from pathlib import Path

import pytest

from cultuurplekken.static_files import join_style_sheet
from tests.test_settings import PRODUCTION, ROOT, run_python

SOURCE = ROOT / "cultuurplekken/static/css"


class Folder:
    """Style sheets in memory, as `join_style_sheet` opens them."""

    def __init__(self, files: dict[str, str]):
        self.files = files

    def open(self, name):
        return BytesIO(self.files[name].encode())

    def as_paths(self):
        return {name: (self, name) for name in self.files}


def get_imports() -> list[tuple[str, str]]:
    return re.findall(
        r'^@import url\("(.+?)"\) layer\((\w+)\)',
        (SOURCE / "site.css").read_text(),
        re.MULTILINE,
    )


def test_collected_style_sheet_is_one_file(tmp_path):
    # Twice: the second time the file that the first one wrote is already there.
    for _ in range(2):
        result = run_python(
            *("manage.py", "collectstatic", "--no-input", "--ignore", "wagtail*"),
            **PRODUCTION,
            VAR_DIR=str(tmp_path),
        )
        assert result.stderr == ""
    folder: Path = tmp_path / "static"
    names = json.loads((folder / "staticfiles.json").read_text())["paths"]
    text = (folder / names["css/site.css"]).read_text()
    imports = get_imports()
    assert "@import" not in text
    assert re.findall(r"^@layer (\w+) {", text, re.MULTILINE) == [
        layer for _, layer in imports
    ]
    places = [text.find((SOURCE / name).read_text()) for name, _ in imports]
    assert -1 not in places
    assert places == sorted(places)
    assert (folder / f"{names['css/site.css']}.gz").exists()


@pytest.mark.parametrize(
    ("part", "tied"),
    [
        ('@import url("x.css");', "@import"),
        ("a { background: url(x.svg) }", "url("),
    ],
)
def test_part_that_cannot_move_is_refused(part, tied):
    sheet = '@import url("a.css") layer(base);'
    folder = Folder({"css/site.css": sheet, "css/a.css": part})

    with pytest.raises(ValueError, match=re.escape(f"no {tied} in it")):
        join_style_sheet(folder.as_paths())


def test_import_without_a_layer_is_refused():
    folder = Folder({"css/site.css": '@import "a.css";', "css/a.css": ""})

    with pytest.raises(ValueError, match="write @import url"):
        join_style_sheet(folder.as_paths())


def test_image_in_the_text_itself_is_joined():
    sheet = '@import url("a.css") layer(base);'
    part = 'a { background: url("data:image/gif;base64,R0") }\n'
    folder = Folder({"css/site.css": sheet, "css/a.css": part})

    assert join_style_sheet(folder.as_paths()) == f"@layer base {{\n{part}}}\n"
