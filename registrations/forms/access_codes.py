"""Making and changing an access code."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm

from ..enums import FormStatus
from ..models import RegistrationFormPage
from ..services.access_codes import EndIsPast, change_code, create_code
from ..services.form_names import name_forms

# What the office usually gives somebody: a week, and all of its last day.
USUAL_DAYS = 7


class AccessCodeForm(WagtailAdminModelForm):
    """A code by the service: who makes it, and when, is logged there.

    Once made, a code stays with its form.
    """

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        page = self.fields["page"]
        page.queryset = RegistrationFormPage.objects.live().order_by(
            "-first_published_at"
        )
        if self.instance.pk:
            page.queryset = RegistrationFormPage.objects.filter(
                pk=self.instance.page_id
            )
            page.disabled = True
        else:
            last_day = timezone.localdate() + timedelta(days=USUAL_DAYS)
            self.initial["valid_until"] = timezone.make_aware(
                datetime.combine(last_day, time(23, 59))
            )
        names = name_forms(list(page.queryset))
        page.label_from_instance = lambda row: _describe_form(row, names[row.pk])

    def clean_valid_until(self) -> datetime:
        valid_until = self.cleaned_data["valid_until"]
        has_changed = "valid_until" in self.changed_data
        if has_changed and valid_until <= timezone.now():
            raise forms.ValidationError(str(EndIsPast.message))
        return valid_until

    def save(self, commit: bool = True) -> Any:
        """Hand over to the service; `for_user` is whoever is signed in."""
        values = {
            name: self.cleaned_data[name]
            for name in ("note", "valid_until", "max_uses")
        }
        if self.instance.pk:
            return change_code(access_code=self.instance, user=self.for_user, **values)
        return create_code(
            form_page=self.cleaned_data["page"], user=self.for_user, **values
        )


def _describe_form(page: RegistrationFormPage, title: str) -> str:
    """Return the name of a form, and whether it is open without a code."""
    if page.get_status() is FormStatus.OPEN:
        return _("%(title)s (open now)") % {"title": title}
    return title
