"""Whatever somebody answers is words on every screen, never a part of the page."""

import re
from pathlib import Path

from playwright.sync_api import Browser, Download, Page, expect

from .demo_site import DemoSite
from .pages import (
    FORM,
    SEND,
    Applicant,
    check_form,
    fill_in,
    open_private_link,
    read_reference,
)
from .team import logged_in

SHORT = '"><img src=x onerror=alert(1)>'
LONG = (
    f"{SHORT} </textarea></script><script>alert(2)</script> '\"><svg/onload=alert(3)> "
    '<a href="javascript:alert(4)">javascript:alert(5)</a> {{7*7}}'
)
MALLORY = Applicant("Mal", "Lory", "mal@deelnemers.example")
# What would be in the page, frames that show letters included, if an answer became
# a part of it: the policy of the public pages may not be all that stops it.
INTRUDERS = """() => [...document.querySelectorAll('*')].filter(element =>
    element.getAttribute('src') === 'x'
    || ['onerror', 'onload'].some(name => element.hasAttribute(name))
    || /^\\s*javascript:/i.test(element.getAttribute('href') || '')
    || (element.localName === 'script' && /alert\\(/.test(element.textContent))
).map(element => element.outerHTML.slice(0, 200))"""


class Screens:
    """Looks at one screen after the other and notes what came alive there."""

    def __init__(self) -> None:
        self.alive: list[str] = []

    def watch(self, page: Page) -> Page:
        def answer(dialog) -> None:
            self.alive.append(f"{page.url}: {dialog.message}")
            dialog.dismiss()

        page.on("dialog", answer)
        return page

    def look(self, page: Page, name: str, words: str = SHORT) -> None:
        """Note what does not belong there; the words must be readable."""
        texts = []
        for frame in page.frames:
            frame.wait_for_load_state()
            self.alive += [f"{name}: {found}" for found in frame.evaluate(INTRUDERS)]
            texts.append(
                frame.evaluate(
                    "() => document.documentElement.innerText + ' ' + ["
                    "...document.querySelectorAll('input, textarea')"
                    "].map(box => box.value).join(' ')"
                )
            )
        assert words in " ".join(texts), f"{name} does not show {words}"


def answer_with_markup(page: Page) -> None:
    """Fill in the form, then put markup in every box that takes free text."""
    fill_in(page, MALLORY)
    for box in page.locator(
        "form.form input[type=text]:visible, form.form textarea:visible"
    ).all():
        name = box.get_attribute("name") or ""
        if name.endswith("-municipality"):
            continue
        is_long = box.evaluate("box => box.localName") == "textarea"
        box.fill(LONG if is_long else SHORT)


def read(download: Download) -> bytes:
    return Path(download.path()).read_bytes()


def test_markup_in_every_answer_stays_words(chromium: Browser, demo_site: DemoSite):
    site, screens = demo_site, Screens()
    context = chromium.new_context(locale="nl-BE")
    page = screens.watch(context.new_page())

    # The applicant's screens: mistakes, check, thanks, letter, own page, copy, editing.
    page.goto(site.url + FORM)
    answer_with_markup(page)
    page.get_by_label("E-mailadres").fill(SHORT)
    page.locator("form.form button[type=submit]").first.click()
    expect(page.locator(".error-summary")).to_be_visible()
    screens.look(page, "mistakes", LONG)
    page.get_by_label("E-mailadres").fill(MALLORY.email)
    check_form(page)
    screens.look(page, "check", LONG)
    with page.expect_navigation():
        page.get_by_role("button", name=SEND).click()
    reference = read_reference(page)
    screens.look(page, "thanks", reference)
    (receipt,) = site.postbox.wait_for(MALLORY.email, 1)
    assert "\n" not in receipt["Subject"]
    html = receipt.get_body(("html",))
    letter = screens.watch(context.new_page())
    letter.set_content(html.get_content())
    screens.look(letter, "letter")
    open_private_link(page, receipt)
    screens.look(page, "own page")
    with page.expect_download() as copying:
        page.get_by_role("link", name=re.compile("kopie", re.I)).first.click()
    assert LONG in read(copying.value).decode()
    page.goto(page.url.split("?")[0] + "aanpassen/")
    screens.look(page, "editing", LONG)
    context.close()

    # Those of the office: list, desk, letter, export.
    with logged_in(chromium, site, "beheer") as office:
        screens.watch(office.page)
        office.go("/admin/registrations/")
        screens.look(office.page, "list")
        office.open_registration(reference)
        screens.look(office.page, "desk", LONG)
        office.go("/admin/messages/")
        row = office.page.locator("tr", has_text=MALLORY.email)
        row.get_by_role("link").first.click()
        office.page.wait_for_load_state()
        screens.look(office.page, "letter in the office")
        office.go("/admin/registrations/export/")
        screens.look(office.page, "export", "Inschrijvingen")
        office.go("/admin/registrations/decisions/")
        screens.look(office.page, "decisions", "Beslissingen")
        office.go("/admin/")
        screens.look(office.page, "dashboard", "Wacht op jou")
    assert screens.alive == []
