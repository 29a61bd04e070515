"""Making a registration form that is ready to use, and keeping what people sent."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext
from wagtail.models import Page

from workplaces.models import WorkplacePage

from ..enums import FormKind
from ..models import Decision, Registration, RegistrationFormPage
from ..models.form_field import build_starting_fields

# How to reach somebody stands below the form, from the settings of the site.
INTRO_SELECTION = "<p>Je hebt hier ongeveer een kwartier voor nodig.</p>"
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
        # A form of four fields is read at a glance.
        checks_answers=kind != FormKind.DIRECT,
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


def explain_refused_deletion(*, pages: Iterable[Page]) -> str | None:
    """Say why `pages` cannot be deleted, or return None when they can.

    Registrations protect their form and the workplaces that people chose, and so
    every page above these: a deletion takes along all that stands below it.
    """
    below = Q(pk__in=[])
    for page in pages:
        below |= Q(path__startswith=page.path)
    form_page = (
        RegistrationFormPage.objects.filter(below)
        .annotate(count=Count("registrations"))
        .filter(count__gt=0)
        .order_by("path")
        .first()
    )
    if form_page:
        return gettext(
            "This cannot be deleted: people have registered on the form “%(title)s” "
            "(%(count)s). Unpublish it instead."
        ) % {"title": form_page.title, "count": form_page.count}
    chosen = WorkplacePage.objects.filter(below).filter(
        Exists(
            Registration.objects.filter(
                Q(workplace_first=OuterRef("pk"))
                | Q(workplace_second=OuterRef("pk"))
                | Q(placed_in=OuterRef("pk"))
            )
        )
        | Exists(Decision.objects.filter(proposed_workplace=OuterRef("pk")))
    )
    workplace = chosen.order_by("path").first()
    if workplace:
        return gettext(
            "This cannot be deleted: people have chosen the workplace “%(title)s”. "
            "Unpublish it instead."
        ) % {"title": workplace.title}
    return None
