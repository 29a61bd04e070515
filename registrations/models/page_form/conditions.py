"""For whom a question is: labels on the screen, keys and codes in the database."""

from django import forms
from django.utils.translation import gettext as _

from ..question_choices import QuestionChoices
from .rows import QuestionRows

# A row that has no key yet is named after its place on the screen.
ROW_PREFIX = "row:"


class ConditionChecks(QuestionRows):
    """Turns what an editor chose into a condition that can be judged, or says why not.

    A question may only depend on one that stands before it: whoever fills in the form
    without script, from top to bottom, then knows what is asked. So there is no way
    round in a circle either.
    """

    @property
    def choices(self) -> QuestionChoices:
        if not hasattr(self, "_choices"):
            self._choices = QuestionChoices(self.parent_page)
        return self._choices

    def show_conditions(self) -> None:
        """Write the stored conditions as an editor reads them."""
        formset = self.formsets.get("form_fields")
        if formset is None:
            return
        rows = {form.instance.clean_name: form.instance for form in formset.forms}
        offered = [
            (key, row.label)
            for key, row in rows.items()
            if key and self.choices.can_decide(row)
        ]
        for form in formset.forms:
            field = form.fields.get("show_if_key")
            if field is None:
                continue
            chosen = form["show_if_key"].value() or ""
            options = [one for one in offered if one[0] != form.instance.clean_name]
            if chosen and chosen not in dict(options):
                options.append((chosen, self._name_absent(chosen, formset)))
            field.widget.choices = [("", _("Everybody")), *options]
            decider = rows.get(form.instance.show_if_key)
            if decider is not None and not form.is_bound:
                form.initial["show_if_values"] = self.choices.to_labels(
                    decider, form.instance.show_if_values
                )

    def _name_absent(self, chosen: str, formset: forms.BaseFormSet) -> str:
        """What is chosen but cannot be: a row just added, or one that is gone."""
        for form in formset.forms:
            if f"{ROW_PREFIX}{form.prefix}" == chosen:
                return form["label"].value() or chosen
        return _("(no longer on the form)")

    def check_conditions(self) -> None:
        """Replace places and labels by keys and codes, or add a sentence."""
        rows = self.get_rows_in_order()
        before: dict[str, forms.ModelForm] = {}
        everything = {form.instance.clean_name: form for form in rows}
        for form in rows:
            if "show_if_key" in form.cleaned_data:
                self._check_condition(form, before, everything)
            before[form.instance.clean_name] = form

    def _check_condition(
        self,
        form: forms.ModelForm,
        before: dict[str, forms.ModelForm],
        everything: dict[str, forms.ModelForm],
    ) -> None:
        chosen = form.cleaned_data["show_if_key"]
        if not chosen:
            self._store(form, "", [])
            return
        key = self._find_key(chosen)
        if key == form.instance.clean_name:
            form.add_error("show_if_key", _("A question cannot depend on itself."))
        elif key not in everything:
            form.add_error("show_if_key", self._explain_absent(key))
        elif key not in before:
            form.add_error(
                "show_if_key",
                _(
                    "“%(label)s” stands after this question. Move this question below "
                    "it, or choose an earlier one."
                )
                % {"label": everything[key].instance.label},
            )
        elif not self.choices.can_decide(before[key].instance):
            form.add_error(
                "show_if_key",
                _(
                    "“%(label)s” has no answers to choose from. Choose a question "
                    "that has."
                )
                % {"label": before[key].instance.label},
            )
        else:
            self._check_values(form, key, before[key])

    def _find_key(self, chosen: str) -> str:
        """The key of the question that was chosen, also when it has it only now."""
        if chosen.startswith(ROW_PREFIX):
            for form in self.get_rows():
                if f"{ROW_PREFIX}{form.prefix}" == chosen:
                    return form.instance.clean_name
        return self.renamed.get(chosen, chosen)

    def _explain_absent(self, key: str) -> str:
        for form in self.formsets["form_fields"].deleted_forms:
            if form.instance.clean_name == key:
                return _(
                    "This question is only asked after “%(label)s”, which you remove. "
                    "Choose another question, or ask it of everybody."
                ) % {"label": form.instance.label}
        return _(
            "The question on which this one depends is no longer on the form. Choose "
            "another question, or ask it of everybody."
        )

    def _check_values(
        self, form: forms.ModelForm, key: str, decider: forms.ModelForm
    ) -> None:
        labels = form.cleaned_data.get("show_if_values") or []
        if not self.choices.of(decider.instance):
            # A list that is empty for now: the form asks neither question.
            self._store(form, key, labels)
            return
        codes, unknown = self.choices.to_codes(decider.instance, labels)
        if unknown:
            form.add_error(
                "show_if_values",
                _("“%(answer)s” is no answer to “%(label)s”. Choose from: %(answers)s.")
                % {
                    "answer": unknown[0],
                    "label": decider.instance.label,
                    "answers": " · ".join(
                        label for _code, label in self.choices.of(decider.instance)
                    ),
                },
            )
            return
        self._store(form, key, codes)

    def _store(self, form: forms.ModelForm, key: str, codes: list[str]) -> None:
        row = form.instance
        row.show_if_key, row.show_if_values = key, codes
        form.cleaned_data |= {"show_if_key": key, "show_if_values": codes}
