"""Ties between the team and who registers: declared, suspected, judged (domain.md 7.4).

What a tie closes stands in models/sight.py. Here people say what there is.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from ..enums import IS_LIVE, TieCause, TieKind, TieState
from ..models import Registration, Tie
from ..models.sight import get_suspicions, not_tied_to
from ..permissions import (
    DECIDE,
    REVIEW,
    user_can_decide,
    user_can_lead,
    user_can_see_names,
    user_can_view_registrations,
)
from .errors import NotAllowed, RegistrationError
from .names import keep_name
from .scoring import update_scores
from .seats import lock_form_page


class OwnRegistration(RegistrationError):
    message = _("This is their own registration: it stays closed to them.")


@dataclass(frozen=True)
class SuspectedTie:
    """A registration that is closed to `member` because the site suspects a tie."""

    registration: Registration
    member: Any
    causes: tuple[TieCause, ...]
    # Not by who may not see the name: the cause would tell it.
    can_be_judged: bool = True


@transaction.atomic
def declare_tie(*, registration: Registration, user: Any, kind: TieKind | str) -> Tie:
    """Close `registration` to `user`, who says that there is a tie.

    A review they wrote stays in the history and counts no more.

    Raises:
        NotAllowed: `user` does not see it in the first place.
    """
    if not Registration.objects.visible_to(user).filter(pk=registration.pk).exists():
        raise NotAllowed
    return _say(
        registration=registration,
        member=user,
        state=TieState.DECLARED,
        kind=TieKind(kind),
        said_by=user,
    )


@transaction.atomic
def close_reviewed(*, registration: Registration, user: Any, kind: TieKind) -> None:
    """Declare the tie that the site began to suspect after `user` wrote a review.

    Does nothing where somebody said already what there is.
    """
    if not registration.ties.filter(user=user).exists():
        _say(
            registration=registration,
            member=user,
            state=TieState.DECLARED,
            kind=kind,
            said_by=user,
        )


@transaction.atomic
def close_suspected(*, registration: Registration) -> None:
    """Close `registration` to its reviewers whom its new answers tie to it.

    Somebody who changes their organisation may turn out to work with a reader: what
    that reader wrote counts no more, until somebody else says that nothing ties them.
    """
    rows = Registration.objects.filter(pk=registration.pk)
    for reader in get_user_model().objects.filter(reviews__registration=registration):
        if not rows.filter(not_tied_to(reader)).exists():
            close_reviewed(registration=registration, user=reader, kind=TieKind.OTHER)


@transaction.atomic
def judge_tie(
    *,
    registration: Registration,
    member: Any,
    state: TieState | str,
    kind: TieKind | str = TieKind.OTHER,
    user: Any,
) -> Tie:
    """Say whether there is a tie between `member` and `registration`.

    Args:
        registration: one that is open to `user`.
        member: whoever the tie is of; never `user`, who declares their own.
        state: there is one, or there is none.
        kind: which, where there is one.
        user: who leads the reading, or decides.

    Raises:
        NotAllowed: `user` leads nothing, judges themselves, or has a tie too; or would
            open what is about somebody whose name is hidden from them.
        OwnRegistration: nobody opens somebody's own registration to them.
    """
    may = user_can_lead(user, registration) or user_can_decide(user, registration)
    if not may or member.pk == user.pk:
        raise NotAllowed
    state = TieState(state)
    if state == TieState.DISMISSED and not user_can_see_names(
        user, registration.page_id
    ):
        raise NotAllowed
    is_own = bool(member.email) and member.email.lower() == registration.email.lower()
    if is_own and state == TieState.DISMISSED:
        raise OwnRegistration
    return _say(
        registration=registration,
        member=member,
        state=state,
        kind=TieKind(kind),
        said_by=user,
    )


def find_suspected_ties(*, user: Any) -> list[SuspectedTie]:
    """Return what the site suspects and nobody has judged yet, for who judges it.

    Args:
        user: who leads or decides; what is tied to them is left out.
    """
    if not (user_can_lead(user) or user_can_decide(user)):
        return []
    visible = Registration.objects.visible_to(user).filter(state__in=IS_LIVE)
    return [
        tie
        for member in get_judges().exclude(pk=user.pk)
        for tie in _find_suspected(visible.with_sight(user), member)
    ]


def _find_suspected(rows: QuerySet, member: Any) -> list[SuspectedTie]:
    """What of `rows` is closed to `member` without a word said, in one query."""
    causes = get_suspicions(member)
    if not causes:
        return []
    said = Tie.objects.filter(registration=OuterRef("pk"), user=member)
    rows = rows.filter(~Exists(said), reduce(or_, causes.values())).annotate(
        **{
            f"is_{cause.value}": ExpressionWrapper(condition, BooleanField())
            for cause, condition in causes.items()
        }
    )
    if member.email:
        # Their own, which nobody opens: there is nothing to judge.
        rows = rows.exclude(email__iexact=member.email)
    return [
        SuspectedTie(
            registration=row,
            member=member,
            causes=tuple(
                cause for cause in causes if getattr(row, f"is_{cause.value}")
            ),
            can_be_judged=row.shows_name,
        )
        for row in rows.order_by("pk")
    ]


def get_ties(*, user: Any) -> QuerySet[Tie]:
    """Return what was said of ties, the last first, for who may judge them.

    Each says whether `user` may: `can_be_judged`, see `SuspectedTie`.
    """
    if not (user_can_lead(user) or user_can_decide(user)):
        return Tie.objects.none()
    visible = Registration.objects.visible_to(user)
    named = visible.with_sight(user).filter(shows_name=True)
    return (
        Tie.objects.filter(registration__in=visible.values("pk"))
        .annotate(
            can_be_judged=Exists(named.filter(pk=OuterRef("registration")).values("pk"))
        )
        .select_related("registration", "user", "said_by")
        .order_by("-said_at", "-pk")
    )


def get_judges() -> Any:
    """Return everybody who may read or decide, with their profile."""
    users = (
        get_user_model().objects.filter(is_active=True).select_related("reader_profile")
    )
    judges = [
        user.pk
        for user in users
        if user_can_view_registrations(user)
        and (user.has_perm(REVIEW) or user.has_perm(DECIDE))
    ]
    return users.filter(pk__in=judges).order_by("username")


def _say(
    *,
    registration: Registration,
    member: Any,
    state: TieState,
    kind: TieKind,
    said_by: Any,
) -> Tie:
    # Means change with it: one after the other, as with reviews.
    lock_form_page(form_page_id=registration.page_id)
    tie, _is_new = Tie.objects.update_or_create(
        registration=registration,
        user=member,
        defaults={
            "state": state,
            "kind": kind,
            "said_by": said_by,
            "said_by_name": keep_name(said_by),
        },
    )
    if state == TieState.DECLARED:
        registration.assignments.filter(reader=member).delete()
    update_scores(registration=registration)
    log(instance=registration, action="registrations.tie", user=said_by)
    return tie
