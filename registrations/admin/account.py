"""“Mijn leesprofiel”, and how often one gets mail: two parts of one's own account."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views import account
from wagtail.admin.views.account import BaseSettingsPanel, SettingsTab

from ..forms.digest import DigestForm
from ..forms.reader_profile import ProfileForm
from ..permissions import user_can_view_registrations
from ..services.readers import get_profile, keeping_closed, user_has_profile

READING_TAB = SettingsTab("reading", _("My reader’s profile"), order=150)


class AccountView(account.AccountView):
    """Wagtail's own, in which a new name or address opens no registration."""

    def post(self, request: HttpRequest) -> HttpResponse:
        with keeping_closed(request.user):
            return super().post(request)


class ReadingPanel(BaseSettingsPanel):
    """What a reader says of themselves, for ties and for sharing out."""

    name = "reading"
    title = _("My reader’s profile")
    tab = READING_TAB
    order = 100
    form_class = ProfileForm

    def is_active(self) -> bool:
        return user_has_profile(self.user)

    @cached_property
    def reader_profile(self) -> Any:
        return get_profile(self.user)

    def get_form(self) -> ProfileForm:
        # A form that knows nothing of this tab (the photo alone, for example) does
        # not empty the profile.
        post = self.request.POST
        is_sent = any(key.startswith(f"{self.name}-") for key in post)
        data = (post,) if self.request.method == "POST" and is_sent else ()
        return self.form_class(*data, instance=self.reader_profile, prefix=self.name)


class DigestPanel(BaseSettingsPanel):
    """How often one hears by mail what waits; for readers, deciders, office and data."""

    name = "digest"
    title = _("Mail about what waits for you")
    tab = account.notifications_tab
    order = 200
    form_class = DigestForm

    def is_active(self) -> bool:
        return user_can_view_registrations(self.user)

    def get_form(self) -> DigestForm:
        post = self.request.POST
        is_sent = any(key.startswith(f"{self.name}-") for key in post)
        data = (post,) if self.request.method == "POST" and is_sent else ()
        return self.form_class(
            *data,
            user=self.user,
            prefix=self.name,
            initial={"frequency": get_profile(self.user).digest},
        )
