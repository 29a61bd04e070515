"""One cycle for every place of a form: asking, mending, and taking in."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from django.db import OperationalError
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from wagtail.models import Page

from home.page_cache import mark_public

from ...enums import FormStatus, FormStep
from ...forms.registration_form import FORM_PREFIX
from ...forms.unchecked import build_unchecked_form
from ...services.access_codes import PARAMETER, CodeUsedUp
from ...services.registration import register
from .. import guard
from ..doors import close_door, find_place, needs_code
from ..privacy import keep_private, keep_unfindable, keep_with_reader
from .context import (
    SentForm,
    get_form_context,
    get_status,
    is_for_one_person,
    put_sent_form,
)
from .place import OWN_PAGE, FormPlace
from .posted import STEP_NAME
from .prefill import build_form, names_a_person
from .saving import NotSaved, make_saved_url, save_answers
from .thanks import make_thanks_url

if TYPE_CHECKING:
    from ...models import RegistrationFormPage

TEMPLATES = "registrations/registration_form_page"
OK, CLOSED_STATUS, INVALID_STATUS, UNAVAILABLE_STATUS = 200, 409, 422, 503

logger = logging.getLogger(__name__)


def serve_form(
    page: RegistrationFormPage, request: HttpRequest, *, place: FormPlace = OWN_PAGE
) -> HttpResponse:
    """Answer a request for the form in `place`: at its own address, unless told."""
    if request.method == "POST":
        return answer_post(page, request, host_page=None, place=place)
    place = find_place(page, request, place)
    context = get_form_context(page, request, host_page=None, place=place)
    response = render_form_page(page, request, context)
    if is_for_one_person(request, place):
        keep_unfindable(response)
    elif not getattr(request, "is_preview", False):
        mark_public(response)
    return response


def keep_for_one_person(request: HttpRequest, response: HttpResponse) -> bool:
    """Let no cache keep a page whose address answers for one person, or holds a code.

    For pages that embed a form: their address can fill it in as well.
    """
    if not names_a_person(request) and PARAMETER not in request.GET:
        return False
    keep_unfindable(response)
    return True


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
    """Do what the button says: show the answers once more, go back, save, or send.

    A post that names no button is sent. Nothing that went before is trusted: sending
    checks everything again.
    """
    place = find_place(page, request, place)
    status = get_status(page, request, place)
    if host_page is not None and host_page.get_embedded_form_page() is None:
        # The form is closed to who sees this page: off line, or private.
        status = FormStatus.UNAVAILABLE
    form = build_form(page, request, host_page=host_page, data=request.POST)
    if status is not FormStatus.OPEN:
        return show_form(page, request, form, CLOSED_STATUS, host_page, place)
    step = request.POST.get(STEP_NAME)
    if step == FormStep.SAVE:
        return _save(page, request, host_page, place)
    if step == FormStep.CHANGE:
        # Whoever goes back to one question is not told about another.
        form = build_unchecked_form(page, request.POST)
        return show_form(page, request, form, OK, host_page, place)
    if not form.is_valid():
        return show_form(page, request, form, INVALID_STATUS, host_page, place)
    if step == FormStep.CHECK:
        return show_form(page, request, form, OK, host_page, place, is_checked=True)
    return _send(page, request, form, host_page, place)


def _send(
    page: RegistrationFormPage,
    request: HttpRequest,
    form: Form,
    host_page: Page | None,
    place: FormPlace,
) -> HttpResponse:
    """Take in a valid form, and lead to the page after sending.

    A known address gets the same page as a new one, with the number that it already
    has. The limit of that: the number is older than the latest one, and on a day the
    page says whether that registration is on the waiting list. Whoever knows where
    the counter stands (from a registration of their own) can tell from it that this
    address registered before. Its holder gets a letter about every such attempt.
    The page shows no name, no answer and no decision.
    """
    try:
        result = register(
            form_page=page,
            form=form,
            host_page=host_page,
            doubts=guard.collect_doubts(request, prefix=FORM_PREFIX),
            draft=place.draft,
            # While the form is open for everybody a code is not counted.
            access_code=place.access_code if needs_code(page) else None,
        )
    except CodeUsedUp:
        # Somebody else was faster with the last use: nothing typed is lost.
        place = close_door(place)
        return show_form(page, request, form, CLOSED_STATUS, host_page, place)
    except OperationalError as error:
        return _give_back(page, request, form, host_page, place, error)
    url = make_thanks_url(page, request, result.registration.reference, place)
    response = HttpResponseRedirect(url, status=303)
    keep_private(response)
    return response


def _save(
    page: RegistrationFormPage,
    request: HttpRequest,
    host_page: Page | None,
    place: FormPlace,
) -> HttpResponse:
    """Keep what was typed so far, unchecked, or show why that cannot be."""
    try:
        outcome = save_answers(page, request, place)
    except OperationalError as error:
        form = build_unchecked_form(page, request.POST)
        return _give_back(page, request, form, host_page, place, error)
    if isinstance(outcome, NotSaved):
        return show_form(
            page, request, outcome.form, outcome.status, host_page, outcome.place
        )
    url = make_saved_url(page, request, outcome, place)
    response = HttpResponseRedirect(url, status=303)
    keep_private(response)
    return response


def _give_back(
    page: RegistrationFormPage,
    request: HttpRequest,
    form: Form,
    host_page: Page | None,
    place: FormPlace,
    error: OperationalError,
) -> HttpResponse:
    """Show all that was typed: the database was too busy, and stored nothing of it."""
    logger.error("A form could not be stored: %s", type(error).__name__)
    form.save_error = _(
        "Something went wrong on our side, so nothing was sent or saved yet. What you "
        "typed stands below: try once more, or mail us."
    )
    return show_form(page, request, form, UNAVAILABLE_STATUS, host_page, place)


def show_form(
    page: RegistrationFormPage,
    request: HttpRequest,
    form: Form,
    status_code: int = OK,
    host_page: Page | None = None,
    place: FormPlace = OWN_PAGE,
    *,
    is_checked: bool = False,
) -> HttpResponse:
    """Show the page on which `form` stands, with what was typed, to one person.

    Args:
        page: the form page.
        request: what is being answered; also the GET of a draft.
        form: bound to what was typed.
        status_code: of the answer; 422 says that something must be mended.
        host_page: the page that embeds the form, if any.
        place: where the form stands.
        is_checked: shows the answers to read once more, on a page of their own;
            `form` must be valid.
    """
    put_sent_form(request, page, SentForm(form, place, is_checked))
    if host_page is None or is_checked:
        # Answers are read once more in peace, whatever page the form stood on.
        context = get_form_context(page, request, host_page=host_page, place=place)
        response = render_form_page(page, request, context)
    else:
        # Not host_page.serve(): that would hand the post back to us.
        response = Page.serve(host_page, request)
    if status_code == INVALID_STATUS or getattr(form, "save_error", ""):
        response.context_data["title_prefix"] = pgettext("form", "Error: ")
    response.status_code = status_code
    if status_code == CLOSED_STATUS or is_for_one_person(request, place):
        keep_private(response)
    else:
        keep_with_reader(response)
    return response


def render_form_page(
    page: RegistrationFormPage, request: HttpRequest, context: dict[str, Any]
) -> TemplateResponse:
    """Render the questions, the answers once more, or why the form is not open."""
    face = "" if context["is_open"] else "_closed"
    if context.get("is_check"):
        face = "_check"
    context = page.get_context(request) | context
    if not context["is_open"]:
        context["ways_on"] = page.subject.get_ways_on(request)
    return TemplateResponse(request, f"{TEMPLATES}{face}.html", context)
