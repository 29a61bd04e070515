"""What a user may see of each row, once per query: the gates of the list.

Filters, search and order that touch a name, a fact or a score first ask here, so
that what is hidden in a cell cannot be found by narrowing down either (peers.md,
HotCRP 3.4: leaks "via searches, error messages, and APIs").
"""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from ..services.review_sight import with_visible_scores


def with_sight(queryset: QuerySet, user: Any) -> QuerySet:
    """Annotate `shows_name` and `shows_facts`, unless that was done already."""
    if "shows_name" in queryset.query.annotations:
        return queryset
    return queryset.with_sight(user)


def with_scores(queryset: QuerySet, user: Any) -> QuerySet:
    """Annotate `shows_scores`, unless that was done already."""
    if "shows_scores" in queryset.query.annotations:
        return queryset
    return with_visible_scores(queryset, user)
