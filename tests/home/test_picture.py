"""The picture of a page: how it is cut, shown, shared and kept."""

import json
import re
from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image as Drawing
from wagtail.images import get_image_model
from wagtail.images.forms import get_image_form
from wagtail.models import Page

from home.models import HomePage, PageCacheStamp
from home.picture import SQUARE, WIDE, frame_picture, share_picture
from home.share_image import HEIGHT, WIDTH
from tests.factories.home import get_home
from tests.factories.workplaces import (
    CallPageFactory,
    InspirationDayPageFactory,
    WorkplacePageFactory,
)

from .page_cache_scene import committing
from .picture_scene import draw, make_image, see_colour

pytestmark = pytest.mark.django_db

Image = get_image_model()
PAGES = [get_home, CallPageFactory, WorkplacePageFactory, InspirationDayPageFactory]


def give(page, image, **words):
    """Give a page a picture, as a publish does."""
    page.picture = image
    for name, value in words.items():
        setattr(page, name, value)
    page.save_revision().publish()
    return page


def read(client, page) -> BeautifulSoup:
    response = client.get(page.url)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def list_widths(source) -> list[str]:
    return [candidate.split()[-1] for candidate in source["srcset"].split(", ")]


def count_queries(client, url) -> int:
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get(url)
    return len(queries)


# How it is cut.


@pytest.mark.parametrize(
    ("size", "shape", "avif", "fallback"),
    [
        ((1600, 1200), SQUARE, [240, 400, 760, 1120], (760, 760)),
        ((1600, 1200), WIDE, [240, 400, 760, 1120], (760, 456)),
        ((1200, 3600), SQUARE, [240, 400, 760, 1120], (760, 760)),
        ((700, 900), SQUARE, [240, 400, 700], (700, 700)),
        ((600, 600), WIDE, [240, 400, 600], (600, 360)),
        ((40, 40), SQUARE, [40], (40, 40)),
        ((60, 900), SQUARE, [60], (60, 60)),
    ],
)
def test_picture_is_cut_to_its_shape_and_never_enlarged(size, shape, avif, fallback):
    picture = frame_picture(make_image(*size), shape)
    first, second = picture.sources
    assert (first.media_type, second.media_type) == ("image/avif", "image/webp")
    assert re.findall(r" (\d+)w", first.srcset) == [str(width) for width in avif]
    assert (picture.width, picture.height) == fallback


@pytest.mark.parametrize(("focus", "colour"), [(200, "red"), (2800, "blue")])
def test_cut_keeps_what_matters(focus, colour):
    image = make_image(3000, 700)
    image.focal_point_x, image.focal_point_y = focus, 350
    image.focal_point_width = image.focal_point_height = 100
    image.save()
    frame_picture(image, SQUARE)
    assert {see_colour(cut) for cut in image.renditions.all()} == {colour}


@pytest.mark.parametrize(
    "file",
    [
        lambda: draw(800, 800, mode="P", form="GIF"),
        lambda: draw(800, 800, mode="RGBA", form="PNG"),
        lambda: draw(800, 800, mode="CMYK"),
        lambda: draw(800, 800, form="WEBP"),
    ],
)
def test_any_kind_of_file_becomes_the_three_formats(file):
    image = make_image(file=file())
    frame_picture(image, SQUARE)
    kinds = set()
    for cut in image.renditions.all():
        with cut.file.open("rb") as content:
            kinds.add(Drawing.open(content).format)
    assert kinds == {"AVIF", "WEBP", "JPEG"}


def test_where_a_photograph_was_taken_is_not_told():
    exif = Drawing.Exif()
    exif[0x010E] = "thuis"
    exif.get_ifd(0x8825)[2] = (51.0, 3.0, 0.0)
    image = make_image(file=draw(800, 800, exif=exif))
    frame_picture(image, SQUARE)
    told = set()
    for cut in image.renditions.all():
        with cut.file.open("rb") as content:
            told |= set(Drawing.open(content).getexif())
    assert told == set()


def test_drawing_with_script_is_no_picture():
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg" width="900" height="900"/>'
    file = SimpleUploadedFile("beeld.svg", drawing, "image/svg+xml")
    form = get_image_form(Image)({"title": "Beeld"}, {"file": file})
    assert "file" in form.errors


def test_small_picture_is_refused_with_its_size():
    page = get_home()
    page.picture = make_image(40, 2000)
    with pytest.raises(ValidationError) as refused:
        page.full_clean()
    assert list(refused.value.message_dict) == ["picture"]
    assert "40" in refused.value.message_dict["picture"][0]
    page.picture = make_image(600, 600)
    page.full_clean()


def test_image_without_a_file_leaves_the_facade(client):
    image = make_image()
    page = give(get_home(), image, picture_credit="Foto: An")
    image.file.storage.delete(image.file.name)
    soup = read(client, page)
    assert soup.select(".frame") == []
    assert len(soup.select(".hero .facade--wide")) == 1


# How it is shown.


@pytest.mark.parametrize("make", PAGES)
def test_page_shows_its_picture_among_tiles(client, make):
    page = give(make(), make_image(), picture_alt="Een zaal", picture_credit="Foto: An")
    [frame] = read(client, page).select(".hero > .frame")
    [image] = frame.select("img")
    wide = isinstance(page, HomePage)
    tiles = 9 if wide else 7
    assert (image["alt"], image["fetchpriority"]) == ("Een zaal", "high")
    assert image.get("loading") is None
    assert (image["width"], image["height"]) == ("760", "456" if wide else "760")
    assert [source["type"] for source in frame.select("source")] == [
        "image/avif",
        "image/webp",
    ]
    assert list_widths(frame.select("source")[0]) == ["240w", "400w", "760w", "1120w"]
    assert len({source["sizes"] for source in frame.select("source")}) == 1
    assert len(frame.select(".facade__tile")) + len(frame.select(".sign")) == tiles
    assert frame.figcaption.get_text(strip=True) == "Foto: An"
    assert frame.select("[style]") == []


