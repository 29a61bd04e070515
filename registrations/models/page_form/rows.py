"""The questions in the editor's screen: which rows there are, and their keys."""

from django import forms
from django.utils.translation import gettext as _

from home.models.keyed import mint_key
from home.page_forms import KeyedPageForm

from ...enums import HIDDEN_KIND, AnswerRetention, AnswerVisibility, FormSection
from ..core_questions import CORE_BY_TYPE, LISTED, MAX_LONG_ANSWER
from ..field_kinds import TEXT_KINDS
from ..form_field import KEY_PREFIX
from ..question_choices import TEXT_ANSWERS

SECTIONS = list(FormSection)


class QuestionRows(KeyedPageForm):
    """Gives every question its key: of its column, or its own for ever."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        # What a question was called in the post → what it is called now.
        self.renamed: dict[str, str] = {}
        super().__init__(*args, **kwargs)

    def _give_key(
        self,
        name: str,
        form: forms.ModelForm,
        *,
        known: dict[str, int | None],
        taken: set[str],
    ) -> None:
        """A core question is named after its column, and nothing else ever is."""
        posted = form["clean_name"].value() or ""
        core = CORE_BY_TYPE.get(form.instance.field_type)
        if core is None:
            prefix = f"{KEY_PREFIX}_"
            known = {key: pk for key, pk in known.items() if key.startswith(prefix)}
            super()._give_key(name, form, known=known, taken=taken)
            if hasattr(form, "cleaned_data") and self.is_another_question(form):
                self._name(form, mint_key(KEY_PREFIX))
                taken.add(form.instance.clean_name)
        elif hasattr(form, "cleaned_data"):
            if form.instance.pk is None and core.column not in taken:
                form.instance.pk = known.get(core.column)
            taken.add(core.column)
            self._name(form, core.column)
        if posted:
            self.renamed.setdefault(posted, form.instance.clean_name)

    def _name(self, form: forms.ModelForm, key: str) -> None:
        form.instance.clean_name = key
        form.cleaned_data["clean_name"] = key

    def is_another_question(self, form: forms.ModelForm) -> bool:
        """Whether this row asks something else than the answers under its key."""
        return False

    def get_rows(self) -> list[forms.ModelForm]:
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

    def get_rows_in_order(self) -> list[forms.ModelForm]:
        """The same rows as somebody meets them: by section, then as put in order."""
        return sorted(
            self.get_rows(),
            key=lambda form: (
                SECTIONS.index(form.instance.section)
                if form.instance.section in SECTIONS
                else len(SECTIONS),
                form.cleaned_data.get("ORDER") or 0,
            ),
        )

    def check_keeping(self) -> None:
        """What the work itself needs can be neither closed nor erased."""
        for form in self.get_rows():
            row = form.instance
            if row.core is None:
                continue
            if row.core.column in LISTED and row.visibility != AnswerVisibility.ALWAYS:
                form.add_error(
                    "visibility",
                    _(
                        "Readers find registrations by this answer, so they always "
                        "see it."
                    ),
                )
            if row.core.needed_by and row.retention != AnswerRetention.REGISTRATION:
                form.add_error(
                    "retention",
                    _(
                        "This form cannot do without this answer: keep it as long as "
                        "the registration."
                    ),
                )

    def check_hidden(self) -> None:
        """A field that nobody fills in holds something from the start."""
        for form in self.get_rows():
            row = form.instance
            if row.field_type == HIDDEN_KIND and not (row.default_value or "").strip():
                form.add_error(
                    "default_value",
                    _("Nobody fills in a hidden field: say here what it holds."),
                )

    def check_lengths(self) -> None:
        """A limit is for text, and no column takes more than it has room for."""
        for form in self.get_rows():
            row = form.instance
            if row.max_length is None:
                continue
            room = MAX_LONG_ANSWER
            if row.core:
                takes_text = row.core.answer in TEXT_ANSWERS
                room = row.core.max_length or room
            else:
                takes_text = row.field_type in TEXT_KINDS
            if not takes_text:
                # Left behind when the kind of question changed.
                row.max_length = None
            elif not 1 <= row.max_length <= room:
                form.add_error(
                    "max_length",
                    _("Choose a number from 1 to %(room)s.") % {"room": room},
                )
