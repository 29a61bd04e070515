"""What a participant can do in one click, or with one text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from ...forms.participant import AnswerForm, SuggestionForm, WithdrawForm
from ...models import Registration
from ...services import participant
from ...services.errors import RegistrationError
from ...services.standing import Standing
from ...services.suggestion import answer_suggestion
from .link import own_page
from .overview import show_status
from .pages import get_context, get_typed_text, render_page


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
        return show_status(request, token, registration, answer_form=form, status=422)
    return act_and_return(
        request,
        token,
        registration,
        lambda: participant.answer_question(
            registration=registration, answer=form.cleaned_data["answer"]
        ),
        answer_form=form,
    )


@own_page
def choose(
    request: HttpRequest, token: str, registration: Registration
) -> HttpResponse:
    """Say whether another workplace would do as well; the question is on the status page."""
    if request.method != "POST":
        return redirect("participant:status", token)
    form = SuggestionForm(request.POST)
    if not form.is_valid():
        return show_status(request, token, registration, status=422)
    return act_and_return(
        request,
        token,
        registration,
        lambda: answer_suggestion(registration=registration, **form.cleaned_data),
    )


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
    context = get_context(token, registration) | {"form": form}
    if request.method != "POST":
        if not is_possible(context["standing"]):
            return redirect("participant:status", token)
        return render_page(request, template, context)
    if not form.is_valid():
        return render_page(request, template, context, status=422)
    return act_and_return(request, token, registration, lambda: act(form))


def act_and_return(
    request: HttpRequest,
    token: str,
    registration: Registration,
    step: Callable[[], Any],
    **shown: Any,
) -> HttpResponse:
    """Take a step and go back; where it is refused, show how things stand now."""
    try:
        step()
    except RegistrationError:
        # The sentences of the rules are for the team; what helps here is the state.
        registration.refresh_from_db()
        return show_status(
            request,
            token,
            registration,
            error=_(
                "Something has changed in the meantime. Below you see how it stands now."
            ),
            kept_text=get_typed_text(request),
            status=409,
            **shown,
        )
    return redirect("participant:status", token)
