"""“Gegevens van één persoon”: what is held where, a copy to them, and erasing it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import TemplateView
from wagtail.admin import messages

from ..forms.person import ErasePersonForm, FindPersonForm, PersonActForm
from ..models import Registration
from ..permissions import user_can_handle_data
from ..services.errors import RegistrationError
from ..services.keys import read_key
from ..services.person import Held, ask_copy, erase_person, find_person
from .office import OfficeScreen


@method_decorator([never_cache, sensitive_post_parameters()], name="dispatch")
class PersonView(OfficeScreen, TemplateView):
    """Look for an address, see what is held, and do what that person asks.

    The address is posted each time and stands in no link: what a browser, a proxy or a
    log keeps of an address tells nobody who asked to be forgotten.
    """

    template_name = "registrations/admin/person.html"
    page_title = gettext_lazy("Data of one person")
    header_icon = "user"
    user_can_enter = staticmethod(user_can_handle_data)
    media = OfficeScreen.media + forms.Media(
        css={"all": ["registrations/css/person.css"]}
    )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        pk = request.GET.get("registration", "")
        if not pk:
            return self.show(find_form=FindPersonForm())
        return self.look(self._find_email(pk))

    def _find_email(self, pk: str) -> str:
        """The address of a registration of which this colleague may know whose it is."""
        rows = Registration.objects.named_to(self.request.user)
        found = rows.filter(pk=read_key(pk)).exclude(email="").first()
        if found is None:
            raise Http404
        return found.email

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        act = {"copy": self.send_copy, "erase": self.erase}.get(
            request.POST.get("action", "")
        )
        if act:
            return act()
        form = FindPersonForm(request.POST)
        if not form.is_valid():
            return self.show(find_form=form, status=422)
        return self.look(form.cleaned_data["email"])

    def look(self, email: str, *, status: int = 200, **shown: Any) -> HttpResponse:
        """Show what is held under an address, or why it cannot be shown."""
        try:
            held = find_person(email=email, user=self.request.user)
        except RegistrationError as error:
            form = FindPersonForm(initial={"email": email})
            shown["error"] = str(error)
            return self.show(find_form=form, status=422, **shown)
        return self.show(held=held, status=status, **shown)

    def send_copy(self) -> HttpResponse:
        return self.act(
            "copy_form",
            PersonActForm(self.request.POST, prefix="copy"),
            ask_copy,
            _("The copy is on its way to this person. You do not see it yourself."),
        )

    def erase(self) -> HttpResponse:
        return self.act(
            "erase_form",
            ErasePersonForm(self.request.POST, prefix="erase"),
            erase_person,
            _("Everything of this person is erased. They get one last mail about it."),
        )

    def act(self, name: str, form: forms.Form, perform: Any, done: str) -> HttpResponse:
        """Do what was asked, or show the screen again as things are now."""
        if not form.is_valid():
            email = str(form.data.get(form.add_prefix("email"), ""))
            return self.look(email, status=422, **{name: form})
        data = form.cleaned_data
        try:
            perform(
                email=data["email"],
                user=self.request.user,
                reason=data["reason"],
                seen=data["seen"],
            )
        except RegistrationError as error:
            # What was typed stays; what was seen is what is seen now.
            return self.look(
                data["email"], status=409, error=str(error), typed=data["reason"]
            )
        messages.success(self.request, done)
        return redirect(reverse("registrations:person"))

    def show(
        self,
        *,
        status: int = 200,
        held: Held | None = None,
        typed: str = "",
        **shown: Any,
    ) -> HttpResponse:
        if held:
            initial = {"email": held.email, "seen": held.version, "reason": typed}
            shown.setdefault("copy_form", PersonActForm(initial=initial, prefix="copy"))
            shown.setdefault(
                "erase_form", ErasePersonForm(initial=initial, prefix="erase")
            )
        context = self.get_context_data(held=held, **shown)
        return self.render_to_response(context, status=status)
