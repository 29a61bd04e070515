"""Where a form stands, for one request: its address, what surrounds it, and who may."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpRequest
from wagtail.models import Page

from ...forms.registration_form import FORM_PREFIX

if TYPE_CHECKING:
    from ...models import AccessCode, RegistrationDraft, RegistrationFormPage


@dataclass(frozen=True)
class FormPlace:
    """One of the places of a form: its own page, a frame, behind a draft or a code.

    Attributes:
        action_url: where the form posts to, without `#`; the address of the page on
            which it stands, unless given.
        base_template: what surrounds the form on a page of its own.
        thanks_route: the name of the form page's route, with a token, to which a
            good post leads.
        in_frame: whether it stands on the website of a partner.
        draft: the draft with which it was opened; sending removes it.
        access_code: the code with which it is open although its time is not;
            whoever makes the place decides whether the code is still good.
        code_error: the sentence for a code that does not open it.
        hidden: names (with the prefix) and values that the form carries along.
    """

    action_url: str = ""
    base_template: str = "base.html"
    thanks_route: str = "thanks"
    in_frame: bool = False
    draft: RegistrationDraft | None = None
    access_code: AccessCode | None = None
    code_error: str = ""
    hidden: tuple[tuple[str, str], ...] = ()

    @property
    def is_personal(self) -> bool:
        """Whether the form is opened for one person, and no cache may keep it."""
        return bool(self.draft or self.access_code or self.code_error or self.hidden)

    def get_action_url(
        self, page: RegistrationFormPage, request: HttpRequest, host_page: Page | None
    ) -> str:
        """Return where the form posts to: it ends in the id at which it stands."""
        url = self.action_url or (host_page or page).get_url(request)
        return f"{url}#{FORM_PREFIX}"


OWN_PAGE = FormPlace()
