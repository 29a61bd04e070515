"""Views behind the page cache, for its tests: some that change, some that tell."""

from django.http import HttpResponse
from django.test import RequestFactory

from home.page_cache import mark_public
from home.page_cache.middleware import PageCacheMiddleware


def build(view):
    """Return the middleware around one view, as the outermost layer of a site."""
    return PageCacheMiddleware(view)


def get(middleware, path="/", **meta):
    return middleware(RequestFactory().get(path, **meta))


def make_view(*, body: str = "x" * 2000, seen=None, change=None):
    def view(request):
        if seen is not None:
            seen.append(request.path)
        response = HttpResponse(body)
        mark_public(response)
        if change:
            change(response)
        return response

    return view
