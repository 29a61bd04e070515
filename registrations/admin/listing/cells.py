"""What stands in a cell of the list; what the user may not see stands in none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.template.defaultfilters import floatformat
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext

from ...enums import LARGE_DIFFERENCE
from ...models import Registration
from ...services.names import get_name


def get_date(registration: Registration) -> str:
    """Return the day itself: "two weeks ago" settles no question about a deadline."""
    return date_format(timezone.localtime(registration.submit_time), "j b Y, H.i")


def get_state_label(registration: Registration) -> str:
    """Return where a registration stands; a held one is not simply a draft."""
    if registration.is_held:
        return _("Held for a look")
    return registration.get_state_display()


def get_remark(registration: Registration) -> str:
    """Return the one thing that somebody of the team would want to know."""
    if registration.mail_returned_at:
        return _("Mail came back")
    if registration.has_proposal:
        return _("Proposal open")
    if registration.is_read_by_me:
        return _("Read by you")
    if registration.is_assigned_to_me:
        return _("Assigned to you")
    return ""


def get_score(registration: Registration) -> str | SafeString:
    """Return the mean with the spread beside it, and a word where readers differ.

    Both were kept from an independent reader by `shows_scores`, which is asked here
    again: a cell cannot be built without it.
    """
    if not registration.review_count:
        return ""
    if not registration.shows_scores:
        return _mute(pgettext("scores in the list", "hidden"))
    if registration.score_mean is None:
        return ""
    mean = floatformat(registration.score_mean, 1)
    spread = registration.score_spread
    if spread is None:
        return mean
    text = pgettext("spread of scores", "± %(spread)d") % {"spread": spread}
    classname = "registration-spread"
    if spread >= LARGE_DIFFERENCE:
        classname += " registration-spread--large"
        text = pgettext("spread of scores", "%(spread)s · discuss") % {"spread": text}
    return format_html('{} <span class="{}">{}</span>', mean, classname, text)


def get_review_count(registration: Registration) -> str:
    """Return how many reviews count: how far it is, not what it came to."""
    number = registration.review_count
    if not number:
        return ""
    return ngettext("%(count)d review", "%(count)d reviews", number) % {"count": number}


def get_tags(registration: Registration) -> str:
    return ", ".join(use.tag.label for use in registration.tag_uses.all())


def get_readers(registration: Registration) -> str:
    """Return who is asked to read; only for who arranges the reading."""
    return ", ".join(get_name(row.reader) for row in registration.assignments.all())


def gated(gate: str, read: Callable[[Registration], Any]) -> Callable:
    """Return what `read` says of a row that passes `gate`, else that it is hidden."""

    def get_value(registration: Registration) -> Any:
        if not getattr(registration, gate):
            return _mute(pgettext("in the list", "hidden"))
        return read(registration) or ""

    return get_value


def _mute(text: str) -> SafeString:
    return format_html('<span class="registration-hidden">{}</span>', text)
