"""The participant's own page: "Mijn inschrijving", opened by a private link.

A GET never changes anything: mail scanners open every link, more than once. Every
answer belongs to one person and is kept by no cache and no search engine, and its
address (which holds the key) goes to no other site. No cookie, no session.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from itertools import groupby
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from home.models import SiteSettings

from ..enums import FormSection
from ..forms.participant import AnswerForm, LostLinkForm, WithdrawForm
from ..forms.text import clean_text
from ..models import Registration
from ..services import participant
from ..services.access import find_registration, resend_link
from ..services.answers import get_answers
from ..services.errors import RegistrationError
from ..services.standing import Standing, describe_standing
from .guard import is_same_origin

TEMPLATES = "registrations/participant/"
# A known address costs some work, an unknown one none. Whoever holds a stop-watch
# must not see the difference, so both are answered after this many seconds.
LOST_LINK_SECONDS = 0.4


def private_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Keep what `view` answers between us and one person.

    Exempt from Django's CSRF check, which needs a cookie: the private link is the
    only authority here, and whoever forges a post does not have it. Where a post
    comes from is checked all the same (guard.py).
    """

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "private, no-store"
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Referrer-Policy"] = "no-referrer"
        return response

    return csrf_exempt(wrapped)


def own_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Open the registration of the link, or say that the link no longer works."""

    @private_page
    @sensitive_post_parameters()
    @sensitive_variables("token")
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def wrapped(request: HttpRequest, token: str) -> HttpResponse:
        registration = find_registration(token)
        if registration is None:
            return _render(
                request, "link_expired.html", {"form": LostLinkForm()}, status=404
            )
        if request.method == "POST" and not is_same_origin(request):
            return _show_status(
                request,
                token,
                registration,
                error=_("We could not see where this came from. Try again here."),
                kept_text=_get_typed_text(request),
                status=403,
            )
        return view(request, token, registration)

    return wrapped


@own_page
def status(
    request: HttpRequest, token: str, registration: Registration
) -> HttpResponse:
    """Where I stand, what happens next, what I answered, and what I can do."""
    if request.method == "POST":
        return redirect("participant:status", token)
    return _show_status(request, token, registration)


@own_page
def withdraw(
    request: HttpRequest, token: str, registration: Registration
) -> HttpResponse:
    """Ask whether I am sure, then withdraw."""
    return _ask_and_act(
        request,
        token,
        registration,
        template="withdraw.html",
        is_possible=lambda standing: standing.can_withdraw,
        form_class=WithdrawForm,
        act=lambda form: participant.withdraw(
            registration=registration, reason=form.cleaned_data["reason"]
        ),
    )


@own_page
def confirm(
    request: HttpRequest, token: str, registration: Registration
) -> HttpResponse:
    """Take the place that was offered."""
    return _ask_and_act(
        request,
        token,
        registration,
        template="confirm.html",
        is_possible=lambda standing: standing.can_confirm,
        form_class=forms.Form,
        act=lambda form: participant.confirm_place(registration=registration),
    )


@own_page
def decline(
    request: HttpRequest, token: str, registration: Registration
) -> HttpResponse:
    """Ask whether I am sure, then give the offered place back."""
    return _ask_and_act(
        request,
        token,
        registration,
        template="decline.html",
        is_possible=lambda standing: standing.can_confirm,
        form_class=WithdrawForm,
        act=lambda form: participant.decline_place(
            registration=registration, reason=form.cleaned_data["reason"]
        ),
    )


@own_page
def answer(
    request: HttpRequest, token: str, registration: Registration
) -> HttpResponse:
    """Answer the question of the team; the form stands on the status page."""
    if request.method != "POST":
        return redirect("participant:status", token)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _show_status(request, token, registration, answer_form=form, status=422)
    return _act(
        request,
        token,
        registration,
        lambda: participant.answer_question(
            registration=registration, answer=form.cleaned_data["answer"]
        ),
        answer_form=form,
    )


@private_page
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def lost_link(request: HttpRequest) -> HttpResponse:
    """Ask for a new link: one answer, whether or not we know the address."""
    if request.method != "POST":
        return _render(request, "lost_link.html", {"form": LostLinkForm()})
    started = time.monotonic()
    form = LostLinkForm(request.POST)
    if not is_same_origin(request):
        error = _("We could not see where this came from. Try again here.")
        return _render(
            request, "lost_link.html", {"form": form, "error": error}, status=403
        )
    if not form.is_valid():
        return _render(request, "lost_link.html", {"form": form}, status=422)
    resend_link(email=form.cleaned_data["email"])
    time.sleep(max(0.0, LOST_LINK_SECONDS - (time.monotonic() - started)))
    return redirect("participant:lost_link_sent")


@private_page
@require_http_methods(["GET", "HEAD"])
def lost_link_sent(request: HttpRequest) -> HttpResponse:
    """What happens after asking for a new link; the same for everybody."""
    return _render(request, "lost_link_sent.html", {})


# Parts of these pages.


def _ask_and_act(
    request: HttpRequest,
    token: str,
    registration: Registration,
    *,
    template: str,
    is_possible: Callable[[Standing], bool],
    form_class: type[forms.Form],
    act: Callable[[forms.Form], Any],
) -> HttpResponse:
    """Show the page that asks for certainty; on a post, do what was asked.

    A POST goes to the service even where `is_possible` says no: the service is the
    law, and its sentence tells why not.
    """
    form = form_class(request.POST if request.method == "POST" else None)
    context = _get_context(token, registration) | {"form": form}
    if request.method != "POST":
        if not is_possible(context["standing"]):
            return redirect("participant:status", token)
        return _render(request, template, context)
    if not form.is_valid():
        return _render(request, template, context, status=422)
    return _act(request, token, registration, lambda: act(form))


def _act(
    request: HttpRequest,
    token: str,
    registration: Registration,
    step: Callable[[], Any],
    **shown: Any,
) -> HttpResponse:
    try:
        step()
    except RegistrationError:
        # The sentences of the rules are for the team; what helps here is the state.
        registration.refresh_from_db()
        return _show_status(
            request,
            token,
            registration,
            error=_(
                "Something has changed in the meantime. Below you see how it stands now."
            ),
            kept_text=_get_typed_text(request),
            status=409,
            **shown,
        )
    return redirect("participant:status", token)


def _show_status(
    request: HttpRequest,
    token: str,
    registration: Registration,
    *,
    answer_form: AnswerForm | None = None,
    error: str = "",
    kept_text: str = "",
    status: int = 200,
) -> HttpResponse:
    context = _get_context(token, registration)
    standing: Standing = context["standing"]
    question = None
    if standing.can_answer:
        question = participant.open_question(registration=registration)
    context |= {
        "sections": _get_sections(registration),
        "question": question,
        "answer_form": answer_form or AnswerForm(),
        "answered": registration.information_requests.exclude(answered_at=None),
        "error": error,
        # Where the question still stands, its form keeps the text.
        "kept_text": "" if question and answer_form else kept_text,
    }
    return _render(request, "status.html", context, status=status)


def _get_typed_text(request: HttpRequest) -> str:
    """Return what was typed in a post that could not be taken, to give it back."""
    typed = request.POST.get("answer") or request.POST.get("reason") or ""
    return clean_text(typed).strip()


def _get_context(token: str, registration: Registration) -> dict[str, Any]:
    subject = registration.page.subject
    placed_in = registration.placed_in if registration.holds_seat else None
    return {
        "token": token,
        "registration": registration,
        "standing": describe_standing(registration=registration),
        "subject": subject,
        "workplace": placed_in or registration.workplace_first,
        "is_placed": placed_in is not None,
        "meetings": getattr(subject, "ordered_sessions", []),
    }


def _get_sections(registration: Registration) -> list[tuple[str, list]]:
    """Return the answers by section of the form, in its order."""
    order = list(FormSection)
    answers = sorted(
        get_answers(registration), key=lambda row: order.index(row.section)
    )
    return [
        (FormSection(section).label, list(rows))
        for section, rows in groupby(answers, key=lambda row: row.section)
    ]


def _render(
    request: HttpRequest, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    context["contact"] = SiteSettings.for_request(request)
    forms_shown = (context.get("form"), context.get("answer_form"))
    if context.get("error") or any(form and form.errors for form in forms_shown):
        context["title_prefix"] = pgettext("form", "Error: ")
    return render(request, TEMPLATES + template, context, status=status)
