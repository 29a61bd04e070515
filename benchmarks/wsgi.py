"""One server with both: the site, and at /bare/ a Django without any middleware."""

import os

from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application
from django.test import RequestFactory, override_settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")


def _keep_bytes_of(path: str) -> None:
    """Give the bare view the very bytes that a browser gets of a kept page."""
    from benchmarks import urls  # needs the apps, which are loaded by now

    headers = {"host": "127.0.0.1", "accept-encoding": "br"}
    page = site.get_response(RequestFactory().get(path, headers=headers))
    urls.kept["body"] = page.content
    # With its length, as the kept page: without it the server sends piece by piece.
    names = ("Content-Type", "Content-Encoding", "Content-Length")
    urls.kept["headers"] = {name: page[name] for name in names}


site = get_wsgi_application()
with override_settings(MIDDLEWARE=[]):
    bare = WSGIHandler()
_keep_bytes_of(os.environ["BENCHMARK_PATH"])


def application(environ, start_response):
    """Hand the request to one of the two; the rest is the same for both."""
    handler = bare if environ["PATH_INFO"] == "/bare/" else site
    return handler(environ, start_response)
