"""What the office sees and does: counts, a next form, erasing on request."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Count, Min, Q, QuerySet
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from ...enums import FormStatus
from ...models import Interest, RegistrationFormPage
from ...permissions import user_can_view_interest
from ..errors import NotAllowed, RegistrationError
from .asking import erase


class NotTheNext(RegistrationError):
    message = _("Those who wait cannot hear of this form: it is not a next one.")


def count_interests() -> QuerySet[dict[str, Any]]:
    """Return one row of figures per form on which an address stands.

    Keys: page, waiting (confirmed and not told), unconfirmed, told, since (the
    first one that waits).
    """
    is_waiting = Q(told_at=None, confirmed_at__isnull=False)
    return (
        Interest.objects.values("page")
        .annotate(
            waiting=Count("pk", filter=is_waiting),
            unconfirmed=Count("pk", filter=Q(told_at=None, confirmed_at=None)),
            told=Count("pk", filter=Q(told_at__isnull=False)),
            since=Min("asked_at", filter=is_waiting),
        )
        .order_by("page")
    )


def get_next_forms(*, page: RegistrationFormPage) -> QuerySet[RegistrationFormPage]:
    """Return the forms of which those who wait at `page` can hear: open, or to open.

    Of the same kind alone: who asked for a next call did not ask for a day.
    """
    others = RegistrationFormPage.objects.live().filter(kind=page.kind)
    others = others.exclude(pk=page.pk)
    coming = (FormStatus.OPEN, FormStatus.UPCOMING)
    return others.filter(
        pk__in=[other.pk for other in others if other.get_status() in coming]
    ).order_by("-first_published_at")


@transaction.atomic
def carry_over(
    *, from_page: RegistrationFormPage, to_page: RegistrationFormPage, user: Any
) -> int:
    """Let who waits at one form hear of another: the form of the next call.

    Only confirmed addresses that were not told yet move, with their link. From then
    on nothing is special about them: they get the one mail when `to_page` opens, or
    at once when it is open. What they asked for is the next call, and this is it.

    Returns:
        How many addresses wait for `to_page` now because of it.

    Raises:
        NotAllowed: `user` may not see this list.
        NotTheNext: `to_page` is none of those that come next (`get_next_forms`).
    """
    if not user_can_view_interest(user):
        raise NotAllowed
    if not get_next_forms(page=from_page).filter(pk=to_page.pk).exists():
        raise NotTheNext
    waiting = (
        Interest.objects.select_for_update()
        .filter(page=from_page, told_at=None)
        .exclude(confirmed_at=None)
    )
    there = dict(
        Interest.objects.filter(page=to_page)
        .annotate(email_key=Lower("email"))
        .values_list("email_key", "pk")
    )
    moved = 0
    for interest in list(waiting):
        # An address stands on a list once: the row that it confirmed stays.
        known = there.get(interest.email.lower())
        if known:
            other = Interest.objects.filter(pk=known).first()
            if other and other.confirmed_at:
                interest.delete()
                continue
            if other:
                other.delete()
        interest.page = to_page
        interest.save(update_fields=["page"])
        moved += 1
    log(
        instance=to_page,
        action="registrations.carry_interest",
        user=user,
        data={"from": from_page.pk, "count": moved},
    )
    return moved


@transaction.atomic
def erase_for_team(*, interests: Iterable[Interest], user: Any) -> int:
    """Erase addresses whose holders asked the office to; logged without the address.

    Raises:
        NotAllowed: `user` may not see this list.
    """
    if not user_can_view_interest(user):
        raise NotAllowed
    erased = 0
    for interest in interests:
        log(instance=interest.page, action="registrations.erase_interest", user=user)
        erase(interest=interest)
        erased += 1
    return erased
