"""“Mailsjablonen”: what each kind of letter says, changed by staff."""

from .editor import LetterTemplateView
from .listing import LetterTemplatesView
from .preview import LetterPreviewView
from .versions import LetterDefaultView, LetterRestoreView

__all__ = [
    "LetterDefaultView",
    "LetterPreviewView",
    "LetterRestoreView",
    "LetterTemplateView",
    "LetterTemplatesView",
]
