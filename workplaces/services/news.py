"""News of the site: what happened to calls and inspiration days, as facts with a moment.

Nothing is written by hand: every item follows from the dates of a public page, and is
there from its moment on. Feed readers know an item by its id, which never changes.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, pgettext

from home.models.visitors import for_visitors
from home.wording import join_sentences
from workplaces import clock
from workplaces.dates import describe_deadline, describe_moment
from workplaces.enums import CallPhase
from workplaces.models import CallPage, InspirationDayPage
from workplaces.phases import BRUSSELS, CLOSING_MINUTE, DAY

# A feed is for what is new; the pages keep the rest.
NEWEST = 30
# So long before its end a call says once more that it closes.
LAST_CALL = timedelta(days=7)
# The year in which these ids were minted: part of a tag URI (RFC 4151), never changed.
TAG_YEAR = 2026
_PHASES = list(CallPhase)


@dataclass(frozen=True)
class NewsItem:
    """One fact.

    Args:
        id: a tag URI.
        happened_at: the moment from which it is true.
        updated_at: when its words last changed.
    """

    id: str
    title: str
    text: str
    url: str
    happened_at: datetime
    updated_at: datetime


def list_news() -> list[NewsItem]:
    """Return what happened, the newest first."""
    now = clock.now()
    calls = list(for_visitors(CallPage.objects.order_by("path")))
    CallPage.prepare_for_results(calls)
    days = for_visitors(InspirationDayPage.objects.order_by("path"))
    items = [item for call in calls for item in _tell_call(call, now)]
    items += [item for day in days for item in _tell_day(day)]
    past = [item for item in items if item.happened_at <= now]
    return sorted(past, key=lambda item: item.happened_at, reverse=True)[:NEWEST]


def _tell_call(call: CallPage, now: datetime) -> Iterator[NewsItem]:
    """The phases a call has reached, in so far as a date says when.

    A call that is stopped or held open by hand has not reached what its dates say.
    """
    reached = _PHASES.index(call.phase)
    name = {"call": call.title}

    def tell(phase: CallPhase, moment: datetime, title: str, text: str, kind: str = ""):
        if reached >= _PHASES.index(phase):
            key = kind or phase.value
            yield _make_item(call, key, title, text, moment, moment)

    if call.opens_at:
        text = gettext("You can register for %(call)s.") % name
        if call.closes_at and not call.is_reopened:
            text = gettext("You can register for %(call)s %(deadline)s.") % {
                **name,
                "deadline": describe_deadline(call.closes_at),
            }
        text = join_sentences(text, call.get_summary())
        title = pgettext("news", "The call is open")
        yield from tell(CallPhase.OPEN, call.opens_at, title, text)
    if not call.closes_at:
        return
    last_call = _start_of_day(timezone.localtime(call.closes_at) - LAST_CALL)
    if call.phase == CallPhase.OPEN and now < call.closes_at + CLOSING_MINUTE:
        title = pgettext("news", "The call closes on %(day)s") % {
            "day": date_format(timezone.localtime(call.closes_at), "l j F Y")
        }
        if call.opens_at and call.opens_at < last_call:
            yield from tell(CallPhase.OPEN, last_call, title, text, "last-call")
    yield from tell(
        CallPhase.CLOSED,
        call.closes_at + CLOSING_MINUTE,
        pgettext("news", "The call is closed"),
        join_sentences(
            gettext("Registering for %(call)s is no longer possible.") % name,
            gettext("Everybody who registered has an answer by %(day)s.")
            % {"day": describe_moment(call.decide_by)}
            if call.decide_by
            else "",
        ),
    )
    if call.decide_by:
        yield from tell(
            CallPhase.ANNOUNCED,
            call.decide_by,
            pgettext("news", "The participants are known"),
            gettext("The groups of %(call)s are complete.") % name,
        )


def _tell_day(day: InspirationDayPage) -> Iterator[NewsItem]:
    """That a day was announced, and that it is behind us."""
    title = {"day": day.title}
    if day.is_example:
        title = {"day": gettext("%(day)s (example)") % title}
    updated = day.last_published_at
    if day.first_published_at:
        when = ", ".join(filter(None, [day.day_text, day.time_text, day.place]))
        yield _make_item(
            day,
            "announced",
            pgettext("news", "Announced: %(day)s") % title,
            join_sentences(when[:1].upper() + when[1:], day.get_summary()),
            day.first_published_at,
            updated,
        )
    if day.date:
        yield _make_item(
            day,
            "past",
            pgettext("news", "Looking back: %(day)s") % title,
            join_sentences(
                gettext("Read what this day brought, and what is taken along."),
                day.get_summary(),
            ),
            _start_of_day(datetime.combine(day.date, time(), BRUSSELS) + DAY),
            updated,
        )


def _make_item(
    page: CallPage | InspirationDayPage,
    kind: str,
    title: str,
    text: str,
    moment: datetime,
    updated: datetime | None,
) -> NewsItem:
    return NewsItem(
        id=make_tag(f"{page.translation_key}/{kind}"),
        title=_tidy(title),
        text=_tidy(text),
        url=page.full_url,
        # In Brussels time, as the words say it.
        happened_at=_to_brussels(moment),
        updated_at=_to_brussels(max(moment, updated or moment)),
    )


def make_tag(name: str) -> str:
    """Return a tag URI of this site."""
    return f"tag:{urlsplit(settings.SITE_URL).hostname},{TAG_YEAR}:{name}"


def _to_brussels(moment: datetime) -> datetime:
    return timezone.localtime(moment, BRUSSELS).replace(microsecond=0)


def _tidy(text: str) -> str:
    """One line without control signs, which XML cannot hold."""
    return " ".join("".join(s if s.isprintable() else " " for s in text).split())


def _start_of_day(moment: datetime) -> datetime:
    return datetime.combine(moment.date(), time(), tzinfo=BRUSSELS)
