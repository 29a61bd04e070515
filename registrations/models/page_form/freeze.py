"""What people answered stays as it was asked: changes to it are told, and confirmed."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ..form_field import RegistrationFormField
from .rows import QuestionRows

# What may not change unnoticed once somebody answered.
WATCHED = ("label", "field_type", "choices")


class FreezeChecks(QuestionRows):
    """Asks an editor to confirm what touches a question that has answers.

    Nothing of it can harm an old answer: the snapshot of a registration keeps the
    words, another kind of question is another question, and what is taken off the
    form is archived. The editor must know all the same that old and new answers no
    longer answer the same.
    """

    confirms_changes = forms.BooleanField(
        label=gettext_lazy("I know; change it all the same"), required=False
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        self.freeze_warnings: list[str] = []
        super().__init__(*args, **kwargs)

    def _get_stored(self) -> dict[str, RegistrationFormField]:
        """The questions of the public form, by key; asked for once."""
        if not hasattr(self, "_stored"):
            rows = RegistrationFormField.objects.filter(page=self.instance.pk or 0)
            self._stored = {row.clean_name: row for row in rows}
        return self._stored

    def _count(self, key: str) -> int:
        row = self._get_stored().get(key)
        return self.instance.count_answers_to(row) if row else 0

    def is_another_question(self, form: forms.ModelForm) -> bool:
        """Another kind of question makes other answers: it gets a key of its own."""
        stored = self._get_stored().get(form.instance.clean_name)
        return (
            stored is not None
            and stored.field_type != form.instance.field_type
            and self._count(stored.clean_name) > 0
        )

    def check_changes(self) -> None:
        """Say how many people answered what changes; go on when that is confirmed."""
        formset = self.formsets.get("form_fields")
        if formset is None or not self.instance.pk:
            return
        sentences = []
        for form in formset.deleted_forms:
            key = form.initial.get("clean_name", "")
            sentences += self._warn(key, form.initial.get("label", ""), None)
        for form in self.get_rows():
            changed = [name for name in WATCHED if name in form.changed_data]
            if changed:
                key = form.initial.get("clean_name", "")
                sentences += self._warn(key, form.initial.get("label", ""), changed)
        self.freeze_warnings = sentences
        if sentences and not self.cleaned_data.get("confirms_changes"):
            self.add_error(
                None,
                " ".join(
                    [
                        *sentences,
                        _("Tick below that this is right, and save again."),
                    ]
                ),
            )

    def _warn(self, key: str, label: str, changed: list[str] | None) -> list[str]:
        count = self._count(key)
        if not count:
            return []
        if changed is None:
            sentence = ngettext(
                "%(count)s person answered “%(label)s”, which you remove: the answer "
                "stays, marked as no longer asked.",
                "%(count)s people answered “%(label)s”, which you remove: the answers "
                "stay, marked as no longer asked.",
                count,
            )
        elif "field_type" in changed:
            sentence = ngettext(
                "%(count)s person answered “%(label)s”. Another kind makes it a new "
                "question: the old one is kept with its answer.",
                "%(count)s people answered “%(label)s”. Another kind makes it a new "
                "question: the old one is kept with its answers.",
                count,
            )
        else:
            sentence = ngettext(
                "%(count)s person answered “%(label)s” as it was: the answer keeps the "
                "old words.",
                "%(count)s people answered “%(label)s” as it was: their answers keep "
                "the old words.",
                count,
            )
        return [sentence % {"count": count, "label": label}]
