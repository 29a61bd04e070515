"""What a page says of itself elsewhere."""

import json

import pytest
from bs4 import BeautifulSoup
from django.template import Context, Template
from wagtail.models import Site

from home.models import SiteSettings
from home.structured_data import dump
from home.wording import DESCRIPTION_LENGTH, cut_at_word, join_sentences
from tests.factories.home import ContentPageFactory, get_home

SENTENCES = "Een eerste zin die lang genoeg is om alleen te staan. " + "woord " * 40


def read_head(client, url: str) -> BeautifulSoup:
    response = client.get(url)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser").head


def get_meta(head: BeautifulSoup) -> dict[str, str]:
    return {
        tag.get("property") or tag.get("name"): tag["content"]
        for tag in head.select("meta[content]")
    }


def read_graph(head: BeautifulSoup) -> list[dict]:
    (script,) = head.select('script[type="application/ld+json"]')
    data = json.loads(script.string)
    assert data["@context"] == "https://schema.org"
    return data["@graph"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("  Kort \n en  goed ", "Kort en goed"),
        ("een twee, drie", "een twee…"),
        ("een tweeëndertig", "een…"),
        ("Tweeëndertigste", "Tweeëndert…"),
        ("Het is af. En nog wat.", "Het is af."),
    ],
)
def test_text_is_cut_after_a_word_or_a_sentence(text, expected):
    assert cut_at_word(text, 12 if "ste" not in text else 11) == expected


def test_text_is_never_longer_than_its_room():
    for text in (SENTENCES, "a" * 300, "woord " * 60, "Ja. " * 80):
        assert len(cut_at_word(text)) <= DESCRIPTION_LENGTH


def test_sentences_are_joined_with_their_full_stops():
    assert join_sentences("Een", "", "Twee?", " Drie. ") == "Een. Twee? Drie."


@pytest.mark.django_db
def test_description_is_the_editors_own(client):
    page = ContentPageFactory(search_description="Dit is het.", intro="<p>Anders</p>")
    meta = get_meta(read_head(client, page.url))
    assert meta["description"] == meta["og:description"] == "Dit is het."


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"intro": "<p>Wie &amp; wat</p><p>Waar</p>"}, "Wie & wat Waar"),
        ({"body": [("paragraph", "<p>Uit de tekst.</p>")]}, "Uit de tekst."),
        ({}, None),
    ],
)
def test_description_is_made_from_the_words_of_the_page(client, fields, expected):
    page = ContentPageFactory(**fields)
    assert get_meta(read_head(client, page.url)).get("description") == expected


@pytest.mark.django_db
def test_shared_link_says_where_it_leads(client):
    page = ContentPageFactory(title="Over ons", seo_title="Over onze plekken")
    head = read_head(client, page.url)
    meta = get_meta(head)
    image = page.get_share_image()
    assert head.title.get_text().startswith("Over onze plekken · ")
    assert head.select_one("link[rel=canonical]")["href"] == page.full_url
    assert {name: meta[name] for name in meta if name.startswith(("og:", "tw"))} == {
        "og:type": "website",
        "og:site_name": "Cultuurplekken van Morgen",
        "og:locale": "nl_BE",
        "og:title": "Over onze plekken",
        "og:url": page.full_url,
        "og:image": (f"{get_home().full_url}deelbeeld/{page.pk}-{image.digest}.png"),
        "og:image:type": "image/png",
        "og:image:width": "1200",
        "og:image:height": "630",
        "og:image:alt": image.alt,
        "twitter:card": "summary_large_image",
    }


@pytest.mark.django_db
def test_browser_bars_have_the_colour_of_the_paper(client):
    tags = read_head(client, "/").select("meta[name=theme-color]")
    assert [(tag["media"], tag["content"]) for tag in tags] == [
        ("(prefers-color-scheme: light)", "#faf6ee"),
        ("(prefers-color-scheme: dark)", "#14121e"),
    ]


@pytest.mark.django_db
def test_public_page_may_be_found_and_names_the_feeds(client):
    head = read_head(client, ContentPageFactory().url)
    assert head.select("meta[name=robots]") == []
    assert [
        (link["type"], link["href"]) for link in head.select("link[rel=alternate]")
    ] == [
        ("application/atom+xml", "/nieuws.atom"),
        ("application/feed+json", "/nieuws.json"),
    ]


@pytest.mark.django_db
def test_home_page_stands_for_the_site(client):
    SiteSettings.objects.create(
        site=Site.objects.get(), organiser_name="OP/TIL", organiser_url="https://x.be/"
    )
    website, organisation = read_graph(read_head(client, "/"))
    root = get_home().full_url
    assert (website["@type"], website["url"]) == ("WebSite", root)
    assert website["potentialAction"]["target"]["urlTemplate"] == (
        f"{root}zoeken/?q={{search_term_string}}"
    )
    assert organisation == {
        "@type": "Organization",
        "name": "OP/TIL",
        "url": "https://x.be/",
    }


@pytest.mark.django_db
def test_breadcrumbs_lead_from_home_to_the_page(client):
    page = ContentPageFactory(title="Privacy")
    (trail,) = read_graph(read_head(client, page.url))
    assert trail["@type"] == "BreadcrumbList"
    assert [
        (step["position"], step["name"], step["item"])
        for step in trail["itemListElement"]
    ] == [
        (1, get_home().short_title, get_home().full_url),
        (2, "Privacy", page.full_url),
    ]


@pytest.mark.django_db
def test_data_cannot_end_its_script(client):
    page = ContentPageFactory(title="</script><b>&")
    (trail,) = read_graph(read_head(client, page.url))
    assert trail["itemListElement"][1]["name"] == "</script><b>&"
    assert "<" not in dump([trail])


@pytest.mark.django_db
def test_preview_and_page_of_no_page_stay_away_from_search_engines(rf):
    template = Template("{% load metadata_tags %}{% metadata %}")
    preview = rf.get("/")
    preview.is_preview = True
    for context in (
        {},
        {"request": rf.get("/")},
        {"request": preview, "page": ContentPageFactory()},
    ):
        head = BeautifulSoup(template.render(Context(context)), "html.parser")
        assert [tag.attrs for tag in head.select("*")] == [
            {"name": "robots", "content": "noindex"}
        ]
