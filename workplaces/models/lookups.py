"""Look up pages of a later app by name, so that no import runs upstream."""

from django.apps import apps
from wagtail.models import Page


def find_form_page(parent: Page) -> Page | None:
    """Return the first public registration form page below a page."""
    model = apps.get_model("registrations", "RegistrationFormPage")
    return model.objects.child_of(parent).live().order_by("path").first()
