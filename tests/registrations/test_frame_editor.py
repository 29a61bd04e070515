"""What an editor does about the websites of partners: name them, copy the lines."""

from html import unescape

import pytest
from django.urls import reverse

from tests.registrations.form_scene import fill_settings, make_call_form, reload
from tests.registrations.test_form_editor import edit, get_draft, read_rows

pytestmark = pytest.mark.django_db

NEEDS_A_WEBSITE = "Noem hierboven minstens één website"


@pytest.fixture
def form_page(db):
    fill_settings()
    return make_call_form()


def save(client, form_page, text, **options):
    rows = read_rows(form_page)
    return edit(client, form_page, rows, embedding_origins=text, **options)


def read_screen(client, form_page) -> str:
    url = reverse("wagtailadmin_pages:edit", args=[form_page.pk])
    return client.get(url).content.decode()


def test_websites_are_kept_as_browsers_write_them(admin_client, form_page):
    response = save(
        admin_client,
        form_page,
        "HTTPS://www.Partner.be/\r\n\r\nhttps://café.be:443\r\n",
        action="publish",
    )

    assert response.status_code == 302, response.context["form"].errors
    stored = reload(form_page)
    assert stored.embedding_origins == (
        "https://www.partner.be\nhttps://xn--caf-dma.be"
    )
    assert stored.origins == ["https://www.partner.be", "https://xn--caf-dma.be"]


def test_editor_hears_which_line_is_wrong(admin_client, form_page):
    response = save(
        admin_client,
        form_page,
        "https://goed.be\nhttp://oud.be\nhttps://*.be\nhttps://pad.be/agenda",
    )

    html = unescape(response.content.decode())
    assert response.status_code == 200
    assert "Regel 2 (‘http://oud.be’): begin met https://." in html
    assert "Regel 3 (‘https://*.be’): een * kan hier niet." in html
    assert "Regel 4 (‘https://pad.be/agenda’): laat weg wat na de naam komt." in html
    assert "Regel 1" not in html
    assert get_draft(form_page).embedding_origins == ""


def test_lines_for_the_partner_stand_there_once_they_work(admin_client, form_page):
    assert NEEDS_A_WEBSITE in read_screen(admin_client, form_page)

    save(admin_client, form_page, "https://www.partner.be")
    assert NEEDS_A_WEBSITE in read_screen(admin_client, form_page)

    save(admin_client, form_page, "https://www.partner.be", action="publish")
    html = read_screen(admin_client, form_page)
    snippet = unescape(html.split('id="frame-snippet"')[1].split(">")[1].split("<")[0])
    site = form_page.get_full_url().removesuffix(form_page.get_url())
    assert snippet == (
        f'<iframe src="{form_page.get_full_url()}insluiten/" '
        f'title="{form_page.get_meta_title()}" width="100%" height="1000" '
        'style="border: 0" loading="lazy"></iframe>\n'
        f'<script src="{site}/insluiten.js" async></script>'
    )

    reload(form_page).unpublish()
    assert NEEDS_A_WEBSITE in read_screen(admin_client, form_page)


def test_title_cannot_break_out_of_the_lines(admin_client, form_page):
    form_page.title = '"><script>alert(1)</script>'
    form_page.embedding_origins = "https://www.partner.be"
    form_page.save_revision().publish()

    html = read_screen(admin_client, form_page)

    # Escaped once for the partner's page, and once more for this screen.
    snippet = unescape(
        html.split('id="frame-snippet"')[1].split(">", 1)[1].split("</textarea>")[0]
    )
    assert "&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;" in snippet
    assert "<script>" not in snippet
