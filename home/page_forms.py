"""The editor's forms of our pages."""

from django import forms
from wagtail.admin.forms import WagtailAdminPageForm

from .models.keyed import mint_key


class KeyedPageForm(WagtailAdminPageForm):
    """Carries the keys of child rows through drafts, publishing and autosave.

    A key is minted once, here, on the server. It travels as a hidden input, since
    a row of a draft has no other identity; but what comes back is only believed
    when this page already knows it, and never for a row that has one stored.
    """

    # relation name → prefix of its keys, such as {"sessions": "s"}
    keyed_formsets: dict[str, str] = {}
    # relation name → the column of the key, where it is not `key`
    key_columns: dict[str, str] = {}

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self._known_keys = {
            name: self._collect_known_keys(name)
            for name in self.keyed_formsets
            if name in self.formsets
        }

    def _get_column(self, name: str) -> str:
        return self.key_columns.get(name, "key")

    def _collect_known_keys(self, name: str) -> dict[str, int | None]:
        """The keys of the opened revision and of the database, with stored ids."""
        model, column = self.formsets[name].model, self._get_column(name)
        rows = getattr(self.instance, name).all()
        known: dict[str, int | None] = {getattr(row, column): row.pk for row in rows}
        if self.instance.pk:
            link = self.formsets[name].fk.name
            stored = model.objects.filter(**{link: self.instance.pk})
            known |= dict(stored.values_list(column, "pk"))
        known.pop("", None)
        return known

    def clean(self) -> dict:
        """Give every row the key it had, or a new one."""
        cleaned_data = super().clean()
        for name, known in self._known_keys.items():
            taken: set[str] = set()
            formset = self.formsets[name]
            formset.is_valid()  # binds the rows; their mistakes are shown as usual
            deleted = set(map(id, formset.deleted_forms))
            rows = [form for form in formset.forms if id(form) not in deleted]
            # Stored rows first: nobody may take the key of one of them.
            rows.sort(key=lambda form: form.instance.pk is None)
            for form in rows:
                self._give_key(name, form, known=known, taken=taken)
        return cleaned_data

    def _give_key(
        self,
        name: str,
        form: forms.ModelForm,
        *,
        known: dict[str, int | None],
        taken: set[str],
    ) -> None:
        if not hasattr(form, "cleaned_data"):
            return
        row, column = form.instance, self._get_column(name)
        key = form.initial.get(column, "") if row.pk else getattr(row, column)
        if key not in known or key in taken:
            key = mint_key(self.keyed_formsets[name])
        elif row.pk is None:
            # The editor lost the id (a draft of a live page has none, and Wagtail
            # would delete the row and make another): it is the same row.
            row.pk = known[key]
        taken.add(key)
        setattr(row, column, key)
        form.cleaned_data[column] = key

    def get_field_updates_for_resave(self) -> list[tuple[str, str]]:
        """Hand the minted keys to the editor that is still open (autosave)."""
        updates = super().get_field_updates_for_resave()
        for name in self._known_keys:
            for form in self.formsets[name].forms:
                column = self._get_column(name)
                field, key = form.add_prefix(column), getattr(form.instance, column)
                if key and self.data.get(field) != key:
                    updates.append((field, key))
        return updates
