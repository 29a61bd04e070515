from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from home.page_cache import register_boundaries


class WorkplacesConfig(AppConfig):
    name = "workplaces"
    verbose_name = _("Calls and workplaces")

    def ready(self) -> None:
        # Inline: it needs our models, which are not loaded any earlier.
        from .models.boundaries import find_next_call_moment

        register_boundaries(find_next_call_moment)
