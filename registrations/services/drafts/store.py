"""The rows of drafts: saved, saved again, and erased."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ...enums import MessageState
from ...models import AccessCode, Message, RegistrationDraft, RegistrationFormPage
from ..errors import RegistrationError
from ..message import CANCELLABLE, RESENDABLE
from ..seats import lock_form_page
from .letters import send_saved_letter
from .links import make_nonce
from .times import get_deadline, get_expiry

# The same words to the same address within this time are one draft (a double click).
SAME_CLICK = timedelta(minutes=10)
# Twelve long answers and all the rest fit in this many times over.
MOST_CHARACTERS = 200_000
MOST_VALUES = 100
_BATCH = 500


class DraftGone(RegistrationError):
    """The draft was sent, erased or given another address meanwhile."""

    message = _("This draft was sent or erased in the meantime.")


class DraftTooLarge(RegistrationError):
    message = _(
        "This is more than we can save. Copy your longest answer into a document of "
        "your own and make it shorter here."
    )


class DraftChanged(RegistrationError):
    """Somebody saved another version since this one was opened.

    Attributes:
        draft: as it is stored now.
    """

    message = _("Another version of your draft was saved in the meantime.")

    def __init__(self, draft: RegistrationDraft):
        self.draft = draft
        super().__init__()


@dataclass(frozen=True)
class DraftResult:
    """What became of saving.

    Attributes:
        draft: as it is stored now.
        is_mailed: whether a letter with the link is on its way because of this.
        is_same_link: whether the link that its maker already had still opens it.
    """

    draft: RegistrationDraft
    is_mailed: bool
    is_same_link: bool


@transaction.atomic
def save_draft(
    *,
    form_page: RegistrationFormPage,
    email: str,
    answers: Mapping[str, list[str]],
    draft: RegistrationDraft | None = None,
    version: str = "",
    access_code: AccessCode | None = None,
) -> DraftResult:
    """Keep what somebody typed so far, unchecked, and mail them the way back.

    Args:
        form_page: the form.
        email: a valid address; the only way back goes there.
        answers: as posted, by name without prefix; see `clean_answers`.
        draft: the draft to go on with; None makes a new one.
        version: the version of `draft` that its maker saw (`get_version`).
        access_code: the code with which the form was open to them, if any.

    Returns:
        The draft, and whether a letter leaves.

    Raises:
        DraftGone: `draft` exists no longer.
        DraftChanged: it is no longer the version that its maker saw.
        DraftTooLarge: more than one person types.
    """
    answers = clean_answers(answers)
    now = timezone.now()
    expires_at = get_expiry(form_page, now=now)
    if draft is None:
        # Two clicks at once wait for each other here.
        lock_form_page(form_page_id=form_page.pk)
        saved = _find_same_click(form_page, email, answers, now)
        saved = saved or RegistrationDraft.objects.create(
            page=form_page,
            email=email,
            answers=answers,
            nonce=make_nonce(),
            access_code=access_code,
            expires_at=expires_at,
        )
        is_same_link = False
    else:
        saved = _lock(form_page, draft)
        if saved is None:
            raise DraftGone
        if version != get_version(saved):
            raise DraftChanged(saved)
        is_same_link = saved.email.casefold() == email.casefold()
        if not is_same_link:
            # The link goes to the holder of an address, so it goes with the address;
            # no letter to the earlier one may carry the new link.
            saved.nonce = make_nonce()
            saved.messages.filter(state__in=CANCELLABLE | RESENDABLE).update(
                state=MessageState.CANCELLED, next_attempt_at=None
            )
        saved.email, saved.answers = email, answers
        saved.access_code = access_code or saved.access_code
        saved.expires_at = expires_at
        saved.save()
    saved.page = form_page
    is_mailed = send_saved_letter(
        draft=saved,
        now=now,
        is_new_link=draft is not None and not is_same_link,
    )
    return DraftResult(draft=saved, is_mailed=is_mailed, is_same_link=is_same_link)


def correct_address(*, draft: RegistrationDraft, email: str) -> DraftResult:
    """Mail the link of a draft that was saved just now to another address.

    For a slip of the finger: without this, only a stranger could open it. The link
    to the wrong address ends.

    Args:
        draft: as its receipt showed it.
        email: a valid address.

    Raises:
        DraftGone, DraftChanged: whoever has the link went on with it meanwhile.
    """
    return save_draft(
        form_page=draft.page,
        email=email,
        answers=draft.answers | {"email": [email]},
        draft=draft,
        version=get_version(draft),
        access_code=draft.access_code,
    )


def clean_answers(answers: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """Return answers as every database takes them, and of a size that it should.

    Raises:
        DraftTooLarge: more than one person types.
    """
    cleaned = {
        name: [_clean(value) for value in values]
        for name, values in answers.items()
        if any(values)
    }
    size = sum(len(value) for values in cleaned.values() for value in values)
    longest = max(map(len, cleaned.values()), default=0)
    if size > MOST_CHARACTERS or longest > MOST_VALUES:
        raise DraftTooLarge
    return cleaned


def get_version(draft: RegistrationDraft) -> str:
    """Return what tells one version of a draft from the next."""
    return f"{draft.saved_at.timestamp():.6f}"


@transaction.atomic
def remove_draft(draft: RegistrationDraft) -> bool:
    """Erase a draft with its letters, and return whether it was still there.

    Its rows are locked first: a worker that is sending its letter, or somebody who
    saves it at this moment, waits, and then finds nothing.
    """
    locked = _lock(draft.page, draft)
    if locked is None:
        return False
    letters = Message.objects.select_for_update(of=("self",)).filter(draft=locked)
    list(letters.values_list("pk", flat=True))
    locked.delete()
    return True


def erase_old_drafts(*, now: datetime) -> int:
    """Erase the drafts whose time is up, with their letters; return how many.

    A call or a day that was moved to later meanwhile keeps its drafts for as long
    as one that is saved now is kept.
    """
    erased = 0
    old = RegistrationDraft.objects.filter(expires_at__lte=now).select_related("page")
    for draft in old.order_by("expires_at", "pk")[:_BATCH]:
        if get_deadline(draft.page, now=now) is not None:
            # An update, so that saved_at stays: the version that its maker sees.
            RegistrationDraft.objects.filter(pk=draft.pk).update(
                expires_at=get_expiry(draft.page, now=now)
            )
            continue
        erased += remove_draft(draft)
    return erased


def _lock(
    form_page: RegistrationFormPage, draft: RegistrationDraft
) -> RegistrationDraft | None:
    """Read `draft` under a lock, when it is still the one that the link opened."""
    return (
        RegistrationDraft.objects.select_for_update(of=("self",))
        .filter(pk=draft.pk, page=form_page, nonce=draft.nonce)
        .first()
    )


def _find_same_click(
    form_page: RegistrationFormPage,
    email: str,
    answers: dict[str, Any],
    now: datetime,
) -> RegistrationDraft | None:
    recent = RegistrationDraft.objects.filter(
        page=form_page, email__iexact=email, saved_at__gt=now - SAME_CLICK
    )
    return next((draft for draft in recent if draft.answers == answers), None)


def _clean(value: str) -> str:
    """Take out what no database keeps: NUL, and halves of a character."""
    return "".join(
        sign for sign in value if sign != "\x00" and not "\ud800" <= sign <= "\udfff"
    )
