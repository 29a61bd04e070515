from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CultuurplekkenConfig(AppConfig):
    name = "cultuurplekken"
    verbose_name = _("Project")
