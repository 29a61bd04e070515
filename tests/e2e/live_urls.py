"""The addresses of the site, and one that breaks: to see the page for that."""

from typing import NoReturn

from django.http import HttpRequest
from django.urls import path

from cultuurplekken import urls
from cultuurplekken.urls import *  # noqa: F403


def fail(request: HttpRequest) -> NoReturn:
    raise RuntimeError("This address breaks on purpose.")


urlpatterns = [path("stuk/", fail), *urls.urlpatterns]
