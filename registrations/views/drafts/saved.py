"""After saving: where the link went, and what is not done yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import pgettext

from ...forms.address import AddressForm
from ...forms.registration_form import FORM_PREFIX
from ...services.drafts import (
    DraftChanged,
    DraftGone,
    SavedReceipt,
    correct_address,
    find_draft,
    find_receipt,
    was_mailed,
)
from .. import guard
from ..form import FormPlace
from ..form.saving import INVALID_STATUS, make_saved_url
from .pages import (
    FORBIDDEN,
    describe_draft,
    get_draft_path,
    private,
    render,
    render_expired,
)

if TYPE_CHECKING:
    from ...models import RegistrationDraft, RegistrationFormPage


@private
def serve_saved(
    page: RegistrationFormPage,
    request: HttpRequest,
    token: str,
    *,
    place: FormPlace | None = None,
) -> HttpResponse:
    """Say that the form was saved, as often as somebody likes; it opens no answers.

    It names the address for half an hour, and takes another, for a slip of the
    finger: after that an address in a browser's history tells nothing.
    """
    receipt = find_receipt(page, token)
    if receipt is None:
        return render_expired(page, request, place=place)
    if request.method == "POST" and receipt.is_fresh:
        return _correct(page, request, receipt.draft, place or FormPlace())
    return _render_saved(page, request, receipt, AddressForm(), place)


@private
def serve_saved_again(
    page: RegistrationFormPage, request: HttpRequest, token: str
) -> HttpResponse:
    """Say that a draft was saved again, with the way back that its maker has already."""
    draft = find_draft(page, token)
    if draft is None:
        return render_expired(page, request)
    shown = describe_draft(draft) | {"go_on_url": get_draft_path(page, request, draft)}
    return render(page, request, "saved.html", shown)


def _correct(
    page: RegistrationFormPage,
    request: HttpRequest,
    draft: RegistrationDraft,
    place: FormPlace,
) -> HttpResponse:
    """Let the link go to another address than the one that was typed."""
    form = AddressForm(request.POST)
    if not form.is_valid():
        status = INVALID_STATUS
    elif guard.collect_doubts(request, prefix=FORM_PREFIX):
        form.add_error(None, guard.FROM_ELSEWHERE)
        status = FORBIDDEN
    else:
        try:
            email = form.cleaned_data["email"]
            result = correct_address(draft=draft, email=email)
        except (DraftChanged, DraftGone):
            return HttpResponseRedirect(request.path, status=303)
        url = make_saved_url(page, request, result, place)
        return HttpResponseRedirect(url, status=303)
    receipt = SavedReceipt(draft=draft, is_fresh=True)
    response = _render_saved(page, request, receipt, form, place)
    response.context_data["title_prefix"] = pgettext("form", "Error: ")
    response.status_code = status
    return response


def _render_saved(
    page: RegistrationFormPage,
    request: HttpRequest,
    receipt: SavedReceipt,
    form: AddressForm,
    place: FormPlace | None,
) -> TemplateResponse:
    shown = describe_draft(receipt.draft)
    if receipt.is_fresh:
        shown |= {
            "email": receipt.draft.email,
            "is_mailed": was_mailed(draft=receipt.draft),
            "form": form,
            "stamp_name": f"{FORM_PREFIX}-{guard.STAMP_NAME}",
            "stamp": guard.make_stamp(),
        }
    return render(page, request, "saved.html", shown, place=place)
