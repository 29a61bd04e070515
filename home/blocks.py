"""The blocks an editor builds a page from: one shared body for all pages."""

from collections.abc import Iterable
from typing import Any

from django.utils.functional import SimpleLazyObject
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

INLINE_FEATURES = ["bold", "italic", "link"]
TEXT_FEATURES = [*INLINE_FEATURES, "ol", "ul"]


class HeadingBlock(blocks.CharBlock):
    """A heading inside the page, with an anchor of its own."""

    class Meta:
        icon = "title"
        label = _("Heading")
        template = "blocks/heading.html"
        description = _("Divides a long page; keep it short.")
        preview_value = "Wat doen we?"

    def get_context(self, value: str, parent_context: dict | None = None) -> dict:
        context = super().get_context(value, parent_context)
        context["anchor"] = slugify(value)
        return context


class ParagraphBlock(blocks.RichTextBlock):
    """Running text."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("features", TEXT_FEATURES)
        super().__init__(*args, **kwargs)

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        template = "blocks/paragraph.html"
        description = _("Running text with links, bold and lists.")
        preview_value = (
            "<p>We werken bewust <b>in kleine groepen</b>, zodat er ruimte is voor "
            "verdieping en stevige gesprekken.</p><ul><li>drie bijeenkomsten</li>"
            "<li>geen werk tussendoor</li></ul>"
        )


class QuoteBlock(blocks.StructBlock):
    """What somebody said, with their name."""

    text = blocks.TextBlock(label=_("Quote"), rows=3)
    speaker = blocks.CharBlock(
        label=_("Who says it"),
        required=False,
        help_text=_("Name and role, only with that person's consent."),
    )

    class Meta:
        icon = "openquote"
        label = pgettext_lazy("block", "Quote")
        template = "blocks/quote.html"
        description = _("A voice from the field.")
        preview_value = {
            "text": "Een plek is pas van ons als we ze delen.",
            "speaker": "Een deelnemer",
        }


class CalloutBlock(blocks.StructBlock):
    """Something the reader must not miss."""

    title = blocks.CharBlock(label=pgettext_lazy("block", "Title"), required=False)
    text = blocks.RichTextBlock(
        label=pgettext_lazy("block", "Text"), features=TEXT_FEATURES
    )

    class Meta:
        icon = "warning"
        label = _("Callout")
        template = "blocks/callout.html"
        description = _("A short remark in a ruled box; use it once per page.")
        preview_value = {
            "title": "Goed om te weten",
            "text": "<p>Je inschrijving is een kandidatuur.</p>",
        }


class FigureBlock(blocks.StructBlock):
    """A picture with its caption; the alternative text is asked by ImageBlock."""

    image = ImageBlock(label=_("Image"))
    caption = blocks.CharBlock(
        label=pgettext_lazy("of an image", "Caption"),
        required=False,
        help_text=_("What we see and who made the picture."),
    )

    class Meta:
        icon = "image"
        label = pgettext_lazy("block", "Image")
        template = "blocks/figure.html"
        description = _("A picture; describe it, or mark it as decoration.")
        preview_template = "blocks/previews/image.html"
        preview_value = {
            "image": None,
            "caption": "De grote zaal tijdens de open dag. Foto: naam van de maker",
        }


class RegistrationFormBlock(blocks.StructBlock):
    """A registration form inside any page; it posts to that very page."""

    title = blocks.CharBlock(
        label=_("Heading above the form"),
        required=False,
        help_text=_("For example: Schrijf je in."),
    )
    intro = blocks.RichTextBlock(
        label=_("Introduction"), required=False, features=INLINE_FEATURES
    )
    form_page = blocks.PageChooserBlock(
        label=_("Form"),
        page_type="registrations.RegistrationFormPage",
        help_text=_(
            "The page with the questions. What people send arrives under "
            "Registrations; mistakes are shown here, in place."
        ),
    )

    class Meta:
        icon = "form"
        label = _("Registration form")
        template = "blocks/registration_form.html"
        description = _("Lets people register on this page. One per page.")
        preview_template = "blocks/previews/registration_form.html"
        preview_value = {"title": "Schrijf je in", "intro": "", "form_page": None}

    def get_context(self, value: Any, parent_context: dict | None = None) -> dict:
        """Ask the form page for its form, bound when this request sent it."""
        context = super().get_context(value, parent_context)
        form_page = value["form_page"]
        request = context.get("request")
        if form_page is None or request is None:
            return context
        host_page = context.get("page")
        if hasattr(host_page, "get_embedded_form_page"):
            shown = host_page.get_embedded_form_page()
        else:
            shown = form_page.specific if form_page.live else None
        # A form that was closed off shows only what somebody just sent to it.
        if form_page.pk in getattr(request, "registration_form", {}):
            shown = form_page.specific
        if shown is not None:
            context |= shown.get_embedded_context(request, host_page)
        return context


class OptionalPageBlock(blocks.PageChooserBlock):
    """A page that need not be chosen; as long as it is not, nothing is looked up.

    Wagtail prepares a query even for no page at all, on every page with such a block.
    """

    def bulk_to_python(self, values: Iterable[int | None]) -> list[Any]:
        values = list(values)
        return super().bulk_to_python(values) if any(values) else values


class SelectionAccountBlock(blocks.StructBlock):
    """How a call chose, in numbers; before that, when one will read it here.

    Nothing where there is nothing to tell, and will not be.
    """

    title = blocks.CharBlock(
        label=pgettext_lazy("block", "Title"), required=False, default="Hoe we kozen"
    )
    intro = blocks.RichTextBlock(
        label=_("Introduction"), required=False, features=INLINE_FEATURES
    )
    call = OptionalPageBlock(
        label=_("Call"),
        page_type="workplaces.CallPage",
        required=False,
        help_text=_("Leave empty on the page of the call itself."),
    )

    class Meta:
        icon = "table"
        label = _("How we chose")
        template = "blocks/selection_account.html"
        description = _(
            "How many people registered and were selected, per region, organisation, "
            "experience and perspective. Appears by itself once every decision of the "
            "call is released."
        )
        preview_template = "blocks/previews/selection_account.html"
        preview_value = {"title": "Hoe we kozen", "intro": "", "call": None}

    def get_context(self, value: Any, parent_context: dict | None = None) -> dict:
        """Ask the call, which is named or is being read, what it tells."""
        context = super().get_context(value, parent_context)
        call = value["call"] or context.get("page")
        call = call.specific if call is not None else None
        ask = getattr(call, "get_selection_account", None)
        # Kept from one publish or release to the next: then nobody asks.
        context["account"] = SimpleLazyObject(ask) if ask else None
        context["call_pk"] = call.pk if call is not None else None
        context["is_coming"] = getattr(call, "has_decisions_ahead", False)
        return context


class BodyStreamBlock(blocks.StreamBlock):
    """The body of every page."""

    heading = HeadingBlock()
    paragraph = ParagraphBlock()
    quote = QuoteBlock()
    callout = CalloutBlock()
    image = FigureBlock()
    registration_form = RegistrationFormBlock()
    selection_account = SelectionAccountBlock()

    class Meta:
        block_counts = {
            "registration_form": {"max_num": 1},
            "selection_account": {"max_num": 1},
        }


class ItemsStreamBlock(blocks.StreamBlock):
    """A plain list, one line or sentence per item."""

    # The only one there is: the editor adds it without a picker, so without preview.
    item = blocks.TextBlock(label=_("Item"), rows=2, icon="list-ul")
