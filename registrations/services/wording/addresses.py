"""The address of a page, as a letter tells it."""

from django.conf import settings
from wagtail.models import Page


def get_own_url(page: Page) -> str:
    """The address of a page; empty for one that stands nowhere."""
    parts = page.get_url_parts()
    # Wagtail's own site may still carry another host name: ours is SITE_URL.
    return f"{settings.SITE_URL}{parts[2]}" if parts else ""
