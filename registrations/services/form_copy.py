"""Starting a form with the questions of an earlier one."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain, count
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext
from wagtail.models import Page

from ..enums import FormKind
from ..models import RegistrationFormField, RegistrationFormPage
from ..models.page_form.surroundings import get_usual_kind
from ..models.question_choices import QuestionChoices
from .form_names import name_forms

# What goes along of the page itself: never its people, places, numbers or codes.
TEXTS = ("intro", "landing_text", "checks_answers", "collects_interest")
# What goes along of a question.
PARTS = (
    "clean_name",
    "label",
    "help_text",
    "field_type",
    "section",
    "required",
    "choices",
    "default_value",
    "max_length",
    "show_if_key",
    "show_if_condition",
    "visibility",
    "retention",
)


@dataclass
class CopiedForm:
    """What a new form starts with, and a sentence for each thing left out."""

    texts: dict[str, Any]
    fields: list[RegistrationFormField]
    left_out: list[str] = field(default_factory=list)


def find_sources(*, parent: Page, user: Any) -> list[RegistrationFormPage]:
    """Return the earlier forms that `user` may start a form below `parent` with.

    Each with its `choice_name`, which tells it from the others. Those of the same kind, and only pages that the user may edit: a form that is
    not public yet is nobody else's business.
    """
    kind: FormKind = get_usual_kind(parent)
    pages = RegistrationFormPage.objects.filter(kind=kind).order_by("-pk")
    found = [page for page in pages if page.permissions_for_user(user).can_edit()]
    names = name_forms(found)
    for page in found:
        page.choice_name = names[page.pk]
    return found


def copy_questions(*, source: RegistrationFormPage, parent: Page) -> CopiedForm:
    """Return the texts and questions of `source` for a new form below `parent`.

    A condition keeps the answers that can be given here; one about workplaces or
    meetings of another call falls away, and is named.
    """
    choices = QuestionChoices(parent)
    rows = list(source.form_fields.all())
    by_key = {row.clean_name: row for row in rows}
    copied = CopiedForm({name: getattr(source, name) for name in TEXTS}, [])
    title = _choose_title(source, parent)
    # The editor makes an address from a title as it is typed; this one nobody types.
    copied.texts |= {"title": title, "slug": _choose_slug(title, parent)}
    for number, row in enumerate(rows):
        values = {name: getattr(row, name) for name in PARTS}
        copy = RegistrationFormField(
            **values, show_if_values=list(row.show_if_values), sort_order=number
        )
        decider = by_key.get(row.show_if_key)
        if row.show_if_key and decider is not None:
            offered = {code for code, _label in choices.of(decider)}
            copy.show_if_values = [
                code for code in row.show_if_values if code in offered
            ]
            if len(copy.show_if_values) < len(row.show_if_values):
                copied.left_out.append(_explain(row, decider, copy.show_if_values))
            if row.show_if_values and not copy.show_if_values:
                copy.show_if_key = ""
        copied.fields.append(copy)
    return copied


def _choose_title(source: RegistrationFormPage, parent: Page) -> str:
    """Return the title of `source`, which visitors read; marked beside its like only."""
    beside = {page.title for page in parent.get_children()}
    title = source.title
    if title in beside:
        title = gettext("%(title)s (copy)") % {"title": title}
    return title


def _choose_slug(title: str, parent: Page) -> str:
    """Return an address that no page below `parent` has."""
    base = slugify(title)
    slugs = {page.slug for page in parent.get_children()}
    numbered = (f"{base}-{number}" for number in count(2))
    return next(slug for slug in chain([base], numbered) if slug not in slugs)


def _explain(
    row: RegistrationFormField, decider: RegistrationFormField, kept: list[str]
) -> str:
    if kept:
        sentence = gettext(
            "“%(label)s”: not every answer to “%(decider)s” exists here. Look at the "
            "condition."
        )
    else:
        sentence = gettext(
            "“%(label)s” is now asked of everybody: the answers to “%(decider)s” on "
            "which it depended do not exist here."
        )
    return sentence % {"label": row.label, "decider": decider.label}
