"""The index that a search reads, and who fills it."""

import io

import pytest
from django.core.management import call_command
from django_tasks_db.management.commands.db_worker import Worker
from wagtail.models import get_page_models

from home.models import BasePage
from tests.factories.home import ContentPageFactory

from .search_scene import find


def run_tasks() -> None:
    """What the worker does every second."""
    Worker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="test",
        excluded_queue_names=[],
    ).run()


@pytest.mark.django_db
@pytest.mark.usefixtures("fresh_site_addresses")
def test_set_up_fills_the_index(client):
    ContentPageFactory(title="Plek")
    call_command("setup_site", stdout=io.StringIO())
    assert find(client, "plek") == ["Plek"]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_published_page_is_found_once_the_worker_has_been(client):
    page = ContentPageFactory(title="Oud")
    page.title = "Gloednieuw"
    page.save_revision().publish()
    run_tasks()
    assert find(client, "gloedn") == ["Gloednieuw"]
    page.unpublish()
    assert find(client, "gloedn") == []


@pytest.mark.django_db
def test_every_page_type_has_its_words_in_the_index():
    ours = [model for model in get_page_models() if issubclass(model, BasePage)]
    assert {
        field.field_name
        for model in ours
        for field in model.get_autocomplete_search_fields()
        if field.field_name != "title"
    } == {"search_words"}
