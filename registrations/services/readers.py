"""What members of the team say of themselves: their profile, and their promise."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from ..enums import IS_LIVE, TieKind
from ..models import ReaderProfile, Registration
from ..models.sight import not_tied_to
from ..permissions import user_can_decide, user_can_review
from .errors import NotAllowed
from .rounds import get_rules
from .ties import close_reviewed, declare_tie


def get_profile(user: Any) -> ReaderProfile:
    """Return the profile of `user`; a new one is not saved by looking at it."""
    profile = ReaderProfile.objects.filter(user=user).first()
    return profile or ReaderProfile(user=user)


def user_has_profile(user: Any) -> bool:
    """Whether a profile means something for `user`: they read or decide."""
    return user_can_review(user) or user_can_decide(user)


@transaction.atomic
def save_profile(*, profile: ReaderProfile, user: Any) -> ReaderProfile:
    """Save what `user` says of themselves; their own and nobody else's.

    See `keeping_closed`.

    Raises:
        NotAllowed: not their own, or nothing is read or decided by them.
    """
    if profile.user_id != user.pk or not user_has_profile(user):
        raise NotAllowed
    with keeping_closed(user, kind=TieKind.ORGANISATION):
        # How often they get mail is asked, and kept, elsewhere: perhaps just now.
        profile.pk = ReaderProfile.objects.get_or_create(user=user)[0].pk
        profile.save(update_fields=["organisations", "domains", "most_assigned"])
        log(instance=profile, action="registrations.save_profile", user=user)
    return profile


@contextmanager
def keeping_closed(user: Any, *, kind: TieKind = TieKind.OTHER) -> Iterator[None]:
    """Let nothing open to `user` because a name, an address or a line of theirs goes.

    What was closed becomes a declared tie, which somebody else judges: else one could
    read off, line by line and name by name, whose registration a number is while names
    are hidden. What they have reviewed and is closed from now on becomes one too, so
    that their review counts no more.

    Args:
        user: whose profile or account changes within.
        kind: what the tie is called until somebody judges it.
    """
    users = get_user_model().objects
    live = Registration.objects.filter(state__in=IS_LIVE)
    with transaction.atomic():
        # Afresh: a form changes the profile that hangs on `user` before it is saved.
        was_open = not_tied_to(users.get(pk=user.pk))
        closed = live.filter(~was_open).values_list("pk", flat=True)
        closed_before = list(closed) if user_has_profile(user) else []
        yield
        after = users.get(pk=user.pk)
        if not user_has_profile(after):
            return
        is_open = not_tied_to(after)
        for row in live.filter(is_open, pk__in=closed_before):
            declare_tie(registration=row, user=after, kind=kind)
        for row in live.filter(~is_open, reviews__reader=after):
            close_reviewed(registration=row, user=after, kind=kind)


def must_promise(*, registration: Registration, user: Any) -> bool:
    """Whether `user` promises confidentiality before they open `registration`.

    Once, and only where a form is read in a round (domain.md 7.4): the desk of a
    form without one stays as it was.
    """
    if not get_rules(registration.page_id).asks_promise:
        return False
    if not user_has_profile(user):
        return False
    return not has_promised(user)


def has_promised(user: Any) -> bool:
    """Whether `user` promised to keep to themselves what they read."""
    return ReaderProfile.objects.filter(user=user, promised_at__isnull=False).exists()


@transaction.atomic
def promise(*, user: Any) -> ReaderProfile:
    """Write down that `user` promises confidentiality; the first time counts.

    Raises:
        NotAllowed: they read and decide nothing.
    """
    if not user_has_profile(user):
        raise NotAllowed
    profile, _is_new = ReaderProfile.objects.get_or_create(user=user)
    if profile.promised_at is None:
        profile.promised_at = timezone.now()
        profile.save(update_fields=["promised_at"])
        log(instance=profile, action="registrations.promise", user=user)
    return profile
