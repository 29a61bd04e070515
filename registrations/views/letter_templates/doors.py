"""Who comes in to the letter templates, and which letter an address means."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import patch_cache_control
from django.views.generic import View
from wagtail.admin import messages
from wagtail.models import Page

from ...enums import MessageKind
from ...forms.letter_template import LetterTemplateForm
from ...models import MessageTemplate
from ...permissions import user_can_change_templates
from ...services.wording import (
    KINDS,
    LetterKind,
    Words,
    find_scope,
    get_words_at,
)

TITLE = gettext_lazy("Letter templates")


class GuardedTemplateView:
    """Who may change letters comes in; before anything else is looked at."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not user_can_change_templates(request.user):
            raise PermissionDenied
        response = super().dispatch(request, *args, **kwargs)
        patch_cache_control(response, private=True, no_store=True)
        return response


class OneKindView(GuardedTemplateView, View):
    """What the screens of one kind share: which letter, and for whom."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if not user_can_change_templates(request.user):
            return  # refused in `dispatch`, and nothing of it looked up
        if kwargs["kind"] not in MessageKind.values:
            raise Http404
        self.kind = MessageKind(kwargs["kind"])
        self.page: Page | None = None
        if page_pk := kwargs.get("page_pk"):
            self.page = find_scope(self.letter_kind, page_pk)
            if self.page is None:
                raise Http404

    @property
    def letter_kind(self) -> LetterKind:
        return KINDS[self.kind]

    @cached_property
    def template(self) -> MessageTemplate | None:
        return (
            MessageTemplate.objects.filter(kind=self.kind, page=self.page)
            .select_related("page")
            .first()
        )

    @property
    def number(self) -> int:
        return self.template.number if self.template else 0

    def get_words(self) -> Words:
        return get_words_at(self.kind, self.page)

    def get_form(self) -> LetterTemplateForm:
        data = (self.request.POST,) if self.request.method == "POST" else ()
        return LetterTemplateForm(
            *data, kind=self.letter_kind, words=self.get_words(), number=self.number
        )

    def get_url(self, name: str = "edit", **more: Any) -> str:
        where = {"kind": self.kind.value} | more
        if self.page is not None:
            where["page_pk"] = self.page.pk
        return reverse(f"letter_templates:{name}", kwargs=where)

    def done(self, sentence: str) -> HttpResponse:
        messages.success(self.request, sentence)
        return redirect(self.get_url())
