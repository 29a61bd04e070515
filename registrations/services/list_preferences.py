"""What somebody of the team keeps of the list: their columns, and lists by name."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from ..models import ReaderProfile, SavedView
from ..permissions import user_can_lead, user_can_view_registrations
from .errors import NotAllowed, RegistrationError

# Enough for a season; more would be a menu that nobody reads.
MOST_VIEWS = 30


class TooManyViews(RegistrationError):
    message = _("You have thirty lists already. Delete one that you do not use.")


def get_views(*, user: Any) -> QuerySet[SavedView]:
    """Return the lists that `user` kept and those that the team shares, by name."""
    if not user_can_view_registrations(user):
        return SavedView.objects.none()
    return (
        SavedView.objects.filter(Q(user=user) | Q(is_shared=True, user__is_active=True))
        .select_related("user")
        .order_by("name", "pk")
    )


@transaction.atomic
def keep_columns(*, user: Any, columns: list[str]) -> None:
    """Remember which columns `user` wants to see, in this order; none is the usual.

    Raises:
        NotAllowed: `user` may not see the list at all.
    """
    if not user_can_view_registrations(user):
        raise NotAllowed
    ReaderProfile.objects.update_or_create(
        user=user, defaults={"list_columns": list(columns)}
    )


@transaction.atomic
def keep_view(
    *, user: Any, name: str, query: str, is_shared: bool = False
) -> SavedView:
    """Keep a list under a name; the same name again replaces one's own.

    Args:
        user: whose list it is.
        name: as it stands above the list.
        query: filters and order as in the address (`filters.clean_query`); a word
            that was searched for is taken out here too, whoever calls.
        is_shared: whether everybody who sees the list sees its name.

    Raises:
        NotAllowed: `user` may not see the list at all.
        TooManyViews: there are enough.
    """
    if not user_can_view_registrations(user):
        raise NotAllowed
    kept = [(key, value) for key, value in parse_qsl(query) if key != "q"]
    own = SavedView.objects.filter(user=user)
    if own.exclude(name=name).count() >= MOST_VIEWS:
        raise TooManyViews
    view, _is_new = SavedView.objects.update_or_create(
        user=user,
        name=name,
        defaults={"query": urlencode(kept), "is_shared": is_shared},
    )
    return view


def user_can_delete_view(user: Any, view: SavedView) -> bool:
    """Whether `user` may take a list away: their own, or as lead reader a shared one."""
    return view.user_id == user.pk or (view.is_shared and user_can_lead(user))


@transaction.atomic
def delete_view(*, view: SavedView, user: Any) -> None:
    """Forget a list.

    Raises:
        NotAllowed: it is somebody else's.
    """
    if not user_can_delete_view(user, view):
        raise NotAllowed
    view.delete()
