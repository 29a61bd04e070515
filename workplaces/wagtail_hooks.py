"""The contents page of the calls' admin: hooks register, they do not think."""

from wagtail import hooks

from .admin.explorer import CallExplorer, DayExplorer


@hooks.register("register_admin_viewset")
def register_explorers():
    """Phase and dates in the page explorer. @see admin/explorer.py"""
    return [CallExplorer("call_explorer"), DayExplorer("day_explorer")]
