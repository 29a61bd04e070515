"""One cycle for every place of a form: asking, mending, and taking in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import pgettext
from wagtail.models import Page

from home.page_cache import mark_public

from ...enums import FormStatus
from ...forms.registration_form import FORM_PREFIX
from ...services.registration import register
from .. import guard
from .context import SentForm, get_form_context, get_status, put_sent_form
from .place import OWN_PAGE, FormPlace
from .prefill import build_form
from .privacy import keep_private
from .thanks import make_thanks_url

if TYPE_CHECKING:
    from ...models import RegistrationFormPage

TEMPLATES = "registrations/registration_form_page"
CLOSED_STATUS = 409
INVALID_STATUS = 422


def serve_form(
    page: RegistrationFormPage, request: HttpRequest, *, place: FormPlace = OWN_PAGE
) -> HttpResponse:
    """Answer a request for the form in `place`: at its own address, unless told."""
    if request.method == "POST":
        return answer_post(page, request, host_page=None, place=place)
    context = get_form_context(page, request, host_page=None, place=place)
    response = render_form_page(page, request, context)
    if place.is_personal:
        keep_private(response)
    elif not getattr(request, "is_preview", False):
        mark_public(response)
    return response


def serve_embedded(
    page: RegistrationFormPage, request: HttpRequest, host_page: Page
) -> HttpResponse:
    """Answer a post to `host_page`, which embeds the form of `page`."""
    return answer_post(page, request, host_page=host_page)


def answer_post(
    page: RegistrationFormPage,
    request: HttpRequest,
    *,
    host_page: Page | None = None,
    place: FormPlace = OWN_PAGE,
) -> HttpResponse:
    """Take in a post, and lead to the page after sending.

    A known address gets the same page as a new one, with the number that it already
    has. The limit of that: the number is older than the latest one, and on a day the
    page says whether that registration is on the waiting list. Whoever knows where
    the counter stands (from a registration of their own) can tell from it that this
    address registered before. Its holder gets a letter about every such attempt.
    The page shows no name, no answer and no decision.
    """
    status = get_status(page, request, place)
    if host_page is not None and host_page.get_embedded_form_page() is None:
        # The form is closed to who sees this page: off line, or private.
        status = FormStatus.UNAVAILABLE
    form = build_form(page, request, host_page=host_page, data=request.POST)
    if status is not FormStatus.OPEN:
        return show_form(page, request, form, CLOSED_STATUS, host_page, place)
    if not form.is_valid():
        return show_form(page, request, form, INVALID_STATUS, host_page, place)
    result = register(
        form_page=page,
        form=form,
        host_page=host_page,
        doubts=guard.collect_doubts(request, prefix=FORM_PREFIX),
        draft=place.draft,
        access_code=place.access_code,
    )
    url = make_thanks_url(page, request, result.registration.reference, place)
    response = HttpResponseRedirect(url, status=303)
    keep_private(response)
    return response


def show_form(
    page: RegistrationFormPage,
    request: HttpRequest,
    form: Form,
    status_code: int = 200,
    host_page: Page | None = None,
    place: FormPlace = OWN_PAGE,
) -> HttpResponse:
    """Show the page on which `form` stands, with what was typed, to one person.

    Args:
        page: the form page.
        request: what is being answered; also the GET of a draft.
        form: bound to what was typed.
        status_code: of the answer; 422 says that something must be mended.
        host_page: the page that embeds the form, if any.
        place: where the form stands.
    """
    put_sent_form(request, page, SentForm(form, place))
    if host_page is None:
        context = get_form_context(page, request, host_page=None, place=place)
        response = render_form_page(page, request, context)
    else:
        # Not host_page.serve(): that would hand the post back to us.
        response = Page.serve(host_page, request)
    if status_code == INVALID_STATUS:
        response.context_data["title_prefix"] = pgettext("form", "Error: ")
    response.status_code = status_code
    keep_private(response)
    return response


def render_form_page(
    page: RegistrationFormPage, request: HttpRequest, context: dict[str, Any]
) -> TemplateResponse:
    """Render the form page itself, or the page that says why it is not open."""
    template = f"{TEMPLATES}{'' if context['is_open'] else '_closed'}.html"
    context = page.get_context(request) | context
    if not context["is_open"]:
        context["ways_on"] = page.subject.get_ways_on(request)
    return TemplateResponse(request, template, context)
