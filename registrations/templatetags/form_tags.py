"""The public form in templates."""

from django import template
from django.template.context import Context
from django.utils.safestring import SafeString

from home.page_cache import keep_fragment

register = template.Library()

TEMPLATE = "registrations/form/form.html"


@register.simple_tag(takes_context=True)
def registration_form(context: Context) -> SafeString:
    """The form itself: `{% registration_form %}` where its context is.

    The empty form is the same for everybody and the dearest part of a page, so it is
    kept. One that somebody sent, or a preview, has no `form_key` and is written anew.
    """
    page_template = context.template.engine.get_template(TEMPLATE)

    def render() -> SafeString:
        with context.push():
            return page_template.render(context)

    key = context.get("form_key")
    return keep_fragment(key, render) if key else render()
