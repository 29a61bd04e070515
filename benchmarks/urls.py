"""The addresses of the site, and in front of them the bare view."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from cultuurplekken.urls import handler400, handler404, handler500, urlpatterns

__all__ = ["handler400", "handler404", "handler500", "urlpatterns"]

# What the bare view returns: benchmarks/wsgi.py puts the bytes of the call in it.
kept: dict[str, object] = {"body": b"", "headers": {}}


def bare(request: HttpRequest) -> HttpResponse:
    """Return bytes that are ready: the least that a Django view can do."""
    return HttpResponse(kept["body"], headers=kept["headers"])


urlpatterns = [path("bare/", bare), *urlpatterns]
