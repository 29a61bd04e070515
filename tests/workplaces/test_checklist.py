"""What a call still lacks, in the editor: the list, its links and its cost."""

import datetime

import pytest
import time_machine
from django.urls import reverse
from wagtail.models import Page, Site

from home.models import ContentPage, SiteSettings
from registrations.enums import FormKind
from registrations.services.form_page import create_default_form
from tests.factories.home import ContentPageFactory, get_home
from tests.factories.registrations import StaffFactory
from tests.factories.workplaces import (
    CallPageFactory,
    InspirationDayIndexPageFactory,
    InspirationDayPageFactory,
    SelectionCriterionFactory,
    SessionFactory,
    WorkplacePageFactory,
)
from tests.workplaces.test_phases import MOMENTS, at
from workplaces.checklist import Checklist, check_call
from workplaces.links import link_points
from workplaces.models import CallPage, InspirationDayPage
from workplaces.models.lookups import look_around


def check(call: CallPage) -> Checklist:
    call = CallPage.objects.get(pk=call.pk)
    return check_call(call, look_around(call))


def get_open(call: CallPage) -> list[str]:
    return [point.name for point in check(call).open_points]


def make_complete_call() -> CallPage:
    """A call of which nothing is left to be filled in."""
    call = CallPageFactory(**MOMENTS, search_description="Drie werkplaatsen.")
    hours = {"starts_at": datetime.time(9, 30), "ends_at": datetime.time(12, 30)}
    SessionFactory(page=call, place="Gent", sort_order=1, **hours)
    SessionFactory(page=call, online=True, date=datetime.date(2026, 3, 5), sort_order=0)
    SelectionCriterionFactory(page=call)
    WorkplacePageFactory(parent=call, capacity_max=12, search_description="Samen.")
    form_page = create_default_form(
        parent=Page.objects.get(pk=call.pk).specific,
        title="Schrijf je in",
        slug="inschrijven",
        kind=FormKind.SELECTION,
    )
    call = CallPage.objects.get(pk=call.pk)
    value = {"title": "", "intro": "", "form_page": form_page}
    call.body.append(("registration_form", value))
    call.save_revision().publish()
    InspirationDayPageFactory(date=datetime.date(2026, 11, 5))
    SiteSettings.objects.update_or_create(
        site=Site.objects.get(is_default_site=True),
        defaults={
            "contact_name": "Noor",
            "contact_email": "noor@voorbeeld.be",
            "privacy_page": ContentPageFactory(title="Privacy"),
        },
    )
    return call


def test_checklist_of_a_complete_call_is_empty(db):
    checklist = check(make_complete_call())

    assert [point.name for point in checklist.open_points] == []
    assert checklist.summary == "16 van 16 ingevuld"


def test_checklist_of_a_bare_call_names_everything_in_page_order(db):
    assert get_open(CallPageFactory()) == [
        "Opening van de oproep",
        "Deadline",
        "Datum van de beslissing",
        "Data van de bijeenkomsten",
        "Uren van de bijeenkomsten",
        "Plaats van de bijeenkomsten",
        "Datum van de kennismaking",
        "Werkplaatsen online",
        "Grootste groep van elke werkplaats",
        "Selectiecriteria",
        "Formulier gemaakt en gepubliceerd",
        "Formulier op de pagina van de oproep",
        "Contactpersoon",
        "Privacypagina",
        "Datum van een inspiratiedag",
        "Tekst voor zoekmachines",
    ]


def test_checklist_counts_the_rows_that_are_filled_in(db):
    call = make_complete_call()
    SessionFactory(page=call, date=None, place="Leuven")
    WorkplacePageFactory(parent=call)

    assert get_open(call) == [
        "Data van de bijeenkomsten (1 van 2)",
        "Uren van de bijeenkomsten (1 van 2)",
        "Grootste groep van elke werkplaats (1 van 2)",
        "Tekst voor zoekmachines (2 van 3)",
    ]


@pytest.mark.parametrize(
    ("model", "field", "value", "name"),
    [
        (ContentPage, "live", False, "Privacypagina"),
        (InspirationDayPage, "is_example", True, "Datum van een inspiratiedag"),
        (SiteSettings, "contact_name", "", "Contactpersoon"),
    ],
)
def test_checklist_looks_at_what_visitors_meet(db, model, field, value, name):
    call = make_complete_call()
    model.objects.update(**{field: value})

    assert get_open(call) == [name]


