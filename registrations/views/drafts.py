"""A form that was saved, behind its private link, and the pages around it.

A GET changes nothing: mail scanners open every link, more than once. Every answer
belongs to one person, is kept by no cache and no search engine, and its address
(which holds the key) goes to no other site. No cookie, no session.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from home.models import SiteSettings
from workplaces.dates import describe_deadline, describe_moment

from ..enums import FormStatus, FormStep
from ..forms.unchecked import UncheckedForm, build_unchecked_form, restore_post
from ..services.access_codes import is_taken
from ..services.drafts import (
    find_draft,
    find_receipt,
    get_draft_deadline,
    get_version,
    make_token,
    remove_draft,
)
from .doors import open_with
from .form import STEP_NAME, FormPlace, answer_post, show_form
from .form.privacy import keep_unfindable
from .form.saving import VERSION_NAME, carry_version, refuse_older_version
from .guard import is_same_origin

if TYPE_CHECKING:
    from ..models import AccessCode, RegistrationDraft, RegistrationFormPage

TEMPLATES = "registrations/draft/"
FORBIDDEN, NOT_FOUND = 403, 404
# These hand over what was typed; to change something on the form shows it first.
HANDS_IN = frozenset({FormStep.CHECK, FormStep.SEND})


def private(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Keep what `view` answers between us and one person."""

    @sensitive_variables("token")
    @wraps(view)
    def wrapped(
        page: RegistrationFormPage, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        # What Django's decorator sets; that one wants the request first.
        request.sensitive_post_parameters = "__ALL__"
        response = view(page, request, *args, **kwargs)
        keep_unfindable(response)
        return response

    return wrapped


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
        return _render_expired(page, request)
    return _show(page, request, draft)


@private
def serve_erase(
    page: RegistrationFormPage, request: HttpRequest, token: str
) -> HttpResponse:
    """Erase the draft of the link, when somebody asks so with a post."""
    draft = find_draft(page, token)
    if draft is None:
        return _render_expired(page, request)
    if request.method != "POST":
        return HttpResponseRedirect(get_draft_path(page, request, draft))
    if not is_same_origin(request):
        error = _("We could not see where this came from. Try again here.")
        return _show(page, request, draft, error=error, status=FORBIDDEN)
    remove_draft(draft)
    erased = page.get_url(request) + page.reverse_subpage("draft_erased")
    return HttpResponseRedirect(erased, status=303)


@private
def serve_erased(page: RegistrationFormPage, request: HttpRequest) -> HttpResponse:
    """Say that a draft is gone; the same for everybody."""
    return _render(page, request, "erased.html")


@private
def serve_saved(
    page: RegistrationFormPage,
    request: HttpRequest,
    token: str,
    *,
    place: FormPlace | None = None,
) -> HttpResponse:
    """Say that the form was saved, as often as somebody likes; it opens no answers.

    It names the address for half an hour, to notice a slip of the finger: after that
    an address in a browser's history tells nothing.
    """
    receipt = find_receipt(page, token)
    if receipt is None:
        return _render_expired(page, request, place=place)
    shown = _describe(receipt.draft)
    if receipt.is_fresh:
        shown["email"] = receipt.draft.email
    return _render(page, request, "saved.html", shown, place=place)


@private
def serve_saved_again(
    page: RegistrationFormPage, request: HttpRequest, token: str
) -> HttpResponse:
    """Say that a draft was saved again, with the way back that its maker has already."""
    draft = find_draft(page, token)
    if draft is None:
        return _render_expired(page, request)
    shown = _describe(draft) | {"go_on_url": get_draft_path(page, request, draft)}
    return _render(page, request, "saved.html", shown)


def get_draft_path(
    page: RegistrationFormPage, request: HttpRequest, draft: RegistrationDraft
) -> str:
    """Return the address of `draft` on this site, for who has its link already."""
    return page.get_url(request) + page.reverse_subpage("draft", [make_token(draft)])


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
    place = carry_version(_get_place(page, request, draft), get_version(draft))
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


def _describe(draft: RegistrationDraft) -> dict[str, Any]:
    deadline = get_draft_deadline(draft)
    return {
        "deadline": describe_deadline(deadline) if deadline else "",
        "kept_until": describe_moment(draft.expires_at),
    }


def _render_expired(
    page: RegistrationFormPage,
    request: HttpRequest,
    *,
    place: FormPlace | None = None,
) -> HttpResponse:
    if not page.live:
        # Off line: only who has the link of a draft still finds it.
        raise Http404
    response = _render(page, request, "expired.html", place=place)
    response.status_code = NOT_FOUND
    return response


def _render(
    page: RegistrationFormPage,
    request: HttpRequest,
    template: str,
    context: dict[str, Any] | None = None,
    *,
    place: FormPlace | None = None,
) -> TemplateResponse:
    place = place or FormPlace()
    shared = {
        "form_page": page,
        "base_template": place.base_template,
        "is_open": page.get_status() is FormStatus.OPEN,
        "contact": SiteSettings.for_request(request),
        "ways_on": page.subject.get_ways_on(request),
    }
    context = page.get_context(request) | shared | (context or {})
    return TemplateResponse(request, TEMPLATES + template, context)
