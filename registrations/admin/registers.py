"""The menu of the lists and registers that the office keeps."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail_modeladmin.options import ModelAdminGroup

from .access_codes import AccessCodeRegister
from .interests import InterestRegister
from .log_registers import DataRequestAdmin, ExportLogAdmin, ImportAdmin
from .mail_registers import DeliveryAttemptAdmin, DeliveryEventAdmin
from .reference_lists import (
    AnswerOptionAdmin,
    FormerMunicipalityAdmin,
    MunicipalityAdmin,
    RegionAdmin,
    TagAdmin,
)
from .register import Register


class AccessCodeAdmin(AccessCodeRegister, Register):
    """Late access. @see admin/access_codes.py"""


class InterestAdmin(InterestRegister, Register):
    """Who wants to hear of a form. @see admin/interests.py"""


class RegistersGroup(ModelAdminGroup):
    """One menu for all of them; each shows only to whom it concerns."""

    menu_label = _("Lists")
    menu_icon = "table"
    menu_order = 700
    items = (
        AccessCodeAdmin,
        InterestAdmin,
        TagAdmin,
        AnswerOptionAdmin,
        MunicipalityAdmin,
        FormerMunicipalityAdmin,
        RegionAdmin,
        DeliveryAttemptAdmin,
        DeliveryEventAdmin,
        ExportLogAdmin,
        ImportAdmin,
        DataRequestAdmin,
    )
