"""Serving the form: at its own address, inside other pages, and after sending.

A GET is the same for everyone: no cookie, no token, so that a cache may keep it. A
post with mistakes is answered in place with 422; a good one with a redirect to a
page that can be opened again. Whatever cannot be accepted is shown with all that
was typed, so that nobody loses a text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.forms import Form
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    QueryDict,
)
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.functional import SimpleLazyObject
from django.utils.translation import pgettext
from wagtail.models import Page

from home.models import SiteSettings
from home.page_cache import mark_public
from workplaces import clock
from workplaces.dates import describe_moment
from workplaces.models import WorkplacePage

from ..enums import FormPreview, FormStatus, RegistrationState
from ..forms.registration_form import FORM_PREFIX
from ..models import Registration
from ..services.registration import register
from ..services.seats import form_has_seat
from . import guard

if TYPE_CHECKING:
    from ..models import RegistrationFormPage

TEMPLATES = "registrations/registration_form_page"
THANKS_SALT = "registrations.thanks"
# Names the workplace with which the form starts: `?werkplaats=participatie`.
WORKPLACE_PARAMETER = "werkplaats"
CLOSED_STATUS = 409
INVALID_STATUS = 422


def serve_form(page: RegistrationFormPage, request: HttpRequest) -> HttpResponse:
    """Answer a request for the form at its own address."""
    if request.method == "POST":
        return _answer_post(page, request, host_page=None)
    context = get_form_context(page, request, host_page=None)
    response = _render(page, request, context)
    if not getattr(request, "is_preview", False):
        mark_public(response)
    return response


def serve_embedded(
    page: RegistrationFormPage, request: HttpRequest, host_page: Page
) -> HttpResponse:
    """Answer a post to `host_page`, which embeds the form of `page`."""
    return _answer_post(page, request, host_page=host_page)


def serve_thanks(
    page: RegistrationFormPage, request: HttpRequest, token: str
) -> HttpResponse:
    """Show the number and what happens next, as often as somebody likes.

    The token names a registration and nothing else; the page shows no personal
    data, since an address in a browser's history is no secret.
    """
    reference = token.rpartition("-")[0]
    if not constant_time_compare(token, _sign(page, reference)):
        raise Http404
    registration = page.registrations.filter(reference=reference).first()
    if registration is None:
        raise Http404
    return _render_thanks(page, request, registration)


def serve_preview(
    page: RegistrationFormPage, request: HttpRequest, mode_name: str
) -> HttpResponse:
    """Show the editor one face of the form (FormPreview), as visitors will see it."""
    with page.pretend_moment(mode_name):
        if mode_name == FormPreview.LANDING:
            response = _render_thanks(page, request, _make_example(page))
        elif mode_name == FormPreview.MISTAKES:
            empty = _build_form(page, request, host_page=None, data=QueryDict())
            response = _render_again(page, request, empty, None, INVALID_STATUS)
            response.status_code = 200
        else:
            context = get_form_context(page, request, host_page=None)
            response = _render(page, request, context)
        # Templates ask what time it is, so they are written inside the block.
        return response.render()


def _make_example(page: RegistrationFormPage) -> Registration:
    """A registration that exists only in a preview."""
    return Registration(
        page=page,
        reference=f"{page.reference_prefix}-0001",
        state=(
            RegistrationState.CONFIRMED
            if page.is_direct
            else RegistrationState.RECEIVED
        ),
    )


def get_embedded_context(
    page: RegistrationFormPage, request: HttpRequest, host_page: Page | None
) -> dict[str, Any]:
    """Return what `registrations/form/embedded.html` needs on `host_page`."""
    return get_form_context(page, request, host_page=host_page)


def get_form_context(
    page: RegistrationFormPage, request: HttpRequest, *, host_page: Page | None
) -> dict[str, Any]:
    """Return the values for the form, or for the words that stand in its place.

    A bound form of this very request (with mistakes, or too late) comes back to the
    page through `request.registration_form`.
    """
    if host_page is not None:
        _follow_host(page, host_page)
    status = _get_status(page, request)
    bound = getattr(request, "registration_form", {}).get(page.pk)
    is_open = status is FormStatus.OPEN
    form = bound
    if form is None and is_open:
        # Built when it is asked for: a kept form needs no questions.
        form = SimpleLazyObject(lambda: _build_form(page, request, host_page=host_page))
    settings = SiteSettings.for_request(request)
    context = {
        "form": form,
        "form_page": page,
        "host_page": host_page,
        "is_open": is_open,
        "status": status.value,
        "action_url": f"{(host_page or page).get_url(request)}#{FORM_PREFIX}",
        "typed_answers": bound.get_typed_answers() if bound and not is_open else [],
        "prefix": FORM_PREFIX,
        "stamp_name": f"{FORM_PREFIX}-{guard.STAMP_NAME}",
        "stamp": guard.make_stamp(),
        "honeypot_name": f"{FORM_PREFIX}-{guard.HONEYPOT_NAME}",
        "contact": settings,
        "privacy_page": _get_privacy_page(settings),
        "waiting_list": page.is_direct and is_open and is_full(page, request),
        "has_mistakes": bound is not None and bool(bound.errors),
        **_get_moments(page),
    }
    if bound is None and not getattr(request, "is_preview", False):
        context["form_key"] = (
            "form",
            settings.site_id,
            page.pk,
            context["action_url"],
            _get_preselected_slug(request, host_page),
            context["waiting_list"],
            context["promised_answer"],
            timezone.localdate(),
        )
    return context


def _answer_post(
    page: RegistrationFormPage, request: HttpRequest, *, host_page: Page | None
) -> HttpResponse:
    """Take in a post, and lead to the page after sending.

    A known address gets the same page as a new one, with the number that it already
    has. The limit of that: the number is older than the latest one, and on a day the
    page says whether that registration is on the waiting list. Whoever knows where
    the counter stands (from a registration of their own) can tell from it that this
    address registered before. Its holder gets a letter about every such attempt.
    The page shows no name, no answer and no decision.
    """
    status = _get_status(page, request)
    if host_page is not None and host_page.get_embedded_form_page() is None:
        # The form is closed to who sees this page: off line, or private.
        status = FormStatus.UNAVAILABLE
    form = _build_form(page, request, host_page=host_page, data=request.POST)
    if status is not FormStatus.OPEN:
        return _render_again(page, request, form, host_page, CLOSED_STATUS)
    if not form.is_valid():
        return _render_again(page, request, form, host_page, INVALID_STATUS)
    result = register(
        form_page=page,
        form=form,
        host_page=host_page,
        doubts=guard.collect_doubts(request, prefix=FORM_PREFIX),
    )
    token = _sign(page, result.registration.reference)
    url = page.get_url(request) + page.reverse_subpage("thanks", args=[token])
    response = HttpResponseRedirect(url, status=303)
    _keep_private(response)
    return response


def _sign(page: RegistrationFormPage, reference: str) -> str:
    """The number with a signature, in letters that Wagtail takes in an address."""
    signature = salted_hmac(THANKS_SALT, f"{page.pk}:{reference}", algorithm="sha256")
    return f"{reference}-{signature.hexdigest()[:32]}"


def _render_again(
    page: RegistrationFormPage,
    request: HttpRequest,
    form: Form,
    host_page: Page | None,
    status_code: int,
) -> HttpResponse:
    """Render the page on which the form stands with what was typed."""
    request.registration_form = {page.pk: form}
    if host_page is None:
        context = get_form_context(page, request, host_page=None)
        response = _render(page, request, context)
    else:
        # Not host_page.serve(): that would hand the post back to us.
        response = Page.serve(host_page, request)
    if status_code == INVALID_STATUS:
        response.context_data["title_prefix"] = pgettext("form", "Error: ")
    response.status_code = status_code
    _keep_private(response)
    return response


def _render(
    page: RegistrationFormPage, request: HttpRequest, context: dict[str, Any]
) -> TemplateResponse:
    template = f"{TEMPLATES}{'' if context['is_open'] else '_closed'}.html"
    context = page.get_context(request) | context
    if not context["is_open"]:
        context["ways_on"] = page.subject.get_ways_on(request)
    return TemplateResponse(request, template, context)


def _render_thanks(
    page: RegistrationFormPage, request: HttpRequest, registration: Registration
) -> HttpResponse:
    settings = SiteSettings.for_request(request)
    response = TemplateResponse(
        request,
        page.landing_page_template,
        page.get_context(request)
        | {
            "form_page": page,
            "reference": registration.reference,
            "is_held": registration.is_held,
            "on_waiting_list": registration.state == RegistrationState.WAITLISTED,
            "contact": settings,
            "agenda": [
                item
                for item in page.subject.get_agenda(request)
                if item.kind != "moment"
            ],
            **_get_moments(page),
        },
    )
    _keep_private(response)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _keep_private(response: HttpResponse) -> None:
    response["Cache-Control"] = "private, no-store"


def _get_status(page: RegistrationFormPage, request: HttpRequest) -> FormStatus:
    """Whether the form is open; a preview shows it before the form itself is public."""
    if getattr(request, "is_preview", False) and request.method == "GET":
        return page.get_status_once_live()
    return page.get_status()


def _follow_host(page: RegistrationFormPage, host_page: Page) -> None:
    """Let an embedded form go by the call or day it stands on, as it stands there.

    In a preview that is a draft; on the public page it saves reading it again.
    """
    host = host_page.call if isinstance(host_page, WorkplacePage) else host_page
    is_parent = host.path and page.path.startswith(host.path)
    if is_parent and page.depth == host.depth + 1:
        page.subject = host


def _build_form(
    page: RegistrationFormPage,
    request: HttpRequest,
    *,
    host_page: Page | None,
    data: Any = None,
) -> Form:
    form = page.get_form(data, page=page)
    if data is None and "workplace_first" in form.fields:
        chosen = _find_preselected(form, request, host_page)
        form.initial["workplace_first"] = str(chosen.pk) if chosen else None
    return form


def _find_preselected(
    form: Form, request: HttpRequest, host_page: Page | None
) -> WorkplacePage | None:
    """The workplace that the address names, or else the one that is being read."""
    slug = _get_preselected_slug(request, host_page)
    offered = form.fields["workplace_first"].by_value.values()
    return next((page for page in offered if page.slug == slug), None)


def _get_preselected_slug(request: HttpRequest, host_page: Page | None) -> str:
    slug = request.GET.get(WORKPLACE_PARAMETER, "")
    return host_page.slug if not slug and isinstance(host_page, WorkplacePage) else slug


def is_full(page: RegistrationFormPage, request: HttpRequest) -> bool:
    """Whether the places are taken, or a preview shows the page as if they were."""
    if getattr(request, "is_preview", False) and (
        request.preview_mode == FormPreview.FULL
    ):
        return True
    return page.pk is not None and not form_has_seat(form_page=page)


def _get_privacy_page(settings: SiteSettings) -> Page | None:
    return settings.public_pages.get("privacy_page")


def _get_moments(page: RegistrationFormPage) -> dict[str, Any]:
    """When it closed, opens or is decided, in words; a promise of the past is none."""
    call, now = page.call, clock.now()
    if call is None:
        return {"call": None, "opens_at": "", "closed_at": "", "promised_answer": None}
    return {
        "call": call,
        "opens_at": (
            describe_moment(call.opens_at) if _is_after(call.opens_at, now) else ""
        ),
        "closed_at": (
            describe_moment(call.closes_at) if _is_after(now, call.closes_at) else ""
        ),
        "promised_answer": call.promised_answer,
    }


def _is_after(later: Any, earlier: Any) -> bool:
    return bool(later and earlier and later > earlier)