@pytest.mark.parametrize("make", PAGES)
def test_page_without_a_picture_shows_its_facade(client, make):
    soup = read(client, make())
    assert soup.select(".frame, picture, img") == []
    assert len(soup.select(".hero .facade")) == 1


def test_picture_that_sets_the_mood_is_silent(client):
    page = give(get_home(), make_image())
    [frame] = read(client, page).select(".frame")
    assert frame.img["alt"] == ""
    assert frame.figcaption is None


def test_longest_words_are_shown_whole_and_as_words(client):
    alt = '"><script>' + "a" * 245
    page = give(get_home(), make_image(), picture_alt=alt, picture_credit="b" * 120)
    page.full_clean()
    [frame] = read(client, page).select(".frame")
    assert frame.img["alt"] == alt
    assert frame.figcaption.get_text(strip=True) == "b" * 120


@pytest.mark.parametrize(
    ("make", "more"),
    [
        (get_home, 2),
        (CallPageFactory, 2),
        # Its picture was read already, for the card among its neighbours.
        (WorkplacePageFactory, 1),
        (InspirationDayPageFactory, 2),
    ],
)
def test_picture_costs_few_queries(client, make, more):
    page = make()
    without = count_queries(client, page.url)
    give(page, make_image())
    assert count_queries(client, page.url) == without + more


def test_deleted_image_leaves_the_facade(client):
    image = make_image()
    page = give(CallPageFactory(), image, picture_alt="Een zaal")
    draft = page.get_latest_revision()
    image.delete()
    assert read(client, page).select(".frame") == []
    assert draft.as_object().picture is None


# What it says elsewhere.


def get_share_address(page) -> str:
    return reverse("share_image", args=[page.pk, page.get_share_image().digest])


@pytest.mark.parametrize("make", PAGES)
def test_share_image_shows_the_picture(client, make):
    page = give(make(), make_image(file=draw(900, 900)))
    response = client.get(get_share_address(page))
    picture = Drawing.open(BytesIO(response.content)).convert("RGB")
    assert response["Content-Type"] == "image/png"
    assert picture.size == (WIDTH, HEIGHT)
    # Red on the left of the picture, blue on the right; tiles below.
    red, blue = (
        picture.getpixel((WIDTH - 400, 200)),
        picture.getpixel((WIDTH - 60, 200)),
    )
    assert [red[0] > 200, red[2] < 60, blue[0] < 60, blue[2] > 200] == [True] * 4


def test_share_image_has_another_name_for_another_picture():
    page = get_home()
    names = [page.get_share_image().digest]
    image = make_image()
    page.picture = image
    names.append(page.get_share_image().digest)
    image.focal_point_x = image.focal_point_y = 9
    image.focal_point_width = image.focal_point_height = 9
    names.append(page.get_share_image().digest)
    image.file = draw(800, 900)
    image.save()
    names.append(page.get_share_image().digest)
    assert len(set(names)) == 4
    assert page.get_share_image() == page.get_share_image()


def test_share_image_without_its_file_is_that_of_the_facade(client):
    page = get_home()
    plain = page.get_share_image().render()
    image = make_image()
    give(page, image)
    image.file.storage.delete(image.file.name)
    assert share_picture(image).read() == ""
    assert client.get(get_share_address(page)).content == plain


def test_machines_read_where_the_picture_is(client):
    page = give(get_home(), make_image())
    data = read(client, page).find("script", type="application/ld+json")
    website = json.loads(data.string)["@graph"][0]
    image = page.framed_picture.url
    assert website["image"] == f"http://localhost{image}"
    page.picture = None
    page.save_revision().publish()
    data = read(client, page).find("script", type="application/ld+json")
    assert "image" not in json.loads(data.string)["@graph"][0]


# What is kept.


def test_picture_is_cut_when_its_page_is_published():
    image = make_image()
    with committing():
        give(get_home(), image)
    assert image.renditions.count() == 7


def read_stamp() -> str:
    return PageCacheStamp.objects.get().value


@pytest.mark.usefixtures("page_cache")
def test_changed_image_empties_the_page_cache():
    image = make_image()
    frame_picture(image, SQUARE)
    stamps = [read_stamp()]
    with committing():
        image.focal_point_x = 9
        image.save()
    stamps.append(read_stamp())
    with committing():
        image.renditions.all().delete()
    stamps.append(read_stamp())
    with committing():
        image.delete()
    stamps.append(read_stamp())
    assert len(set(stamps)) == 4


@pytest.mark.usefixtures("page_cache")
def test_cutting_a_picture_keeps_the_page_cache():
    image = make_image()
    stamp = read_stamp()
    with committing():
        frame_picture(image, SQUARE)
    assert read_stamp() == stamp


@pytest.mark.usefixtures("page_cache")
def test_replaced_file_is_shown_at_once(client):
    image = make_image(1600, 1200)
    page = Page.objects.get(pk=give(get_home(), image).pk)
    before = read(client, page).img["src"]
    data = {"title": "Beeld", "collection": image.collection_id, "tags": ""}
    form = get_image_form(Image)(data, {"file": draw(700, 700)}, instance=image)
    assert form.errors == {}
    with committing():
        form.save()
    after = read(client, page).img
    assert after["src"] != before
    assert after["width"] == "700"
