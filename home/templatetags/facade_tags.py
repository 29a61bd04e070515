"""Draw façades and signs in templates."""

from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from home.facade import ACCENT_SHAPES, OPEN_DOORS, SHAPES, build_facade

register = template.Library()

# How wide a façade stands on a desk, where that is not four tiles.
COLUMNS = {"gate": 3, "house": 2, "wide": 6}
# In one line, whatever its length; round a picture the line turns the corner.
LINES = ("row", "frame", "frame-doors")


@register.simple_tag
def facade(
    key: str, tiles: int = 16, accent: str = "", variant: str = ""
) -> SafeString:
    """The façade of a page: `{% facade page.get_facade_key %}`.

    Args:
        key: what it is made from.
        tiles: how many tiles.
        accent: the colour of a workplace.
        variant: "doors" opens the doors (inspiration days), "row" is one line,
            "gate" stands three wide, "house" is the corner of a card, two by two,
            "frame" and "frame-doors" stand round a picture.
    """
    return _draw_facade(str(key), tiles, accent, variant)


@register.simple_tag
def sign(name: str) -> SafeString:
    """One archetype as a small sign, by its own name or by the name of a colour."""
    return _draw_sign(ACCENT_SHAPES[name][0] if name in ACCENT_SHAPES else str(name))


@register.simple_tag
def numbered_sign(number: int) -> SafeString:
    """The sign of a place in a list, so that a list shows different archetypes."""
    order = ("arch", "stair", "rooms", "roof", "talk", "horizon", "window", "quarter")
    return _draw_sign(order[(number - 1) % len(order)])


# The same words always give the same drawing, so each is drawn once.


@lru_cache(maxsize=200)
def _draw_facade(key: str, tiles: int, accent: str, variant: str) -> SafeString:
    columns = COLUMNS.get(variant, tiles if variant in LINES else 4)
    shapes = OPEN_DOORS if variant in ("doors", "frame-doors") else ()
    drawn = build_facade(
        key, tiles=tiles, columns=columns, shapes=shapes, accent=accent
    )
    values = {"tiles": drawn, "variant": variant}
    return render_to_string("includes/facade.html", values)


@lru_cache(maxsize=len(SHAPES))
def _draw_sign(shape: str) -> SafeString:
    return render_to_string("includes/sign.html", {"markup": SHAPES[shape]})
