"""What stands around a form: what it belongs below, and what must be known there."""

from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from home.models import SiteSettings
from workplaces.models import CallPage

from ...enums import FormKind


def get_usual_kind(parent: Page | None) -> FormKind:
    """Return the kind of form that belongs below `parent`."""
    if parent is None or isinstance(parent.specific, CallPage):
        return FormKind.SELECTION
    return FormKind.DIRECT


def find_gaps(parent: Page) -> list[str]:
    """Return a sentence for each thing that people must know before they register."""
    parent = parent.specific
    site = parent.get_site() or Site.objects.filter(is_default_site=True).first()
    settings = SiteSettings.for_site(site) if site else SiteSettings()
    gaps = []
    if isinstance(parent, CallPage) and parent.closes_at is None:
        gaps.append(_("Fill in on the call when it closes, then publish this form."))
    if not (settings.contact_email or settings.contact_phone):
        gaps.append(
            _("Fill in a contact in Settings → Site settings, then publish this form.")
        )
    if settings.privacy_page is None or not settings.privacy_page.live:
        gaps.append(
            _(
                "Choose a published privacy page in Settings → Site settings, then "
                "publish this form."
            )
        )
    return gaps
