"""The form as it was saved, behind its private link; and erasing it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone

from ...enums import FormStep
from ...forms.unchecked import UncheckedForm, build_unchecked_form, restore_post
from ...services.access_codes import is_taken
from ...services.drafts import find_draft, get_version, remove_draft
from .. import guard
from ..doors import find_place, open_with
from ..form import STEP_NAME, FormPlace, answer_post, show_form
from ..form.saving import VERSION_NAME, carry_version, refuse_older_version
from .pages import FORBIDDEN, get_draft_path, private, render, render_expired

if TYPE_CHECKING:
    from ...models import AccessCode, RegistrationDraft, RegistrationFormPage

# These hand over what was typed; to change something on the form shows it first.
HANDS_IN = frozenset({FormStep.CHECK, FormStep.SEND})


@private
def serve_draft(
    page: RegistrationFormPage, request: HttpRequest, token: str
) -> HttpResponse:
    """Show the form as it was saved, or take in what is posted to it.

    A post behind a link that ended meanwhile is taken as one to the form itself:
    what somebody typed is not lost with the draft, and a second click on "send"
    leads to the same page as the first.
    """
    draft = find_draft(page, token)
    if request.method == "POST":
        if draft is None:
            return answer_post(page, request)
        return _answer(page, request, draft)
    if draft is None:
        return render_expired(page, request)
    return _show(page, request, draft)


@private
def serve_erase(
    page: RegistrationFormPage, request: HttpRequest, token: str
) -> HttpResponse:
    """Erase the draft of the link, when somebody asks so with a post."""
    draft = find_draft(page, token)
    if draft is None:
        return render_expired(page, request)
    if request.method != "POST":
        return HttpResponseRedirect(get_draft_path(page, request, draft))
    if not guard.is_same_origin(request):
        error = str(guard.FROM_ELSEWHERE)
        return _show(page, request, draft, error=error, status=FORBIDDEN)
    remove_draft(draft)
    erased = page.get_url(request) + page.reverse_subpage("draft_erased")
    return HttpResponseRedirect(erased, status=303)


@private
def serve_erased(page: RegistrationFormPage, request: HttpRequest) -> HttpResponse:
    """Say that a draft is gone; the same for everybody."""
    return render(page, request, "erased.html")


def _answer(
    page: RegistrationFormPage, request: HttpRequest, draft: RegistrationDraft
) -> HttpResponse:
    # Mistakes come back with the version that was opened, not with the latest one.
    version = request.POST.get(VERSION_NAME, "")
    place = carry_version(_get_place(page, request, draft), version)
    step = request.POST.get(STEP_NAME) or FormStep.SEND
    if step in HANDS_IN and version != get_version(draft):
        form = build_unchecked_form(page, request.POST)
        refused = refuse_older_version(form, draft, place)
        return show_form(
            page, request, refused.form, refused.status, place=refused.place
        )
    return answer_post(page, request, place=place)


def _show(
    page: RegistrationFormPage,
    request: HttpRequest,
    draft: RegistrationDraft,
    *,
    error: str = "",
    status: int = 200,
) -> HttpResponse:
    """Show the form with what was saved, or what to copy of it once it is closed."""
    form: UncheckedForm = build_unchecked_form(page, restore_post(draft.answers))
    form.save_error = error
    place = find_place(page, request, _get_place(page, request, draft))
    place = carry_version(place, get_version(draft))
    return show_form(page, request, form, status, place=place)


def _get_place(
    page: RegistrationFormPage, request: HttpRequest, draft: RegistrationDraft
) -> FormPlace:
    place = FormPlace(action_url=get_draft_path(page, request, draft), draft=draft)
    access_code = _find_code(request, draft)
    return open_with(place, access_code) if access_code else place


def _find_code(request: HttpRequest, draft: RegistrationDraft) -> AccessCode | None:
    """The code with which the form was open to whoever saved it, while it is good."""
    code = draft.access_code
    if code is None:
        return None
    if request.method == "POST":
        return code if is_taken(code) else None
    return code if code.opens_at(timezone.now()) else None
