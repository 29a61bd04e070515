"""The addresses of “Mailsjablonen”; each view asks who comes in."""

from django.urls import include, path

from ..views.letter_templates import (
    LetterDefaultView,
    LetterPreviewView,
    LetterRestoreView,
    LetterTemplatesView,
    LetterTemplateView,
)

_ONE_KIND = [
    path("", LetterTemplateView.as_view(), name="edit"),
    path("preview/", LetterPreviewView.as_view(), name="preview"),
    path("default/", LetterDefaultView.as_view(), name="default"),
    path("restore/<int:number>/", LetterRestoreView.as_view(), name="restore"),
]
_LETTERS = [
    path("", LetterTemplatesView.as_view(), name="list"),
    path("<slug:kind>/", include(_ONE_KIND)),
    path("<slug:kind>/for/<int:page_pk>/", include(_ONE_KIND)),
]

urlpatterns = [path("letters/", include((_LETTERS, "letter_templates")))]