def test_checklist_asks_a_form_to_be_published(db):
    call = make_complete_call()
    call.get_registration_form_page().unpublish()

    assert get_open(call) == [
        "Formulier gemaakt en gepubliceerd",
        "Formulier op de pagina van de oproep",
    ]


def test_checklist_asks_a_description_of_every_picture(db):
    from wagtail.images import get_image_model
    from wagtail.images.tests.utils import get_test_image_file

    call = make_complete_call()
    image = get_image_model().objects.create(title="x", file=get_test_image_file())
    image.contextual_alt_text, image.decorative = "", False
    call.body.append(("image", {"image": image, "caption": ""}))
    call.save()

    assert get_open(call) == ["Beschrijving van elk beeld"]


def test_checklist_says_what_visitors_see_meanwhile(db):
    call = make_complete_call()
    call.sessions.filter(place="Gent").update(starts_at=None, ends_at=None)

    (point,) = check(call).open_points

    assert "in de voormiddag" in point.meanwhile


def test_checklist_leads_to_the_field_or_the_page(db):
    call = CallPageFactory(search_description="Kort.")
    workplace = WorkplacePageFactory(parent=call, search_description="Kort.")
    user = StaffFactory(is_superuser=True)

    rows = link_points(check(call).open_points, call=call, user=user)

    edit = reverse("wagtailadmin_pages:edit", args=[workplace.pk])
    children = reverse("wagtailadmin_explore", args=[call.pk])
    settings = reverse("wagtailsettings:edit", args=["home", "sitesettings"])
    above = reverse("wagtailadmin_explore", args=[get_home().pk])
    assert [row.url for row in rows] == [
        "#id_opens_at",
        "#id_closes_at",
        "#id_decide_by",
        *["#id_sessions-FORMS"] * 4,
        f"{edit}#id_capacity_max",
        "#id_criteria-FORMS",
        children,
        "#body-count",
        settings,
        settings,
        above,
    ]


def test_checklist_leads_nobody_where_they_may_not_go(db):
    call = CallPageFactory()

    rows = link_points(check(call).open_points, call=call, user=StaffFactory())

    assert [row.point.name for row in rows if not row.url] == [
        "Contactpersoon",
        "Privacypagina",
    ]


def test_checklist_leads_to_the_first_row_that_lacks_something(db):
    call = make_complete_call()
    call.sessions.filter(place="Gent").update(ends_at=None, place="")
    user = StaffFactory(is_superuser=True)

    rows = link_points(check(call).open_points, call=call, user=user)

    # The introduction is the first row, the meeting the second.
    assert [row.url for row in rows] == [
        "#id_sessions-1-ends_at",
        "#id_sessions-1-place",
    ]


def test_editor_shows_the_list_of_the_saved_draft(admin_client):
    call = make_complete_call()
    call.decide_by = None
    call.save_revision()
    address = reverse("wagtailadmin_pages:edit", args=[call.pk])

    html = admin_client.get(address).content.decode()

    assert "15 van 16 ingevuld" in html
    assert '<a href="#id_decide_by">Datum van de beslissing</a>' in html


def test_editor_of_a_new_call_shows_no_list(admin_client):
    address = reverse(
        "wagtailadmin_pages:add", args=["workplaces", "callpage", get_home().pk]
    )

    assert "checklist__sum" not in admin_client.get(address).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_checklist_asks_the_same_number_of_queries(
    db, django_assert_num_queries, count
):
    call = CallPageFactory()
    for _number in range(count):
        WorkplacePageFactory(parent=call)
        SessionFactory(page=call)
    InspirationDayPageFactory(parent=InspirationDayIndexPageFactory())
    call = CallPage.objects.get(pk=call.pk)
    call.get_site()

    with django_assert_num_queries(7):
        check_call(call, look_around(call))


@pytest.mark.parametrize(
    ("moment", "override", "meanwhile"),
    [
        ("2026-01-20 12:00", "open", []),
        ("2026-11-22 12:00", "", []),
        (
            "2026-11-22 12:00",
            "open",
            ["Alle bijeenkomsten zijn voorbij, en toch kan je je nog inschrijven."],
        ),
        (
            "2026-11-22 12:00",
            "closed",
            ["Volgens de data zou de oproep nu zo staan: Afgelopen."],
        ),
    ],
)
def test_checklist_tells_of_a_phase_that_contradicts_the_dates(
    db, moment, override, meanwhile
):
    call = CallPageFactory(**MOMENTS, with_sessions=True, phase_override=override)
    with time_machine.travel(at(moment), tick=False):
        points = [p for p in check(call).open_points if p.field == "phase_override"]
    assert [point.meanwhile for point in points] == meanwhile
