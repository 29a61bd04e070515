"""The import of the old form, step by step: file, columns, answers, dry run, report."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.forms import Media
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView, View
from wagtail.admin import messages

from ..enums import IMPORTABLE, RowOutcome
from ..forms.imports import ImportFileForm, MappingForm, MeaningsForm
from ..models import Registration, RegistrationImport
from ..permissions import user_can_import
from ..services.errors import RegistrationError
from ..services.form_names import name_forms
from ..services.imports.columns import SKIP
from ..services.imports.reading import MAX_BYTES
from ..services.imports.running import check_rows, run_import
from ..services.imports.service import (
    KEEP_OPEN,
    cancel_import,
    open_import,
    save_mapping,
    save_meanings,
)
from ..services.imports.unread import find_unread
from .office import OfficeScreen

TITLE = gettext_lazy("Import registrations")


class ImportScreen(OfficeScreen):
    """What the screens of an import share: who may, and what went wrong."""

    page_title = TITLE
    header_icon = "upload"
    user_can_enter = staticmethod(user_can_import)
    error = ""

    @cached_property
    def registration_import(self) -> RegistrationImport:
        return get_object_or_404(
            RegistrationImport.objects.select_related("page"), pk=self.kwargs["pk"]
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(error=self.error, **kwargs)


class ImportFileView(ImportScreen, FormView):
    """Step 1: the file."""

    form_class = ImportFileForm
    # @see cultuurplekken/uploads.py
    memory_only_up_to = MAX_BYTES
    template_name = "registrations/admin/import_file.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.get("form") or self.get_form()
        context = super().get_context_data(**kwargs | {"form": form})
        imports = RegistrationImport.objects.select_related("page", "uploaded_by")[:10]
        names = name_forms({row.page_id: row.page for row in imports}.values())
        return context | {
            "media": self.media + form.media,
            "days_kept": KEEP_OPEN.days,
            "earlier": [
                {"registration_import": row, "form": names[row.page_id]}
                for row in imports
            ],
        }

    def form_valid(self, form: ImportFileForm) -> HttpResponse:
        file = form.cleaned_data["file"]
        try:
            opened = open_import(
                page=form.cleaned_data["page"],
                file_name=file.name,
                content=file.read(),
                notice=form.cleaned_data["notice"],
                sends_receipts=form.cleaned_data["sends_receipts"],
                user=self.request.user,
            )
        except RegistrationError as error:
            form.add_error("file", str(error))
            return self.form_invalid(form)
        return redirect(reverse("registrations:import", args=[opened.pk]))

    def form_invalid(self, form: ImportFileForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


class ImportView(ImportScreen, TemplateView):
    """Step 2: where the columns go; and the report, once it is imported."""

    def get_template_names(self) -> list[str]:
        name = "report"
        if self.registration_import.is_open:
            name = "columns"
        if self.registration_import.is_under_way:
            name = "progress"
        return [f"registrations/admin/import_{name}.html"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.registration_import.is_open or self.registration_import.report:
            return redirect(request.path)
        form = self._build_form(request.POST)
        if not form.is_valid():
            return self._refuse(form)
        try:
            saved = save_mapping(
                registration_import=self.registration_import,
                mapping=form.get_mapping(),
                user=request.user,
            )
        except RegistrationError as error:
            self.error = str(error)
            return self._refuse(form)
        unread = find_unread(registration_import=saved)
        is_asked = any(text.meaning is None for row in unread for text in row.texts)
        name = "import_answers" if is_asked else "import_check"
        return redirect(reverse(f"registrations:{name}", args=[saved.pk]))

    def _refuse(self, form: MappingForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def _build_form(self, data: Any = None) -> MappingForm:
        return MappingForm(data, registration_import=self.registration_import)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        registration_import = self.registration_import
        if registration_import.is_under_way:
            kwargs["done"] = len(registration_import.report)
        elif registration_import.is_open:
            kwargs.setdefault("form", self._build_form())
            kwargs["left_out"] = sum(
                target == SKIP for target in registration_import.mapping
            )
        else:
            page = registration_import.page
            kwargs["form_name"] = name_forms([page])[page.pk]
            kwargs["counts"] = _describe_counts(registration_import.count_outcomes())
            kwargs["rows"] = _describe_rows(registration_import, self.request.user)
        context = super().get_context_data(
            registration_import=registration_import, **kwargs
        )
        if registration_import.is_under_way:
            context["media"] += Media(js=["registrations/js/import.js"])
        return context


class ImportAnswersView(ImportScreen, TemplateView):
    """Step 3, where some answers are none of ours: which option do they mean?"""

    template_name = "registrations/admin/import_answers.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        registration_import = self.registration_import
        if not registration_import.is_open or registration_import.report:
            return redirect(
                reverse("registrations:import", args=[registration_import.pk])
            )
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self._build_form(request.POST)
        if not form.is_valid():
            context = self.get_context_data(form=form)
            return self.render_to_response(context, status=422)
        try:
            save_meanings(
                registration_import=self.registration_import,
                meanings=form.get_meanings(),
                user=request.user,
            )
        except RegistrationError as error:
            messages.error(request, str(error))
        pk = self.registration_import.pk
        return redirect(reverse("registrations:import_check", args=[pk]))

    def _build_form(self, data: Any = None) -> MeaningsForm:
        questions = find_unread(registration_import=self.registration_import)
        return MeaningsForm(data, questions=questions)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.pop("form", None) or self._build_form()
        return super().get_context_data(
            registration_import=self.registration_import,
            form=form,
            groups=form.get_groups(),
            **kwargs,
        )


class ImportCheckView(ImportScreen, TemplateView):
    """Step 4: the dry run; a post takes in what can be."""

    template_name = "registrations/admin/import_check.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.registration_import.is_open or self.registration_import.report:
            return self._go_to_report()
        rows = check_rows(registration_import=self.registration_import)
        counts = Counter(row.outcome for row in rows)
        context = self.get_context_data(
            registration_import=self.registration_import,
            counts=_describe_counts({key.value: n for key, n in counts.items()}),
            has_unread=bool(find_unread(registration_import=self.registration_import)),
            importable=sum(counts[outcome] for outcome in IMPORTABLE),
            rows=[
                {
                    "line": row.line,
                    "who": " · ".join(filter(None, (row.name, row.email))),
                    "outcome": row.outcome,
                    "notes": row.notes,
                }
                for row in rows
            ],
        )
        return self.render_to_response(context)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            done = run_import(
                registration_import=self.registration_import, user=request.user
            )
        except RegistrationError as error:
            messages.error(request, str(error))
            return self._go_to_report()
        if done.is_open:
            return self._go_to_report()
        messages.success(
            request,
            _("Imported: %(count)s registrations.") % {"count": done.imported_count},
        )
        return self._go_to_report()

    def _go_to_report(self) -> HttpResponse:
        pk = self.registration_import.pk
        return redirect(reverse("registrations:import", args=[pk]))


class ImportCancelView(ImportScreen, View):
    """Stops an import, and erases what was in its file."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            cancel_import(
                registration_import=self.registration_import, user=request.user
            )
        except RegistrationError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Stopped. The content of the file is erased."))
        return redirect(reverse("registrations:import_file"))


def _describe_counts(counts: dict[str, int]) -> list[dict[str, Any]]:
    return [
        {"outcome": outcome, "label": outcome.label, "count": counts.get(outcome, 0)}
        for outcome in RowOutcome
    ]


def _describe_rows(
    registration_import: RegistrationImport, user: Any
) -> list[dict[str, Any]]:
    """Return the report, with the numbers of whom `user` may know.

    Whoever has the file knows who stands on each of its rows.
    """
    named = Registration.objects.named_to(user).filter(page=registration_import.page)
    references = set(named.values_list("reference", flat=True))
    return [
        row
        | {
            "outcome": RowOutcome(row["outcome"]),
            "url": (
                f"{reverse('registrations:list')}?q={row['reference']}"
                if row["reference"] in references
                else ""
            ),
        }
        for row in registration_import.report
    ]
