"""The editor's form of a registration form: what may be saved, and published."""

from django.utils.translation import gettext as _

from ...enums import FormKind
from ...origins import read_origins
from ..core_questions import NEVER_REQUIRED, needed_questions
from ..form_field import KEY_PREFIX, build_starting_fields
from .conditions import ConditionChecks
from .freeze import FreezeChecks
from .surroundings import find_gaps, get_usual_kind


class RegistrationFormPageForm(FreezeChecks, ConditionChecks):
    """Starts a new form with the questions of the call, and guards publishing.

    A draft may be as unfinished as it likes. To publish, or to hand in for
    approval, the form needs the core questions of its kind, and whoever registers
    must be able to find the deadline, a contact and the privacy notice (domain.md
    2.1 and 3).
    """

    class Media:
        js = ["registrations/js/questions.js"]
        css = {"all": ["registrations/css/questions.css"]}

    keyed_formsets = {"form_fields": KEY_PREFIX}
    key_columns = {"form_fields": "clean_name"}

    def __init__(self, data=None, files=None, parent_page=None, **kwargs):
        page = kwargs.get("instance")
        if data is None and page is not None and page.pk is None:
            page.kind = get_usual_kind(parent_page)
            if not page.form_fields.all():
                page.form_fields = build_starting_fields(page.kind)
        super().__init__(data, files, parent_page, **kwargs)
        self.show_conditions()

    def clean(self) -> dict:
        cleaned_data = super().clean()
        self.check_hidden()
        self.check_lengths()
        self.check_keeping()
        self.check_conditions()
        self.check_changes()
        self._check_core_questions_once()
        self._check_consent_is_free()
        self._check_kind()
        if not self.is_deferred_validation:
            self._check_needed_questions()
            self._check_surroundings()
        return cleaned_data

    def clean_embedding_origins(self) -> str:
        """The websites as browsers write them, one on each line."""
        return "\n".join(read_origins(self.cleaned_data["embedding_origins"]))

    def _check_core_questions_once(self) -> None:
        seen = set()
        for form in self.get_rows():
            core = form.instance.core
            if core and core in seen:
                form.add_error("field_type", _("This question is already on the form."))
            seen.add(core)

    def _check_consent_is_free(self) -> None:
        for form in self.get_rows():
            core = form.instance.core
            if core and core.column in NEVER_REQUIRED and form.instance.required:
                form.add_error(
                    "required", _("Consent is free: this can never be required.")
                )

    def _check_kind(self) -> None:
        kind = self.cleaned_data.get("kind")
        page = self.instance
        usual = get_usual_kind(self.parent_page)
        if kind == FormKind.SELECTION and usual != FormKind.SELECTION:
            self.add_error(
                "kind",
                _("Only a call selects. Choose first come, first served for a day."),
            )
        if page.pk is None or kind is None or not page.registrations.exists():
            return
        stored = type(page).objects.values_list("kind", flat=True).get(pk=page.pk)
        if kind != stored:
            self.add_error(
                "kind",
                _("People have registered already: the kind can no longer change."),
            )

    def _check_needed_questions(self) -> None:
        rows = {form.instance.core: form for form in self.get_rows()}
        missing = []
        for core in needed_questions(self.cleaned_data.get("kind", "")):
            if core not in rows:
                missing.append(str(core.name))
            elif not rows[core].instance.required:
                rows[core].add_error(
                    "required", _("This form cannot do without an answer to this.")
                )
            elif rows[core].instance.show_if_key:
                rows[core].add_error(
                    "show_if_key",
                    _("This form cannot do without an answer to this: ask it of all."),
                )
        if missing:
            self.add_error(
                None,
                _("Add these core questions before you publish: %(questions)s.")
                % {"questions": ", ".join(missing)},
            )

    def _check_surroundings(self) -> None:
        if self.parent_page is None:
            return
        for sentence in find_gaps(self.parent_page):
            self.add_error(None, sentence)
