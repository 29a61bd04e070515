"""Visitors upload nothing; who has signed in may."""

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory
from django.urls import reverse
from PIL import Image as Drawing
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

MEGABYTE = 1024 * 1024


def post(user, size: int = 10):
    request = RequestFactory().post(
        "/inschrijven/",
        {"naam": "Mia", "file": SimpleUploadedFile("plan.csv", b"x" * size)},
    )
    if user is not None:
        request.user = user
    return request


@pytest.mark.parametrize("user", [None, AnonymousUser()])
@pytest.mark.parametrize("size", [10, 7 * MEGABYTE])
def test_file_of_a_visitor_is_passed_over_and_the_words_stay(user, size):
    request = post(user, size)
    assert (dict(request.FILES), request.POST["naam"]) == ({}, "Mia")


def test_file_of_the_team_arrives():
    request = post(User(username="lezer"))
    assert request.FILES["file"].read() == b"x" * 10


@pytest.mark.django_db
def test_admin_takes_large_pictures_and_documents(admin_client, tmp_path):
    Drawing.effect_noise((1700, 1700), 90).convert("RGB").save(tmp_path / "plan.png")
    picture = (tmp_path / "plan.png").read_bytes()
    assert 3 * MEGABYTE < len(picture) < 10 * MEGABYTE
    files = {
        "wagtailimages:add": SimpleUploadedFile("plan.png", picture, "image/png"),
        "wagtaildocs:add": SimpleUploadedFile("plan.txt", b"x" * 7 * MEGABYTE),
    }
    for name, file in files.items():
        values = {"title": "Plan", "description": "Een plan", "file": file}
        assert admin_client.post(reverse(name), values).status_code == 302
    assert get_image_model().objects.get().file.size == len(picture)
    assert get_document_model().objects.get().file.size == 7 * MEGABYTE
