"""Build the pages of the demo: the call of 2026 and everything around it.

May be run again: what is missing is made, what an editor changed is left alone.
"""

from typing import Any

from django.db import transaction
from wagtail.models import Page, Site

from home.models import ContentPage, HomePage, SiteSettings
from registrations.enums import FormKind
from registrations.services.form_page import create_default_form
from workplaces.models import (
    CallPage,
    InspirationDayIndexPage,
    InspirationDayPage,
    WorkplacePage,
)

from .call import CALL, build_criteria, build_sessions
from .content import ABOUT, ACCESSIBILITY, HOME, PRIVACY, SETTINGS
from .days import DAYS, EXAMPLE_DAY, choose_thursday
from .workplaces import WORKPLACES


@transaction.atomic
def create_pages() -> dict[str, Page]:
    """Create what is missing of the demo's pages, and publish it.

    Returns:
        The pages by name: home, about, privacy, accessibility, call, form, days,
        day, day_form, and each workplace by its slug.
    """
    home = _fill_home()
    pages: dict[str, Page] = {"home": home}
    pages["call"], is_new = _get_or_create(home, CallPage, CALL, _add_rows)
    workplaces = {
        fields["slug"]: _get_or_create(pages["call"], WorkplacePage, fields)
        for fields in WORKPLACES
    }
    pages |= {slug: page for slug, (page, _is_new) in workplaces.items()}
    pages["form"] = _get_or_create_form(
        pages["call"], "Schrijf je in", "inschrijven", FormKind.SELECTION
    )
    hosts = [(pages["call"], is_new), *workplaces.values()]
    for page in [page for page, page_is_new in hosts if page_is_new]:
        _embed_form(page, pages["form"])

    pages["days"], _ = _get_or_create(home, InspirationDayIndexPage, DAYS)
    fields = EXAMPLE_DAY | {"date": choose_thursday(days=120)}
    pages["day"], is_new = _get_or_create(pages["days"], InspirationDayPage, fields)
    pages["day_form"] = _get_or_create_form(
        pages["day"], "Schrijf je in voor deze dag", "inschrijven", FormKind.DIRECT
    )
    if is_new:
        _embed_form(pages["day"], pages["day_form"])

    pages["about"], _ = _get_or_create(home, ContentPage, ABOUT)
    pages["privacy"], _ = _get_or_create(home, ContentPage, PRIVACY)
    pages["accessibility"], _ = _get_or_create(home, ContentPage, ACCESSIBILITY)
    _lead_home(home, call=pages["call"], days=pages["days"])
    _fill_settings(pages)
    return pages


def _fill_home() -> HomePage:
    """Fill the home page of the migration, unless somebody already did."""
    home = Site.objects.get(is_default_site=True).root_page.specific
    if not home.tagline and home.latest_revision_id is None:
        for name, value in HOME.items():
            setattr(home, name, value)
        home.save_revision().publish()
        home.refresh_from_db()
    return home


def _lead_home(home: HomePage, *, call: Page, days: Page) -> None:
    """Point the home page to the call and the days, while it points nowhere."""
    home = HomePage.objects.get(pk=home.pk)  # it has children by now
    if home.featured_page_id is None and home.second_page_id is None:
        home.featured_page, home.second_page = call, days
        home.save_revision().publish()


def _get_or_create(
    parent: Page, model: type[Page], fields: dict[str, Any], add_rows: Any = None
) -> tuple[Page, bool]:
    """Return the page with this slug below a parent, made and published if absent."""
    page = model.objects.child_of(parent).filter(slug=fields["slug"]).first()
    if page is not None:
        return page, False
    page = model(**fields)
    if add_rows is not None:
        add_rows(page)
    Page.objects.get(pk=parent.pk).add_child(instance=page)
    page.save_revision().publish()
    return page, True


def _add_rows(call: CallPage) -> None:
    call.sessions = build_sessions()
    call.criteria = build_criteria()


def _get_or_create_form(parent: Page, title: str, slug: str, kind: FormKind) -> Page:
    form_page = parent.get_registration_form_page()
    if form_page is not None:
        return form_page
    parent = Page.objects.get(pk=parent.pk).specific
    return create_default_form(parent=parent, title=title, slug=slug, kind=kind)


def _embed_form(page: Page, form_page: Page) -> None:
    """Put the form at the end of a new page, and publish it."""
    page = type(page).objects.get(pk=page.pk)
    value = {"title": "Schrijf je in", "intro": "", "form_page": form_page}
    page.body.append(("registration_form", value))
    page.save_revision().publish()


def _fill_settings(pages: dict[str, Page]) -> None:
    """Fill the settings of the default site, unless somebody already did.

    Wagtail makes an empty row as soon as a page is visited.
    """
    settings = SiteSettings.for_site(Site.objects.get(is_default_site=True))
    if any(getattr(settings, name) for name in SETTINGS):
        return
    links = {f"{name}_page": pages[name] for name in ("about", "privacy")}
    links["accessibility_page"] = pages["accessibility"]
    for name, value in (SETTINGS | links).items():
        setattr(settings, name, value)
    settings.save()
