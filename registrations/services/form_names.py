"""Forms by what one registers for, in lists to choose from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

from wagtail.models import Page

from workplaces.services.names import tell_apart

from ..models import RegistrationFormPage


def name_forms(pages: Collection[RegistrationFormPage]) -> dict[int, str]:
    """Return the name of each form by its key: its call or day, told apart.

    Two forms of one call also say their own title. One query, none where the subjects
    were read already, and a few more where titles repeat.
    """
    above = {page.pk: page.path[: -page.steplen] for page in pages}
    if all("subject" in vars(page) for page in pages):
        subjects = {page.subject.pk: page.subject for page in pages}.values()
    else:
        subjects = Page.objects.filter(path__in={*above.values()})
    names = tell_apart(subjects)
    by_path = {subject.path: names[subject.pk] for subject in subjects}
    forms_of = Counter(above.values())
    own = tell_apart(page for page in pages if forms_of[above[page.pk]] > 1)
    return {
        page.pk: ": ".join(filter(None, [by_path[above[page.pk]], own.get(page.pk)]))
        for page in pages
    }
