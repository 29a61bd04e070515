"""How fast mail may leave: what the provider allows, for all workers together.

One row says when the next mail may leave. Whoever moves it on has that moment; of two
workers that try at once, one does. Nothing is claimed while a worker waits, so one that
is killed leaves at most one moment unused.
"""

from __future__ import annotations

import re
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from ...models import MailPace

NAME = "mail"
_RATE = re.compile(r"^(?P<count>[1-9]\d*)/(?P<unit>[smh])$")
_SECONDS = {"s": 1, "m": 60, "h": 3600}


def get_interval() -> timedelta | None:
    """Return the time between two mails, None where there is no limit.

    Raises:
        ImproperlyConfigured: `EMAIL_RATE` cannot be read.
    """
    if not settings.EMAIL_RATE:
        return None
    rate = _RATE.match(settings.EMAIL_RATE)
    if rate is None:
        raise ImproperlyConfigured(
            "EMAIL_RATE is a number for each second, minute or hour: 10/s, 300/m, 500/h."
        )
    return timedelta(seconds=_SECONDS[rate["unit"]]) / int(rate["count"])


def take_turn() -> timedelta:
    """Take the next moment for a mail, or say how long it is until there is one.

    Returns:
        Nothing (`timedelta(0)`) when this worker may send one mail now; else the wait,
        after which to ask again.
    """
    interval = get_interval()
    if interval is None:
        return timedelta(0)
    now = timezone.now()
    pace, _is_new = MailPace.objects.get_or_create(name=NAME, defaults={"next_at": now})
    if pace.next_at > now:
        return pace.next_at - now
    taken = MailPace.objects.filter(pk=pace.pk, next_at=pace.next_at).update(
        next_at=now + interval
    )
    return timedelta(0) if taken else interval
