"""The two letters about a draft: its link (M2), and one reminder (M3)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models.functions import Lower
from django.utils import timezone

from workplaces.dates import describe_deadline, describe_moment

from ...enums import FormStatus, MessageKind, MessageState
from ...models import Message, Registration, RegistrationDraft, RegistrationFormPage
from ..message import queue_message
from .times import get_deadline, get_draft_deadline
from .turns import MOST_LETTERS, find_turn, take_turn

# A link that was mailed less than this ago is not mailed again.
SILENCE = timedelta(minutes=10)
# Further ahead than this nobody waits: somebody is playing with an address.
LONGEST_WAIT = timedelta(hours=2)
REMIND_BEFORE = timedelta(days=3)
UNTOUCHED = timedelta(hours=24)


def send_saved_letter(
    *,
    draft: RegistrationDraft,
    now: datetime,
    is_new_link: bool = False,
    is_asked: bool = False,
) -> bool:
    """Mail the link of `draft` to its address (M2), unless that happened just now.

    One address gets at most three of these letters an hour; the next one waits for
    its turn, so that a person who saves often loses no link and a stranger cannot
    fill somebody's mailbox.

    Args:
        draft: as it was saved.
        now: the moment of saving.
        is_new_link: whether the link that was mailed before no longer works.
        is_asked: whether its maker asks for a link that they lost.

    Returns:
        Whether a letter is on its way.
    """
    letters = draft.messages.filter(kind=MessageKind.DRAFT_SAVED)
    was_mailed = letters.filter(
        created_at__gt=now - SILENCE, recipient__iexact=draft.email
    )
    if not is_new_link and was_mailed.exists():
        return False
    leaves_at = find_turn(email=draft.email, now=now)
    if leaves_at - now > LONGEST_WAIT:
        return False
    take_turn(email=draft.email, leaves_at=leaves_at)
    message = queue_message(
        draft=draft,
        kind=MessageKind.DRAFT_SAVED,
        context={
            "deadline": describe_deadline(get_draft_deadline(draft, now=now)),
            "kept_until": describe_moment(draft.expires_at),
            "is_asked": is_asked,
        },
    )
    if leaves_at > now:
        Message.objects.filter(pk=message.pk).update(next_attempt_at=leaves_at)
    return True


def was_mailed(*, draft: RegistrationDraft) -> bool:
    """Whether a letter with the link of `draft` went, or goes, to its address."""
    letters = draft.messages.filter(
        kind=MessageKind.DRAFT_SAVED, recipient__iexact=draft.email
    )
    return letters.exclude(state=MessageState.CANCELLED).exists()


def resend_draft_links(*, email: str, form_page: RegistrationFormPage | None) -> None:
    """Mail the links of the drafts of `email` again, the latest one first.

    Args:
        email: the address as typed.
        form_page: the form to look on; None for every form.
    """
    now = timezone.now()
    drafts = RegistrationDraft.objects.filter(
        email__iexact=email, expires_at__gt=now
    ).select_related("page")
    if form_page is not None:
        drafts = drafts.filter(page=form_page)
    for draft in drafts.order_by("-saved_at", "-pk")[:MOST_LETTERS]:
        if find_turn(email=email, now=now) > now:
            break
        send_saved_letter(draft=draft, now=now, is_asked=True)


def remind_unfinished(*, now: datetime) -> int:
    """Send the one reminder (M3) of each draft that waits; return how many.

    Three days before the deadline, to who left it for a day, and never to an
    address that registered meanwhile. Whoever began later than that needs none:
    they heard the deadline when they saved.
    """
    pages = RegistrationFormPage.objects.filter(
        pk__in=RegistrationDraft.objects.filter(
            reminded_at=None, expires_at__gt=now
        ).values("page")
    )
    return sum(_remind_on(page, now) for page in pages.order_by("pk"))


def _remind_on(form_page: RegistrationFormPage, now: datetime) -> int:
    deadline = get_deadline(form_page, now=now)
    if deadline is None or deadline - now > REMIND_BEFORE:
        return 0
    if form_page.get_status() is not FormStatus.OPEN:
        return 0
    waiting = form_page.drafts.filter(
        created_at__lte=deadline - REMIND_BEFORE, saved_at__lte=now - UNTOUCHED
    ).exclude(email="")
    # One person, one reminder: about the draft that they saved last.
    latest: dict[str, RegistrationDraft] = {}
    reminded = set(
        form_page.drafts.exclude(reminded_at=None).values_list(
            Lower("email"), flat=True
        )
    )
    for draft in waiting.filter(reminded_at=None).order_by("-saved_at", "-pk"):
        latest.setdefault(draft.email.lower(), draft)
    return sum(
        _remind(form_page, draft, deadline, now)
        for email, draft in latest.items()
        if email not in reminded
    )


@transaction.atomic
def _remind(
    form_page: RegistrationFormPage,
    draft: RegistrationDraft,
    deadline: datetime,
    now: datetime,
) -> bool:
    # An update, so that saved_at stays: the version that its maker sees.
    is_first = RegistrationDraft.objects.filter(pk=draft.pk, reminded_at=None).update(
        reminded_at=now
    )
    is_registered = (
        Registration.objects.filter(page=form_page).with_email(draft.email).live()
    ).exists()
    if not is_first or is_registered:
        return False
    draft.page = form_page
    queue_message(
        draft=draft,
        kind=MessageKind.DRAFT_REMINDER,
        context={
            "deadline": describe_deadline(deadline),
            "kept_until": describe_moment(draft.expires_at),
            "days_left": (timezone.localdate(deadline) - timezone.localdate(now)).days,
        },
    )
    return True
