"""Closing the site for a moment, without a restart.

`manage.py maintenance on` writes one file, which is both the sign and the page: while
it is there, visitors get it with a 503, and the admin stays open. A web server in
front can serve the very same file when the site itself does not run.
"""

import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.security import SecurityMiddleware
from django.template.loader import render_to_string
from django_permissions_policy import PermissionsPolicyMiddleware

from home.models import SiteSettings

# When search engines and mail providers may ask again.
RETRY_SECONDS = 600
# The page stands outside the middleware that knows the site's own policy.
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
# The ways to the admin that do not begin with its address.
DOORS = ("/admin", "/_util/login", "/_util/login/")


def get_file() -> Path:
    """Return where the sign stands."""
    return Path(settings.MAINTENANCE_FILE)


def close_site(*, until: datetime | None = None) -> None:
    """Show visitors the page for maintenance, from the next request on.

    Args:
        until: when the site probably opens again; it stands on the page.
    """
    contact = SiteSettings.objects.filter(site__is_default_site=True).first()
    page = render_to_string("503.html", {"until": until, "contact": contact})
    file = get_file()
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_suffix(".new")
    draft.write_text(page, encoding="utf-8")
    # All or nothing: no visitor gets half a page.
    draft.replace(file)


def open_site() -> None:
    """Let visitors in again."""
    get_file().unlink(missing_ok=True)


class MaintenanceMiddleware:
    """Answers visitors while the site is closed; stands before the kept pages."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]):
        self.get_response = get_response
        self.file = os.fspath(get_file())
        self.passed = tuple(
            prefix
            for prefix in (settings.STATIC_URL, settings.MEDIA_URL, "/admin/")
            if prefix.startswith("/")
        )
        # A closed site stands outside the layers that say this of every answer.
        self.show_closed = PermissionsPolicyMiddleware(SecurityMiddleware(_show))

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path.startswith(self.passed) or request.path in DOORS:
            return self.get_response(request)
        page = self._read_page()
        if page is None:
            return self.get_response(request)
        request.closed_page = page
        return self.show_closed(request)

    def _read_page(self) -> bytes | None:
        """The page of a closed site; on any other day this look is all it costs."""
        try:
            with open(self.file, "rb") as file:
                return file.read()
        except FileNotFoundError:
            return None


def _show(request: HttpRequest) -> HttpResponse:
    response = HttpResponse(request.closed_page, status=503)
    response["Retry-After"] = str(RETRY_SECONDS)
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = POLICY
    return response
