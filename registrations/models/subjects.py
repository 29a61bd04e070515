"""What many forms are about, read together."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import prefetch_related_objects
from wagtail.models import Page

from workplaces.models import CallPage

from .form_page import RegistrationFormPage


def read_subjects(form_pages: Collection[RegistrationFormPage]) -> None:
    """Read the `subject` of each form, and its meetings, for lists of many forms.

    In as many queries for thirty forms as for one.
    """
    above = {page.pk: page.path[: -page.steplen] for page in form_pages}
    subjects = {
        subject.path: subject
        for subject in Page.objects.filter(path__in=above.values()).specific()
    }
    calls = [one for one in subjects.values() if isinstance(one, CallPage)]
    prefetch_related_objects(calls, "sessions")
    for page in form_pages:
        page.subject = subjects[above[page.pk]]
