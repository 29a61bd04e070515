"""Forms of the lists that the office keeps."""

from typing import Any

from django import forms
from django.core.validators import FileExtensionValidator
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

MAX_MEGABYTES = 2
MAX_BYTES = MAX_MEGABYTES * 1024 * 1024


class AnswerOptionForm(WagtailAdminModelForm):
    """Once made, an option keeps its list and its code: exports rely on them."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["list"].disabled = True
            self.fields["code"].disabled = True


class MunicipalityImportForm(forms.Form):
    """One or both files; the municipalities are read first."""

    municipalities = forms.FileField(
        label=_("Municipalities (CSV)"),
        required=False,
        validators=[FileExtensionValidator(["csv", "txt"])],
        help_text=_(
            "Columns: nis_code, naam, gewest, provincie, referentieregio_code, "
            "referentieregio."
        ),
    )
    mergers = forms.FileField(
        label=_("Mergers (CSV)"),
        required=False,
        validators=[FileExtensionValidator(["csv", "txt"])],
        help_text=_("Columns: nis_code_2024, naam_2024, nis_code_2025, naam_2025."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned_data = super().clean()
        files = [file for file in cleaned_data.values() if file]
        if not files and not self.errors:
            raise forms.ValidationError(_("Choose a file."))
        if any(file.size > MAX_BYTES for file in files):
            raise forms.ValidationError(
                _("A file may be %(megabytes)d MB at most."),
                params={"megabytes": MAX_MEGABYTES},
            )
        return cleaned_data
