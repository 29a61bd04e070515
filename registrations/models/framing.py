"""A form on the websites of others: its addresses inside a frame, and who may show it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from wagtail.contrib.routable_page.models import path

from ..origins import find_origins


class FormFraming:
    """The part of RegistrationFormPage that partners embed.

    Served by registrations/views/frame.py. Only the origins that an editor named may
    show it; without any there is nothing to frame, and no such address.
    """

    @cached_property
    def origins(self) -> list[str]:
        """The websites that may show this form in a frame, as browsers write them."""
        return find_origins(self.embedding_origins)

    def get_frame_url(self, request: HttpRequest | None = None) -> str:
        """Return the address of the form in a frame; full where the site is known."""
        url = self.get_full_url(request)
        return f"{url}{self.reverse_subpage('frame')}" if url else ""

    def get_frame_script_url(self, request: HttpRequest | None = None) -> str:
        """Return the address of the script for partners, on the site of this page."""
        _site_id, root_url, _path = self.get_url_parts(request)
        return root_url + reverse("frame_script")

    @path("insluiten/", name="frame")
    def frame_route(self, request: HttpRequest, *args: Any, **kwargs: Any):
        # A page hands over to its view, which stands a layer above.
        from ..views.frame import serve_frame

        if not self.origins:
            raise Http404
        return serve_frame(self, request)

    @path("insluiten/bedankt/<str:token>/", name="frame_thanks")
    def frame_thanks_route(self, request: HttpRequest, token: str) -> HttpResponse:
        # A page hands over to its view, which stands a layer above.
        from ..views.frame import serve_frame_thanks

        if not self.origins:
            raise Http404
        return serve_frame_thanks(self, request, token)
