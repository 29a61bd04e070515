"""Entering a registration for somebody: choose the form, fill it in."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages

from ..enums import FormStatus
from ..forms.entry import EntryForm, build_entry_form
from ..forms.registration_form import RegistrationForm, get_first_input_id
from ..models import Registration, RegistrationFormPage
from ..models.subjects import read_subjects
from ..permissions import user_can_enter
from ..services.entry import enter_registration
from ..services.errors import AlreadyRegistered, RegistrationError
from ..services.form_names import name_forms
from .office import OfficeScreen


def get_form_pages() -> list[RegistrationFormPage]:
    """Return the forms that are on line, open or not, the latest first."""
    return list(RegistrationFormPage.objects.live().order_by("-first_published_at"))


class EntryStartView(OfficeScreen, TemplateView):
    """For which form; nobody is asked where there is but one."""

    template_name = "registrations/admin/enter_start.html"
    page_title = gettext_lazy("Enter a registration for somebody")
    header_icon = "edit"
    user_can_enter = staticmethod(user_can_enter)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        pages = get_form_pages()
        if len(pages) == 1:
            return redirect(reverse("registrations:enter", args=[pages[0].pk]))
        return self.render_to_response(self.get_context_data(pages=pages))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        pages = kwargs.pop("pages")
        read_subjects(pages)
        names = name_forms(pages)
        choices = [
            {
                "url": reverse("registrations:enter", args=[page.pk]),
                "title": names[page.pk],
                "form": page.title,
                "is_open": page.get_status() is FormStatus.OPEN,
            }
            for page in pages
        ]
        return super().get_context_data(choices=choices, **kwargs)


class EntryView(OfficeScreen, TemplateView):
    """The questions of one form, with how and why it is entered here."""

    template_name = "registrations/admin/enter.html"
    page_title = gettext_lazy("Enter a registration for somebody")
    header_icon = "edit"
    user_can_enter = staticmethod(user_can_enter)

    error = ""
    is_known = False
    known: Registration | None = None

    @cached_property
    def page(self) -> RegistrationFormPage:
        return get_object_or_404(
            RegistrationFormPage.objects.live(), pk=self.kwargs["page_pk"]
        )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._render(EntryForm(), build_entry_form(self.page))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        about = EntryForm(request.POST)
        form = build_entry_form(self.page, request.POST)
        # Both, so that every mistake shows at once.
        if not all([about.is_valid(), form.is_valid()]):
            return self._render(about, form, status=422)
        try:
            result = enter_registration(
                form_page=self.page,
                form=form,
                entered_by=request.user,
                **about.cleaned_data,
            )
        except AlreadyRegistered as error:
            self.error, self.is_known = str(error), True
            named = Registration.objects.named_to(request.user)
            self.known = named.filter(pk=error.registration.pk).first()
            return self._render(about, form, status=422)
        except RegistrationError as error:
            self.error = str(error)
            return self._render(about, form, status=422)
        registration = result.registration
        messages.success(
            request,
            _("%(number)s has been entered. The receipt is on its way to %(email)s.")
            % {"number": registration, "email": registration.email},
        )
        return redirect(reverse("registrations:edit", args=[registration.pk]))

    def _render(
        self, about: EntryForm, form: RegistrationForm, *, status: int = 200
    ) -> HttpResponse:
        context = self.get_context_data(about=about, form=form)
        return self.render_to_response(context, status=status)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        about, form = context["about"], context["form"]
        mistakes = [
            {"target": get_first_input_id(bound), "sentence": sentence}
            for bound in about
            for sentence in bound.errors
        ] + [
            {"target": row.target, "sentence": row.sentence}
            for row in form.get_mistakes()
        ]
        return context | {
            "form_page": self.page,
            "subject": self.page.subject,
            "is_open": self.page.get_status() is FormStatus.OPEN,
            "mistakes": mistakes,
            "error": self.error,
            "is_known": self.is_known,
            "known": self.known,
            "media": self.media + about.media,
        }
