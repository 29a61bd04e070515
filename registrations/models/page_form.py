"""The editor's form of a registration form: what may be saved, and published."""

from django import forms
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from home.models import SiteSettings
from home.page_forms import KeyedPageForm
from workplaces.models import CallPage

from ..enums import FormKind
from ..origins import read_origins
from .core_questions import CORE_BY_TYPE, NEVER_REQUIRED, needed_questions
from .form_field import KEY_PREFIX, build_starting_fields


class RegistrationFormPageForm(KeyedPageForm):
    """Starts a new form with the questions of the call, and guards publishing.

    A draft may be as unfinished as it likes. To publish, or to hand in for
    approval, the form needs the core questions of its kind, and whoever registers
    must be able to find the deadline, a contact and the privacy notice (domain.md
    2.1 and 3).
    """

    keyed_formsets = {"form_fields": KEY_PREFIX}
    key_columns = {"form_fields": "clean_name"}

    def __init__(self, data=None, files=None, parent_page=None, **kwargs):
        page = kwargs.get("instance")
        if data is None and page is not None and page.pk is None:
            page.kind = get_usual_kind(parent_page)
            if not page.form_fields.all():
                page.form_fields = build_starting_fields(page.kind)
        super().__init__(data, files, parent_page, **kwargs)

    def clean(self) -> dict:
        cleaned_data = super().clean()
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

    def _give_key(
        self,
        name: str,
        form: forms.ModelForm,
        *,
        known: dict[str, int | None],
        taken: set[str],
    ) -> None:
        """A core question is named after its column, and nothing else ever is."""
        core = CORE_BY_TYPE.get(form.instance.field_type)
        if core is None:
            prefix = f"{KEY_PREFIX}_"
            known = {key: pk for key, pk in known.items() if key.startswith(prefix)}
            super()._give_key(name, form, known=known, taken=taken)
        elif hasattr(form, "cleaned_data"):
            if form.instance.pk is None and core.column not in taken:
                form.instance.pk = known.get(core.column)
            taken.add(core.column)
            form.instance.clean_name = core.column
            form.cleaned_data["clean_name"] = core.column

    def _get_rows(self) -> list[forms.ModelForm]:
        """The rows of the questions that stay, in so far as they could be read."""
        formset = self.formsets.get("form_fields")
        if formset is None:
            return []
        deleted = set(map(id, formset.deleted_forms))
        return [
            form
            for form in formset.forms
            if id(form) not in deleted and hasattr(form, "cleaned_data")
        ]

    def _check_core_questions_once(self) -> None:
        seen = set()
        for form in self._get_rows():
            core = form.instance.core
            if core and core in seen:
                form.add_error("field_type", _("This question is already on the form."))
            seen.add(core)

    def _check_consent_is_free(self) -> None:
        for form in self._get_rows():
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
        rows = {form.instance.core: form for form in self._get_rows()}
        missing = []
        for core in needed_questions(self.cleaned_data.get("kind", "")):
            if core not in rows:
                missing.append(str(core.name))
            elif not rows[core].instance.required:
                rows[core].add_error(
                    "required", _("This form cannot do without an answer to this.")
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


def get_usual_kind(parent: Page | None) -> FormKind:
    """Return the kind of form that belongs below `parent`."""
    if parent is None or isinstance(parent.specific, CallPage):
        return FormKind.SELECTION
    return FormKind.DIRECT


def find_gaps(parent: Page) -> list[str]:
    """Return a sentence for each thing that people must know before they register."""
    parent = parent.specific
    site = parent.get_site() or Site.objects.filter(is_default_site=True).first()
    settings = SiteSettings.for_site(site) if site else SiteSettings()
    gaps = []
    if isinstance(parent, CallPage) and parent.closes_at is None:
        gaps.append(_("Fill in on the call when it closes, then publish this form."))
    if not (settings.contact_email or settings.contact_phone):
        gaps.append(
            _("Fill in a contact in Settings → Site settings, then publish this form.")
        )
    if settings.privacy_page is None or not settings.privacy_page.live:
        gaps.append(
            _(
                "Choose a published privacy page in Settings → Site settings, then "
                "publish this form."
            )
        )
    return gaps
