"""Look up pages of a later app by name, so that no import runs upstream."""

from typing import TYPE_CHECKING

from django.apps import apps
from django.db.models import Model
from wagtail.models import Page, Site

from home.models import SiteSettings
from home.models.visitors import for_visitors
from workplaces.checklist import Surroundings

if TYPE_CHECKING:
    from .call import CallPage


def find_form_page(parent: Page) -> Page | None:
    """Return the first public registration form page below a page."""
    model = apps.get_model("registrations", "RegistrationFormPage")
    pages = model.objects.child_of(parent).order_by("path")
    return for_visitors(pages, on=parent).first()


def find_selection_account(call: "CallPage") -> Model | None:
    """Return what a call tells of its selection; None before there is anything."""
    model = apps.get_model("registrations", "SelectionAccount")
    return model.objects.on_site().filter(call=call).first()


def look_around(call: "CallPage") -> Surroundings:
    """Return what the checklist of a call needs to know of other pages."""
    model = apps.get_model("registrations", "RegistrationFormPage")
    form_pages = model.objects.child_of(call).order_by("-live", "path")
    site = call.get_site() or Site.objects.filter(is_default_site=True).first()
    # Not for_site(): that writes an empty row.
    settings = SiteSettings.objects.filter(site=site).select_related("privacy_page")
    return Surroundings(
        workplaces=list(call.get_workplaces()),
        form_page=form_pages.first(),
        following_day=call.get_following_day(),
        settings=settings.first() or SiteSettings(),
    )
