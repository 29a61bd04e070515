"""One server with both: the site, and at /bare/ a Django without any middleware."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")

from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application
from django.test import RequestFactory, override_settings

from benchmarks import urls

site = get_wsgi_application()
with override_settings(MIDDLEWARE=[]):
    bare = WSGIHandler()

# The very bytes, as the page cache answers them to a browser.
_request = RequestFactory(headers={"accept-encoding": "br"}).get(
    os.environ["BENCHMARK_PATH"], headers={"host": "127.0.0.1"}
)
_page = site.get_response(_request)
urls.kept["body"] = _page.content
urls.kept["headers"] = {
    name: _page[name] for name in ("Content-Type", "Content-Encoding")
}


def application(environ, start_response):
    """Hand the request to one of the two; the rest is the same for both."""
    handler = bare if environ["PATH_INFO"] == "/bare/" else site
    return handler(environ, start_response)
