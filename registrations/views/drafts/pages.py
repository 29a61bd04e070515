"""What the pages about drafts share: between us and one person, and for nobody else."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.debug import sensitive_variables

from home.models import SiteSettings
from workplaces.dates import describe_deadline, describe_moment

from ...enums import FormStatus
from ...services.drafts import get_draft_deadline, make_token
from ..form import FormPlace
from ..privacy import keep_unfindable

if TYPE_CHECKING:
    from ...models import RegistrationDraft, RegistrationFormPage

TEMPLATES = "registrations/draft/"
FORBIDDEN, NOT_FOUND = 403, 404


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


def get_draft_path(
    page: RegistrationFormPage, request: HttpRequest, draft: RegistrationDraft
) -> str:
    """Return the address of `draft` on this site, for who has its link already."""
    return page.get_url(request) + page.reverse_subpage("draft", [make_token(draft)])


def describe_draft(draft: RegistrationDraft) -> dict[str, Any]:
    return {
        "deadline": describe_deadline(get_draft_deadline(draft)),
        "kept_until": describe_moment(draft.expires_at),
    }


def render_expired(
    page: RegistrationFormPage,
    request: HttpRequest,
    *,
    place: FormPlace | None = None,
) -> HttpResponse:
    if not page.live:
        # Off line: only who has the link of a draft still finds it.
        raise Http404
    response = render(page, request, "expired.html", place=place)
    response.status_code = NOT_FOUND
    return response


def render(
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
