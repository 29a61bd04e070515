"""The faces of a form, for its editor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.forms import MultipleChoiceField
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import pgettext

from ...enums import FormPreview, RegistrationState
from ...forms.conditions import get_offered
from ...forms.unchecked import build_unchecked_form
from ...models import Registration
from .context import get_form_context
from .cycle import INVALID_STATUS, render_form_page, show_form
from .prefill import build_form
from .thanks import render_thanks

if TYPE_CHECKING:
    from ...models import RegistrationFormPage


def serve_preview(
    page: RegistrationFormPage, request: HttpRequest, mode_name: str
) -> HttpResponse:
    """Show the editor one face of the form (FormPreview), as visitors will see it."""
    with page.pretend_moment(mode_name):
        if mode_name == FormPreview.LANDING:
            response = render_thanks(page, request, _make_example(page))
        elif mode_name == FormPreview.MISTAKES:
            empty = build_form(page, request, host_page=None, data=QueryDict())
            response = show_form(page, request, empty, INVALID_STATUS)
            response.status_code = 200
        elif mode_name == FormPreview.CHECK:
            form = build_unchecked_form(page, _make_answers(page))
            response = show_form(page, request, form, is_checked=True)
        else:
            context = get_form_context(page, request, host_page=None)
            response = render_form_page(page, request, context)
        # Templates ask what time it is, so they are written inside the block.
        return response.render()


def _make_answers(page: RegistrationFormPage) -> QueryDict:
    """Something at every question, as nobody in particular would answer it."""
    data = QueryDict(mutable=True)
    for bound in page.get_form(None, page=page):
        offered = list(get_offered(bound.field))
        if isinstance(bound.field, MultipleChoiceField):
            data.setlist(bound.html_name, offered[:2])
        else:
            words = pgettext("preview", "What somebody answers here.")
            data[bound.html_name] = offered[0] if offered else words
    return data


def _make_example(page: RegistrationFormPage) -> Registration:
    """A registration that exists only in a preview."""
    return Registration(
        page=page,
        reference=f"{page.reference_prefix}-0001",
        state=(
            RegistrationState.CONFIRMED
            if page.is_direct
            else RegistrationState.RECEIVED
        ),
    )
