"""What somebody with nothing but HTTP can try at the links and codes of others."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from registrations.models import Registration
from registrations.services.access import mint_link
from registrations.services.access_codes import revoke_code
from registrations.services.drafts.links import make_receipt_token, make_token
from registrations.services.interest.links import make_token as make_interest_token
from registrations.views.guard import MOST_WRONG_CODES
from tests.factories.registrations import StaffFactory

from .form_scene import close, make_call_form, reload
from .mailroom import make_draft, make_interest
from .test_access_codes import WRONG, make_code, open_form, send_with
from .test_participant import dump_database

pytestmark = pytest.mark.django_db
# Of a scanner that opens every link of a mail, from an address of its own.
SCANNER = {"REMOTE_ADDR": "81.82.83.84"}


@pytest.fixture(autouse=True)
def _fresh_counts():
    cache.clear()


@pytest.fixture
def office():
    return StaffFactory(username="kantoor", is_superuser=True, is_staff=True)


@pytest.fixture
def form_page():
    page = make_call_form()
    close(page)
    return reload(page)


def register_late(client, form_page, code, **changes):
    assert send_with(client, form_page, code, **changes).status_code == 303
    return Registration.objects.get()


def test_scanner_that_opens_every_link_of_a_mail_uses_nothing_up(
    client, form_page, office
):
    code = make_code(form_page, office)
    registration = register_late(client, form_page, make_code(form_page, office))
    draft, interest = make_draft(form_page), make_interest(form_page)
    own = form_page.get_url()
    links = [
        f"{own}?code={code.code}",
        own + form_page.reverse_subpage("draft", [make_token(draft)]),
        own + form_page.reverse_subpage("draft_saved", [make_receipt_token(draft)]),
        reverse("interest:own", args=[make_interest_token(interest)]),
        mint_link(registration=registration).partition("8000")[2],
    ]
    client.get(own)  # Wagtail makes a row for the settings of a site at its first page.
    before = dump_database()
    for link in links:
        for ask in (client.head, client.get) * MOST_WRONG_CODES:
            assert ask(link, **SCANNER).status_code == 200, link
            if link != links[0]:
                break
    assert dump_database() == before
    # Nor is the code shut for whoever sits behind the same address.
    assert WRONG not in client.get(links[0], **SCANNER).content.decode()
    assert (
        send_with(client, form_page, code, email="jan@voorbeeld.be").status_code == 303
    )


def test_code_does_not_come_back_with_a_withdrawal(client, form_page, office):
    code = make_code(form_page, office)
    registration = register_late(client, form_page, code)
    link = mint_link(registration=registration)
    client.post(reverse("participant:withdraw", args=[link.rstrip("/").split("/")[-1]]))
    registration.refresh_from_db()
    assert registration.state == "withdrawn"

    # The same person with the same form, that person typed anew, and somebody else.
    for changes in ({}, {"motivation": "Toch wel."}, {"email": "jan@voorbeeld.be"}):
        send_with(client, form_page, code, **changes)
    assert WRONG in open_form(client, form_page, code.code).content.decode()
    code.refresh_from_db()
    assert (code.uses, Registration.objects.count()) == (1, 1)


def test_form_that_another_code_opened_proves_nothing_here(client, form_page, office):
    other = make_call_form(slug="elders")
    close(other)
    foreign = make_code(reload(other), office)
    revoked = make_code(form_page, office)
    revoke_code(access_code=revoked, user=office)
    for code in (foreign, revoked):
        assert send_with(client, form_page, code).status_code == 409
    foreign.refresh_from_db()
    assert (foreign.uses, Registration.objects.count()) == (0, 0)


def test_key_of_one_thing_opens_no_other(client, form_page):
    """Each kind of link is signed or kept for itself, whatever number it carries."""
    draft, interest = make_draft(form_page), make_interest(form_page)
    tokens = {
        "draft": make_token(draft),
        "draft_saved": make_receipt_token(draft),
        "interest": make_interest_token(interest),
    }
    own = form_page.get_url()
    for name, token in tokens.items():
        wrong = [
            own + form_page.reverse_subpage(kind, [token])
            for kind in ("draft", "draft_saved")
            if kind != name
        ]
        wrong.append(reverse("participant:status", args=[token]))
        if name != "interest":
            wrong.append(reverse("interest:own", args=[token]))
        for url in wrong:
            answer = client.get(url)
            assert "Geheim" not in answer.content.decode()
            assert draft.email not in answer.content.decode()
            assert interest.email not in answer.content.decode()
            assert answer.status_code in (404, 410), (name, url)
