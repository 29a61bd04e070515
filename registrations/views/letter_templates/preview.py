"""A letter as it will look, on its own, for the frame in the editor."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from ...services.letter_marks import to_shown
from ...services.letter_preview import EXAMPLES, preview_letter
from ...services.wording import Words
from ..letter_frame import show_letter
from .doors import OneKindView


class LetterPreviewView(OneKindView):
    """The letter on its own, for a frame: as saved, or as it stands in the form."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.show(self.get_words(), request.GET)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """What was typed, saved nowhere; also while it cannot be saved."""
        return self.show(self.get_form().get_words(), request.POST)

    def show(self, words: Words, asked: Any) -> HttpResponse:
        letter = preview_letter(
            words=words,
            kind=self.kind,
            page=self.page,
            sample=asked.get("number", "").strip() or asked.get("sample", EXAMPLES),
            user=self.request.user,
        )
        html = letter.html
        if asked.get("look") == "text":
            text = to_shown(letter.text)
            html = render_to_string(
                "registrations/admin/letter_as_text.html",
                {"subject": letter.subject, "text": text},
            )
        return show_letter(replace(letter, html=html))
