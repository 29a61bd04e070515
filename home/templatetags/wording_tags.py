"""Words as a line of a page sets them."""

from django import template
from django.template.defaultfilters import stringfilter

from home import wording

register = template.Library()


@register.filter(is_safe=True)
@stringfilter
def together(text: str) -> str:
    """Keep every number and the word that it counts on one line."""
    return wording.keep_together(text)
