"""The answers of a form as data: to keep, and to recognise when they come again."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.crypto import salted_hmac

from ..models import RegistrationFormPage

if TYPE_CHECKING:
    from ..forms.registration_form import RegistrationForm

# Core answers that are not plain columns of the row.
APART = frozenset({"availability", "perspectives"})


def digest_answers(form_page: RegistrationFormPage, form: RegistrationForm) -> str:
    """Return a keyed digest of all answers: tells two apart, and nothing else."""
    answers = {
        "page": form_page.pk,
        "core": {key: _plain(value) for key, value in form.get_core_answers().items()},
        "own": to_json(form.get_own_answers()),
    }
    text = json.dumps(answers, sort_keys=True, cls=DjangoJSONEncoder)
    return salted_hmac("registrations.payload", text, algorithm="sha256").hexdigest()


def to_json(answers: dict[str, Any]) -> dict[str, Any]:
    """Return the answers as they will be read back: dates and numbers as text."""
    return json.loads(json.dumps(answers, cls=DjangoJSONEncoder))


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return sorted(str(getattr(one, "pk", one)) for one in value)
    value = getattr(value, "pk", value)
    return value.casefold() if isinstance(value, str) else value
