"""The form in a frame on the website of a partner, and the script that fits the frame.

The same form and the same answers as on a page of its own (views/form/), in a bare
page. Only the websites that an editor named may show it: the browser reads them in
the policy of each answer, also of one that comes from the page cache.
"""

from __future__ import annotations

import re
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.html import conditional_escape
from django.utils.translation import gettext as _
from django.views.decorators.http import condition, require_safe

from .drafts import serve_saved
from .form import FormPlace, serve_form, serve_thanks

if TYPE_CHECKING:
    from ..models import RegistrationFormPage

BASE = "registrations/frame/base.html"
SCRIPT = "js/embed.js"
# A partner's visitors ask again after an hour, and meanwhile get the old one while the
# browser looks: the address never changes, so a mended script must reach them.
SCRIPT_CACHE = "public, max-age=3600, stale-while-revalidate=86400"
LINK = re.compile(
    r'<a\b(?![^>]*\btarget=)([^>]*\bhref="(?!#)([^"]*)"[^>]*)>(.*?)</a>', re.S
)
# They open another program, not another page.
PROGRAMS = ("mailto:", "tel:")


def serve_frame(page: RegistrationFormPage, request: HttpRequest) -> HttpResponse:
    """Answer a request for the form in a frame."""
    response = serve_form(page, request, place=get_frame_place(page, request))
    return _fit_in_frame(page, response, is_step=request.method == "POST")


def serve_frame_thanks(
    page: RegistrationFormPage, request: HttpRequest, token: str
) -> HttpResponse:
    """Show the page after sending, inside the frame."""
    place = get_frame_place(page, request)
    return _fit_in_frame(page, serve_thanks(page, request, token, place=place))


def serve_frame_saved(
    page: RegistrationFormPage, request: HttpRequest, token: str
) -> HttpResponse:
    """Say inside the frame that the form was saved; its link goes by mail."""
    place = get_frame_place(page, request)
    return _fit_in_frame(page, serve_saved(page, request, token, place=place))


def get_frame_place(page: RegistrationFormPage, request: HttpRequest) -> FormPlace:
    """Return the place of the form of `page` in a frame."""
    return FormPlace(
        action_url=page.get_url(request) + page.reverse_subpage("frame"),
        base_template=BASE,
        thanks_route="frame_thanks",
        in_frame=True,
    )


def _fit_in_frame(
    page: RegistrationFormPage, response: HttpResponse, *, is_step: bool = True
) -> HttpResponse:
    """Let the websites of `page` show an answer, and lead its links out of the frame.

    Our own site may show it too: an editor sees there how it looks.

    Args:
        page: the form page.
        response: what the form answered.
        is_step: whether it follows on something; the page around the frame then
            shows where it begins.
    """
    if isinstance(response, TemplateResponse):
        response.context_data |= {"is_step": is_step, "in_frame": True}
        response.add_post_render_callback(_mend_links)
    response["X-Robots-Tag"] = "noindex, nofollow"
    response._csp_replace = {"frame-ancestors": ["'self'", *page.origins]}
    response.xframe_options_exempt = True
    return response


def _mend_links(response: TemplateResponse) -> None:
    response.content = lead_out(response.content.decode())


def lead_out(html: str) -> str:
    """Return `html` with each link out of it in a new tab, and words that say so.

    Also the links that editors wrote. What somebody typed stays where it is, and no
    page of ours ends up inside the page of somebody else.
    """
    words = conditional_escape(_("(opens in a new tab)"))

    def mend(link: re.Match[str]) -> str:
        attributes, address, text = link.groups()
        if address.startswith(PROGRAMS):
            return f'<a target="_top"{attributes}>{text}</a>'
        return (
            f'<a target="_blank" rel="noopener"{attributes}>{text}'
            f'<span class="visually-hidden"> {words}</span></a>'
        )

    return LINK.sub(mend, html)


@lru_cache(maxsize=1)
def _read_script() -> tuple[bytes, str]:
    content = Path(finders.find(SCRIPT)).read_bytes()
    return content, f'"{sha256(content).hexdigest()[:24]}"'


@require_safe
@condition(etag_func=lambda request: _read_script()[1])
def frame_script(request: HttpRequest) -> HttpResponse:
    """The script for partners, at an address that stays: theirs is copied once."""
    response = HttpResponse(_read_script()[0], content_type="text/javascript")
    response["Cache-Control"] = SCRIPT_CACHE
    # Partners may ask for it from a page that shuts out what does not say this.
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
