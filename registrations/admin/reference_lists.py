"""The lists that the office keeps: options, municipalities, regions, tags."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList

from ..forms.registers import AnswerOptionForm
from ..models import (
    AnswerOption,
    FormerMunicipality,
    Municipality,
    Region,
    RegistrationTag,
)
from ..services.reference import delete_municipality, delete_option
from ..services.tagging import delete_tag
from .register import Register
from .register_views import CarefulDeleteView, ReadOnlyPermissionHelper, RegionFilter


class SwitchedOffMixin:
    """A column that says of each row whether it is still in use."""

    def get_active(self, row: AnswerOption | RegistrationTag) -> str:
        # The stock sign for yes and no is a picture of Django's own admin.
        return str(_("yes") if row.is_active else _("no"))

    get_active.short_description = pgettext_lazy("of an option", "active")
    get_active.admin_order_field = "is_active"


class TagAdmin(SwitchedOffMixin, Register):
    """Facts that readers tick on the desk; one in use is switched off, not deleted."""

    model = RegistrationTag
    menu_label = pgettext_lazy("menu", "Tags of registrations")
    menu_icon = "tag"
    base_url_path = "registers/tags"
    delete_view_class = CarefulDeleteView
    list_display = ("label", "get_active")
    list_filter = ("is_active",)
    search_fields = ("label",)

    def get_edit_handler(self) -> ObjectList:
        return ObjectList([FieldPanel("label"), FieldPanel("is_active")])

    def delete(self, tag: RegistrationTag) -> None:
        delete_tag(tag=tag)


class AnswerOptionAdmin(SwitchedOffMixin, Register):
    """What one chooses from on the forms."""

    model = AnswerOption
    menu_label = _("Answer options")
    menu_icon = "list-ul"
    base_url_path = "registers/options"
    delete_view_class = CarefulDeleteView
    list_display = ("label", "list", "code", "get_active", "sort_order")
    list_filter = ("list", "is_active")
    search_fields = ("label", "code")

    def get_edit_handler(self) -> ObjectList:
        return ObjectList(
            [
                FieldRowPanel([FieldPanel("list"), FieldPanel("code")]),
                FieldPanel("label"),
                FieldRowPanel([FieldPanel("is_active"), FieldPanel("sort_order")]),
            ],
            base_form_class=AnswerOptionForm,
        )

    def delete(self, option: AnswerOption) -> None:
        delete_option(option=option)


class MunicipalityAdmin(Register):
    """The municipalities of today, each with its region and its former names."""

    model = Municipality
    menu_label = _("Municipalities")
    menu_icon = "home"
    base_url_path = "registers/municipalities"
    delete_view_class = CarefulDeleteView
    index_template_name = "registrations/admin/municipalities.html"
    list_display = ("name", "nis_code", "province", "region", "get_former_names")
    list_filter = (RegionFilter,)
    list_select_related = ("region",)
    search_fields = ("name", "nis_code", "former_names__name")

    def get_queryset(self, request: Any) -> Any:
        return super().get_queryset(request).prefetch_related("former_names")

    def get_former_names(self, municipality: Municipality) -> str:
        return ", ".join(str(row) for row in municipality.former_names.all())

    get_former_names.short_description = _("Former names")

    def get_edit_handler(self) -> ObjectList:
        return ObjectList(
            [
                FieldRowPanel([FieldPanel("name"), FieldPanel("nis_code")]),
                FieldRowPanel([FieldPanel("province"), FieldPanel("region")]),
            ]
        )

    def delete(self, municipality: Municipality) -> None:
        delete_municipality(municipality=municipality)


class FormerMunicipalityAdmin(Register):
    """What municipalities were called before they merged."""

    model = FormerMunicipality
    menu_label = _("Former names")
    menu_icon = "history"
    base_url_path = "registers/former-names"
    list_display = ("name", "nis_code", "municipality")
    list_select_related = ("municipality",)
    search_fields = ("name", "municipality__name")

    def get_edit_handler(self) -> ObjectList:
        return ObjectList(
            [
                FieldRowPanel([FieldPanel("name"), FieldPanel("nis_code")]),
                FieldPanel("municipality"),
            ]
        )


class RegionAdmin(Register):
    """The reference regions of Flanders, to look at."""

    model = Region
    permission_helper_class = ReadOnlyPermissionHelper
    menu_label = _("Reference regions")
    menu_icon = "globe"
    base_url_path = "registers/regions"
    history_view_enabled = False
    list_display = ("name", "code")
