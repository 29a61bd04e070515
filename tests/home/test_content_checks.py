"""The checks on a preview: ours, in words of ours, and on previews alone."""

from django.test import RequestFactory
from django.urls import reverse
from wagtail.admin.userbar import AccessibilityItem, AdminItem

from home.admin.content_checks import HouseChecks, use_house_checks
from tests.factories.home import ContentPageFactory


def test_checks_take_the_place_of_the_usual_ones():
    items = [AdminItem(), AccessibilityItem()]

    use_house_checks(RequestFactory().get("/"), items)

    assert [type(item) for item in items] == [AdminItem, HouseChecks]


def test_checks_have_words_of_ours_for_every_rule():
    usual = AccessibilityItem.axe_messages
    borrowed = [
        rule
        for rule in HouseChecks.axe_run_only
        if HouseChecks.axe_messages[rule] == usual.get(rule)
    ]

    assert borrowed == []


def test_preview_carries_the_checks(admin_client):
    page = ContentPageFactory()
    address = reverse("wagtailadmin_pages:view_draft", args=[page.pk])

    html = admin_client.get(address).content.decode()

    assert "checker-axe-configuration" in html
    assert "page-has-heading-one" in html


def test_public_page_is_the_same_for_an_editor(admin_client):
    page = ContentPageFactory()

    html = admin_client.get(page.get_url()).content.decode()

    assert "wagtail-userbar" not in html
