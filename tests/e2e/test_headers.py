"""The headers of everything the public gets: a strict policy, no cookie, no cache of
what belongs to one person.
"""

import re
import urllib.parse
from email.message import Message

import pytest

from .asking import ask
from .live_site import STATUS
from .pages import FORM

pytestmark = pytest.mark.looks
# Sources that a policy may name; whatever else stands in it is too wide.
STRICT = {"'none'", "'self'", "data:"}
# What the pages name beside pages: calendars, feeds, the share image.
NAMED = re.compile(r'(?:href|content)="([^"]+(?:\.ics|\.atom|\.json|\.png)[^"]*)"')


def read_policy(headers: Message) -> dict[str, list[str]]:
    policy = headers["Content-Security-Policy"] or ""
    parts = (part.split() for part in policy.split(";") if part.strip())
    return {name: sources for name, *sources in parts}


def assert_strict(name: str, headers: Message) -> None:
    policy = read_policy(headers)
    assert (name, policy.get("default-src")) == (name, ["'none'"])
    assert {"base-uri", "form-action", "frame-ancestors"} <= set(policy), name
    assert {source for sources in policy.values() for source in sources} <= STRICT, name
    assert "data:" not in policy.get("script-src", []), name
    assert (name, headers["X-Content-Type-Options"]) == (name, "nosniff")
    assert (name, headers["Set-Cookie"]) == (name, None)


def test_every_answer_to_the_public_has_a_strict_policy_and_no_cookie(live_site):
    named = set()
    for name, path in live_site.paths.items():
        status, headers, text = ask(live_site.url + path)
        assert (name, status) == (name, STATUS.get(name, 200))
        assert_strict(name, headers)
        named |= set(NAMED.findall(text))
    kinds = {address.rsplit(".", 1)[-1].split("?")[0] for address in named}
    assert {"ics", "atom", "json", "png"} <= kinds
    for address in named | {"/robots.txt", "/sitemap.xml"}:
        status, headers, _text = ask(urllib.parse.urljoin(live_site.url, address))
        assert (address, status) == (address, 200)
        if "/static/" not in address:
            assert_strict(address, headers)


@pytest.mark.parametrize(
    ("path", "data", "status"),
    [
        (FORM, {}, 422),
        (FORM.rstrip("/"), None, 301),
        ("/mijn-inschrijving/niets/", None, 404),
        ("/documents/1/niets.pdf", None, 404),
        ("/media/niets.jpg", None, 404),
        ("/admin/", None, 302),
    ],
)
def test_answer_that_is_no_page_has_a_strict_policy(path, data, status, live_site):
    answer, headers, _text = ask(live_site.url + path, data)
    assert answer == status
    if not path.startswith("/admin/"):
        assert_strict(path, headers)
    assert headers["Set-Cookie"] is None


@pytest.mark.parametrize("path", ["/", FORM])
def test_page_for_everybody_may_be_kept_but_is_asked_after(path, live_site):
    _status, headers, _text = ask(live_site.url + path)
    assert "must-revalidate" in headers["Cache-Control"]
    assert "public" in headers["Cache-Control"]
    assert headers["ETag"]


def test_page_of_one_person_is_never_kept(live_site):
    _status, headers, _text = ask(live_site.url + live_site.paths["participant"])
    assert {"private", "no-store"} <= set(re.split(r",\s*", headers["Cache-Control"]))
    assert headers["ETag"] is None
