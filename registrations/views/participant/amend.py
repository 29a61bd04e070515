"""Changing one's answers: the form once more, what changes, and saving it."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from workplaces.dates import describe_deadline

from ...enums import FormStep
from ...forms.amend import AmendForm, build_amend_form
from ...forms.registration_form import FORM_PREFIX
from ...models import Registration
from ...permissions import Actor
from ...services.amend import (
    ChangedMeanwhile,
    amend_registration,
    describe_changes,
    get_version,
)
from ...services.amendable import NotAmendable, find_obstacle
from ...services.answers import get_answers
from ...services.changes import get_amendments_since
from ...services.drafts import get_deadline
from ...services.questions import get_open_question
from ..form.posted import STEP_NAME, collect_posted
from .link import own_page
from .overview import SAVED_PARAMETER
from .pages import get_context, render_page

# Which answers the form showed; no question can have this name.
VERSION_NAME = f"{FORM_PREFIX}-versie"
# Whether the change is the answer to a question of the team.
ANSWERS_NAME = f"{FORM_PREFIX}-antwoord"


def show_again(
    request: HttpRequest, token: str, registration: Registration, *, error: str
) -> HttpResponse:
    """Refuse a post from elsewhere; the form keeps what was typed."""
    obstacle = find_obstacle(registration=registration)
    form = build_amend_form(registration, request.POST)
    if obstacle:
        return _show_closed(request, token, registration, obstacle, form, status=403)
    return _show_form(request, token, registration, form, error=error, status=403)


@own_page(refuse=show_again)
def amend(request: HttpRequest, token: str, registration: Registration) -> HttpResponse:
    """Ask the questions once more, show what changes, then save it."""
    obstacle = find_obstacle(registration=registration)
    if request.method != "POST":
        if obstacle:
            return _show_closed(request, token, registration, obstacle)
        form = build_amend_form(registration)
        return _show_form(request, token, registration, form)
    form = build_amend_form(registration, request.POST)
    if obstacle:
        return _show_closed(request, token, registration, obstacle, form, status=409)
    if not form.is_valid():
        return _show_form(request, token, registration, form, status=422)
    step = request.POST.get(STEP_NAME)
    if step == FormStep.CHANGE:
        return _show_form(request, token, registration, form)
    if step == FormStep.CHECK:
        return _show_check(request, token, registration, form)
    return _save(request, token, registration, form)


def _save(
    request: HttpRequest, token: str, registration: Registration, form: AmendForm
) -> HttpResponse:
    try:
        result = amend_registration(
            registration=registration,
            form=form,
            seen_version=request.POST.get(VERSION_NAME, ""),
            actor=Actor.applicant(),
            answers_question=ANSWERS_NAME in request.POST,
        )
    except ChangedMeanwhile:
        return _show_conflict(request, token, registration)
    except NotAmendable as obstacle:
        registration = Registration.objects.get(pk=registration.pk)
        return _show_closed(request, token, registration, obstacle, form, status=409)
    outcome = {SAVED_PARAMETER: "ja" if result.change else "niets"}
    return redirect(
        f"{reverse('participant:status', args=[token])}?{urlencode(outcome)}"
    )


def _show_form(
    request: HttpRequest,
    token: str,
    registration: Registration,
    form: AmendForm,
    *,
    error: str = "",
    status: int = 200,
    **shown: object,
) -> HttpResponse:
    is_first = not form.is_bound
    context = get_context(token, registration) | {
        "form": form,
        "form_page": registration.page,
        "prefix": FORM_PREFIX,
        "step_name": STEP_NAME,
        "steps": FormStep,
        "version_name": VERSION_NAME,
        # What the answers are compared with: those that stand behind the form.
        "version": (
            get_version(registration)
            if is_first or "newer" in shown
            else request.POST.get(VERSION_NAME, "")
        ),
        "deadline": describe_deadline(get_deadline(registration.page)),
        "question": get_open_question(registration=registration),
        "answers_name": ANSWERS_NAME,
        # Whoever comes from the question means to answer it, unless they say no.
        "is_answer": is_first or ANSWERS_NAME in request.POST,
        "error": error,
        **shown,
    }
    return render_page(request, "amend.html", context, status=status)


def _show_check(
    request: HttpRequest, token: str, registration: Registration, form: AmendForm
) -> HttpResponse:
    """Show what would change: before and after, and nothing else."""
    if request.POST.get(VERSION_NAME, "") != get_version(registration):
        return _show_conflict(request, token, registration)
    changes = describe_changes(registration=registration, form=form)
    if not changes:
        return _show_form(request, token, registration, form, is_unchanged=True)
    context = get_context(token, registration) | {
        "changes": [(change, form.get_target(change.key)) for change in changes],
        "kept": collect_posted(request.POST),
        "step_name": STEP_NAME,
        "steps": FormStep,
    }
    return render_page(request, "amend_check.html", context)


def _show_conflict(
    request: HttpRequest, token: str, registration: Registration
) -> HttpResponse:
    """Somebody saved in between: both are shown, and nothing was overwritten."""
    registration = Registration.objects.get(pk=registration.pk)
    newer = get_amendments_since(
        registration=registration, version=request.POST.get(VERSION_NAME, "")
    )
    form = build_amend_form(registration, request.POST)
    return _show_form(
        request,
        token,
        registration,
        form,
        error=str(ChangedMeanwhile.message),
        status=409,
        newer=newer,
    )


def _show_closed(
    request: HttpRequest,
    token: str,
    registration: Registration,
    obstacle: NotAmendable,
    form: AmendForm | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    """Say why the answers stay as they are, and give back what was typed."""
    context = get_context(token, registration) | {
        "why": str(obstacle),
        "typed_answers": _get_new_texts(registration, form) if form else [],
    }
    return render_page(request, "amend_closed.html", context, status=status)


def _get_new_texts(
    registration: Registration, form: AmendForm
) -> list[tuple[str, str]]:
    """Label and text of what was typed and is not what stands there already."""
    if form.is_valid():
        changes = describe_changes(registration=registration, form=form)
        return [(change.label, change.after) for change in changes if change.after]
    known = {row.value_text for row in get_answers(registration)}
    return [
        (label, text) for label, text in form.get_typed_answers() if text not in known
    ]
