"""“Wensen voor de groepen”: what a call wishes of the people in one workplace."""

from __future__ import annotations

from typing import Any

from django.forms import Media
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from workplaces.models import WorkplacePage

from ..forms.composition import WishForm
from ..services.composition import (
    add_wish,
    get_labels,
    get_sentence,
    get_wishes,
    remove_wish,
    set_default_wishes,
)
from ..services.errors import RegistrationError
from ..services.keys import read_key
from .rounds import RoundScreen

SCENARIO_CSS = Media(css={"all": ["registrations/css/scenarios.css"]})


class WishesView(RoundScreen):
    """Every wish as a sentence, and a form for one more; for who decides or leads."""

    template_name = "registrations/admin/wishes.html"
    page_title = gettext_lazy("Wishes for the groups")
    header_icon = "sliders"
    media = RoundScreen.media + SCENARIO_CSS

    def get_own_url(self) -> str:
        return reverse("registrations:wishes", args=[self.form_page.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        wishes = list(get_wishes(self.form_page))
        labels = get_labels(wishes)
        form = kwargs.get("form") or self.make_form()
        return super().get_context_data(**kwargs) | {
            "form": form,
            "own_url": self.get_own_url(),
            "rows": [
                {
                    "pk": wish.pk,
                    "sentence": get_sentence(wish, labels),
                    "weight": wish.get_weight_display(),
                    "workplace": wish.workplace.title if wish.workplace else "",
                }
                for wish in wishes
            ],
        }

    def make_form(self, data: Any = None) -> WishForm:
        workplaces = WorkplacePage.objects.sibling_of(self.form_page).order_by("path")
        return WishForm(data, workplaces=workplaces)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Add one, take one away, or begin with those that follow from the call."""
        form = None
        try:
            if "defaults" in request.POST:
                set_default_wishes(form_page=self.form_page, user=request.user)
                done = _("These wishes follow from the call. Change what does not fit.")
            elif "remove" in request.POST:
                pk = read_key(request.POST["remove"])
                if pk is not None:
                    remove_wish(form_page=self.form_page, pk=pk, user=request.user)
                done = _("The wish has been taken away.")
            else:
                form = self.make_form(request.POST)
                if not form.is_valid():
                    return self.refuse("", form=form)
                add_wish(
                    form_page=self.form_page, draft=form.get_draft(), user=request.user
                )
                done = _("The wish has been added.")
        except RegistrationError as error:
            return self.refuse(error, form=form)
        messages.success(request, done)
        return redirect(self.get_own_url())
