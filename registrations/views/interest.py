"""Hou me op de hoogte: asking, confirming and erasing, without a cookie.

Whoever asks reads the same for every address. A GET changes nothing: mail scanners
open every link. The token of a confirm link is the only key to its page.
"""

from __future__ import annotations

import time
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import pgettext
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from home.models import SiteSettings
from home.models.visitors import for_visitors

from ..enums import FormStatus, HoldReason
from ..forms.interest import INTEREST_PREFIX, InterestForm
from ..models import Interest, RegistrationFormPage
from ..services.interest import (
    KEEP_CONFIRMED_MONTHS,
    KEEP_TOLD,
    ask_to_hear,
    confirm,
    erase,
    find_interest,
)
from . import guard
from .privacy import private_page

TEMPLATES = "registrations/interest/"
# A known address and a new one are answered after the same time.
ASK_SECONDS = 0.3
# How long an address is kept, for whoever leaves theirs.
KEPT = {"days_kept": KEEP_TOLD.days, "months_kept": KEEP_CONFIRMED_MONTHS}


def get_interest_context(
    page: RegistrationFormPage, status: FormStatus
) -> dict[str, Any]:
    """Return what `registrations/interest/block.html` needs, empty where it is not.

    Args:
        page: a form, perhaps in a preview.
        status: whether it is open, and if not, why.
    """
    is_offered = page.collects_interest and status in (
        FormStatus.UPCOMING,
        FormStatus.CLOSED,
    )
    if not is_offered:
        return {"interest_form": None}
    return KEPT | {
        "interest_form": InterestForm(),
        "interest_page_id": page.pk or 0,
        "interest_prefix": INTEREST_PREFIX,
        "interest_stamp_name": f"{INTEREST_PREFIX}-{guard.STAMP_NAME}",
        "interest_stamp": guard.make_stamp(),
        "interest_honeypot_name": f"{INTEREST_PREFIX}-{guard.HONEYPOT_NAME}",
    }


@private_page
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, page_pk: int) -> HttpResponse:
    """Take the address of somebody who wants to hear of a form that is not open.

    What looks like a program is asked to press once more, on a page of its own; a
    flood from one place is asked to come back later. Nothing is dropped in silence.
    """
    page = _find_page(page_pk)
    status = page.get_status()
    if status is FormStatus.OPEN:
        return redirect(page.get_url(request))
    if not page.collects_interest or status is FormStatus.UNAVAILABLE:
        raise Http404
    if request.method != "POST":
        return _show_ask(request, page, status, InterestForm())
    form = InterestForm(request.POST)
    if not form.is_valid():
        return _show_ask(request, page, status, form, code=422)
    doubts = guard.collect_doubts(request, prefix=INTEREST_PREFIX, what="interest")
    if doubts:
        return _show_ask(request, page, status, form, code=422, doubts=doubts)
    ends = time.monotonic() + ASK_SECONDS
    ask_to_hear(form_page=page, email=form.cleaned_data["email"])
    time.sleep(max(0.0, ends - time.monotonic()))
    return redirect("interest:asked")


@private_page
@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    """Look in your mailbox: the same for every address."""
    return _render(request, "asked.html", {})


@private_page
@sensitive_post_parameters()
@sensitive_variables("token")
@require_http_methods(["GET", "HEAD", "POST"])
def own(request: HttpRequest, token: str) -> HttpResponse:
    """Confirm, or erase, by the link of a mail; both by a button."""
    interest = find_interest(token)
    if interest is None:
        return _render(request, "gone.html", {}, code=404)
    if request.method == "POST":
        if request.POST.get("List-Unsubscribe") == "One-Click":
            # A mail program presses for its reader (RFC 8058): the link is the key.
            erase(interest=interest)
            return HttpResponse(status=204)
        if not guard.is_same_origin(request):
            return _show_own(request, token, interest, code=403)
        if "wissen" in request.POST:
            erase(interest=interest)
            return redirect("interest:erased")
        if "bevestigen" in request.POST:
            confirm(interest=interest)
        return redirect("interest:own", token)
    return _show_own(request, token, interest)


@private_page
@require_safe
def erased(request: HttpRequest) -> HttpResponse:
    """Your address is gone."""
    return _render(request, "erased.html", {})


def _find_page(pk: int) -> RegistrationFormPage:
    """Return a form that visitors may know of."""
    pages = RegistrationFormPage.objects.filter(pk=min(pk, 2**63 - 1))
    page = for_visitors(pages).first()
    if page is None:
        raise Http404
    return page


def _show_ask(
    request: HttpRequest,
    page: RegistrationFormPage,
    status: FormStatus,
    form: InterestForm,
    *,
    code: int = 200,
    doubts: list[str] | None = None,
) -> HttpResponse:
    context = get_interest_context(page, status) | {
        "interest_form": form,
        "form_page": page,
        "status": status.value,
        "is_doubted": bool(doubts),
        "is_flood": HoldReason.RATE.value in (doubts or ()),
    }
    return _render(request, "ask.html", context, code=code)


def _show_own(
    request: HttpRequest, token: str, interest: Interest, *, code: int = 200
) -> HttpResponse:
    page = interest.page
    status = page.get_status()
    is_public = status is not FormStatus.UNAVAILABLE
    context = KEPT | {
        "token": token,
        "interest": interest,
        "form_page": page if is_public else None,
        "status": status.value,
        "is_open": status is FormStatus.OPEN,
        "from_elsewhere": guard.FROM_ELSEWHERE if code == 403 else "",
    }
    return _render(request, "own.html", context, code=code)


def _render(
    request: HttpRequest, template: str, context: dict[str, Any], *, code: int = 200
) -> HttpResponse:
    settings = SiteSettings.for_request(request)
    context["contact"] = settings
    context["privacy_page"] = settings.public_pages.get("privacy_page")
    if code == 422:
        context["title_prefix"] = pgettext("form", "Error: ")
    return render(request, TEMPLATES + template, context, status=code)
