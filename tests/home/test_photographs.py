"""What a camera wrote into a photograph does not reach the site."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image, ImageChops, PngImagePlugin
from wagtail.images import get_image_model

from home.services.photographs import read_orientation, remove_traces

pytestmark = pytest.mark.looks

GPS, ORIENTATION, CAMERA, ARTIST = 0x8825, 0x0112, 0x0110, 0x013B


def draw() -> Image.Image:
    picture = Image.effect_noise((90, 60), 80).convert("RGB")
    picture.paste((200, 30, 30), (0, 0, 45, 30))
    return picture


def write_exif(orientation: int = 6) -> Image.Exif:
    exif = Image.Exif()
    exif[ORIENTATION], exif[CAMERA], exif[ARTIST] = orientation, "Toestel", "Lotte"
    exif.get_ifd(GPS).update({1: "N", 2: (51.0, 3.0, 0.0), 3: "E", 4: (3.0, 43.0, 0.0)})
    return exif


def write_jpeg(orientation: int = 6, **options) -> bytes:
    output = io.BytesIO()
    draw().save(
        output,
        "JPEG",
        exif=write_exif(orientation),
        comment="Genomen door Lotte",
        xmp=b"<x:xmpmeta>Lotte</x:xmpmeta>",
        icc_profile=b"profiel" * 20,
        **options,
    )
    return output.getvalue()


def open_picture(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


@pytest.mark.parametrize(
    "options", [{}, {"progressive": True}, {"restart_marker_rows": 1}]
)
def test_photograph_keeps_its_pixels_its_colours_and_which_side_is_up(options):
    content = write_jpeg(**options)
    clean = open_picture(remove_traces(content, orientation=6))
    assert ImageChops.difference(clean, open_picture(content)).getbbox() is None
    assert dict(clean.getexif()) == {ORIENTATION: 6}
    assert clean.info["icc_profile"] == b"profiel" * 20
    assert {"xmp", "comment", "photoshop"} & clean.info.keys() == set()


def test_nothing_of_the_owner_is_left_in_the_bytes():
    content = write_jpeg()
    assert [word in content for word in (b"Lotte", b"Toestel")] == [True, True]
    clean = remove_traces(content, orientation=6)
    assert [word in clean for word in (b"Lotte", b"Toestel")] == [False, False]


def test_second_picture_behind_the_first_is_left_out():
    first = write_jpeg()
    clean = remove_traces(first + write_jpeg(1), orientation=6)
    assert clean == remove_traces(first, orientation=6)


def test_picture_that_says_nothing_of_itself_stays_as_it_is():
    output = io.BytesIO()
    draw().save(output, "JPEG")
    assert remove_traces(output.getvalue()) == output.getvalue()


def test_png_keeps_its_pixels_and_loses_its_texts():
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Author", "Lotte")
    output = io.BytesIO()
    draw().save(output, "PNG", pnginfo=texts, exif=write_exif())
    clean = open_picture(remove_traces(output.getvalue()))
    assert (
        ImageChops.difference(clean, open_picture(output.getvalue())).getbbox() is None
    )
    assert (clean.text, dict(clean.getexif())) == ({}, {})


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"GIF89a",
        b"\xff\xd8",
        b"\xff\xd8\xff\xe1\xff\xff",
        b"\xff\xd8\xff",
        b"\xff\xd8\x00",
        b"\x89PNG\r\n\x1a\n\x00\x00\xff\xffeXIf",
    ],
)
def test_what_is_no_sound_picture_comes_back_as_it_is(content):
    assert remove_traces(content) == content


@pytest.mark.django_db
def test_editor_uploads_a_photograph_without_its_place(admin_client):
    upload = SimpleUploadedFile("plek.jpg", write_jpeg(), "image/jpeg")
    values = {"title": "Plek", "description": "Een plek", "file": upload}
    assert admin_client.post(reverse("wagtailimages:add"), values).status_code == 302
    image = get_image_model().objects.get()
    with image.file.open() as file:
        content = file.read()
    stored = open_picture(content)
    assert (read_orientation(stored), stored.getexif().get_ifd(GPS)) == (6, {})
    assert b"Lotte" not in content
    assert image.file_size == len(content)


@pytest.mark.django_db
def test_several_photographs_at_once_lose_their_place_too(admin_client):
    upload = SimpleUploadedFile("plek.jpg", write_jpeg(), "image/jpeg")
    values = {"title": "Plek", "files[]": upload}
    answer = admin_client.post(reverse("wagtailimages:add_multiple"), values)
    assert answer.json()["success"] is True
    with get_image_model().objects.get().file.open() as file:
        assert b"Lotte" not in file.read()
