"""The contents page of the registrations' admin: hooks register, they do not think."""

from wagtail import hooks

from .admin import log_actions


@hooks.register("register_log_actions")
def register_log_actions(actions):
    """The stream in the audit log. @see admin/log_actions.py"""
    log_actions.register_log_actions(actions)
