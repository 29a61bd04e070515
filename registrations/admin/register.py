"""What the lists and registers of the office share, by wagtail-modeladmin.

Right for what it serves here: plain rows without workflow, drafts or locks.
Registrations and messages are snippets (design.md, "Known traps").
"""

from __future__ import annotations

from typing import ClassVar

from wagtail_modeladmin.options import ModelAdmin

from .register_views import (
    RegisterButtonHelper,
    RegisterCreateView,
    RegisterDeleteView,
    RegisterEditView,
    RegisterHistoryView,
    RegisterIndexView,
)


class Register(ModelAdmin):
    """What our lists share."""

    index_view_class = RegisterIndexView
    create_view_class = RegisterCreateView
    edit_view_class = RegisterEditView
    delete_view_class = RegisterDeleteView
    history_view_class = RegisterHistoryView
    button_helper_class = RegisterButtonHelper
    index_view_extra_css: ClassVar[list[str]] = ["registrations/css/registers.css"]
    list_per_page = 50
