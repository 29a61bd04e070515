"""A form with what somebody told us on another one: who they are, and for whom."""

from __future__ import annotations

from ..models import AnswerOption, Registration
from ..services.municipality_lookup import is_whole_area
from .fields import ObjectChoiceField
from .registration_form import NOT_IN_LIST, RegistrationForm

# What is the same whatever one registers for; why one wants to come is not.
CARRIED = (
    "first_name",
    "last_name",
    "email",
    "phone",
    "organisation",
    "organisation_type",
    "municipality",
    "role",
    "profile",
)


def prefill(form: RegistrationForm, registration: Registration) -> None:
    """Put what `registration` tells of a person into an empty form, where it is asked.

    What the form does not offer any more stays open.
    """
    for name in CARRIED:
        field = form.fields.get(name)
        if field is None:
            continue
        if name == "municipality":
            typed = registration.municipality_text or registration.municipality_name
            form.initial[name] = typed
            is_unlisted = bool(registration.municipality_text)
            form.initial[NOT_IN_LIST] = is_unlisted and not is_whole_area(name=typed)
            continue
        value = getattr(registration, name)
        if isinstance(field, ObjectChoiceField):
            value = _get_offered(field, value)
        if value:
            form.initial[name] = value


def _get_offered(field: ObjectChoiceField, chosen: AnswerOption | None) -> str | None:
    code = chosen.code if chosen else ""
    return code if code in field.by_value else None
