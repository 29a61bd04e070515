"""The picture that goes with a shared link."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image
from wagtail.models import PageViewRestriction

from home.facade import SHAPES, build_facade
from home.palette import COLOURS, NIGHT_PAPER
from home.share_image import HEIGHT, WIDTH, ShareImage, set_title
from home.typesetting import EXTRA_BOLD, break_lines, fit_lines, measure
from tests.factories.home import ContentPageFactory, get_home
from tests.factories.workplaces import (
    CallPageFactory,
    InspirationDayPageFactory,
    WorkplacePageFactory,
)

pytestmark = pytest.mark.looks

LONG_WORD = "Meervoudigebestemmingsplanwijzigingsprocedure"


def get_address(page) -> str:
    return reverse("share_image", args=[page.pk, page.get_share_image().digest])


def read_tokens() -> dict[str, list[str]]:
    """Every colour of the style sheet: first by day, then by night."""
    sheet = Path(settings.PROJECT_DIR) / "static/css/tokens.css"
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", sheet.read_text()):
        found.setdefault(name, []).append(value)
    return found


def test_colours_are_those_of_the_style_sheet():
    tokens = read_tokens()
    assert {name: tokens[name][0] for name in COLOURS} == COLOURS
    assert tokens["paper"][1] == NIGHT_PAPER


def test_lines_are_of_about_the_same_length():
    text = "Werk mee aan de cultuurplekken van morgen"
    lines = break_lines(text, width=8, font=EXTRA_BOLD)
    assert lines == ["Werk mee", "aan de", "cultuurplekken", "van morgen"]


def test_line_that_does_not_fit_ends_on_an_ellipsis():
    lines = fit_lines("een twee drie vier vijf", width=4, most=2, font=EXTRA_BOLD)
    assert len(lines) == 2
    assert lines[-1].endswith("…")
    assert max(measure(line, font=EXTRA_BOLD) for line in lines) <= 4


@pytest.mark.parametrize("text", ["", "Kort", LONG_WORD, "woord " * 60])
def test_title_fits_whatever_it_is(text):
    size, lines = set_title(text, width=600, height=400)
    widest = max(
        (measure(line, font=EXTRA_BOLD, spacing=-0.03) * size for line in lines),
        default=0,
    )
    assert widest <= 600
    assert len(lines) * size <= 400


def test_image_shows_the_same_tiles_as_the_page():
    image = ShareImage(key="participatie", title="Participatie", accent="brick")
    tiles = build_facade("participatie", accent="brick")
    shown = [tiles[row * 4 + column] for row in range(4) for column in range(3)]
    drawn = re.findall(r"<g fill=[^>]*>(.*?)</g></svg>", image.svg)
    assert drawn == [SHAPES[tile.shape] for tile in shown]


def test_words_of_an_editor_are_no_drawing():
    image = ShareImage(key="x", title='<script>"&')
    assert "<script>" not in image.svg
    assert image.render().startswith(b"\x89PNG")


def test_image_with_other_words_has_another_name():
    names = {
        ShareImage(key=key, title=title, line=line).digest
        for key in ("a", "b")
        for title in ("Een", "Twee")
        for line in ("", "Open")
    }
    assert len(names) == 8


@pytest.mark.django_db
@pytest.mark.parametrize(
    "make",
    [
        get_home,
        ContentPageFactory,
        CallPageFactory,
        WorkplacePageFactory,
        InspirationDayPageFactory,
    ],
)
def test_public_page_has_a_picture_that_may_be_kept_for_ever(client, make):
    response = client.get(get_address(make()))
    picture = Image.open(BytesIO(response.content))
    assert response.status_code == 200
    assert response["Content-Type"] == "image/png"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert picture.size == (WIDTH, HEIGHT)
    assert len(response.content) < 100_000


@pytest.mark.django_db
def test_picture_costs_few_queries(client):
    address = get_address(WorkplacePageFactory())
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    # The page, its type; the call of a workplace, its type, meetings.
    # The stamp of the kept pages is asked once in half a second, whatever is shown.
    asked = [row["sql"] for row in captured if "pagecachestamp" not in row["sql"]]
    assert len(asked) == 5


@pytest.mark.django_db
def test_old_address_leads_to_the_picture_of_today(client):
    page = ContentPageFactory(title="Vroeger")
    old = get_address(page)
    page.title = "Nu"
    page.save()
    response = client.get(old)
    assert response.status_code == 302
    assert response.url == get_address(page)
    assert response["Cache-Control"] == "public, max-age=3600"


@pytest.mark.django_db
def test_page_that_is_not_public_has_no_picture(client):
    draft, private = ContentPageFactory(live=False), ContentPageFactory()
    PageViewRestriction.objects.create(
        page=private, restriction_type=PageViewRestriction.PASSWORD, password="geheim"
    )
    for page in (draft, private):
        assert client.get(get_address(page)).status_code == 404
    assert client.get(reverse("share_image", args=[999_999, "a"])).status_code == 404


@pytest.mark.django_db
def test_picture_cannot_be_posted_to(client):
    assert client.post(get_address(get_home())).status_code == 405


def test_line_gets_a_column_of_the_facade_before_it_is_cut():
    line = "Binnenkort open: vanaf maandag 1 december 2026 om 9.00 uur"
    image = ShareImage(key="x", title="Kunst in de kerk", line=line)
    lines = re.findall(r'font-size="38"[^>]*>([^<]*)<', image.svg)[1:]
    assert " ".join(lines) == line
    assert image.svg.count("</g></svg>") == 8
