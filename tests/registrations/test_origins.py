"""The websites that may show a form: what an editor may type, and what it becomes."""

import pytest
from django.core.exceptions import ValidationError

from registrations.origins import MOST_ORIGINS, find_origins, read_origins

pytestmark = pytest.mark.looks


@pytest.mark.parametrize(
    ("typed", "origin"),
    [
        ("https://www.partner.be", "https://www.partner.be"),
        ("  HTTPS://WWW.Partner.BE/ ", "https://www.partner.be"),
        ("https://partner.be:443", "https://partner.be"),
        ("https://partner.be:8443", "https://partner.be:8443"),
        ("https://café.be", "https://xn--caf-dma.be"),
        # As browsers read it: an older rule makes "strasse" of it, another website.
        ("https://straße.be", "https://xn--strae-oqa.be"),
        ("https://192.0.2.7", "https://192.0.2.7"),
    ],
)
def test_origin_is_written_as_browsers_do(typed, origin):
    assert read_origins(typed) == [origin]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("www.partner.be", "scheme"),
        ("//partner.be", "scheme"),
        ("http://partner.be", "scheme"),
        ("http://localhost:8000", "scheme"),
        ("javascript:alert(1)", "scheme"),
        ("'self'", "scheme"),
        ("https://", "address"),
        ("https://partner", "address"),
        ("https://partner.be.", "address"),
        ("https://[::1]", "address"),
        ("https://[", "address"),
        ("https://a.be https://b.be", "address"),
        ("https://a.be;script-src", "address"),
        ("https://a.be,https://b.be", "address"),
        ("https://a.be\\b", "address"),
        ("https://1.2.3", "address"),
        ("https://-a.be", "address"),
        ("https://*.partner.be", "wildcard"),
        ("*", "wildcard"),
        ("https://lotte:geheim@partner.be", "credentials"),
        ("https://partner.be:0", "port"),
        ("https://partner.be:", "port"),
        ("https://partner.be:99999", "port"),
        ("https://partner.be/agenda", "path"),
        ("https://partner.be?x", "path"),
        ("https://partner.be#x", "path"),
    ],
)
def test_line_that_is_no_origin_is_refused(typed, code):
    with pytest.raises(ValidationError) as refused:
        read_origins(f"https://goed.be\n{typed}")

    (error,) = refused.value.error_list
    assert error.code == code
    assert error.params["line"] == "2"
    assert find_origins(f"https://goed.be\n{typed}") == ["https://goed.be"]


def test_every_wrong_line_is_named():
    with pytest.raises(ValidationError) as refused:
        read_origins("a.be\n\nhttps://goed.be\nhttps://b.be/x")

    assert [error.params["line"] for error in refused.value.error_list] == ["1", "4"]


def test_doubles_count_once_and_there_is_a_most():
    lines = [f"https://partner{number}.be" for number in range(MOST_ORIGINS)]
    assert read_origins("\r\n".join([*lines, "https://PARTNER0.be/", ""])) == lines

    with pytest.raises(ValidationError) as refused:
        read_origins("\n".join([*lines, "https://nog.be", "https://meer.be"]))
    assert refused.value.error_list[0].params == {"most": MOST_ORIGINS, "excess": 2}


@pytest.mark.parametrize("origin", ["http://localhost:8000", "http://127.0.0.1:8000"])
def test_local_address_counts_only_in_development(settings, origin):
    settings.DEBUG = True
    assert read_origins(origin) == [origin]
    assert find_origins(origin) == [origin]
    settings.DEBUG = False
    assert find_origins(origin) == []
