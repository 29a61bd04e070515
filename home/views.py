"""Answers of the site itself, where no page can answer."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from .models import SiteSettings


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say what to do with what is too large or arrived broken, and whom to ask.

    The settings of the default site: the host of such a request may itself be what is
    wrong with it, and its body must not be touched again.
    """
    settings = SiteSettings.objects.filter(site__is_default_site=True).first()
    response = render(None, "400.html", {"contact": settings}, status=400)
    response["Cache-Control"] = "private, no-store"
    return response
