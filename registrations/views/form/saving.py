"""The button "Bewaar en ga later verder": what a post with it does.

Nothing typed is lost: whatever cannot be saved comes back as the form with all of it,
and a sentence that says why.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from workplaces.dates import describe_moment

from ...enums import HoldReason
from ...forms.registration_form import FORM_PREFIX
from ...forms.unchecked import (
    UncheckedForm,
    build_unchecked_form,
    collect_answers,
    find_email,
    get_missing_address,
)
from ...services.drafts import (
    DraftChanged,
    DraftGone,
    DraftResult,
    DraftTooLarge,
    get_version,
    make_receipt_token,
    make_token,
    save_draft,
)
from .. import guard
from .place import FormPlace

if TYPE_CHECKING:
    from ...models import RegistrationDraft, RegistrationFormPage

# Which version of the draft the form showed; no question can have this name.
VERSION_NAME = f"{FORM_PREFIX}-versie"
INVALID_STATUS, CONFLICT_STATUS, DOUBT_STATUS = 422, 409, 403


@dataclass(frozen=True)
class NotSaved:
    """Why nothing was saved.

    Attributes:
        form: all that was typed, to be shown again.
        status: of the answer.
        place: where the form then stands.
    """

    form: UncheckedForm
    status: int
    place: FormPlace


def save_answers(
    page: RegistrationFormPage, request: HttpRequest, place: FormPlace
) -> DraftResult | NotSaved:
    """Save what `request` posts to `page`; only the address must be a good one.

    Args:
        page: an open form.
        request: a post.
        place: where the form stands; behind the link of a draft, that one is saved.
    """
    form = build_unchecked_form(page, request.POST)
    email = find_email(form)
    if not email:
        mistakes = {"email": get_missing_address(form)}
        form = build_unchecked_form(page, request.POST, mistakes=mistakes)
        return NotSaved(form, INVALID_STATUS, place)
    doubts = guard.collect_doubts(request, prefix=FORM_PREFIX)
    if doubts:
        return _refuse(form, _describe_doubts(doubts), DOUBT_STATUS, place)
    try:
        return save_draft(
            form_page=page,
            email=email,
            answers=collect_answers(form),
            draft=place.draft,
            version=request.POST.get(VERSION_NAME, ""),
            access_code=place.access_code,
        )
    except DraftChanged as changed:
        return refuse_older_version(form, changed.draft, place)
    except DraftTooLarge as error:
        return _refuse(form, str(error), INVALID_STATUS, place)
    except DraftGone:
        # Sent or erased between our looking and saving: what was typed stays.
        sentence = _(
            "This draft was sent or erased in the meantime. What you typed stands "
            "below: save it once more if you still need it."
        )
        return _refuse(form, sentence, CONFLICT_STATUS, place)


def make_saved_url(
    page: RegistrationFormPage,
    request: HttpRequest,
    result: DraftResult,
    place: FormPlace,
) -> str:
    """Return the address of the page after saving.

    Only who came by the link of the draft gets there with that link: to everybody
    else it goes by mail alone, or a stranger could read on in what the holder of an
    address adds to a draft that the stranger began.
    """
    if place.draft is not None and result.is_same_link:
        route = page.reverse_subpage("draft_saved_again", [make_token(result.draft)])
    else:
        name = "frame_draft_saved" if place.in_frame else "draft_saved"
        route = page.reverse_subpage(name, [make_receipt_token(result.draft)])
    return page.get_url(request) + route


def carry_version(place: FormPlace, version: str) -> FormPlace:
    """Return `place` with a form that says which version of the draft it shows."""
    others = tuple(pair for pair in place.hidden if pair[0] != VERSION_NAME)
    return replace(place, hidden=(*others, (VERSION_NAME, version)))


def refuse_older_version(
    form: UncheckedForm, draft: RegistrationDraft, place: FormPlace
) -> NotSaved:
    """Show what was typed beside the news that another version was saved.

    The form then carries the version that is stored, so that whoever sends or saves
    it once more chooses to put theirs in its place.
    """
    sentence = _(
        "Another version of your draft was saved on %(moment)s, in another window or on "
        "another device. What you typed here stands below, and the other version is "
        "still kept. If you go on here, this version takes its place."
    ) % {"moment": describe_saved_at(draft)}
    place = carry_version(replace(place, draft=draft), get_version(draft))
    return _refuse(form, sentence, CONFLICT_STATUS, place)


def get_saving_context(
    page: RegistrationFormPage, request: HttpRequest, form: Any, place: FormPlace
) -> dict[str, Any]:
    """Return what the form says of saving, and of the draft behind whose link it is."""
    context = {"save_error": getattr(form, "save_error", "")}
    draft = place.draft
    if draft is None:
        return context
    erase = page.reverse_subpage("draft_erase", [make_token(draft)])
    return context | {
        "draft": draft,
        "draft_saved_at": describe_saved_at(draft),
        "draft_kept_until": describe_moment(draft.expires_at),
        "draft_erase_url": page.get_url(request) + erase,
    }


def describe_saved_at(draft: RegistrationDraft) -> str:
    """Return the moment of the last save in words, to the minute."""
    return describe_moment(draft.saved_at)


def _refuse(
    form: UncheckedForm, sentence: str, status: int, place: FormPlace
) -> NotSaved:
    form.save_error = sentence
    return NotSaved(form, status, place)


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
