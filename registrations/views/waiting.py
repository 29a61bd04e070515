"""“Wachtlijst”: per workplace the free places, who fits best, and one click to offer."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.forms import Media
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages

from workplaces.models import WorkplacePage

from ..forms.waiting import WaitingOfferForm
from ..models import Registration
from ..permissions import user_can_decide
from ..services.errors import RegistrationError
from ..services.keys import read_key
from ..services.waiting import WaitingList, offer_place, read_waiting_lists
from .office import DECISIONS, FormPageScreen


class WaitingView(FormPageScreen, TemplateView):
    """The waiting lists of one call; a post offers one place to one person."""

    template_name = "registrations/admin/waiting.html"
    page_title = gettext_lazy("Waiting list")
    header_icon = "time"
    user_can_enter = staticmethod(user_can_decide)
    media = Media(
        css={
            "all": [
                "registrations/css/desk.css",
                "registrations/css/selection.css",
                "registrations/css/waiting.css",
            ]
        }
    )
    error = ""
    sent: tuple[int, WaitingOfferForm] | None = None

    def get_way(self) -> list[dict[str, Any]]:
        return [DECISIONS]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lists, closed = [], ""
        try:
            lists = read_waiting_lists(form_page=self.form_page, user=self.request.user)
        except RegistrationError as error:
            # A round that is read again hides what groups are made of.
            closed = str(error)
        return super().get_context_data(**kwargs) | {
            "form_page": self.form_page,
            "lists": [(row, self.get_form(row)) for row in lists],
            "closed": closed,
            "error": self.error,
        }

    def get_form(self, row: WaitingList) -> WaitingOfferForm:
        """Return the form of one list: as it was sent, where it was refused."""
        pk = row.workplace.pk
        if self.sent and self.sent[0] == pk:
            return self.sent[1]
        return WaitingOfferForm(form_page=self.form_page, workplace_pk=pk)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        workplace = self.find(
            WorkplacePage.objects.sibling_of(self.form_page), "workplace"
        )
        registration = self.find(
            Registration.objects.visible_to(request.user).filter(page=self.form_page),
            "registration",
        )
        if workplace is None or registration is None:
            return self.refuse(_("Choose somebody of the list to offer the place to."))
        form = WaitingOfferForm(
            request.POST, form_page=self.form_page, workplace_pk=workplace.pk
        )
        self.sent = (workplace.pk, form)
        if not form.is_valid():
            return self.refuse(_("Nothing was offered yet: look at what is marked."))
        try:
            offer_place(
                registration=registration,
                workplace=workplace,
                user=request.user,
                **form.cleaned_data,
            )
        except RegistrationError as error:
            return self.refuse(str(error))
        messages.success(
            request,
            _(
                "%(reference)s has been offered a place in %(workplace)s. The letter "
                "waits in the outbox."
            )
            % {"reference": registration, "workplace": workplace.title},
            buttons=[messages.button(reverse("messages:list"), _("To the outbox"))],
        )
        url = reverse("registrations:waiting", args=[self.form_page.pk])
        return redirect(f"{url}#workplace-{workplace.pk}")

    def find(self, rows: QuerySet, name: str) -> Any:
        """Return the row that the click named; None where this user has none such."""
        return rows.filter(pk=read_key(self.request.POST.get(name))).first()

    def refuse(self, error: str) -> HttpResponse:
        self.error = error
        return self.render_to_response(self.get_context_data(), status=422)
