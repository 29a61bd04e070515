"""The words of one kind of letter: written, tested, saved."""

from __future__ import annotations

from typing import Any

from django.forms import Media
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from workplaces.services.names import tell_apart

from ...forms.letter_template import LetterTemplateForm
from ...models import MessageTemplate
from ...services.difference import mark_difference
from ...services.errors import RegistrationError
from ...services.letter_preview import (
    list_samples,
    send_test,
)
from ...services.wording import (
    Words,
    get_default,
    list_scopes,
    save_words,
)
from .doors import TITLE, OneKindView

LOOKS = {
    "desk": pgettext_lazy("look of a letter", "On a computer"),
    "phone": pgettext_lazy("look of a letter", "On a telephone"),
    "text": pgettext_lazy("look of a letter", "Text only"),
}


class LetterTemplateView(OneKindView, WagtailAdminTemplateMixin, TemplateView):
    """The words of one kind, for the whole site or for one call."""

    header_icon = "mail"
    template_name = "registrations/admin/letter_template.html"
    error = ""

    def get_page_title(self) -> str:
        return str(self.kind.label)

    def get_page_subtitle(self) -> str:
        return self.page.title if self.page else _("For the whole site")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": reverse("letter_templates:list"), "label": TITLE},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.pop("form", None) or self.get_form()
        words = self.get_words()
        is_own = words.version_pk is not None and words.page_pk == self._page_pk
        return super().get_context_data(**kwargs) | {
            "form": form,
            "kind": self.kind,
            "fields": list(self.letter_kind.fields.values()),
            "must": self.letter_kind.must,
            "scopes": self._list_scopes(),
            "source": self._describe_source(words, is_own),
            "is_own": is_own,
            "number": self.number,
            "versions": self._list_versions(),
            "samples": list_samples(
                kind=self.kind, page=self.page, user=self.request.user
            ),
            "looks": LOOKS.items(),
            "preview_url": self.get_url("preview"),
            "edit_url": self.get_url(),
            "default_url": self.get_url("default"),
            "error": self.error,
            "media": form.media
            + Media(
                css={
                    "all": [
                        "registrations/css/outbox.css",
                        "registrations/css/letter_templates.css",
                    ]
                }
            ),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        action = request.POST.get("action", "save")
        if action not in {"save", "test"}:
            raise Http404
        form = self.get_form()
        if not form.is_valid():
            return self.refuse(form, _("Nothing was saved yet. Look at this first."))
        words = form.get_words()
        try:
            if action == "test":
                send_test(
                    words=words,
                    kind=self.kind,
                    template=self.template,
                    user=request.user,
                )
                sentence = _("The test is on its way to %(address)s.")
                messages.success(request, sentence % {"address": request.user.email})
                # What was typed stands here still, unsaved.
                return self.render_to_response(self.get_context_data(form=form))
            save_words(
                kind=self.kind,
                page=self.page,
                subject=words.subject,
                body=words.body,
                seen=form.cleaned_data["seen"],
                user=request.user,
            )
        except RegistrationError as error:
            return self.refuse(form, str(error))
        return self.done(
            _(
                "The words have been saved. Letters from now on have them; drafts that "
                "wait keep theirs until somebody makes them up again."
            )
        )

    def refuse(self, form: LetterTemplateForm, sentence: str) -> HttpResponse:
        self.error = sentence
        return self.render_to_response(self.get_context_data(form=form), status=422)

    @property
    def _page_pk(self) -> int | None:
        return self.page.pk if self.page else None

    def _list_scopes(self) -> list[dict[str, Any]]:
        """The whole site, and each call that can have words of its own."""
        changed = set(
            MessageTemplate.objects.in_use()
            .filter(kind=self.kind)
            .values_list("page_id", flat=True)
        )
        pages = [None, *list_scopes(self.letter_kind)]
        names = tell_apart(page for page in pages if page)
        return [
            {
                "label": names[page.pk] if page else _("The whole site"),
                "url": reverse(
                    "letter_templates:edit",
                    kwargs={"kind": self.kind.value}
                    | ({"page_pk": page.pk} if page else {}),
                ),
                "is_current": (page.pk if page else None) == self._page_pk,
                "is_changed": (page.pk if page else None) in changed,
            }
            for page in pages
        ]

    def _describe_source(self, words: Words, is_own: bool) -> str:
        if is_own:
            return ""
        if words.version_pk is None:
            return _(
                "This is the standard text of the site. Nobody has changed it here."
            )
        if words.page_pk is None:
            return _(
                "This is the text of the whole site. What you save here holds for this "
                "call or day only."
            )
        return _(
            "This is the text of the call. What you save holds for this form only."
        )

    def _list_versions(self) -> list[dict[str, Any]]:
        """The versions, the newest first, each with what changed in it."""
        if self.template is None:
            return []
        versions = list(self.template.versions.select_related("user")[:51])
        # The first one changed the text that the site came with.
        older = [*versions[1:], get_default(self.kind)]
        return [
            {
                "version": version,
                "is_current": version.number == self.number,
                "subject": mark_difference(before.subject, version.subject),
                "parts": mark_difference(before.body, version.body),
                "url": self.get_url("restore", number=version.number),
            }
            for version, before in zip(versions[:50], older, strict=False)
        ]
