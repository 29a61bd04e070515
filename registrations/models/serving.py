"""A form on its own page and inside others: its addresses, its faces, its previews."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any

from django.http import HttpRequest, HttpResponse
from wagtail.contrib.routable_page.models import path
from wagtail.models import Page

from workplaces.enums import CallPhase, DayMoment

from ..enums import FormPreview


class FormServing:
    """The part of RegistrationFormPage that visitors and previews ask for.

    Served by registrations/views/form/.
    """

    @path("")
    def index_route(self, request: HttpRequest, *args: Any, **kwargs: Any):
        # A page hands over to its view, which stands a layer above.
        from ..views.form import serve_form

        return serve_form(self, request)

    @path("bedankt/<str:token>/", name="thanks")
    def thanks_route(self, request: HttpRequest, token: str) -> HttpResponse:
        # A page hands over to its view, which stands a layer above.
        from ..views.form import serve_thanks

        return serve_thanks(self, request, token)

    def serve_embedded(self, request: HttpRequest, host_page: Page) -> HttpResponse:
        """Answer a post to `host_page`, which embeds this form."""
        # A page hands over to its view, which stands a layer above.
        from ..views.form import serve_embedded

        return serve_embedded(self, request, host_page)

    def keep_for_one_person(self, request: HttpRequest, response: HttpResponse) -> bool:
        """Let no cache keep a page with this form whose address is for one person.

        Returns:
            Whether it is; if not, `response` is as it was.
        """
        # A page hands over to its view, which stands a layer above.
        from ..views.form import keep_for_one_person

        return keep_for_one_person(request, response)

    def get_embedded_context(
        self, request: HttpRequest, host_page: Page | None
    ) -> dict[str, Any]:
        """Return what `registrations/form/embedded.html` needs on `host_page`."""
        # A page hands over to its view, which stands a layer above.
        from ..views.form import get_embedded_context

        return get_embedded_context(self, request, host_page)

    def is_full(self, request: HttpRequest) -> bool:
        """Whether whoever registers now comes on the waiting list of a day."""
        # A page hands over to its view, which stands a layer above.
        from ..views.form import is_full

        return self.is_direct and is_full(self, request)

    @property
    def preview_modes(self) -> list[tuple[str, str]]:
        """The faces of this form: only a day has a waiting list by itself."""
        absent = {FormPreview.UPCOMING if self.is_direct else FormPreview.FULL}
        if not self.checks_answers:
            absent.add(FormPreview.CHECK)
        return [(face.value, face.label) for face in FormPreview if face not in absent]

    def pretend_moment(self, mode_name: str) -> AbstractContextManager[None]:
        """Return the block inside which the call or the day is open, or is not."""
        is_call = self.call is not None
        moment: str = CallPhase.OPEN if is_call else DayMoment.BEFORE
        if mode_name == FormPreview.CLOSED:
            moment = CallPhase.CLOSED if is_call else DayMoment.AFTER
        elif mode_name == FormPreview.UPCOMING:
            moment = CallPhase.UPCOMING
        return self.subject.pretend_moment(moment)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        # A page hands over to its view, which stands a layer above.
        from ..views.form import serve_preview

        return serve_preview(self, request, mode_name)
