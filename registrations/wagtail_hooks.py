"""The contents page of the registrations' admin: hooks register, they do not think."""

from django.urls import path
from wagtail import hooks
from wagtail.snippets.models import register_snippet
from wagtail_modeladmin.options import modeladmin_register

from .admin import (
    account,
    bulk,
    form_pages,
    form_start,
    home_panels,
    letter_editor,
    letter_templates,
    log_actions,
    menu,
    message_bulk,
    message_remake,
)
from .admin.messages import MessageViewSet
from .admin.registers import RegistersGroup
from .admin.registrations import RegistrationViewSet
from .views.municipalities import MunicipalityImportView

# The list and the review desk. @see admin/registrations.py
register_snippet(RegistrationViewSet)
# The outbox. @see admin/messages.py
register_snippet(MessageViewSet)
# Lists and registers. @see admin/registers.py
modeladmin_register(RegistersGroup)


@hooks.register("register_log_actions")
def register_log_actions(actions):
    """The stream in the audit log. @see admin/log_actions.py"""
    log_actions.register_log_actions(actions)


# The rounds, the groups, the proposals, the words of letters. @see admin/menu.py
for menu_item in menu.MENU_ITEMS:
    hooks.register("register_admin_menu_item", lambda item=menu_item: item)


@hooks.register("register_admin_urls")
def register_letter_templates():
    """“Mailsjablonen”. @see admin/letter_templates.py"""
    return letter_templates.urlpatterns


@hooks.register("register_rich_text_features")
def register_letter_fields(features):
    """Fields in the editor of letters. @see admin/letter_editor.py"""
    letter_editor.register_letter_fields(features)


@hooks.register("register_account_settings_panel")
def register_reading_panel(request, user, profile):
    """“Mijn leesprofiel” in the account. @see admin/account.py"""
    return account.ReadingPanel(request, user, profile)


@hooks.register("register_account_settings_panel")
def register_digest_panel(request, user, profile):
    """How often one hears what waits. @see admin/account.py"""
    return account.DigestPanel(request, user, profile)


@hooks.register("construct_help_menu")
def hide_english_help(request, menu_items):
    """Help is in Dutch or not there. @see admin/menu.py"""
    menu.hide_english_help(menu_items)


for bulk_action in (
    *bulk.BULK_ACTIONS,
    *message_bulk.BULK_ACTIONS,
    message_remake.RemakeDrafts,
):
    hooks.register("register_bulk_action", bulk_action)


@hooks.register("register_admin_urls")
def refuse_bulk_delete():
    """Nobody deletes registrations in bulk. @see admin/bulk/"""
    bulk.refuse_bulk_delete()
    return []


@hooks.register("before_create_page")
def before_create_page(request, parent_page, page_class):
    """A form may start as an earlier one. @see admin/form_start.py"""
    return form_start.start_with_earlier(request, parent_page, page_class)


@hooks.register("before_delete_page")
def before_delete_page(request, page):
    """A page with registrations stays. @see admin/form_pages.py"""
    return form_pages.refuse_deletion(request, [page])


@hooks.register("before_bulk_action")
def before_bulk_action(request, action_type, objects, action_class_instance):
    """The same for many pages at once. @see admin/form_pages.py"""
    return form_pages.refuse_bulk_deletion(request, action_type, objects)


@hooks.register("filter_form_submissions_for_user")
def filter_form_submissions_for_user(user, queryset):
    """Wagtail's own list of submissions shows none. @see admin/form_pages.py"""
    return form_pages.hide_submissions(queryset)


@hooks.register("register_admin_urls")
def register_import_url():
    """The office imports municipalities. @see views/municipalities.py"""
    return [
        path(
            "registers/import-municipalities/",
            MunicipalityImportView.as_view(),
            name="registrations_import_municipalities",
        )
    ]


@hooks.register("construct_homepage_panels")
def arrange_panels(request, panels):
    """The queue of the team on the dashboard. @see admin/home_panels.py"""
    home_panels.arrange_panels(request, panels)
