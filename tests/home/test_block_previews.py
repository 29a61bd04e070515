"""The examples in the block picker: every block, in the dress of the site."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from home.blocks import BodyStreamBlock

pytestmark = pytest.mark.looks

BLOCKS = BodyStreamBlock().child_blocks
EXAMPLES = {
    "heading": "Wat doen we?",
    "paragraph": "drie bijeenkomsten",
    "quote": "Een deelnemer",
    "callout": "Goed om te weten",
    "image": "De grote zaal tijdens de open dag. Foto: naam van de maker",
    "registration_form": "Inschrijving versturen",
    "selection_account": "Westhoek",
}


@pytest.mark.parametrize("name", BLOCKS)
def test_block_explains_itself_in_the_picker(name):
    block = BLOCKS[name]

    assert block.is_previewable
    assert block.get_description()


@pytest.mark.parametrize("name", BLOCKS)
def test_block_preview_shows_its_example_in_our_style(admin_client, name):
    block = BLOCKS[name]
    address = reverse("wagtailadmin_block_preview")

    response = admin_client.get(address, {"id": block.definition_prefix})

    soup = BeautifulSoup(response.content, "html.parser")
    assert response.status_code == 200
    assert EXAMPLES[name] in soup.main.get_text(" ")
    assert "css/site.css" in str(soup.head)
    assert soup.select(f".body__block--{name}")
    assert soup.find_all(["script", "style"]) == []
