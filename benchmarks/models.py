"""The bare Wagtail pages that pages of ours are compared with."""

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.contrib.forms.models import AbstractEmailForm, AbstractFormField
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


class StockFormPage(AbstractEmailForm):
    """Wagtail's own form page that mails what was sent, as its manual makes it.

    In templates without anything around them
    (benchmarks/templates/benchmarks/stock_form_page.html and …_landing.html).
    """

    class Meta:
        app_label = "benchmarks"


class StockFormField(AbstractFormField):
    """One question of a stock form."""

    page = ParentalKey(
        StockFormPage, on_delete=models.CASCADE, related_name="form_fields"
    )

    class Meta(AbstractFormField.Meta):
        app_label = "benchmarks"
