"""Every sentence of the call stands on a page, and an editor can change it there."""

import pytest
from bs4 import BeautifulSoup
from django.db import models
from wagtail.fields import StreamField

from cultuurplekken.demo.pages import create_pages
from tests.workplaces.call_sentences import COMPOSED, SENTENCES
from workplaces.models import CallPage, WorkplacePage

pytestmark = pytest.mark.looks

ALL = [(key, text) for key, texts in SENTENCES.items() for text in texts]


def normalise(text: str) -> str:
    return " ".join(text.split())


def strip_tags(html: str) -> str:
    return normalise(BeautifulSoup(html, "html.parser").get_text())


def get_editable_names(model) -> set[str]:
    """The fields that the page editor really offers."""
    return set(model.get_edit_handler().get_form_class().base_fields)


def collect_editable_texts(page) -> list[str]:
    texts = []
    for name in get_editable_names(type(page)) & {f.name for f in page._meta.fields}:
        field = page._meta.get_field(name)
        value = getattr(page, name)
        if isinstance(field, StreamField):
            texts += [
                normalise(str(block["value"]))
                for block in value.raw_data
                if isinstance(block["value"], str)
            ]
        elif isinstance(field, models.CharField | models.TextField) and value:
            texts.append(strip_tags(value))
    if isinstance(page, CallPage):
        texts += [f"{row.date} {row.day_part}" for row in page.sessions.all()]
    return texts


@pytest.fixture(scope="module")
def published(django_db_setup, django_db_blocker):
    """The words of the rendered pages, and the words in their fields, read once."""
    from django.db import transaction
    from django.test import Client

    with django_db_blocker.unblock(), transaction.atomic():
        create_pages()
        pages = [*CallPage.objects.all(), *WorkplacePage.objects.all()]
        client = Client()
        rendered = []
        for page in pages:
            soup = BeautifulSoup(client.get(page.url).content, "html.parser")
            rendered.append(normalise(soup.main.get_text()))
        fields = [text for page in pages for text in collect_editable_texts(page)]
        transaction.set_rollback(True)
    return {"rendered": rendered, "fields": fields}


def test_sentences_are_all_there():
    keys = [key for joined in SENTENCES for key in joined.split("+")]
    assert keys == [f"S{number}" for number in range(1, 50)]


@pytest.mark.parametrize(("key", "sentence"), ALL)
def test_sentence_stands_on_a_page(published, key, sentence):
    assert [True for text in published["rendered"] if normalise(sentence) in text]


@pytest.mark.parametrize(("key", "sentence"), ALL)
def test_sentence_lives_in_an_editable_field(published, key, sentence):
    for part in COMPOSED.get(sentence, [sentence]):
        assert [True for text in published["fields"] if normalise(part) in text]


@pytest.mark.django_db
def test_demo_pages_stand_at_their_addresses():
    addresses = {name: page.url for name, page in create_pages().items()}
    assert addresses == {
        "home": "/",
        "about": "/over-de-community/",
        "privacy": "/privacy/",
        "accessibility": "/toegankelijkheid/",
        "call": "/werkplaatsen-2026/",
        "form": "/werkplaatsen-2026/inschrijven/",
        "participatie": "/werkplaatsen-2026/participatie/",
        "gedeeld-ruimtegebruik": "/werkplaatsen-2026/gedeeld-ruimtegebruik/",
        "visie-op-bovenlokale-cultuurinfrastructuur": (
            "/werkplaatsen-2026/visie-op-bovenlokale-cultuurinfrastructuur/"
        ),
        "days": "/inspiratiedagen/",
        "day": "/inspiratiedagen/de-gedeelde-sleutel/",
        "day_form": "/inspiratiedagen/de-gedeelde-sleutel/inschrijven/",
    }


@pytest.mark.django_db
def test_demo_pages_made_again_keep_what_was_edited():
    call = create_pages()["call"]
    call = CallPage.objects.get(pk=call.pk)
    call.tagline = "Door de redactie veranderd"
    call.body = []
    call.save_revision().publish()
    revisions = call.revisions.count()
    create_pages()
    call = CallPage.objects.get(pk=call.pk)
    assert call.tagline == "Door de redactie veranderd"
    assert (len(call.body), call.revisions.count()) == (0, revisions)


@pytest.mark.django_db
def test_demo_pages_all_render(client):
    pages = create_pages()
    answers = {name: client.get(page.url).status_code for name, page in pages.items()}
    assert answers == dict.fromkeys(pages, 200)


@pytest.mark.django_db
def test_demo_pages_leave_the_tree_sound():
    from wagtail.models import Page

    create_pages()
    assert [list(problem) for problem in Page.find_problems()] == [[], [], [], [], []]
