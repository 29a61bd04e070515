"""The release of a call, or of a part of it: look at everything, then do exactly that."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.forms import Media
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from wagtail.admin import messages

from ..enums import PROPOSABLE, FormKind
from ..models import Decision, RegistrationFormPage
from ..permissions import user_can_decide, user_can_see_names
from ..services.decision import (
    ReleasePlan,
    Seen,
    plan_release,
    preview_letter,
    release_call,
)
from ..services.errors import RegistrationError
from ..services.keys import read_key, read_keys
from ..services.letter_html import Letter
from .decisions import DecisionsScreen, tell_released
from .letter_frame import show_letter
from .office import DECISIONS

LETTERS_AT_ONCE = 10
# The frame of a letter is that of the outbox.
LETTERS_MEDIA = Media(css={"all": ["registrations/css/outbox.css"]})
NAMES_HIDDEN = gettext_lazy(
    "A letter names whom it is to. You see the letters once the round has come to the "
    "selection."
)


class ReleaseView(DecisionsScreen):
    """Shows the checks, the numbers and every letter; a post releases just that.

    `?form=` names a whole call, `?decision=` once for each proposal a part of one.
    """

    template_name = "registrations/admin/release.html"
    page_title = gettext_lazy("Release decisions")
    error = ""

    def get_way(self) -> list[dict[str, Any]]:
        return [DECISIONS]

    @cached_property
    def sent(self) -> Any:
        return self.request.POST if self.request.method == "POST" else self.request.GET

    @cached_property
    def part(self) -> list[int] | None:
        """The proposals that were ticked; None for the whole call."""
        if "form" in self.sent:
            return None
        return read_keys(self.sent.getlist("decision"))

    def find_form_page(self) -> RegistrationFormPage | None:
        """Return the one form of what was asked for; None where there is not one."""
        form_pages = RegistrationFormPage.objects.filter(kind=FormKind.SELECTION)
        if self.part is None:
            return form_pages.filter(pk=read_key(self.sent["form"])).first()
        proposals = Decision.objects.visible_to(self.request.user).open()
        pages = proposals.filter(pk__in=self.part).values("registration__page")
        found = list(form_pages.filter(pk__in=pages)[:2])
        return found[0] if len(found) == 1 else None

    @cached_property
    def plan(self) -> ReleasePlan:
        return plan_release(
            form_page=self.form_page, user=self.request.user, decisions=self.part
        )

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form_page = self.find_form_page()
        if form_page is None:
            messages.warning(
                request, _("Tick at least one open proposal, and of one call only.")
            )
            return redirect("registrations:decisions")
        self.form_page = form_page
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.plan.decisions:
            messages.warning(request, _("No proposal of this call is open."))
            return redirect("registrations:decisions")
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            results = release_call(
                form_page=self.form_page,
                user=request.user,
                decisions=self.part,
                seen=read_seen(request.POST),
            )
        except RegistrationError as error:
            if not self.plan.decisions:
                # A second click comes after the first one: there is nothing to show.
                messages.warning(request, str(error))
                return redirect("registrations:decisions")
            self.error = str(error)
            return self.render_to_response(self.get_context_data(), status=422)
        messages.success(request, tell_released(len(results)))
        return redirect("registrations:decisions")

    def get_page_subtitle(self) -> str:
        return self.form_page.get_parent().title

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the plan as it is now, and one page of its letters."""
        plan = self.plan
        can_see_names = user_can_see_names(self.request.user, self.form_page.pk)
        query = self.sent.get("q", "").strip()
        context = super().get_context_data(**kwargs)
        return context | {
            "media": context["media"] + LETTERS_MEDIA,
            "plan": plan,
            "seen": ",".join(str(count) for count in plan.counts),
            "part": self.part,
            "error": self.error,
            "can_see_names": can_see_names,
            "names_hidden": NAMES_HIDDEN,
            "query": query,
            "letters": self.find_letters(query, can_see_names),
            "address": self.get_address(),
        }

    def find_letters(self, query: str, can_see_names: bool) -> Page:
        """Return one page of the proposals in which every word of `query` occurs."""
        words = query.casefold().split()
        found = [
            decision
            for decision in self.plan.decisions
            if all(
                word in describe(decision, can_see_names).casefold() for word in words
            )
        ]
        return Paginator(found, LETTERS_AT_ONCE).get_page(self.sent.get("p"))

    def get_address(self) -> str:
        """Return the query of this very choice, for the links between the pages."""
        if self.part is None:
            return f"form={self.form_page.pk}"
        return "&".join(f"decision={pk}" for pk in self.part)


class ReleaseLetterView(View):
    """One letter of the release as it will look, for the frame beside its proposal."""

    user_can_enter = staticmethod(user_can_decide)

    def get(self, request: HttpRequest, decision_pk: int) -> HttpResponse:
        decision = (
            Decision.objects.visible_to(request.user)
            .open()
            .for_listing()
            .filter(pk=decision_pk)
            .first()
        )
        if decision is None:
            raise Http404
        # A letter names whom it is to.
        if not user_can_see_names(request.user, decision.registration.page_id):
            return show_letter(Letter(subject="", text="", html=str(NAMES_HIDDEN)))
        return show_letter(preview_letter(decision=decision))


def read_seen(sent: Any) -> Seen:
    """Return which numbers the user had on the screen, as the form sends them back."""
    counts = sent.get("seen", "").split(",")
    if len(counts) != len(PROPOSABLE) or not all(
        count.isascii() and count.isdecimal() for count in counts
    ):
        counts = []
    return Seen(
        counts=tuple(int(count) for count in counts),
        mark=sent.get("mark", ""),
        knows_warnings="knows_warnings" in sent,
    )


def describe(decision: Decision, can_see_names: bool) -> str:
    """Return what one can search a letter by."""
    registration = decision.registration
    said = [registration.reference, decision.get_proposed_state_display()]
    if decision.proposed_workplace:
        said.append(decision.proposed_workplace.title)
    if can_see_names:
        said += [registration.full_name, registration.organisation]
    return " ".join([*said, decision.reason])
