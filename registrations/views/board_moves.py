"""What is sent to the board and asked of it: moves, reasons, the moves of others."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.gzip import gzip_page
from wagtail.admin import messages

from ..forms.board import MoveForm, ReasonForm
from ..models import Registration
from ..services.composition.marks import get_marks, get_version
from ..services.decision import Column, UnknownColumn, move_card, write_reason
from ..services.errors import RegistrationError
from ..services.keys import read_keys
from .board import BoardView

# More than the eye can follow, and no longer an address.
MOST_ASKED = 100


# What a script gets is long and says much twice; nothing in it is a secret of ours.
@method_decorator(gzip_page, name="dispatch")
class BoardMoveView(BoardView):
    """Moves one card, for a script or for a plain form."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect("registrations:board", self.form_page.pk)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = MoveForm(request.POST)
        is_script = "application/json" in request.headers.get("Accept", "")
        if not form.is_valid():
            return self._answer(UnknownColumn(), None, is_script)
        # Somebody who is tied to this user does not exist here.
        registration = get_object_or_404(
            Registration.objects.visible_to(request.user).filter(page=self.form_page),
            pk=form.cleaned_data["card"],
        )
        try:
            move_card(
                registration=registration,
                to=Column.read(form.cleaned_data["to"]),
                user=request.user,
                seen_proposal_id=form.cleaned_data["seen"] or None,
            )
        except RegistrationError as error:
            return self._answer(error, registration, is_script)
        return self._answer(None, registration, is_script)

    def _answer(
        self,
        error: RegistrationError | None,
        registration: Registration | None,
        is_script: bool,
    ) -> HttpResponse:
        if is_script:
            cards = [registration.pk] if registration else []
            known = self.request.POST.getlist("known")[:MOST_ASKED]
            answer = self.screen.as_json(cards, known) if self.screen else {}
            if error is None:
                return JsonResponse(answer)
            return JsonResponse(answer | {"error": str(error)}, status=409)
        board = self._get_url("board")
        if error is None:
            messages.success(
                self.request, _("%(card)s was moved.") % {"card": registration}
            )
            return redirect(f"{board}#card-{registration.pk}")
        messages.error(self.request, str(error))
        return redirect(
            f"{board}?card={registration.pk}#move" if registration else board
        )


class BoardReasonsView(BoardView):
    """Writes one reason for all who are not selected without one."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect("registrations:board", self.form_page.pk)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = ReasonForm(request.POST, auto_id="reason-%s")
        if not form.is_valid():
            return self.refuse("", reason_form=form)
        try:
            count = write_reason(
                form_page=self.form_page,
                proposal_ids=form.cleaned_data["proposals"],
                reason=form.cleaned_data["reason"],
                user=request.user,
            )
        except RegistrationError as error:
            return self.refuse(error, reason_form=form)
        words = ngettext(
            "%(count)d person who is not selected has this reason now.",
            "%(count)d people who are not selected have this reason now.",
            count,
        )
        messages.success(request, words % {"count": count})
        return redirect("registrations:board", self.form_page.pk)


@method_decorator(gzip_page, name="dispatch")
class BoardChangesView(BoardView):
    """What changed since somebody looked: asked every few seconds, changes nothing."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        seen = request.GET.get("version", "")
        marks = get_marks(form_page=self.form_page, user=request.user)
        cards = request.GET.getlist("card")[:MOST_ASKED]
        if seen == get_version(marks) and not cards:
            return HttpResponse(status=204)
        if self.screen is None:
            return JsonResponse({"error": self.error}, status=409)
        wanted = read_keys(cards)
        known = request.GET.getlist("known")[:MOST_ASKED]
        return JsonResponse(self.screen.as_json(wanted, known))
