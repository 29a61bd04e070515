"""The forms of an import: the file, where its columns go, what its answers mean."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.core.validators import FileExtensionValidator
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.widgets import AdminAutoHeightTextInput

from ..models import RegistrationFormPage, RegistrationImport
from ..services.form_names import name_forms
from ..services.imports.answers import AS_TEXT, EMPTY
from ..services.imports.columns import get_targets
from ..services.imports.reading import MAX_MEGABYTES, MAX_ROWS
from ..services.imports.unread import UnreadQuestion, UnreadText

EXAMPLES = 2
LONGEST_EXAMPLE = 60


class ImportFileForm(forms.Form):
    """What is uploaded, for which form, and under which privacy notice."""

    required_css_class = "required"

    page = forms.ModelChoiceField(
        label=_("To which form do these answers belong?"),
        queryset=RegistrationFormPage.objects.none(),
        empty_label=_("Make a choice"),
        error_messages={"required": _("Choose the form.")},
    )
    file = forms.FileField(
        label=_("File (CSV or XLSX)"),
        validators=[FileExtensionValidator(["csv", "txt", "tsv", "xlsx"])],
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx"}),
        error_messages={"required": _("Choose a file.")},
    )
    notice = forms.CharField(
        label=_("Which privacy notice did these people get?"),
        help_text=_(
            "For example the text below the Google Form, or its address and date. It "
            "stays with every registration of this file."
        ),
        max_length=5000,
        widget=AdminAutoHeightTextInput,
        error_messages={
            "required": _(
                "Say which privacy notice these people got, or that there was none."
            )
        },
    )
    sends_receipts = forms.BooleanField(
        label=_("Send each of these people the receipt, with a private link"),
        help_text=_("Without this nobody gets a mail."),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = _(
            "In Google Forms: Responses → Download responses (.csv). At most "
            "%(megabytes)d MB and %(rows)d rows."
        ) % {"megabytes": MAX_MEGABYTES, "rows": MAX_ROWS}
        field = self.fields["page"]
        field.queryset = RegistrationFormPage.objects.live().order_by(
            "-first_published_at"
        )
        names = name_forms(list(field.queryset))
        field.label_from_instance = lambda page: names[page.pk]


class MappingForm(forms.Form):
    """One list per column of the file, with what stands in its first rows."""

    def __init__(
        self, *args: Any, registration_import: RegistrationImport, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        targets = get_targets(registration_import.page)
        self.names = []
        for number, heading in enumerate(registration_import.headings):
            name = f"column-{number}"
            self.names.append(name)
            self.fields[name] = forms.ChoiceField(
                label=heading or _("Column %(number)s") % {"number": number + 1},
                choices=targets,
                required=False,
                initial=registration_import.mapping[number],
                help_text=get_examples(registration_import, number),
            )

    def get_mapping(self) -> list[str]:
        return [self.cleaned_data[name] for name in self.names]


class MeaningsForm(forms.Form):
    """For each answer that our form does not offer: which option is meant."""

    def __init__(
        self, *args: Any, questions: Sequence[UnreadQuestion], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.questions = questions
        for question in questions:
            choices = list(_get_meanings(question))
            for text in question.texts:
                self.fields[_name(question, text)] = forms.ChoiceField(
                    label=text.text,
                    choices=choices,
                    required=False,
                    initial=text.meaning or AS_TEXT,
                    help_text=ngettext(
                        "In %(count)s row.", "In %(count)s rows.", text.count
                    )
                    % {"count": text.count},
                )

    def get_groups(self) -> list[tuple[UnreadQuestion, list[BoundField]]]:
        """Return the questions, each with the lists about its answers."""
        return [
            (question, [self[_name(question, text)] for text in question.texts])
            for question in self.questions
        ]

    def get_meanings(self) -> dict[str, dict[str, str]]:
        """Return what was said, by question and digest of the answer."""
        return {
            question.key: {
                text.digest: self.cleaned_data[_name(question, text)] or AS_TEXT
                for text in question.texts
            }
            for question in self.questions
        }


def _name(question: UnreadQuestion, text: UnreadText) -> str:
    return f"{question.key}-{text.digest}"


def _get_meanings(question: UnreadQuestion) -> Iterator[tuple[str, str]]:
    if question.is_vital:
        yield AS_TEXT, _("— these rows stay out —")
    else:
        yield AS_TEXT, _("— keep as text with the registration —")
    yield from question.choices
    if not question.is_vital:
        yield EMPTY, _("— leave empty —")


def get_examples(registration_import: RegistrationImport, number: int) -> str:
    """Return the first answers of a column, so that one sees what it holds."""
    texts: list[str] = []
    for _line, cells in registration_import.rows:
        text = " ".join(cells[number].split())
        if text and text not in texts:
            is_long = len(text) > LONGEST_EXAMPLE
            texts.append(f"{text[:LONGEST_EXAMPLE]}…" if is_long else text)
        if len(texts) == EXAMPLES:
            break
    return " · ".join(texts)
