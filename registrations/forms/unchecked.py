"""The form as somebody left it: what they typed, not yet looked at."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.translation import gettext as _

from ..models import RegistrationFormPage
from .registration_form import FORM_PREFIX, RegistrationForm


class UncheckedForm(RegistrationForm):
    """Holds what was typed and finds nothing wrong with it.

    Saving for later asks one thing only, the address to which the link goes; its
    sentence is then the one mistake.
    """

    mistakes: Mapping[str, str] = {}
    # Why it could not be saved as a whole.
    save_error = ""

    def full_clean(self) -> None:
        self._errors = ErrorDict()
        self.cleaned_data = {}
        for name, sentence in self.mistakes.items():
            if name in self.fields:
                self.add_error(name, sentence)


def build_unchecked_form(
    form_page: RegistrationFormPage,
    data: QueryDict,
    *,
    mistakes: Mapping[str, str] | None = None,
) -> UncheckedForm:
    """Return the form of `form_page` with what was typed, and no check of it.

    Args:
        form_page: the form.
        data: what was posted, or `restore_post` of a draft.
        mistakes: a sentence by the name of the question that it is about.
    """
    form_class = type(
        "UncheckedForm",
        (UncheckedForm, form_page.get_form_class()),
        {"mistakes": mistakes or {}},
    )
    return form_class(data, page=form_page)


def collect_answers(form: RegistrationForm) -> dict[str, list[str]]:
    """Return what was posted to the form's own questions, by name without prefix."""
    return {
        name: form.data.getlist(form.add_prefix(name))
        for name in form.fields
        if form.add_prefix(name) in form.data
    }


def restore_post(answers: Mapping[str, Any]) -> QueryDict:
    """Return the answers of a draft as they were posted."""
    data = QueryDict(mutable=True)
    for name, values in answers.items():
        data.setlist(f"{FORM_PREFIX}-{name}", values)
    return data


def find_email(form: RegistrationForm) -> str:
    """Return the address that was typed, when it is one; else nothing."""
    field = form.fields.get("email")
    if field is None:
        return ""
    try:
        return field.clean(form["email"].data) or ""
    except ValidationError:
        return ""


def get_missing_address(form: RegistrationForm) -> str:
    """Return the sentence for somebody who saves without a good address."""
    if (form["email"].data or "").strip():
        return _("This e-mail address is not complete; correct it to get your link")
    return _("Fill in your e-mail address, then we send you the link")
