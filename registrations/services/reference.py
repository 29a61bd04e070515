"""The closed lists: what may go, and what must stay."""

from __future__ import annotations

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from ..models import AnswerOption, Municipality, Registration
from .errors import RegistrationError


class InUse(RegistrationError):
    message = _("Somebody chose this, so it cannot be deleted.")


class OptionInUse(InUse):
    message = _(
        "Somebody chose this option, so it cannot be deleted. Switch it off instead: "
        "it is then no longer offered on forms."
    )


def is_used(row: AnswerOption | Municipality) -> bool:
    """Whether a registration points at `row`, in whichever column."""
    fields = Registration._meta.get_fields()
    names = [
        field.name
        for field in fields
        if isinstance(field, models.ForeignKey | models.ManyToManyField)
        and field.related_model is type(row)
    ]
    query = models.Q()
    for name in names:
        query |= models.Q(**{name: row.pk})
    return bool(names) and Registration.objects.filter(query).exists()


@transaction.atomic
def delete_option(*, option: AnswerOption) -> None:
    """Delete an option that nobody chose.

    Raises:
        OptionInUse: it was chosen; switch it off instead.
    """
    if is_used(option):
        raise OptionInUse
    option.delete()


@transaction.atomic
def delete_municipality(*, municipality: Municipality) -> None:
    """Delete a municipality that nobody works in, with its former names.

    Raises:
        InUse: a registration names it.
    """
    if is_used(municipality):
        raise InUse
    municipality.delete()
