"""After sending: the number, and what happens next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.crypto import constant_time_compare, salted_hmac

from home.models import SiteSettings
from workplaces import clock
from workplaces.dates import describe_deadline

from ...enums import RegistrationState
from ...models import Registration
from ...services.drafts import get_deadline
from ..privacy import keep_private
from .context import get_moments
from .place import OWN_PAGE, FormPlace

if TYPE_CHECKING:
    from ...models import RegistrationFormPage

THANKS_SALT = "registrations.thanks"


def serve_thanks(
    page: RegistrationFormPage,
    request: HttpRequest,
    token: str,
    *,
    place: FormPlace = OWN_PAGE,
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
    return render_thanks(page, request, registration, place)


def make_thanks_url(
    page: RegistrationFormPage, request: HttpRequest, reference: str, place: FormPlace
) -> str:
    """Return the address of the page after sending, for one registration."""
    token = _sign(page, reference)
    return page.get_url(request) + page.reverse_subpage(
        place.thanks_route, args=[token]
    )


def render_thanks(
    page: RegistrationFormPage,
    request: HttpRequest,
    registration: Registration,
    place: FormPlace = OWN_PAGE,
) -> HttpResponse:
    """Return the page after sending, for a registration or an example of one."""
    settings = SiteSettings.for_request(request)
    response = TemplateResponse(
        request,
        page.landing_page_template,
        page.get_context(request)
        | {
            "form_page": page,
            "place": place,
            "base_template": place.base_template,
            "reference": registration.reference,
            "is_held": registration.is_held,
            "on_waiting_list": registration.state == RegistrationState.WAITLISTED,
            "contact": settings,
            "agenda": [
                item
                for item in page.subject.get_agenda(request)
                if item.kind != "moment"
            ],
            # Of a day they can change until it comes; the letter says how.
            "changes_until": describe_deadline(
                get_deadline(page, now=clock.now()) if page.call else None
            ),
            # A frame tells the page around it that something new begins.
            "is_step": True,
            **get_moments(page),
        },
    )
    keep_private(response)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _sign(page: RegistrationFormPage, reference: str) -> str:
    """The number with a signature, in letters that Wagtail takes in an address."""
    signature = salted_hmac(THANKS_SALT, f"{page.pk}:{reference}", algorithm="sha256")
    return f"{reference}-{signature.hexdigest()[:32]}"
