"""Visitors upload nothing; who has signed in may."""

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.core.files.uploadedfile import InMemoryUploadedFile, SimpleUploadedFile
from django.test import RequestFactory

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


def test_file_that_an_import_takes_stays_in_memory():
    request = post(User(username="beslisser"), 5 * MEGABYTE)
    assert isinstance(request.FILES["file"], InMemoryUploadedFile)
