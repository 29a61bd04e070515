"""Wagtail's reports, for registrations: what `visible_to` leaves open.

They tell who proposed what and when, so whoever has a tie could infer the outcome
from "Reports → Site history" or "Workflows". Wagtail asks there for a right on the
model, never for one on the row, and an administrator is not asked at all.
"""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Model, Q, QuerySet
from django.db.models.functions import Cast
from django.http import HttpRequest
from wagtail.admin.views.reports import workflows
from wagtail.models.audit_log import BaseLogEntryManager, ModelLogEntryManager

from ..models import Message, Registration
from ..services.review_sight import sees_every_proposal, with_visible_scores

SCOPED = (Registration, Message)
REVIEWS = ("registrations.review", "registrations.comment")
PROPOSALS = ("registrations.propose", "registrations.withdraw_proposal")


def viewable_by_user(manager: ModelLogEntryManager, user: Any) -> QuerySet:
    """Return the entries that `user` may read; of ours only those of open rows.

    That somebody else wrote a review or a proposal stays hidden as long as what it
    says does (services/review_sight.py).
    """
    entries = BaseLogEntryManager.viewable_by_user(manager, user)
    for model in SCOPED:
        entries = entries.filter(~_is_about(model) | _is_one_of(_get_open(model, user)))
    opinions = REVIEWS if sees_every_proposal(user) else REVIEWS + PROPOSALS
    rows = with_visible_scores(_get_open(Registration, user), user)
    return entries.filter(
        ~(_is_about(Registration) & Q(action__in=opinions))
        | Q(user=user)
        | _is_one_of(rows.filter(shows_scores=True))
    )


def _get_open(model: type[Model], user: Any) -> QuerySet:
    return model.objects.visible_to(user).order_by()


def _is_about(model: type[Model]) -> Q:
    return Q(content_type=ContentType.objects.get_for_model(model))


def _is_one_of(rows: QuerySet) -> Q:
    return Q(object_id__in=rows.values_list(Cast("pk", CharField()), flat=True))


_get_editable_content_type_ids = workflows.get_editable_content_type_ids


def get_editable_content_type_ids(request: HttpRequest) -> list[int]:
    """Return what stands in the reports of workflows: not registrations.

    Their steps stand in the list and on the desk, as far as each may see them; the
    dashboard leaves them out of Wagtail's panels in the same way.
    """
    registrations = ContentType.objects.get_for_model(Registration).pk
    found = _get_editable_content_type_ids(request)
    return [pk for pk in found if pk != registrations]


def scope_reports() -> None:
    """Put the scope between Wagtail and what it reports; called once, at the start."""
    ModelLogEntryManager.viewable_by_user = viewable_by_user
    workflows.get_editable_content_type_ids = get_editable_content_type_ids
