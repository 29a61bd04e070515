"""One row of a file, read and checked as our own form would check it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Self

from django import forms
from django.utils.crypto import salted_hmac
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...enums import FormSection, RowOutcome
from ...models import RegistrationFormPage, RegistrationImport
from ..municipality_lookup import has_municipalities, is_whole_area
from .answers import AnswerReader, Unreadable, read_name
from .checked import CheckedRow, ImportedAnswers
from .columns import EXTRA, FULL_NAME, SKIP, TIMESTAMP
from .meanings import Meanings
from .moments import read_moment, writes_month_first
from .reading import Row

# Keys of answers that no question of ours asks; never the key of a question.
EXTRA_PREFIX = "x_"
# The old form counted no characters: nothing that somebody wrote is cut off.
LONGEST = 20_000
# A row without these is nobody, or nothing to decide on.
VITAL = {
    "email": gettext_lazy("“%(question)s”: this is not an e-mail address."),
    "first_name": gettext_lazy("“%(question)s”: this name is too long."),
    "workplace_first": gettext_lazy(
        "“%(question)s”: this choice does not stand on our form."
    ),
}
NOT_IN_LIST = "municipality_other"


class RowReader:
    """Reads the rows of one file for one form; asks the database once for all.

    Args:
        page: the form that the answers go to.
        headings, mapping: the columns, and where each goes.
        meanings: what the office said that answers mean.
        rows: all rows, for what only shows in the whole file.
    """

    def __init__(
        self,
        page: RegistrationFormPage,
        *,
        headings: list[str],
        mapping: list[str],
        meanings: dict[str, dict[str, str]],
        rows: Iterable[Row],
    ) -> None:
        self.page = page
        self.headings, self.mapping = headings, mapping
        self.meanings = Meanings(meanings)
        base = page.get_form_class()
        self.form_class = type("ImportedForm", (ImportedAnswers, base), {})
        self.questions = {row.clean_name: row for row in base.questions}
        self.readers = self._make_readers(self.form_class(page=page))
        self.has_municipalities = has_municipalities()
        self.month_first = False
        if TIMESTAMP in mapping:
            column = mapping.index(TIMESTAMP)
            self.month_first = writes_month_first(row.cells[column] for row in rows)

    @classmethod
    def of(cls, registration_import: RegistrationImport, rows: Iterable[Row]) -> Self:
        """Return the reader of an import, with its columns and meanings."""
        return cls(
            registration_import.page,
            headings=registration_import.headings,
            mapping=registration_import.mapping,
            meanings=registration_import.meanings,
            rows=rows,
        )

    def identify(self, row: Row) -> CheckedRow:
        """Return who and when `row` is; cheap, so that a whole file can be compared."""
        checked = CheckedRow(row.line)
        given = self._get_given(row, checked)
        checked.name = " ".join(
            filter(None, (given.get("first_name"), given.get("last_name")))
        )
        checked.email = given.get("email", "").strip()
        checked.import_key = self._make_key(row, checked)
        checked.given = {
            key: text for key, text in given.items() if key in self.questions
        }
        checked.extras = {
            self._get_extra_key(number): (heading, FormSection.CLOSING.value, text)
            for number, (heading, target, text) in enumerate(self._get_cells(row))
            if target == EXTRA and text
        }
        return checked

    def complete(self, checked: CheckedRow) -> None:
        """Check the answers; what cannot be placed is kept as an extra answer."""
        if checked.is_complete:
            return
        checked.is_complete = True
        self._build_form(checked)
        if checked.outcome == RowOutcome.OK and checked.notes:
            checked.outcome = RowOutcome.WARNING

    def _make_readers(self, form: forms.Form) -> dict[str, AnswerReader]:
        """One for each question, so that its options are compared once for all rows."""
        return {
            key: AnswerReader(
                form.fields[key],
                headings=(self._get_heading(key), question.label),
                sessions=form.sessions if key == "availability" else (),
            )
            for key, question in self.questions.items()
            if key in form.fields
        }

    def _get_cells(self, row: Row) -> Iterable[tuple[str, str, str]]:
        return zip(self.headings, self.mapping, row.cells, strict=True)

    def _get_given(self, row: Row, checked: CheckedRow) -> dict[str, str]:
        """The text of each question that a column answers."""
        given = {}
        for _heading, target, text in self._get_cells(row):
            if target == TIMESTAMP:
                checked.received_at = read_moment(text, month_first=self.month_first)
                if checked.received_at is None:
                    checked.notes.append(
                        _(
                            "The timestamp cannot be read; the moment of importing counts."
                        )
                    )
            elif target not in (SKIP, EXTRA):
                given[target] = text
        if FULL_NAME in given:
            given["first_name"], given["last_name"] = read_name(
                full=given.pop(FULL_NAME),
                first=given.get("first_name", ""),
                last=given.get("last_name", ""),
            )
        return given

    def _make_key(self, row: Row, checked: CheckedRow) -> str:
        """The same row has the same key, in whatever order its columns stand."""
        if checked.received_at and checked.email:
            what = f"{checked.received_at.isoformat()}|{checked.email.lower()}"
        else:
            what = "|".join(sorted(row.cells))
        return salted_hmac(
            "registrations.import", f"{self.page.pk}|{what}", algorithm="sha256"
        ).hexdigest()

    def _get_heading(self, key: str) -> str:
        if key in self.mapping:
            return self.headings[self.mapping.index(key)]
        return self.questions[key].label

    def _get_extra_key(self, number: int) -> str:
        """The key of a column; a second one with the same heading has its own."""
        heading = self.headings[number]
        if same := self.headings[:number].count(heading):
            heading = f"{heading}\n{same}"
        return _make_extra_key(heading)

    def _build_form(self, checked: CheckedRow) -> None:
        """Bind the form; a second time without what it could not take."""
        given, extras = checked.given, checked.extras
        form = self._bind(checked, given, extras)
        wrong = [key for key in form.errors if key in given]
        for key in wrong:
            if key in VITAL:
                checked.refuse(
                    RowOutcome.ERROR,
                    VITAL[key] % {"question": self._get_heading(key)},
                )
            else:
                self._keep_apart(checked, key, given.pop(key), extras)
        for key in self._find_missing(given, wrong):
            checked.refuse(
                RowOutcome.ERROR,
                _("“%(question)s” is missing.") % {"question": self._get_heading(key)},
            )
        if checked.outcome == RowOutcome.ERROR:
            return
        if wrong:
            form = self._bind(checked, given, extras)
        if not form.is_valid():
            checked.refuse(RowOutcome.ERROR, _("This row cannot be checked."))
            return
        self._remark(checked, given, form)
        checked.form = form

    def _bind(self, checked: CheckedRow, given: dict, extras: dict) -> forms.Form:
        data: MultiValueDict = MultiValueDict()
        form = self.form_class(data, page=self.page)
        for name, form_field in form.fields.items():
            form_field.required = False
            if hasattr(form_field, "longest_text"):
                form_field.longest = LONGEST
            text = given.get(name, "")
            if not text:
                continue
            try:
                value = self.readers[name].read(text, self.meanings.of(name))
            except Unreadable:
                if name not in VITAL:
                    self._keep_apart(checked, name, given.pop(name), extras)
                    continue
                value = text  # the form refuses it, and the row with it
            data.setlist(
                form.add_prefix(name), value if isinstance(value, list) else [value]
            )
        if "municipality" in form.fields:
            data[form.add_prefix(NOT_IN_LIST)] = "on"
        form.asked = {key: self._get_heading(key) for key in given}
        form.extras = extras
        return form

    def _keep_apart(
        self, checked: CheckedRow, key: str, text: str, extras: dict
    ) -> None:
        heading = self._get_heading(key)
        section = self.questions[key].section
        if key in self.mapping:
            extra_key = self._get_extra_key(self.mapping.index(key))
        else:
            extra_key = _make_extra_key(heading)
        extras[extra_key] = (heading, section, text)
        checked.notes.append(
            _(
                "“%(question)s”: this is not an answer that our form offers. It stays "
                "with the registration as text."
            )
            % {"question": heading}
        )

    def _find_missing(self, given: dict[str, str], wrong: list[str]) -> list[str]:
        missing = [
            key
            for key in VITAL
            if key in self.questions and key not in wrong and not given.get(key)
        ]
        if "first_name" in missing and given.get("last_name"):
            missing.remove("first_name")
        return missing

    def _remark(
        self, checked: CheckedRow, given: dict[str, str], form: forms.Form
    ) -> None:
        """Say what our own form would have asked, and this row does not answer."""
        missing = [
            self._get_heading(key)
            for key in given
            if not given[key] and self.questions[key].required
        ]
        if missing:
            checked.notes.append(
                _("No answer to: %(questions)s.") % {"questions": "; ".join(missing)}
            )
        town = given.get("municipality")
        if (
            town
            and self.has_municipalities
            and form.cleaned_data.get("municipality") is None
            and not is_whole_area(name=town)
        ):
            checked.notes.append(
                _("The municipality is not in our list; it stays as it was typed.")
            )


def _make_extra_key(heading: str) -> str:
    return f"{EXTRA_PREFIX}{hashlib.sha256(heading.encode()).hexdigest()[:10]}"
