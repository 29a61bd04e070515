"""The whole journey, from a date on the call to the letter, as five people walk it.

Redactie changes a date; Noor registers on her telephone and Bram at his desk;
two readers read them; the decider selects one and declines the other. (Two more:
eindredactie approves what redactie wrote, and leider closes the reading.)
"""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from .barriers import find_barriers
from .demo_site import DemoSite, get_subject
from .pages import (
    CALL,
    FORM,
    WORKPLACES,
    Applicant,
    fill_in,
    open_private_link,
    read_reference,
    send_form,
)
from .team import logged_in

OLD_DATE, NEW_DATE = "19 maart 2026", "26 maart 2026"
REASON = "We zoeken voor deze groep nog mensen die een lopend traject meebrengen."
NOOR = Applicant("Noor", "Aerts", "noor@deelnemers.example")
BRAM = Applicant("Bram", "Wouters", "bram@deelnemers.example")


@pytest.fixture
def phone(chromium: Browser):
    """A browser with the screen of a telephone."""
    context = chromium.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, locale="nl-BE"
    )
    yield context.new_page()
    context.close()


@pytest.fixture
def laptop(chromium: Browser):
    context = chromium.new_context(
        viewport={"width": 1280, "height": 800}, locale="nl-BE"
    )
    yield context.new_page()
    context.close()


def test_call_runs_from_a_date_to_the_letter(
    chromium: Browser, phone: Page, laptop: Page, demo_site: DemoSite
):
    site = demo_site

    # Redactie changes a date; nobody sees it before eindredactie approved it.
    with logged_in(chromium, site, "redactie") as redactie:
        redactie.open_page_editor("Oproep – Werkplaatsen")
        redactie.page.locator("input[name='sessions-1-date']").fill("2026-03-26")
        redactie.submit_page()
    assert_date(laptop, site, shown=OLD_DATE, hidden=NEW_DATE)
    with logged_in(chromium, site, "eindredactie") as eindredactie:
        eindredactie.open_page_editor("Oproep – Werkplaatsen")
        eindredactie.approve_page()
    assert_date(laptop, site, shown=NEW_DATE, hidden=OLD_DATE)

    # Noor registers on her telephone, from the page of the workplace she wants.
    phone.goto(site.url + WORKPLACES[0])
    fill_in(phone, NOOR)
    send_form(phone)
    noor = read_reference(phone)
    assert find_barriers(phone) == []
    # Bram registers too.
    laptop.goto(site.url + FORM)
    fill_in(laptop, BRAM)
    send_form(laptop)
    bram = read_reference(laptop)

    # Both have their receipt, with a link to their own page.
    (receipt,) = site.postbox.wait_for(NOOR.email, 1)
    (brams_receipt,) = site.postbox.wait_for(BRAM.email, 1)
    assert get_subject(receipt) == f"We hebben je inschrijving goed ontvangen ({noor})"
    open_private_link(phone, receipt)
    expect(phone.get_by_role("heading", level=1)).to_have_text("Goed ontvangen")

    # Two readers read them, each on their own.
    with logged_in(chromium, site, "lezer1") as lezer1:
        for reference in (noor, bram):
            lezer1.forward_to_readers(reference)
        lezer1.review(noor, advice="Ja", note="Brengt een lopend traject mee.")
        lezer1.review(bram, advice="Nee", note="Nog geen link met de praktijk.")
    with logged_in(chromium, site, "lezer2") as lezer2:
        lezer2.open_registration(noor)
        expect(lezer2.page.get_by_text("Brengt een lopend traject mee.")).to_be_hidden()
        lezer2.review(noor, advice="Ja", note="Vult de groep goed aan.")
        lezer2.review(bram, advice="Misschien", note="Een vraag te vroeg.")

    # Everybody has read: who leads the reading closes it, and scores are fixed.
    with logged_in(chromium, site, "leider") as leider:
        leider.open_selection()

    # The decider proposes; for the applicants nothing changes yet.
    with logged_in(chromium, site, "beslisser") as beslisser:
        beslisser.propose(noor, state="Geselecteerd")
        beslisser.propose(bram, state="Niet geselecteerd", reason=REASON)
        phone.reload()
        expect(phone.get_by_role("heading", level=1)).to_have_text(
            "We lezen je inschrijving"
        )
        # The release changes the states; the letters wait until they are sent.
        beslisser.release(noor, bram)
        assert len(site.postbox.to(NOOR.email)) == 1
        beslisser.send_letter(NOOR.email)
        beslisser.send_letter(BRAM.email)

    # Both letters arrive.
    yes = site.postbox.wait_for(NOOR.email, 2)[-1]
    no = site.postbox.wait_for(BRAM.email, 2)[-1]
    assert get_subject(yes) == (
        "Goed nieuws: je kan meedoen aan de Werkplaats Participatie"
    )
    assert get_subject(no) == "Over je inschrijving voor de Werkplaats Participatie"
    assert REASON in " ".join(no.get_body(("plain",)).get_content().split())

    # Noor confirms her place.
    open_private_link(phone, yes)
    phone.get_by_role("button", name="Ja, ik ben erbij").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Je bent erbij!")
    assert find_barriers(phone) == []
    confirmed = site.postbox.wait_for(NOOR.email, 3)[-1]
    assert get_subject(confirmed) == "Je bent erbij: Werkplaats Participatie"

    # Bram sees why not, through the link he has had from the start.
    open_private_link(laptop, brams_receipt)
    expect(laptop.get_by_role("heading", level=1)).to_have_text(
        "Deze keer niet geselecteerd"
    )
    expect(laptop.get_by_text(REASON)).to_be_visible()


def assert_date(page: Page, site: DemoSite, *, shown: str, hidden: str) -> None:
    """The call, a workplace and the form tell the same date."""
    for path in (CALL, WORKPLACES[0], FORM):
        page.goto(site.url + path)
        text = re.sub(r"\s+", " ", page.locator("main").inner_text())
        assert (shown in text, hidden in text) == (True, False), path
