"""What the templates of a form need: the form itself, or the words in its place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.forms import Form
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from wagtail.models import Page

from home.models import SiteSettings
from workplaces import clock
from workplaces.dates import describe_moment
from workplaces.models import WorkplacePage

from ...enums import FormPreview, FormStatus, FormStep
from ...forms.registration_form import FORM_PREFIX
from ...forms.summary import summarise
from ...services.seats import form_has_seat
from .. import guard
from ..doors import find_place, get_doors_context
from .place import OWN_PAGE, FormPlace
from .posted import STEP_NAME, collect_posted
from .prefill import build_form, get_preselected_slug, names_a_person
from .saving import get_saving_context

if TYPE_CHECKING:
    from ...models import RegistrationFormPage


@dataclass(frozen=True)
class SentForm:
    """What this very request did with a form; a host page finds it on the request.

    Attributes:
        form: bound to what was typed.
        place: where it stands.
        is_checked: whether the answers are shown once more, instead of the questions.
    """

    form: Form
    place: FormPlace = OWN_PAGE
    is_checked: bool = False


def put_sent_form(
    request: HttpRequest, page: RegistrationFormPage, sent: SentForm
) -> None:
    """Let the page that embeds the form of `page` find it on `request`."""
    request.registration_form = {page.pk: sent}


def get_embedded_context(
    page: RegistrationFormPage, request: HttpRequest, host_page: Page | None
) -> dict[str, Any]:
    """Return what `registrations/form/embedded.html` needs on `host_page`."""
    place = find_place(page, request, OWN_PAGE)
    return get_form_context(page, request, host_page=host_page, place=place)


def get_form_context(
    page: RegistrationFormPage,
    request: HttpRequest,
    *,
    host_page: Page | None,
    place: FormPlace = OWN_PAGE,
) -> dict[str, Any]:
    """Return the values for the form, or for the words that stand in its place.

    A bound form of this very request (with mistakes, or too late) comes back to the
    page through `put_sent_form`; its place then counts.
    """
    if host_page is not None:
        _follow_host(page, host_page)
    sent = getattr(request, "registration_form", {}).get(page.pk)
    bound = sent.form if sent else None
    place = sent.place if sent else place
    status = get_status(page, request, place)
    is_open = status is FormStatus.OPEN
    form = bound
    if form is None and is_open:
        # Built when it is asked for: a kept form needs no questions.
        form = SimpleLazyObject(lambda: build_form(page, request, host_page=host_page))
    settings = SiteSettings.for_request(request)
    context = {
        "form": form,
        "form_page": page,
        "host_page": host_page,
        "place": place,
        "base_template": place.base_template,
        "is_open": is_open,
        "status": status.value,
        "action_url": place.get_action_url(page, request, host_page),
        "typed_answers": bound.get_typed_answers() if bound and not is_open else [],
        "prefix": FORM_PREFIX,
        "stamp_name": f"{FORM_PREFIX}-{guard.STAMP_NAME}",
        "stamp": guard.make_stamp(),
        "honeypot_name": f"{FORM_PREFIX}-{guard.HONEYPOT_NAME}",
        "contact": settings,
        "privacy_page": _get_privacy_page(settings),
        "waiting_list": page.is_direct and is_open and is_full(page, request),
        # The id at which the answer starts stands on the summary of the mistakes.
        "is_target": not is_open or bound is None or not bound.errors,
        # A frame tells the page around it that something new begins.
        "is_step": sent is not None,
        "step_name": STEP_NAME,
        "steps": FormStep,
        **get_moments(page),
        **get_doors_context(page, status, place),
        **get_saving_context(page, request, bound, place),
    }
    if sent and sent.is_checked and is_open:
        context |= {
            "is_check": True,
            "summary": summarise(sent.form),
            "kept": collect_posted(request.POST, instead=place.hidden),
            "action_path": context["action_url"].partition("#")[0],
        }
    is_public = bound is None and not is_for_one_person(request, place)
    if is_public and not getattr(request, "is_preview", False):
        context["form_key"] = (
            "form",
            settings.site_id,
            page.pk,
            context["action_url"],
            get_preselected_slug(page, request, host_page),
            context["waiting_list"],
            context["promised_answer"],
            timezone.localdate(),
        )
    return context


def is_for_one_person(request: HttpRequest, place: FormPlace = OWN_PAGE) -> bool:
    """Whether what `request` asks may be shown to nobody else."""
    return place.is_personal or names_a_person(request)


def get_status(
    page: RegistrationFormPage, request: HttpRequest, place: FormPlace = OWN_PAGE
) -> FormStatus:
    """Return whether the form is open in `place`, and if not, why.

    A preview shows it before the form itself is public. A code opens time alone: no
    page that is off line.
    """
    if getattr(request, "is_preview", False) and request.method == "GET":
        return page.get_status_once_live()
    status = page.get_status()
    if place.access_code and status in (FormStatus.UPCOMING, FormStatus.CLOSED):
        return FormStatus.OPEN
    return status


def is_full(page: RegistrationFormPage, request: HttpRequest) -> bool:
    """Whether the places are taken, or a preview shows the page as if they were."""
    if getattr(request, "is_preview", False) and (
        request.preview_mode == FormPreview.FULL
    ):
        return True
    return page.pk is not None and not form_has_seat(form_page=page)


def get_moments(page: RegistrationFormPage) -> dict[str, Any]:
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


def _follow_host(page: RegistrationFormPage, host_page: Page) -> None:
    """Let an embedded form go by the call or day it stands on, as it stands there.

    In a preview that is a draft; on the public page it saves reading it again.
    """
    host = host_page.call if isinstance(host_page, WorkplacePage) else host_page
    is_parent = host.path and page.path.startswith(host.path)
    if is_parent and page.depth == host.depth + 1:
        page.subject = host


def _get_privacy_page(settings: SiteSettings) -> Page | None:
    return settings.public_pages.get("privacy_page")


def _is_after(later: Any, earlier: Any) -> bool:
    return bool(later and earlier and later > earlier)
