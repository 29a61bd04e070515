"""The talk about one registration: open to whoever has read it, and kept."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from ..models import DiscussionComment, Registration
from ..permissions import user_can_judge
from .errors import NotAllowed, ReasonRequired
from .names import keep_name
from .review_sight import shows_scores_to


def get_comments(*, registration: Registration, user: Any) -> QuerySet:
    """Return the talk about `registration`, oldest first, as far as `user` may see it.

    The same gate as for reviews (services/review_sight.py).
    """
    comments = DiscussionComment.objects.filter(registration=registration)
    if not shows_scores_to(user, registration):
        return comments.none()
    return comments.select_related("author")


def can_discuss(registration: Registration, user: Any) -> bool:
    """Whether `user` may take part in the talk: who sees the reviews and judges.

    Nobody is judged for an inspiration day.
    """
    if registration.page.is_direct:
        return False
    return user_can_judge(user, registration) and shows_scores_to(user, registration)


@transaction.atomic
def add_comment(
    *, registration: Registration, user: Any, text: str
) -> DiscussionComment:
    """Say something about `registration` to whoever read it too.

    Raises:
        NotAllowed: `user` has not read it, or has a tie.
        ReasonRequired: there is nothing to say.
    """
    if not can_discuss(registration, user):
        raise NotAllowed
    text = text.strip()
    if not text:
        raise ReasonRequired(_("Write something first."))
    comment = DiscussionComment.objects.create(
        registration=registration,
        author=user,
        author_name=keep_name(user),
        text=text,
    )
    log(instance=registration, action="registrations.comment", user=user)
    return comment
