"""What helps people type their answer on the public form."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from home.page_cache import mark_public

from ..services.municipality_lookup import list_municipalities


@require_safe
def list_municipality_names(request: HttpRequest) -> HttpResponse:
    """Every municipality with its former names, for js/municipality.js.

    The whole list at once, a few kilobytes that are the same for everybody: so the
    suggestions follow every key without a request, and what somebody types leaves
    their browser only when they send the form. Empty where the office has no list.
    """
    municipalities = list_municipalities()
    areas = [_("all of Flanders"), _("all of Flanders and Brussels")]
    response = JsonResponse(
        {
            "municipalities": municipalities,
            # Answers that are no municipality (services/municipality_lookup.py).
            "areas": areas if municipalities else [],
        },
        json_dumps_params={"ensure_ascii": False, "separators": (",", ":")},
    )
    mark_public(response)
    return response
