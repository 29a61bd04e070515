"""The picture that goes with a shared link."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe
from wagtail.models import Page

from ..models import BasePage
from ..models.visitors import for_visitors

# Its address names exactly one picture: whoever has it never needs to ask again.
FOR_EVER = "public, max-age=31536000, immutable"
# An old address leads to the picture of today; that may change again.
FOR_AN_HOUR = "public, max-age=3600"


@require_safe
def show_share_image(request: HttpRequest, page_id: int, digest: str) -> HttpResponse:
    """Show the share image of a public page, or lead an old address to it.

    Raises:
        Http404: there is no such page, or not everybody may see it.
    """
    page = for_visitors(Page.objects.filter(pk=page_id)).first()
    page = page.specific if page is not None else None
    if not isinstance(page, BasePage):
        raise Http404
    image = page.get_share_image()
    if digest != image.digest:
        current = reverse("share_image", args=[page_id, image.digest])
        response: HttpResponse = HttpResponseRedirect(current)
        response["Cache-Control"] = FOR_AN_HOUR
        return response
    response = HttpResponse(image.render(), content_type="image/png")
    response["Cache-Control"] = FOR_EVER
    return response
