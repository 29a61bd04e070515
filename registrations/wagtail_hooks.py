"""The contents page of the registrations' admin: hooks register, they do not think."""

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from .admin import bulk, log_actions, menu, message_bulk
from .admin.messages import MessageViewSet
from .admin.registrations import RegistrationViewSet

# The list and the review desk. @see admin/registrations.py
register_snippet(RegistrationViewSet)
# The outbox. @see admin/messages.py
register_snippet(MessageViewSet)


@hooks.register("register_log_actions")
def register_log_actions(actions):
    """The stream in the audit log. @see admin/log_actions.py"""
    log_actions.register_log_actions(actions)


@hooks.register("register_admin_menu_item")
def register_decisions_menu_item():
    """Open proposals. @see admin/menu.py"""
    return menu.get_decisions_menu_item()


for bulk_action in (*bulk.BULK_ACTIONS, *message_bulk.BULK_ACTIONS):
    hooks.register("register_bulk_action", bulk_action)


@hooks.register("register_admin_urls")
def refuse_bulk_delete():
    """Nobody deletes registrations in bulk. @see admin/bulk.py"""
    bulk.refuse_bulk_delete()
    return []
