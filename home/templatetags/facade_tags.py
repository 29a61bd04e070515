"""Draw façades and signs in templates."""

from django import template

from home.facade import ACCENT_SHAPES, OPEN_DOORS, SHAPES, build_facade

register = template.Library()

# How wide a façade stands on a desk, where that is not four tiles.
COLUMNS = {"gate": 3, "house": 2, "wide": 6}


@register.inclusion_tag("includes/facade.html")
def facade(key: str, tiles: int = 16, accent: str = "", variant: str = "") -> dict:
    """The façade of a page: `{% facade page.get_facade_key %}`.

    Args:
        key: what it is made from.
        tiles: how many tiles.
        accent: the colour of a workplace.
        variant: "doors" opens the doors (inspiration days), "row" is one line,
            "gate" stands three wide, "house" is the corner of a card, two by two.
    """
    columns = COLUMNS.get(variant, tiles if variant == "row" else 4)
    shapes = OPEN_DOORS if variant == "doors" else ()
    return {
        "tiles": build_facade(
            key, tiles=tiles, columns=columns, shapes=shapes, accent=accent
        ),
        "variant": variant,
    }


@register.inclusion_tag("includes/sign.html")
def sign(name: str) -> dict:
    """One archetype as a small sign, by its own name or by the name of a colour."""
    shape = ACCENT_SHAPES[name][0] if name in ACCENT_SHAPES else name
    return {"markup": SHAPES[shape]}


@register.inclusion_tag("includes/sign.html")
def numbered_sign(number: int) -> dict:
    """The sign of a place in a list, so that a list shows different archetypes."""
    order = ("arch", "stair", "rooms", "roof", "talk", "horizon", "window", "quarter")
    return {"markup": SHAPES[order[(number - 1) % len(order)]]}
