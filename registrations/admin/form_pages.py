"""What Wagtail's page admin may not do with forms and what people sent."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail.admin import messages
from wagtail.models import Page

from ..models import RegistrationFormPage
from ..services.form_page import explain_refused_deletion


def refuse_deletion(request: HttpRequest, pages: Sequence[Page]) -> HttpResponse | None:
    """Send the editor back with a sentence when registrations hang on `pages`."""
    sentence = explain_refused_deletion(pages=pages)
    if sentence is None:
        return None
    messages.error(request, sentence)
    parent = pages[0].get_parent()
    return redirect("wagtailadmin_explore", parent.pk)


def refuse_bulk_deletion(
    request: HttpRequest, action_type: str, objects: Sequence[object]
) -> HttpResponse | None:
    """The same for a bulk action; other actions and other objects go on."""
    pages = [page for page in objects if isinstance(page, Page)]
    if action_type != "delete" or not pages:
        return None
    return refuse_deletion(request, pages)


def hide_submissions(forms: QuerySet[Page]) -> QuerySet[Page]:
    """Keep registrations out of Wagtail's list of form submissions.

    That list shows all personal data to every page editor and deletes without a
    trace; registrations have a menu, permissions and a log of their own.
    """
    own = RegistrationFormPage.objects.values("pk")
    return forms.exclude(pk__in=own)
