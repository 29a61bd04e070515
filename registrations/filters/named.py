"""Filters whose choices are pages: two with one title are told apart."""

from __future__ import annotations

from typing import Any

import django_filters
from django.utils.functional import cached_property
from django_filters.fields import ModelMultipleChoiceField

from workplaces.models import Session
from workplaces.services.names import tell_apart

from ..services.form_names import name_forms


class NamedPagesField(ModelMultipleChoiceField):
    """Calls, days or workplaces."""

    @cached_property
    def names(self) -> dict[int, str]:
        return tell_apart(self.queryset)

    def label_from_instance(self, obj: Any) -> str:
        return self.names.get(obj.pk) or str(obj)


class NamedFormsField(NamedPagesField):
    """Forms, by what one registers for."""

    @cached_property
    def names(self) -> dict[int, str]:
        return name_forms(list(self.queryset))


class NamedSessionsField(ModelMultipleChoiceField):
    """Meetings, each with its title and its call where it would look like another."""

    @cached_property
    def names(self) -> dict[int, str]:
        sessions = list(self.queryset)
        texts = [str(session) for session in sessions]
        twins = [row for row in sessions if texts.count(str(row)) > 1]
        calls = tell_apart({row.page_id: row.page for row in twins}.values())
        return {row.pk: _name_twin(row, calls[row.page_id]) for row in twins}

    def label_from_instance(self, obj: Session) -> str:
        return self.names.get(obj.pk) or str(obj)


class NamedPagesFilter(django_filters.ModelMultipleChoiceFilter):
    field_class = NamedPagesField


class NamedFormsFilter(django_filters.ModelMultipleChoiceFilter):
    field_class = NamedFormsField


class NamedSessionsFilter(django_filters.ModelMultipleChoiceFilter):
    field_class = NamedSessionsField


def _name_twin(session: Session, call: str) -> str:
    return " · ".join(filter(None, [str(session), session.title, call]))
