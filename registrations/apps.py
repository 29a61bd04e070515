from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegistrationsConfig(AppConfig):
    name = "registrations"
    verbose_name = _("Registrations")

    def ready(self) -> None:
        # Inline, all four: models are not loaded any earlier.
        from home.page_cache.receivers import watch  # not earlier

        from .admin.notifications import replace_notifiers  # not earlier
        from .admin.report_scope import scope_reports  # not earlier
        from .models import (  # not earlier
            AnswerOption,
            FormerMunicipality,
            Municipality,
        )

        replace_notifiers()
        scope_reports()
        # The answers that a public form offers.
        watch(AnswerOption, Municipality, FormerMunicipality)
