"""The contents page of the house's admin: hooks register, they do not think."""

from wagtail import hooks

from .admin.content_checks import use_house_checks


@hooks.register("construct_wagtail_userbar")
def check_in_our_words(request, items, page):
    """The checks on a preview. @see admin/content_checks.py"""
    use_house_checks(request, items)
