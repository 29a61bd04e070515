"""The members of the team at work in the admin, each in a browser of their own."""

from contextlib import contextmanager

from playwright.sync_api import Browser, Locator, Page, expect

from .demo_site import DemoSite

PASSWORD = "cultuurplekken"


class Member:
    """Somebody of the office who is logged in."""

    def __init__(self, page: Page, site: DemoSite, username: str) -> None:
        self.page = page
        self.site = site
        self.username = username

    def go(self, path: str) -> None:
        response = self.page.goto(self.site.url + path)
        assert response is not None
        assert response.status == 200, f"{self.username} gets {response.status}: {path}"

    # Pages.

    def open_page_editor(self, title: str) -> None:
        """Open a page just below the home page, from the list of pages."""
        self.go("/admin/pages/")
        self.page.locator("main").get_by_role("link", name=title).first.click()
        self.page.wait_for_url("**/edit/**")

    def submit_page(self) -> None:
        """Hand the page in for approval, as somebody who may not publish does."""
        self.choose_page_action("[name='action-submit']")

    def approve_page(self) -> None:
        """Approve, and so publish, what somebody else wrote."""
        self.choose_page_action("[data-workflow-action-name='approve']")

    def choose_page_action(self, button: str) -> None:
        """Press one of the buttons below the page editor and wait until it is done."""
        self.page.get_by_role("button", name="Meer acties").last.click()
        with self.page.expect_navigation():
            self.page.locator(f"button{button}:visible").first.click()
        expect(self.page.locator(".messages .success")).to_be_visible()

    # Registrations.

    def open_registration(self, reference: str) -> None:
        self.go("/admin/registrations/")
        self.page.get_by_role("link", name=reference, exact=True).click()
        desk = self.page.get_by_role("heading", name=reference)
        # Whoever reads for the first time promises confidentiality.
        promise = self.page.get_by_role("button", name="Ik beloof dit en lees verder")
        expect(desk.or_(promise).first).to_be_visible()
        if promise.is_visible():
            promise.click()
        expect(desk).to_be_visible()

    def get_form(self, action: str) -> Locator:
        """Return the form on the desk that does `action`."""
        return self.page.locator(f"main form[action*='/{action}/']")

    def send(self, form: Locator) -> None:
        """Press the button of a form on the desk; it must not be refused."""
        form.locator("button[type=submit]").first.click()
        self.page.wait_for_load_state()
        expect(
            self.page.locator(".desk__message--error, .error-message")
        ).to_have_count(0)

    def forward_to_readers(self, reference: str) -> None:
        self.open_registration(reference)
        self.send(self.get_form("approve"))

    def review(self, reference: str, *, advice: str, note: str) -> None:
        self.open_registration(reference)
        form = self.get_form("review")
        # Every criterion of the call at "clearly".
        levels = form.locator("label:has(input[name^=score_][value='2']) .desk__word")
        for level in levels.all():
            level.click()
        words = form.locator("label:has(input[name=advice]) .desk__word")
        words.get_by_text(advice, exact=True).click()
        form.locator("textarea[name=note]").fill(note)
        self.send(form)

    def open_selection(self) -> None:
        """Take the round of the call to its last phase, in which one may propose."""
        # With one round it is this one.
        self.go("/admin/registrations/rounds/")
        self.page.locator("details:has(form[action$='/phase/']) summary").click()
        form = self.page.locator("main form[action$='/phase/']")
        form.locator("[name=to][value=selecting]").check()
        form.locator("button[type=submit]").click()
        self.page.wait_for_load_state()

    def propose(self, reference: str, *, state: str, reason: str = "") -> None:
        self.open_registration(reference)
        form = self.get_form("propose")
        form.get_by_label(state, exact=True).check()
        form.locator("textarea[name=reason]").fill(reason)
        self.send(form)

    def release(self, *references: str) -> None:
        """Release the open proposals of these registrations together."""
        self.go("/admin/registrations/decisions/")
        for reference in references:
            self.page.get_by_role("checkbox", name=reference).check()
        self.page.locator("main form[method=get] button[type=submit]").click()
        self.page.wait_for_load_state()
        form = self.page.locator("form.release__act")
        warnings = form.locator("[name=knows_warnings]")
        if warnings.count():
            warnings.check()
        form.locator("button[type=submit]").click()
        self.page.wait_for_load_state()

    # Messages.

    def send_letter(self, address: str) -> None:
        """Send the draft that waits in the outbox for this address."""
        self.go("/admin/messages/?state=draft")
        row = self.page.locator("tr", has_text=address)
        row.get_by_role("link").first.click()
        self.page.locator("button[name=action][value=send]").click()
        self.page.wait_for_load_state()


def plan_bulk(member: Member, action: str) -> None:
    """Choose three registrations that are read, and see what an action would do.

    As far as its confirmation, with the first choice or a few words where it asks.
    """
    open_bulk(member, action)
    form = member.page.locator("main form")
    for choice in form.locator("input[type=radio]").all()[:1]:
        choice.check()
    for text in form.locator("textarea").all():
        text.fill("Met wie werk je hiervoor samen?")
    form.locator("button[type=submit]").first.click()
    expect(member.page.locator(".bulk-plan__table")).to_be_visible()


def open_bulk(member: Member, action: str) -> None:
    """Open the screen of a bulk action for three registrations that are read."""
    member.go("/admin/registrations/?state=in_review")
    boxes = member.page.locator("input[data-bulk-action-checkbox]")
    keys = boxes.evaluate_all("(all) => all.map((one) => one.dataset.objectId)")
    ids = "&".join(f"id={key}" for key in keys[:3])
    member.go(f"/admin/bulk/registrations/registration/{action}/?{ids}")


@contextmanager
def logged_in(browser: Browser, site: DemoSite, username: str):
    """Yield one member of the team in a browser of their own."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 900}, locale="nl-BE"
    )
    page = context.new_page()
    page.goto(site.url + "/admin/login/")
    page.locator("#id_username").fill(username)
    page.locator("#id_password").fill(PASSWORD)
    page.locator("form button[type=submit]").click()
    page.wait_for_url(site.url + "/admin/")
    yield Member(page, site, username)
    context.close()
