"""Serving the form: at its own address, inside other pages, and after sending.

A GET is the same for everyone: no cookie, no token, so that a cache may keep it. A
post with mistakes is answered in place with 422; a good one with a redirect to a
page that can be opened again. Whatever cannot be accepted is shown with all that
was typed, so that nobody loses a text.
"""

from .context import get_embedded_context, get_form_context, is_full
from .cycle import (
    answer_post,
    keep_for_one_person,
    serve_embedded,
    serve_form,
    show_form,
)
from .place import FormPlace
from .posted import STEP_NAME, collect_posted
from .preview import serve_preview
from .thanks import make_thanks_url, serve_thanks

__all__ = [
    "STEP_NAME",
    "FormPlace",
    "answer_post",
    "collect_posted",
    "get_embedded_context",
    "get_form_context",
    "is_full",
    "keep_for_one_person",
    "make_thanks_url",
    "serve_embedded",
    "serve_form",
    "serve_preview",
    "serve_thanks",
    "show_form",
]
