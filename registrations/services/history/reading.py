"""What readers did, as far as somebody may know it: through the gates of the desk."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.template.defaultfilters import floatformat
from django.utils.translation import gettext as _

from ...enums import Advice, ReviewPhase, TieState
from ...models import PhaseChange, Registration, Review, ReviewVersion
from ...permissions import user_can_decide, user_can_lead
from ..discussion import get_comments
from ..names import get_name
from ..review_sight import get_visible_reviews
from .entry import HistoryEntry


def get_reading(registration: Registration, user: Any) -> Iterator[HistoryEntry]:
    """Reviews and talk that `user` may see; who reads, and ties, for who leads."""
    yield from _get_reviews(registration, user)
    yield from _get_comments(registration, user)
    yield from _get_phases(registration)
    yield from _get_tags(registration)
    if user_can_lead(user, registration) or user_can_decide(user, registration):
        yield from _get_assignments(registration)
        yield from _get_ties(registration)


def _get_reviews(registration: Registration, user: Any) -> Iterator[HistoryEntry]:
    """Each review as it is, and as it was each time before its reader changed it.

    What somebody with a tie wrote counts nowhere; who decides sees that it is there.
    """
    reviews = get_visible_reviews(registration=registration, user=user, with_tied=True)
    ties = registration.ties.filter(state=TieState.DECLARED)
    tied = set(ties.values_list("user", flat=True))
    decides = user_can_decide(user, registration)
    for review in reviews.select_related("reader").prefetch_related("versions"):
        is_tied = review.reader_id in tied
        if is_tied and not decides:
            continue
        who = get_name(review.reader, review.reader_name)
        if is_tied:
            who = _("%(name)s (a tie: does not count)") % {"name": who}
        versions = list(review.versions.all())
        for number, version in enumerate(versions):
            yield HistoryEntry(
                at=version.written_at,
                what=_name_review(version, is_changed=number > 0),
                who=who,
                text=version.note,
                icon="clipboard-list",
            )
        yield HistoryEntry(
            at=review.updated_at,
            what=_name_review(review, is_changed=bool(versions)),
            who=who,
            text=review.note if versions else "",
            icon="clipboard-list",
        )


def _name_review(review: Review | ReviewVersion, *, is_changed: bool) -> str:
    advice = Advice(review.advice).label
    if review.mean is not None:
        advice = f"{advice} · {floatformat(review.mean, 1)}"
    if is_changed:
        return _("Review changed: %(advice)s") % {"advice": advice}
    return _("Review: %(advice)s") % {"advice": advice}


def _get_comments(registration: Registration, user: Any) -> Iterator[HistoryEntry]:
    """The talk, for whoever may take part in it."""
    comments = get_comments(registration=registration, user=user)
    for comment in comments.select_related("author"):
        yield HistoryEntry(
            at=comment.created_at,
            what=_("Said in the talk of the readers"),
            who=get_name(comment.author, comment.author_name),
            text=comment.text,
            icon="comment",
        )


def _get_phases(registration: Registration) -> Iterator[HistoryEntry]:
    """The phases that the whole form went through since this came in."""
    changes = PhaseChange.objects.filter(
        review_round__form_page=registration.page_id,
        changed_at__gte=registration.submit_time,
    )
    for change in changes.select_related("user"):
        yield HistoryEntry(
            at=change.changed_at,
            what=_("Phase of the round: from %(from)s to %(to)s")
            % {
                "from": ReviewPhase(change.from_phase).label,
                "to": ReviewPhase(change.to_phase).label,
            },
            who=get_name(change.user, change.user_name),
            text=change.reason,
            icon="calendar-alt",
        )


def _get_tags(registration: Registration) -> Iterator[HistoryEntry]:
    for use in registration.tag_uses.select_related("tag", "user"):
        yield HistoryEntry(
            at=use.tagged_at,
            what=_("Tag “%(tag)s”") % {"tag": use.tag.label},
            who=get_name(use.user, use.user_name),
            icon="tag",
        )


def _get_assignments(registration: Registration) -> Iterator[HistoryEntry]:
    """Who was asked to read: for who leads, since it tells who has not read yet."""
    rows = registration.assignments.select_related("reader", "assigned_by")
    for row in rows.order_by("assigned_at", "pk"):
        by_site = row.is_automatic and row.assigned_by is None
        yield HistoryEntry(
            at=row.assigned_at,
            what=_("Assigned to %(reader)s") % {"reader": get_name(row.reader)},
            who=(
                _("The site")
                if by_site and not row.assigned_by_name
                else get_name(row.assigned_by, row.assigned_by_name)
            ),
            icon="user",
        )


def _get_ties(registration: Registration) -> Iterator[HistoryEntry]:
    """That there is a tie, never which: that stands on the screen of ties."""
    for tie in registration.ties.select_related("user", "said_by").order_by("said_at"):
        member = {"member": get_name(tie.user)}
        yield HistoryEntry(
            at=tie.said_at,
            what=(
                _("Tie with %(member)s")
                if tie.state == TieState.DECLARED
                else _("No tie with %(member)s")
            )
            % member,
            who=get_name(tie.said_by, tie.said_by_name),
            icon="lock",
        )
