"""Back to the standard text, or to an earlier version."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages

from ...models import MessageTemplateVersion
from ...services.errors import RegistrationError
from ...services.keys import read_key
from ...services.wording import (
    restore_version,
    take_default,
)
from .doors import OneKindView


class LetterDefaultView(OneKindView):
    """Back to the text of the site, or to the standard text."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            take_default(
                kind=self.kind,
                page=self.page,
                seen=_read_number(request),
                user=request.user,
            )
        except RegistrationError as error:
            messages.error(request, str(error))
            return redirect(self.get_url())
        return self.done(
            _("The standard text holds again. Yours stays in the versions.")
        )


class LetterRestoreView(OneKindView):
    """The words of an earlier version, taken again."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        version = get_object_or_404(
            MessageTemplateVersion.objects.select_related("template__page"),
            template=self.template,
            number=kwargs["number"],
        )
        try:
            restore_version(
                version=version, seen=_read_number(request), user=request.user
            )
        except RegistrationError as error:
            messages.error(request, str(error))
            return redirect(self.get_url())
        return self.done(_("These words hold again, as a new version."))


def _read_number(request: HttpRequest) -> int:
    seen = read_key(request.POST.get("seen"))
    return -1 if seen is None else seen
