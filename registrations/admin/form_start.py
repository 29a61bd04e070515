"""Starting a form with the questions of an earlier one, on Wagtail's own add screen."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from wagtail.admin import messages
from wagtail.admin.views.pages.create import CreateView
from wagtail.models import Page

from ..models import RegistrationFormPage
from ..services.form_copy import CopiedForm, copy_questions, find_sources

PARAMETER = "from"


class CopiedFormView(CreateView):
    """Wagtail's add screen, filled in with what was copied; nothing is saved yet."""

    copied: CopiedForm | None = None

    def run_hook(self, hook_name: str, *args: Any, **kwargs: Any) -> Any:
        # This view is itself the answer of that hook.
        if hook_name == "before_create_page":
            return None
        return super().run_hook(hook_name, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        for name, value in self.copied.texts.items():
            setattr(self.page, name, value)
        self.page.form_fields = self.copied.fields
        for sentence in self.copied.left_out:
            messages.warning(request, sentence)
        return super().get(request)


def start_with_earlier(
    request: HttpRequest, parent: Page, page_class: type[Page]
) -> HttpResponse | None:
    """Answer `?from=<pk>` of the add screen; any other request goes on as usual."""
    is_asked = request.method == "GET" and PARAMETER in request.GET
    if page_class is not RegistrationFormPage or not is_asked:
        return None
    chosen = [
        page
        for page in find_sources(parent=parent, user=request.user)
        if str(page.pk) == request.GET[PARAMETER]
    ]
    if not chosen:
        raise Http404
    copied = copy_questions(source=chosen[0], parent=parent)
    view = CopiedFormView.as_view(copied=copied)
    return view(request, "registrations", "registrationformpage", parent.pk)
