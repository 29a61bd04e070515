"""The contents page of the house's admin: hooks register, they do not think."""

from wagtail import hooks

from .admin.content_checks import use_house_checks
from .image_operations import BareOperation


@hooks.register("construct_wagtail_userbar")
def check_in_our_words(request, items, page):
    """The checks on a preview. @see admin/content_checks.py"""
    use_house_checks(request, items)


@hooks.register("register_image_operations")
def offer_bare_images():
    """The filter `bare`. @see image_operations.py"""
    return [("bare", BareOperation)]
