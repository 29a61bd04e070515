"""What a user may see of each row, once per query: the gates of the list.

Filters, search and order that touch a name, a fact or a score first ask here, so
that what is hidden in a cell cannot be found by narrowing down either (peers.md,
HotCRP 3.4: leaks "via searches, error messages, and APIs").
"""

from __future__ import annotations

from typing import Any

from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Q,
    QuerySet,
)

from ..enums import AnswerVisibility
from ..models import ArchivedQuestion, RegistrationFormField
from ..services.review_sight import with_visible_scores

# Answers by which the list is narrowed down, and whether a round may hide them.
FACTS = {
    "municipality": True,
    "organisation_type": True,
    "experience_level": True,
    "availability": False,
}


def with_sight(queryset: QuerySet, user: Any) -> QuerySet:
    """Annotate `shows_name` and `shows_facts`, unless that was done already."""
    if "shows_name" in queryset.query.annotations:
        return queryset
    return queryset.with_sight(user)


def with_facts(queryset: QuerySet, user: Any) -> QuerySet:
    """Annotate `shows_municipality` and the like: open by the round and by the form.

    Whatever an editor closed stays closed here too. A form cannot close these any
    more (`LISTED`); one that did before keeps its word until it is published again.
    """
    if "shows_municipality" in queryset.query.annotations:
        return queryset
    gates = {}
    for column, is_hidden_by_round in FACTS.items():
        gate = Q(shows_facts=True) if is_hidden_by_round else Q()
        for question in _get_closed(column):
            gate &= ~Exists(question)
        gates[f"shows_{column}"] = ExpressionWrapper(gate, BooleanField())
    return with_sight(queryset, user).annotate(**gates)


def _get_closed(column: str) -> tuple[QuerySet, QuerySet]:
    """The questions of the form of a row, asked or retired, that readers do not see."""
    of_form = {"page": OuterRef("page")}
    return (
        RegistrationFormField.objects.filter(clean_name=column, **of_form).exclude(
            visibility=AnswerVisibility.ALWAYS
        ),
        ArchivedQuestion.objects.filter(key=column, **of_form).exclude(
            visibility=AnswerVisibility.ALWAYS
        ),
    )


def with_scores(queryset: QuerySet, user: Any) -> QuerySet:
    """Annotate `shows_scores`, unless that was done already."""
    if "shows_scores" in queryset.query.annotations:
        return queryset
    return with_visible_scores(queryset, user)
