"""Panels of the page editor."""

from django import forms
from django.utils.safestring import SafeString
from wagtail.admin.panels import Panel


class KeyPanel(Panel):
    """The key of a child row, as a hidden input of its inline panel."""

    def __init__(self, field_name: str = "key", **kwargs: object) -> None:
        super().__init__(**{"classname": "w-hidden"} | kwargs)
        self.field_name = field_name

    def clone_kwargs(self) -> dict:
        return super().clone_kwargs() | {"field_name": self.field_name}

    def get_form_options(self) -> dict:
        """Put the column in the form, hidden."""
        return {
            "fields": [self.field_name],
            "widgets": {self.field_name: forms.HiddenInput()},
        }

    class BoundPanel(Panel.BoundPanel):
        def render_html(self, parent_context: dict | None = None) -> SafeString:
            return self.form[self.panel.field_name].as_widget()
