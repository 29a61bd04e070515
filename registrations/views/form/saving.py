"""The button "Bewaar en ga later verder": what a post with it does.

Called by the cycle of the form (views/form/). Nothing typed is lost: whatever cannot
be saved comes back as the form with all of it, and a sentence that says why.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from workplaces.dates import describe_moment

from ..enums import HoldReason
from ..forms.registration_form import FORM_PREFIX
from ..forms.unchecked import (
    UncheckedForm,
    build_unchecked_form,
    collect_answers,
    find_email,
    get_missing_address,
)
from ..services.drafts import (
    DraftChanged,
    DraftGone,
    DraftResult,
    DraftTooLarge,
    get_version,
    save_draft,
)
from . import guard

if TYPE_CHECKING:
    from ..models import AccessCode, RegistrationDraft, RegistrationFormPage

# Which version of the draft the form showed; no question can have this name.
VERSION_NAME = f"{FORM_PREFIX}-versie"
INVALID_STATUS, CONFLICT_STATUS, DOUBT_STATUS = 422, 409, 403


@dataclass(frozen=True)
class NotSaved:
    """Why nothing was saved.

    Attributes:
        form: all that was typed, to be shown again.
        status: of the answer.
    """

    form: UncheckedForm
    status: int


def save_answers(
    page: RegistrationFormPage,
    request: HttpRequest,
    *,
    draft: RegistrationDraft | None = None,
    access_code: AccessCode | None = None,
) -> DraftResult | NotSaved:
    """Save what `request` posts to `page`; only the address must be a good one.

    Args:
        page: an open form.
        request: a post.
        draft: the draft behind whose link the form stands, if any.
        access_code: the code with which the form is open, if any.
    """
    form = build_unchecked_form(page, request.POST)
    email = find_email(form)
    if not email:
        mistakes = {"email": get_missing_address(form)}
        form = build_unchecked_form(page, request.POST, mistakes=mistakes)
        return NotSaved(form, INVALID_STATUS)
    doubts = guard.collect_doubts(request, prefix=FORM_PREFIX)
    if doubts:
        return _refuse(form, _describe_doubts(doubts), DOUBT_STATUS)
    try:
        return save_draft(
            form_page=page,
            email=email,
            answers=collect_answers(form),
            draft=draft,
            version=request.POST.get(VERSION_NAME, ""),
            access_code=access_code,
        )
    except DraftChanged as changed:
        return refuse_older_version(form, changed.draft)
    except DraftTooLarge as error:
        return _refuse(form, str(error), INVALID_STATUS)
    except DraftGone:
        # Sent or erased between our looking and saving: what was typed stays.
        return _refuse(
            form,
            _(
                "This draft was sent or erased in the meantime. What you typed stands "
                "below: save it once more if you still need it."
            ),
            CONFLICT_STATUS,
        )


def refuse_older_version(form: UncheckedForm, draft: RegistrationDraft) -> NotSaved:
    """Show what was typed beside the news that another version was saved.

    The form then carries the version that is stored, so that whoever sends or saves
    it once more chooses to put theirs in its place.
    """
    form.draft_version = get_version(draft)
    sentence = _(
        "Another version of your draft was saved on %(moment)s, in another window or on "
        "another device. What you typed here stands below, and the other version is "
        "still kept. If you go on here, this version takes its place."
    )
    moment = {"moment": describe_saved_at(draft)}
    return _refuse(form, sentence % moment, CONFLICT_STATUS)


def is_older_version(request: HttpRequest, draft: RegistrationDraft) -> bool:
    """Whether the form that `request` posts was opened before `draft` was saved."""
    return request.POST.get(VERSION_NAME, "") != get_version(draft)


def get_saving_context(
    request: HttpRequest, form: Any, draft: RegistrationDraft | None
) -> dict[str, Any]:
    """Return what the form needs to be saved, and to say of a draft what it is."""
    version = getattr(form, "draft_version", "") or request.POST.get(VERSION_NAME, "")
    context = {
        "save_error": getattr(form, "save_error", ""),
        "draft": draft,
        "version_name": VERSION_NAME,
        "draft_version": version,
    }
    if draft is not None:
        context |= {
            "draft_version": version or get_version(draft),
            "draft_saved_at": describe_saved_at(draft),
            "draft_kept_until": describe_moment(draft.expires_at),
        }
    return context


def describe_saved_at(draft: RegistrationDraft) -> str:
    """Return the moment of the last save in words, to the minute."""
    return date_format(timezone.localtime(draft.saved_at), "l j F Y, G.i")


def _refuse(form: UncheckedForm, sentence: str, status: int) -> NotSaved:
    form.save_error = sentence
    return NotSaved(form, status)


def _describe_doubts(doubts: list[str]) -> str:
    if HoldReason.RATE in doubts:
        return _(
            "Very many forms were saved from your connection in the past hour, so this "
            "one is not saved. What you typed stands below: send it, or save it later."
        )
    return _(
        "We could not see where this came from, so nothing is saved yet and no mail has "
        "left. What you typed stands below: save it once more."
    )
