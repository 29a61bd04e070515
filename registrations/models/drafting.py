"""A form that somebody saves to go on with later: the addresses of its drafts."""

from __future__ import annotations

import re

from django.http import Http404, HttpRequest, HttpResponse
from wagtail.contrib.routable_page.models import path

# A draft, the button that erases it and what that says: also of a form off line.
_OWN_PATHS = re.compile(r"/verder/[\w-]+/(?:wissen/)?|/gewist/")


def is_draft_path(path: str) -> bool:
    """Whether `path`, below a form, is for who has the link of a draft."""
    return _OWN_PATHS.fullmatch(path) is not None


class FormDrafting:
    """The part of RegistrationFormPage that knows drafts.

    Served by registrations/views/drafts/: a draft behind its private link, and the
    pages after saving and erasing one.
    """

    @path("verder/<str:token>/", name="draft")
    def draft_route(self, request: HttpRequest, token: str) -> HttpResponse:
        # A page hands over to its view, which stands a layer above.
        from ..views.drafts import serve_draft

        return serve_draft(self, request, token)

    @path("verder/<str:token>/bewaard/", name="draft_saved_again")
    def draft_saved_again_route(self, request: HttpRequest, token: str) -> HttpResponse:
        # A page hands over to its view, which stands a layer above.
        from ..views.drafts import serve_saved_again

        return serve_saved_again(self, request, token)

    @path("verder/<str:token>/wissen/", name="draft_erase")
    def draft_erase_route(self, request: HttpRequest, token: str) -> HttpResponse:
        # A page hands over to its view, which stands a layer above.
        from ..views.drafts import serve_erase

        return serve_erase(self, request, token)

    @path("bewaard/<str:token>/", name="draft_saved")
    def draft_saved_route(self, request: HttpRequest, token: str) -> HttpResponse:
        # A page hands over to its view, which stands a layer above.
        from ..views.drafts import serve_saved

        return serve_saved(self, request, token)

    @path("gewist/", name="draft_erased")
    def draft_erased_route(self, request: HttpRequest) -> HttpResponse:
        # A page hands over to its view, which stands a layer above.
        from ..views.drafts import serve_erased

        return serve_erased(self, request)

    @path("insluiten/bewaard/<str:token>/", name="frame_draft_saved")
    def frame_draft_saved_route(self, request: HttpRequest, token: str) -> HttpResponse:
        # A page hands over to its view, which stands a layer above.
        from ..views.frame import serve_frame_saved

        if not self.origins:
            raise Http404
        return serve_frame_saved(self, request, token)
