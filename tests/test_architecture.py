"""The house plan, enforced: which file may import which (design.md, "One stream").

Apps: home ← workplaces ← registrations, under the project package that wires
them. Layers inside an app: enums, permissions → models → services → forms,
filters, exports → admin, views → wagtail_hooks. Imports go downhill only, and
an import inside a function says why in a comment.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.looks

ROOT = Path(__file__).resolve().parent.parent
APPS = ("home", "workplaces", "registrations")
# From the bottom up; modules of one layer may import each other.
LAYERS = (
    # Leaves: these, and every module that is not named below.
    {"enums", "permissions"},
    # A page class names its editor's form and panels, so they are of one layer.
    {"models", "blocks", "page_forms", "panels"},
    {"services", "tasks", "finish"},
    {"forms", "filters", "exports", "templatetags"},
    {"admin", "views", "urls", "management"},
    {"wagtail_hooks"},
)
# Not part of the stream: Django looks for these by name.
OUTSIDE = {"apps", "migrations"}


def source_files(app: str) -> list[Path]:
    """Return the Python files of one app, without its migrations."""
    return [
        path
        for path in sorted((ROOT / app).rglob("*.py"))
        if "migrations" not in path.parts
    ]


def get_module(path: Path) -> list[str]:
    """Return the dotted name of a file, in parts: ["home", "models", "base"]."""
    parts = list(path.relative_to(ROOT).with_suffix("").parts)
    return parts[:-1] if parts[-1] == "__init__" else parts


def get_imports(path: Path) -> Iterator[tuple[ast.AST, list[str]]]:
    """Yield every import of a file with the module it names, in parts.

    What only the type checker imports does not count.
    """
    package = list(path.relative_to(ROOT).parts[:-1])
    tree = ast.parse(path.read_text())
    for_typing = {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if node in for_typing:
            continue
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node, alias.name.split(".")
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            module = base + (node.module.split(".") if node.module else [])
            if len(module) == 1 and module[0] in APPS:
                # `from . import services` names a layer.
                for alias in node.names:
                    yield node, [*module, alias.name]
            else:
                yield node, module


def get_named_imports(path: Path) -> Iterator[tuple[int, str]]:
    """Yield every name that a file imports, for typing too, with its line."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import | ast.ImportFrom):
            module = f"{getattr(node, 'module', None) or ''}."
            for alias in node.names:
                yield node.lineno, (module + alias.name).lstrip(".")


def get_layer(module: list[str]) -> int | None:
    """Return the layer of a module of ours, or None when it stands outside."""
    if len(module) < 2 or module[1] in OUTSIDE:
        return None
    for number, names in enumerate(LAYERS):
        if module[1] in names:
            return number
    return 0


def get_inline_imports(path: Path) -> Iterator[ast.AST]:
    """Yield every import inside a function."""
    for function in ast.walk(ast.parse(path.read_text())):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            for node in ast.walk(function):
                if isinstance(node, ast.Import | ast.ImportFrom):
                    yield node


@pytest.mark.parametrize("app", APPS)
def test_app_imports_only_earlier_apps(app):
    allowed = {*APPS[: APPS.index(app) + 1]}
    wrong = [
        f"{path.relative_to(ROOT)}:{node.lineno} imports {'.'.join(module)}"
        for path in source_files(app)
        for node, module in get_imports(path)
        if module and module[0] in {*APPS, "cultuurplekken", "tests"} - allowed
    ]
    assert wrong == []


@pytest.mark.parametrize("app", APPS)
def test_layer_imports_only_lower_layers(app):
    wrong = []
    for path in source_files(app):
        inline = {node.lineno for node in get_inline_imports(path)}
        layer = get_layer(get_module(path))
        for node, module in get_imports(path):
            target = get_layer(module) if module and module[0] == app else None
            if layer is None or target is None or node.lineno in inline:
                continue
            if target > layer:
                wrong.append(
                    f"{path.relative_to(ROOT)}:{node.lineno} imports {'.'.join(module)}"
                )
    assert wrong == []


@pytest.mark.parametrize("app", [*APPS, "cultuurplekken"])
def test_import_inside_a_function_says_why(app):
    silent = []
    for path in source_files(app):
        lines = path.read_text().splitlines()
        for node in get_inline_imports(path):
            near = lines[node.lineno - 2 : node.end_lineno]
            if not any("#" in line for line in near):
                silent.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert silent == []


def test_service_knows_no_request():
    wrong = [
        f"{path.relative_to(ROOT)}:{lineno} imports {name}"
        for path in source_files("registrations")
        if "services" in path.parts
        for lineno, name in get_named_imports(path)
        if name.startswith("django.http.") or name == "django.http"
    ]
    assert wrong == []
