"""“Leesronde”: where the reading of a form stands, and everything that arranges it."""

from __future__ import annotations

from typing import Any

from django.forms import Media
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.models import Page

from workplaces.models import CallPage

from ..enums import FormKind, ReviewPhase
from ..forms.rounds import PHASE_WORDS, PhaseForm, RoundForm
from ..models import RegistrationFormPage, ReviewRound
from ..permissions import user_can_decide
from ..services.assignment import get_readers_overview, get_standing
from ..services.errors import RegistrationError
from ..services.form_names import name_forms
from ..services.names import get_name
from ..services.rounds import (
    change_phase,
    get_round,
    has_reading_begun,
    save_round,
    user_can_arrange,
)
from .office import FormPageScreen, OfficeScreen

TITLE = gettext_lazy("Review round")


class RoundScreen(FormPageScreen, TemplateView):
    """What the screens of a round share: for which form, and who comes in."""

    page_title = TITLE
    header_icon = "group"
    user_can_enter = staticmethod(user_can_arrange)
    media = OfficeScreen.media + Media(css={"all": ["registrations/css/rounds.css"]})

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        # As its own type at once: everything below asks for the call.
        for call in CallPage.objects.parent_of(self.form_page):
            self.form_page.subject = call
        self.error = ""

    @property
    def call(self) -> Page:
        return self.form_page.subject

    def get_page_subtitle(self) -> str:
        return self.call.title

    def get_round_url(self) -> str:
        return reverse("registrations:round", args=[self.form_page.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "form_page": self.form_page,
            "call": self.call,
            "round_url": self.get_round_url(),
            "error": self.error,
        }

    def refuse(self, error: RegistrationError | str, **context: Any) -> HttpResponse:
        """Show the screen again, as things stand now, with what was typed."""
        self.error = str(error)
        return self.render_to_response(self.get_context_data(**context), status=422)


class RoundsView(OfficeScreen, TemplateView):
    """Every form that is read; with one of them straight to its round."""

    page_title = TITLE
    header_icon = "group"
    template_name = "registrations/admin/rounds.html"
    user_can_enter = staticmethod(user_can_arrange)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.form_pages = list(
            RegistrationFormPage.objects.filter(kind=FormKind.SELECTION)
            .select_related("review_round")
            .order_by("-pk")
        )
        if len(self.form_pages) == 1:
            return redirect("registrations:round", self.form_pages[0].pk)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        names = name_forms(self.form_pages)
        rows = [
            {
                "page": page,
                "name": names[page.pk],
                "round": getattr(page, "review_round", None),
            }
            for page in self.form_pages
        ]
        return super().get_context_data(**kwargs) | {"rows": rows}


class RoundView(RoundScreen):
    """Where we stand, the phase, who reads how much, and what readers see."""

    template_name = "registrations/admin/round.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        review_round = get_round(self.form_page)
        phase = ReviewPhase(review_round.phase) if review_round else None
        forms = {"round_form": kwargs.get("round_form") or self.make_round_form()}
        if phase is not None:
            forms["phase_form"] = kwargs.get("phase_form") or self.make_phase_form(
                review_round
            )
        context = super().get_context_data(**kwargs) | forms
        for form in forms.values():
            context["media"] = context["media"] + form.media
        return context | {
            "review_round": review_round,
            "has_begun": has_reading_begun(self.form_page),
            "phases": [
                {
                    "label": row.label,
                    "words": PHASE_WORDS[row],
                    "is_current": row == phase,
                }
                for row in ReviewPhase
            ],
            "changes": self._get_changes(review_round),
            "standing": get_standing(form_page=self.form_page, user=user),
            "readers": [
                {"name": get_name(row.reader), "row": row}
                for row in get_readers_overview(form_page=self.form_page, user=user)
            ],
        }

    def make_round_form(self, data: Any = None) -> RoundForm:
        review_round = get_round(self.form_page)
        return RoundForm(
            data,
            instance=review_round or ReviewRound(form_page=self.form_page),
            user=self.request.user,
            has_begun=has_reading_begun(self.form_page),
        )

    def make_phase_form(self, review_round: ReviewRound, data: Any = None) -> PhaseForm:
        return PhaseForm(
            data,
            phase=ReviewPhase(review_round.phase),
            can_go_back=user_can_decide(self.request.user),
        )

    def _get_changes(self, review_round: ReviewRound | None) -> list[dict[str, Any]]:
        if review_round is None:
            return []
        return [
            {
                "change": change,
                "from": ReviewPhase(change.from_phase).label,
                "to": ReviewPhase(change.to_phase).label,
                "who": get_name(change.user, change.user_name),
            }
            for change in review_round.phase_changes.select_related("user").reverse()
        ]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save what readers see."""
        form = self.make_round_form(request.POST)
        if not form.is_valid():
            return self.refuse("", round_form=form)
        data = form.cleaned_data
        try:
            save_round(
                form_page=self.form_page,
                user=request.user,
                hides_names=data["hides_names"],
                hides_facts=data["hides_facts"],
                samples=data["samples"],
                is_confirmed=data.get("is_confirmed", False),
            )
        except RegistrationError as error:
            return self.refuse(error, round_form=form)
        messages.success(request, _("Saved. This holds for everybody from now on."))
        return redirect(self.get_round_url())


class PhaseView(RoundView):
    """Takes the round to another phase."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect(self.get_round_url())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        review_round = get_round(self.form_page)
        if review_round is None:
            return redirect(self.get_round_url())
        form = self.make_phase_form(review_round, request.POST)
        if not form.is_valid():
            return self.refuse("", phase_form=form)
        data = form.cleaned_data
        try:
            review_round = change_phase(
                form_page=self.form_page,
                to=data["to"],
                user=request.user,
                reason=data["reason"],
                seen=data["seen"] or None,
            )
        except RegistrationError as error:
            form = self.make_phase_form(get_round(self.form_page), request.POST.copy())
            form.data["seen"] = form.fields["seen"].initial
            return self.refuse(error, phase_form=form)
        messages.success(
            request,
            _("The phase is now: %(phase)s.")
            % {"phase": review_round.get_phase_display()},
        )
        return redirect(self.get_round_url())
