"""Making a registration form that is ready to use."""

from __future__ import annotations

from django.db import transaction
from wagtail.models import Page

from ..enums import FormKind
from ..models import RegistrationFormPage
from ..models.form_field import build_starting_fields

INTRO_SELECTION = (
    "<p>Je hebt hier ongeveer tien minuten voor nodig. Lukt het formulier niet? Bel of "
    "mail ons, dan vullen we het samen in.</p>"
)
LANDING_DIRECT = "<p>Kan je toch niet komen? Laat het weten, dan kan iemand anders.</p>"


@transaction.atomic
def create_default_form(
    *, parent: Page, title: str, slug: str, kind: FormKind
) -> RegistrationFormPage:
    """Create and publish a form below `parent` with the usual questions.

    Args:
        parent: a CallPage, or an InspirationDayPage for a form of kind direct.
        title, slug: of the new page.
        kind: how places are given; it decides which questions the form starts with
            (domain.md 2.2).

    Returns:
        The published form page.
    """
    form_page = RegistrationFormPage(
        title=title,
        slug=slug,
        kind=kind,
        reference_prefix=_choose_prefix(parent.specific, kind),
        intro=INTRO_SELECTION if kind == FormKind.SELECTION else "",
        landing_text=LANDING_DIRECT if kind == FormKind.DIRECT else "",
    )
    form_page.form_fields = build_starting_fields(kind)
    parent.add_child(instance=form_page)
    form_page.save_revision().publish()
    form_page.refresh_from_db()
    return form_page


def _choose_prefix(parent: Page, kind: FormKind) -> str:
    """CVM26 for the call of 2026, DAG26 for a day in that year."""
    year = getattr(parent, "edition_year", None)
    if kind == FormKind.DIRECT:
        year = parent.date.year if getattr(parent, "date", None) else year
        name = "DAG"
    else:
        name = "CVM"
    return f"{name}{year % 100:02d}" if year else name
