"""Parts of a template that change only when editors publish."""

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.context import Context
from wagtail.models import Site

from home.page_cache import keep_fragment

register = template.Library()


@register.tag
def kept(parser: Parser, token: Token) -> "KeptNode":
    """Keep what stands between the tags under the stamp: `{% kept "name" page.pk %}`.

    The values after the name tell apart what differs for another reason than a
    publish: which page, which phase, which day. Nothing of a visitor belongs inside.
    A preview, which shows what is not published, is written anew every time.

    Raises:
        TemplateSyntaxError: no name is given.
    """
    name, *values = token.split_contents()
    if not values:
        raise template.TemplateSyntaxError(f"{name} needs a name.")
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(nodelist, [parser.compile_filter(value) for value in values])


class KeptNode(template.Node):
    """Renders its nodes once for a stamp, a site and these values."""

    def __init__(self, nodelist: NodeList, values: list[FilterExpression]) -> None:
        self.nodelist = nodelist
        self.values = values

    def render(self, context: Context) -> str:
        request = context.get("request")
        site = Site.find_for_request(request) if request else None
        if site is None or getattr(request, "is_preview", False):
            return self.nodelist.render(context)
        values = tuple(value.resolve(context) for value in self.values)
        return keep_fragment(
            ("kept", site.pk, *values), lambda: self.nodelist.render(context)
        )
