from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from . import receivers


class HomeConfig(AppConfig):
    name = "home"
    verbose_name = _("Front of the house")

    def ready(self) -> None:
        # Inline: it needs every page type, and these are not loaded any earlier.
        from .page_cache import receivers as page_cache_receivers

        page_cache_receivers.connect()
        receivers.connect()
