from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegistrationsConfig(AppConfig):
    name = "registrations"
    verbose_name = _("Registrations")

    def ready(self) -> None:
        # Inline: it needs Wagtail's models, which are not loaded any earlier.
        from .admin.notifications import replace_notifiers

        replace_notifiers()
