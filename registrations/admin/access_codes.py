"""The register of access codes: make one, give its link on, change it, revoke it."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import SimpleListFilter
from django.contrib.admin.utils import quote
from django.contrib.auth.models import Permission
from django.db.models import F, QuerySet
from django.forms import Media, Select
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail_modeladmin.helpers import PermissionHelper
from wagtail_modeladmin.views import InspectView

from workplaces.dates import describe_deadline

from ..forms.access_codes import AccessCodeForm
from ..models import AccessCode
from ..models.sight import not_tied_to
from ..permissions import user_can_manage_codes, user_can_view_registrations
from ..services.access_codes import display, get_link, revoke_code
from .register_views import (
    RegisterButtonHelper,
    RegisterCreateView,
    RegisterEditView,
)


class CodePermissionHelper(PermissionHelper):
    """One right for all of it; a code is ended, never deleted: it marks who used it."""

    def user_can_list(self, user: Any) -> bool:
        return user_can_manage_codes(user)

    def user_can_create(self, user: Any) -> bool:
        return user_can_manage_codes(user)

    def user_can_inspect_obj(self, user: Any, obj: AccessCode) -> bool:
        return user_can_manage_codes(user)

    def user_can_edit_obj(self, user: Any, obj: AccessCode) -> bool:
        return user_can_manage_codes(user)

    def user_can_delete_obj(self, user: Any, obj: AccessCode) -> bool:
        return False

    def get_all_model_permissions(self) -> QuerySet[Permission]:
        """What Settings → Groups offers: the one right."""
        return super().get_all_model_permissions().filter(codename="change_accesscode")


class CodeButtonHelper(RegisterButtonHelper):
    """The first button of a row leads to the link that the office gives on."""

    def inspect_button(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        words = _("Show the code and its link")
        return super().inspect_button(*args, **kwargs) | {
            "label": pgettext("of an access code", "Show"),
            "title": words,
        }


class CodeStateFilter(SimpleListFilter):
    """Those that open a form now, or those that do not any more."""

    title = gettext_lazy("Can be used")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple]:
        return [("open", _("yes")), ("over", _("no"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        open_now = {
            "valid_until__gt": timezone.now(),
            "uses__lt": F("max_uses"),
        }
        if self.value() == "open":
            return queryset.filter(**open_now)
        return queryset.exclude(**open_now) if self.value() == "over" else queryset


class CodeCreateView(RegisterCreateView):
    """Ends at the code itself: the link is what it was made for."""

    def form_valid(self, form: AccessCodeForm) -> HttpResponse:
        # Not the stock method: the service has logged it already.
        access_code = form.save()
        messages.success(
            self.request, _("The code has been made. Copy its link and pass it on.")
        )
        return redirect(self.url_helper.get_action_url("inspect", access_code.pk))


class CodeEditView(RegisterEditView):
    """Ends at the code as well, and logs through the service."""

    def form_valid(self, form: AccessCodeForm) -> HttpResponse:
        access_code = form.save()
        messages.success(self.request, _("The code has been changed."))
        return redirect(self.url_helper.get_action_url("inspect", access_code.pk))


class CodeInspectView(InspectView):
    """One code: its link, until when, and who registered with it. A post revokes."""

    def get_page_title(self) -> str:
        return _("Access code")

    def get_page_subtitle(self) -> str:
        return ""

    def get_meta_title(self) -> str:
        return self.get_page_title()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "revoke" in request.POST:
            revoke_code(access_code=self.instance, user=request.user)
            messages.success(request, _("This code opens nothing any more."))
        return redirect(
            self.url_helper.get_action_url("inspect", quote(self.instance.pk))
        )

    @property
    def media(self) -> Media:
        return super().media + Media(css={"all": ["registrations/css/office.css"]})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        access_code = self.instance
        can_read = user_can_view_registrations(self.request.user)
        return super().get_context_data(**kwargs) | {
            "access_code": access_code,
            "code": display(access_code.code),
            "link": get_link(access_code),
            "subject": access_code.page.subject.title,
            "until": describe_deadline(access_code.valid_until),
            "state": describe_state(access_code),
            "is_usable": access_code.opens_at(timezone.now()),
            # The note names whom the code was for: not while a round hides names.
            "registrations": access_code.registrations.filter(
                not_tied_to(self.request.user)
            )
            .with_sight(self.request.user)
            .filter(shows_name=True)
            .order_by("pk"),
            "can_read": can_read,
            "edit_url": self.url_helper.get_action_url("edit", access_code.pk),
        }


def describe_state(access_code: AccessCode) -> str:
    """Return in a word or two whether a code still opens its form."""
    if access_code.is_revoked:
        return pgettext("of an access code", "Revoked")
    if not access_code.uses_left:
        return pgettext("of an access code", "Used up")
    if access_code.opens_at(timezone.now()):
        return pgettext("of an access code", "Can be used")
    return pgettext("of an access code", "Expired")


class AccessCodeRegister:
    """What the register of codes adds to the others (admin/registers.py)."""

    model = AccessCode
    permission_helper_class = CodePermissionHelper
    button_helper_class = CodeButtonHelper
    create_view_class = CodeCreateView
    edit_view_class = CodeEditView
    inspect_view_class = CodeInspectView
    inspect_view_enabled = True
    history_view_enabled = False
    inspect_template_name = "registrations/admin/access_code.html"
    menu_label = gettext_lazy("Access codes")
    menu_icon = "key"
    base_url_path = "registers/access-codes"
    list_display = (
        "get_name",
        "note",
        "get_form",
        "valid_until",
        "get_uses",
        "get_state",
    )
    list_filter = (CodeStateFilter,)
    list_select_related = ("page",)
    search_fields = ("note", "code")

    def get_edit_handler(self) -> ObjectList:
        return ObjectList(
            [
                # Not Wagtail's chooser: it shows pages to who may edit them only.
                FieldPanel("page", widget=Select),
                FieldPanel("note"),
                FieldRowPanel([FieldPanel("valid_until"), FieldPanel("max_uses")]),
            ],
            base_form_class=AccessCodeForm,
        )

    def get_name(self, access_code: AccessCode) -> str:
        return str(access_code)

    get_name.short_description = gettext_lazy("code")

    def get_form(self, access_code: AccessCode) -> str:
        return access_code.page.title

    get_form.short_description = gettext_lazy("form")

    def get_uses(self, access_code: AccessCode) -> str:
        return _("%(uses)s of %(most)s") % {
            "uses": access_code.uses,
            "most": access_code.max_uses,
        }

    get_uses.short_description = gettext_lazy("used")

    def get_state(self, access_code: AccessCode) -> str:
        return describe_state(access_code)

    get_state.short_description = pgettext_lazy("of an access code", "state")
