"""Changing what a kind of letter says."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.rich_text import DraftailRichTextArea

from ..services.letter_html import MAX_SUBJECT
from ..services.wording import (
    FEATURES,
    LetterKind,
    Words,
    find_problems,
    from_rich_text,
    to_rich_text,
)

# What each field of a letter needs in the editor. @see admin/letter_editor.py
EDITOR_FEATURES = [*FEATURES, "letter-fields"]


class LetterArea(DraftailRichTextArea):
    """Wagtail's editor; what is no document of the editor counts as nothing."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str | None:
        try:
            return super().value_from_datadict(data, files, name)
        except (ValueError, KeyError, TypeError, AttributeError):
            return ""


class LetterTemplateForm(forms.Form):
    """Subject and text with their fields.

    Args:
        kind: what the letter knows and must say.
        words: as they are now.
        number: the version on the screen; 0 for none.
    """

    subject = forms.CharField(
        label=pgettext_lazy("of a message", "Subject"),
        max_length=MAX_SUBJECT,
        required=False,
        help_text=_(
            "In letters about a call, the site puts the title of the call before it, as "
            "far as there is room."
        ),
    )
    body = forms.CharField(
        label=pgettext_lazy("of a message", "Text"),
        required=False,
        help_text=_(
            "The salutation, the greeting and the small print are added by the site. "
            "A field stands between braces; take it from the list, or type it."
        ),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    def __init__(
        self, *args: Any, kind: LetterKind, words: Words, number: int, **kwargs: Any
    ):
        initial = {
            "subject": words.subject,
            "body": to_rich_text(words.body),
            "seen": number,
        }
        super().__init__(*args, initial=initial, **kwargs)
        # Not before: Wagtail learns what its editor offers when the admin starts.
        area = LetterArea(features=EDITOR_FEATURES)
        # The label is that of the field that the editor hides: it has no name itself.
        area.options["ariaLabel"] = str(self.fields["body"].label)
        self.fields["body"].widget = area
        self.kind = kind

    def clean_seen(self) -> int:
        return self.cleaned_data["seen"] or 0

    def clean(self) -> dict[str, Any]:
        """Refuse what cannot be saved, each with a sentence at its field."""
        data = super().clean() or {}
        words = self.get_words()
        found = find_problems(kind=self.kind, subject=words.subject, body=words.body)
        for problem in found:
            # Too long is said already, by the field itself.
            if problem.part not in self.errors or problem.part == "body":
                self.add_error(problem.part, problem.sentence)
        return data

    def get_words(self) -> Words:
        """What was typed, as it would be saved; also while it cannot be."""
        raw = self.data.get(self.add_prefix("subject")) or ""
        html = self["body"].value() or ""
        return Words(
            subject=" ".join(raw.replace("\x00", "").split()),
            body=from_rich_text(html.replace("\x00", "")),
        )
