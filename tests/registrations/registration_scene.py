"""A form with a question of its own, for the tests of registering."""

from registrations.models import (
    RegistrationFormField,
)
from tests.registrations.form_scene import (
    reload,
)


def add_question(form_page, label="Hoe hoorde je ervan?", **fields):
    question = RegistrationFormField.objects.create(
        page=form_page,
        **{"label": label, "field_type": "singleline", "sort_order": 90} | fields,
    )
    return reload(form_page), question
