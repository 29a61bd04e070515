"""The bare Wagtail text page that a page of ours is compared with."""

from wagtail.fields import RichTextField
from wagtail.models import Page


class TextPage(Page):
    """A page with a title and a rich text, as the first hour of a tutorial makes it.

    Wagtail's own `Page`, its routing and its middleware, in a template without
    anything around it (benchmarks/templates/benchmarks/text_page.html).
    """

    body = RichTextField(blank=True)

    class Meta:
        app_label = "benchmarks"
