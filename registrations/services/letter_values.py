"""What a letter can tell about one person, gathered once for all kinds."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import SimpleLazyObject
from wagtail.models import Page

from home.models.visitors import for_visitors
from workplaces.dates import describe_deadline, describe_moment

from ..enums import MessageKind
from ..models import (
    DataRequest,
    Interest,
    Registration,
    RegistrationDraft,
    RegistrationFormPage,
)
from .amendable import find_obstacle
from .answers import get_answers
from .invitations import count_calendar_parts
from .letter_marks import PRIVATE_LINK, enclose, flat, quoted, unmark
from .letter_meetings import get_session_context, get_sessions
from .next_day import find_next_call, find_next_day
from .once import read_once
from .questions import get_open_question
from .wording import get_own_url

# These hold a copy of the answers, as they were when the letter was promised.
WITH_ANSWERS = frozenset({MessageKind.RECEIPT, MessageKind.AMENDED})

# Whoever gets no place, or none yet, or is at the end of it, reads what is open to them.
OPENS_DOORS = frozenset(
    {
        MessageKind.WAITLISTED,
        MessageKind.WAITLIST_CLOSED,
        MessageKind.DECLINED,
        MessageKind.EXPIRED,
        MessageKind.PUBLICATION,
    }
)

# A title may begin with what it is: "Oproep – Werkplaatsen"; a sentence says it once.
_CALL_WORD = re.compile(r"^oproep\s*[–—:-]\s*", re.IGNORECASE)


def gather_values(
    *,
    registration: Registration | None = None,
    draft: RegistrationDraft | None = None,
    interest: Interest | None = None,
    team_member: Any = None,
    data_request: DataRequest | None = None,
    kind: MessageKind,
    reason: str = "",
    context: dict[str, Any] | None = None,
    as_of: datetime | None = None,
) -> dict[str, Any]:
    """Return everything that a letter can tell; the arguments are `render_letter`'s.

    Raises:
        ValueError: it is about nothing.
    """
    about = registration or draft or interest or data_request
    if about is None and team_member is None:
        raise ValueError("A letter is about a registration, a draft or an interest.")
    common = (
        _get_common_context(about.page) if about else _get_team_context(team_member)
    )
    values = common | _get_reason_context(reason)
    if data_request:
        # Of which of their registrations would it be?
        values["call_title"] = ""
    if registration:
        values |= _get_registration_context(registration)
        if kind == MessageKind.INFO_REQUEST:
            values["reply_by"] = _get_reply_date(registration)
        if kind in WITH_ANSWERS:
            values["answers"] = _get_answers(registration, as_of)
        if kind in OPENS_DOORS:
            values |= _get_doors()
        values["calendar_files"] = count_calendar_parts(
            registration=registration,
            kind=kind,
            session_keys=(context or {}).get("session_keys"),
        )
        values |= get_session_context(
            values["sessions"], kind, (context or {}).get("session_keys")
        )
    return values | (context or {})


@read_once
def _get_common_context(form_page: RegistrationFormPage) -> dict[str, Any]:
    """What every letter may tell: about the form, its call or day, and us."""
    parent = form_page.get_parent().specific
    contact = form_page.site_settings
    title = flat(parent.title)
    return {
        "first_name": "",
        "reference": "",
        "answers": [],
        "call_title": "" if form_page.is_direct else _CALL_WORD.sub("", title),
        "subject_name": title,
        "the_subject": (
            with_article(title, is_day=True)
            if form_page.is_direct
            else f"de oproep ‘{_CALL_WORD.sub('', title)}’"
        ),
        "day_text": getattr(parent, "day_text", ""),
        "time_text": getattr(parent, "time_text", ""),
        "place": flat(getattr(parent, "place", "")),
        "sessions": get_sessions(getattr(parent, "ordered_sessions", [])),
        "evaluation_url": enclose(getattr(parent, "evaluation_link", "")),
        # Empty when that day is past: a letter makes no promise about the past.
        "promised_answer": describe_moment(getattr(parent, "promised_answer", None)),
        "form_url": get_own_url(form_page),
        # Looked up for the letters that say it.
        "days_url": SimpleLazyObject(_get_days_url),
        "private_link": PRIVATE_LINK,
        "organiser": flat(contact.organiser_name) or settings.WAGTAIL_SITE_NAME,
        "contact": contact,
        "site_name": settings.WAGTAIL_SITE_NAME,
    }


def _get_team_context(member: Any) -> dict[str, Any]:
    """What a letter to a colleague may tell besides numbers: where to look."""
    return {
        "first_name": flat(member.first_name),
        "admin_url": f"{settings.SITE_URL}{reverse('wagtailadmin_home')}",
        "site_name": settings.WAGTAIL_SITE_NAME,
    }


def _get_reason_context(reason: str) -> dict[str, str]:
    return {"reason": unmark(reason).strip(), "quoted_reason": quoted(reason)}


def _get_registration_context(registration: Registration) -> dict[str, Any]:
    """What only a letter about a registration tells."""
    workplace = registration.placed_in or registration.workplace_first
    values: dict[str, Any] = {
        "registration": registration,
        "first_name": flat(registration.first_name),
        "reference": registration.reference,
        "is_second_choice": (
            registration.placed_in_id is not None
            and registration.placed_in_id == registration.workplace_second_id
        ),
        "answer_by": describe_moment(registration.answer_by),
        "promises_order": registration.page.promises_order,
        "can_amend": find_obstacle(registration=registration) is None,
        "amend_until": _get_amend_deadline(registration.page),
    }
    if workplace:
        name = flat(workplace.title)
        is_day = registration.page.is_direct
        values["subject_name"] = name
        values["the_subject"] = with_article(name, is_day=is_day)
    return values


def _get_reply_date(registration: Registration) -> str:
    """Until when our question can be answered, in words; empty where it has no day."""
    request = get_open_question(registration=registration)
    if request is None or request.reply_by is None:
        return ""
    return date_format(request.reply_by, "l j F Y")


def _get_amend_deadline(form_page: RegistrationFormPage) -> str:
    """Until when, in words; empty when nobody knows, or when it is past."""
    closes_at = form_page.call.closes_at if form_page.call else None
    if closes_at is None or closes_at < timezone.now():
        return ""
    return describe_deadline(closes_at)


def with_article(name: str, *, is_day: bool) -> str:
    """Return a title as it stands in a sentence: "de Werkplaats Participatie"."""
    noun = "inspiratiedag" if is_day else "werkplaats"
    return f"de {name}" if name.lower().startswith(noun) else f"de {noun} ‘{name}’"


def _get_answers(
    registration: Registration, as_of: datetime | None
) -> list[dict[str, str]]:
    """The answers as they were at `as_of`: what was changed later is undone."""
    before: dict[str, str] = {}
    if as_of:
        for edit in registration.answer_changes.filter(changed_at__gt=as_of):
            for change in edit.changes:
                # The first change since is the one that knows what was sent.
                before.setdefault(change["key"], change["before"])
    texts = [
        (answer.label, before.get(answer.key, answer.value_text))
        for answer in get_answers(registration)
    ]
    return [
        {"label": flat(label), "quoted": quoted(text)} for label, text in texts if text
    ]


@read_once
def _get_doors() -> dict[str, Any]:
    """The next inspiration day, and the next call that is announced; each if there is."""
    form_page = find_next_day()
    call = find_next_call()
    day = form_page.subject if form_page else None
    return {
        "next_day": flat(day.title) if day else "",
        "next_day_text": day.day_text if day else "",
        "next_day_place": flat(day.place) if day else "",
        "next_call": flat(call.title) if call else "",
        "next_call_url": get_own_url(call) if call else "",
    }


def _get_days_url() -> str:
    """The address of the inspiration days, the door that a "no" leaves open."""
    index = (
        for_visitors(Page.objects.all())
        .filter(content_type__model="inspirationdayindexpage")
        .order_by("path")
        .first()
    )
    return get_own_url(index) if index else ""
