"""What an editor may set for the whole site."""

from typing import Self

from django.db import models
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PageChooserPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import RichTextField
from wagtail.models import Page, Site

from home.blocks import INLINE_FEATURES
from home.page_cache import keep_fragment

from .visitors import for_visitors


@register_setting(icon="cog", order=10)
class SiteSettings(BaseSiteSetting):
    """Organiser, contact, privacy controller and footer; empty lines stay away."""

    select_related = ["privacy_page", "accessibility_page", "about_page"]

    # Fields: who organises
    organiser_name = models.CharField(_("organiser"), max_length=120, blank=True)
    organiser_url = models.URLField(_("website of the organiser"), blank=True)
    # Fields: whom to ask
    contact_name = models.CharField(_("contact person"), max_length=120, blank=True)
    contact_email = models.EmailField(
        _("contact e-mail"),
        blank=True,
        help_text=_("In the footer, on error pages and in every letter."),
    )
    contact_phone = models.CharField(
        _("contact phone"),
        max_length=40,
        blank=True,
        help_text=_("Also the way in for people who cannot use the form."),
    )
    # Fields: privacy
    privacy_controller = models.CharField(
        _("controller"),
        max_length=200,
        blank=True,
        help_text=_(
            "The legal person that answers for the personal data, with its address."
        ),
    )
    privacy_email = models.EmailField(
        _("privacy e-mail"),
        blank=True,
        help_text=_("Where people ask to see, correct or erase their data."),
    )
    # Fields: footer
    footer_text = RichTextField(_("footer text"), blank=True, features=INLINE_FEATURES)
    privacy_page = models.ForeignKey(
        Page,
        verbose_name=_("privacy page"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    accessibility_page = models.ForeignKey(
        Page,
        verbose_name=_("accessibility statement"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    about_page = models.ForeignKey(
        Page,
        verbose_name=_("about page"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    panels = [
        MultiFieldPanel(["organiser_name", "organiser_url"], heading=_("Organiser")),
        MultiFieldPanel(
            ["contact_name", "contact_email", "contact_phone"], heading=_("Contact")
        ),
        MultiFieldPanel(
            ["privacy_controller", "privacy_email"], heading=_("Personal data")
        ),
        MultiFieldPanel(
            [
                FieldPanel("footer_text"),
                PageChooserPanel("privacy_page", "home.ContentPage"),
                PageChooserPanel("accessibility_page", "home.ContentPage"),
                PageChooserPanel("about_page", "home.ContentPage"),
            ],
            heading=_("Footer"),
        ),
    ]

    class Meta:
        verbose_name = _("site settings")
        verbose_name_plural = _("site settings")

    def __str__(self) -> str:
        return self.organiser_name or super().__str__()

    @cached_property
    def public_pages(self) -> dict[str, Page]:
        """The chosen pages by the name of their field, those that visitors may see."""
        chosen = {name: getattr(self, name) for name in self.select_related}
        pks = [page.pk for page in chosen.values() if page is not None]
        if not pks:
            return {}
        public = set(
            for_visitors(Page.objects.filter(pk__in=pks)).values_list("pk", flat=True)
        )
        return {
            name: page for name, page in chosen.items() if page and page.pk in public
        }

    @classmethod
    def for_request(cls, request: HttpRequest) -> Self:
        """Return the settings of the site of a request, for reading only.

        Every public page shows them, so they are kept until somebody changes them.
        The admin, which changes them, asks `for_site`; that writes a row where there
        is none, and a visit writes nothing.

        Raises:
            SiteSettings.DoesNotExist: no site answers to the host of this request.
        """
        name = cls.get_cache_attr_name()
        if not hasattr(request, name):
            site = Site.find_for_request(request)
            if site is None:
                raise cls.DoesNotExist
            setattr(request, name, cls.read(site))
        return getattr(request, name)

    @classmethod
    def read(cls, site: Site) -> Self:
        """Return the settings of a site; empty ones where nobody set any yet."""

        def find() -> Self:
            return cls.base_queryset().filter(site=site).first() or cls(site=site)

        return keep_fragment(("settings", site.pk), find)
