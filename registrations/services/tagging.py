"""Tags: facts that matter when groups are composed, such as "brings a case"."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from ..models import Registration, RegistrationTag, TagUse
from ..permissions import user_can_decide, user_can_review
from .errors import NotAllowed, RegistrationError
from .names import keep_name


class TagInUse(RegistrationError):
    message = _(
        "This tag stands on a registration, so it cannot be deleted. Switch it off "
        "instead: it is then no longer offered."
    )


def user_can_tag(user: Any, registration: Registration | None = None) -> bool:
    """Whether `user` may put tags on `registration`: who reads, and who decides."""
    return user_can_review(user, registration) or user_can_decide(user, registration)


@transaction.atomic
def set_tags(
    *, registration: Registration, user: Any, tags: Iterable[RegistrationTag]
) -> None:
    """Give `registration` exactly these tags; who put one there first stays known.

    Raises:
        NotAllowed: `user` neither reads nor decides, or has a tie.
    """
    if not user_can_tag(user, registration):
        raise NotAllowed
    wanted = {tag.pk for tag in tags}
    # A tag that went out of use is not on the screen, so it is not taken away.
    registration.tag_uses.filter(tag__is_active=True).exclude(tag__in=wanted).delete()
    _add(registration, user, wanted)


@transaction.atomic
def add_tag(
    *, registrations: Iterable[Registration], tag: RegistrationTag, user: Any
) -> int:
    """Put `tag` on each of `registrations`, and return on how many it is new.

    Raises:
        NotAllowed: `user` may not, for one of them; then nothing is tagged.
    """
    registrations = list(registrations)
    if not all(user_can_tag(user, registration) for registration in registrations):
        raise NotAllowed
    return sum(_add(registration, user, {tag.pk}) for registration in registrations)


@transaction.atomic
def delete_tag(*, tag: RegistrationTag) -> None:
    """Delete a tag that stands nowhere.

    Raises:
        TagInUse: it does; switch it off instead.
    """
    if tag.uses.exists():
        raise TagInUse
    tag.delete()


def _add(registration: Registration, user: Any, tag_pks: set[int]) -> int:
    present = set(registration.tag_uses.values_list("tag", flat=True))
    new = tag_pks - present
    TagUse.objects.bulk_create(
        (
            TagUse(
                registration=registration,
                tag_id=pk,
                user=user,
                user_name=keep_name(user),
            )
            for pk in sorted(new)
        ),
        ignore_conflicts=True,
    )
    if new:
        log(instance=registration, action="registrations.tag", user=user)
    return len(new)
