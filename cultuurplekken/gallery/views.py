"""Shows every component in every state, grouped by the file that dresses it."""

from dataclasses import dataclass
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import select_template
from django.views.decorators.http import require_safe

from .examples import get_examples
from .forms import build_forms
from .tokens import SCHEMES, STYLE_SHEETS, get_pairs, read_colours, read_tokens

NOTHING_YET = "gallery/nothing_yet.html"
WEIGHT_STEPS = (400, 500, 600, 700, 800)


@dataclass(frozen=True)
class Component:
    """A style sheet of components/ and the template that shows it."""

    name: str

    @property
    def style_sheet(self) -> str:
        return f"components/{self.name}.css"

    @property
    def template(self) -> str:
        name = f"gallery/{self.name}.html"
        return select_template([name, NOTHING_YET]).template.name


def get_components() -> list[Component]:
    """Return a component for every style sheet, shown in the gallery or not yet."""
    return [
        Component(path.stem)
        for path in sorted(Path(STYLE_SHEETS / "components").glob("*.css"))
    ]


@require_safe
def show_gallery(request: HttpRequest) -> HttpResponse:
    """The gallery; cultuurplekken/urls.py has it in development only."""
    tokens = read_tokens()
    context = get_examples() | {
        "components": get_components(),
        "forms": build_forms(),
        "schemes": [
            (scheme, read_colours(scheme), get_pairs(scheme)) for scheme in SCHEMES
        ],
        "colours": list(read_colours()),
        "weights": WEIGHT_STEPS,
        "steps": [name for name in tokens if name.startswith("step-")],
        "spaces": [name for name in tokens if name.startswith("space")],
        "rules": [name for name in tokens if name.startswith("rule")],
    }
    response = render(request, "gallery/gallery.html", context)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
