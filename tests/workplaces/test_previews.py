"""The editor's previews: every phase of a call, on every page that speaks of it."""

import datetime

import pytest
import time_machine
from django.urls import reverse
from wagtail.models import Page

from home.models import HomePage
from registrations.enums import FormKind, FormPreview
from registrations.models import RegistrationFormPage
from registrations.services.form_page import create_default_form
from tests.factories.registrations import make_day
from tests.factories.workplaces import (
    CallPageFactory,
    InspirationDayIndexPageFactory,
    InspirationDayPageFactory,
    WorkplacePageFactory,
)
from tests.registrations.form_scene import make_day_form
from tests.workplaces.test_phases import MOMENTS, at
from workplaces import clock
from workplaces.enums import CallPhase, DayMoment
from workplaces.models import CallPage, InspirationDayPage, WorkplacePage
from workplaces.phases import find_moment, find_phase

# Long after the call of 2026: every preview has to pretend another moment.
NOW = "2026-11-22 12:00"
LINES = {
    CallPhase.UPCOMING: "Binnenkort open: vanaf maandag 1 december 2025 om 9.00 uur",
    CallPhase.OPEN: "Open tot en met vrijdag 30 januari 2026 · nog 12 dagen",
    CallPhase.CLOSED: "Gesloten, selectie bezig",
    CallPhase.ANNOUNCED: "Deelnemers bekend",
    CallPhase.RUNNING: "Lopend",
    CallPhase.FINISHED: "Afgelopen",
}
BUTTON = 'href="#inschrijven">Schrijf je in</a>'
SEND = "Kijk je antwoorden na"


@pytest.fixture(autouse=True)
def _long_afterwards():
    with time_machine.travel(at(NOW), tick=False):
        yield


@pytest.fixture
def call(db) -> CallPage:
    """A call that embeds its own form, held open by an editor."""
    call = CallPageFactory(**MOMENTS, with_sessions=True, phase_override=CallPhase.OPEN)
    WorkplacePageFactory(parent=call, title="Participatie")
    return embed_form(call)


def embed_form(page: Page) -> Page:
    is_call = isinstance(page, CallPage)
    form_page = create_default_form(
        parent=Page.objects.get(pk=page.pk).specific,
        title="Schrijf je in",
        slug="inschrijven",
        kind=FormKind.SELECTION if is_call else FormKind.DIRECT,
    )
    page = type(page).objects.get(pk=page.pk)
    value = {"title": "Schrijf je in", "intro": "", "form_page": form_page}
    page.body.append(("registration_form", value))
    page.save_revision().publish()
    return type(page).objects.get(pk=page.pk)


def preview(page: Page, mode: str) -> str:
    response = page.make_preview_request(preview_mode=mode)
    assert response.status_code == 200
    # Numbers and their words are held together by spaces that do not break.
    return response.content.decode().replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("phase", CallPhase)
def test_call_preview_shows_the_whole_page_in_its_phase(call, phase):
    html = preview(call, phase)

    is_open = phase == CallPhase.OPEN
    assert LINES[phase] in html
    assert [BUTTON in html, SEND in html] == [is_open, is_open]
    # The answer that is promised is a promise of before the decision only.
    promised = phase in {CallPhase.UPCOMING, CallPhase.OPEN, CallPhase.CLOSED}
    assert ("<dt>Antwoord</dt>" in html) == promised


@pytest.mark.parametrize(
    ("phase", "words"),
    [
        (CallPhase.UPCOMING, "Inschrijven kan vanaf maandag 1 december 2025"),
        (CallPhase.CLOSED, "De oproep sloot op vrijdag 30 januari 2026"),
        (CallPhase.FINISHED, "De oproep sloot op vrijdag 30 januari 2026"),
    ],
)
def test_call_preview_says_what_stands_in_place_of_the_form(call, phase, words):
    html = preview(call, phase)

    assert words in html


def test_call_preview_as_it_is_now_keeps_the_choice_of_the_editor(call):
    html = preview(call, "")

    assert "eerst gepland tot en met vrijdag 30 januari 2026" in html
    assert clock.now() == at(NOW)


def test_call_preview_goes_by_the_draft(call):
    call.closes_at = at("2026-02-06 12:00")
    call.sessions = [call.sessions.first()]

    html = preview(call, CallPhase.OPEN)

    assert "Open tot vrijdag 6 februari 2026 om 12.00 uur" in html
    # The form inside asks about the one meeting that is left.
    assert html.count('name="inschrijving-availability"') == 1


def test_preview_changes_nothing_for_visitors(call, client):
    preview(call, CallPhase.FINISHED)

    html = client.get(call.get_url()).content.decode()
    html = html.replace("\N{NO-BREAK SPACE}", " ")

    assert "eerst gepland tot en met vrijdag 30 januari 2026" in html
    assert SEND in html


@pytest.mark.parametrize("phase", CallPhase)
def test_call_preview_lives_without_a_single_moment(db, phase):
    call = CallPageFactory()

    assert str(phase.label) in preview(call, phase)


def test_preview_in_the_editor_names_the_pages_above(call):
    HomePage.objects.update(menu_title="Start")
    # The editor asks for the parent, which treebeard keeps as a plain page.
    call.get_parent()

    assert '<li><a href="/">Start</a></li>' in preview(call, "")


@pytest.mark.parametrize("phase", CallPhase)
def test_workplace_preview_follows_the_phase_of_its_call(call, phase):
    workplace = WorkplacePage.objects.get()

    html = preview(workplace, phase)

    assert LINES[phase] in html


@pytest.mark.parametrize("phase", CallPhase)
def test_home_preview_follows_the_phase_of_the_call_it_leads_to(call, phase):
    home = HomePage.objects.get()
    home.featured_page = Page.objects.get(pk=call.pk)

    assert [name for name, _label in home.preview_modes] == ["", *CallPhase.values]
    assert LINES[phase] in preview(home, phase)


def test_home_preview_without_a_call_has_one_mode(db):
    home = HomePage.objects.get()

    assert [name for name, _label in home.preview_modes] == [""]
    assert preview(home, CallPhase.OPEN)


@pytest.mark.parametrize(
    ("moment", "is_past", "is_full"),
    [
        (DayMoment.BEFORE, False, False),
        (DayMoment.FULL, False, True),
        (DayMoment.AFTER, True, False),
    ],
)
@pytest.mark.parametrize("date", ["2026-06-01", "2027-06-01"])
def test_day_preview_shows_before_full_and_after(db, date, moment, is_past, is_full):
    day = embed_form(InspirationDayPageFactory(date=datetime.date.fromisoformat(date)))

    html = preview(day, moment)

    assert ("Deze dag ligt achter ons" in html) == is_past
    assert ("Inschrijving versturen" in html) == (not is_past)
    assert ("Alle plaatsen zijn ingenomen" in html) == is_full


def test_day_preview_lives_without_a_date(db):
    page = InspirationDayPage(title="Dag")
    InspirationDayIndexPageFactory().add_child(
        instance=InspirationDayPage(title="Later", date=datetime.date(2030, 1, 1))
    )

    for moment in ["", *DayMoment.values]:
        assert preview(page, moment)


@pytest.mark.parametrize(
    ("mode", "words"),
    [
        (FormPreview.FORM, SEND),
        (FormPreview.CHECK, "Inschrijving versturen"),
        (FormPreview.MISTAKES, "Vul je voornaam in"),
        (FormPreview.LANDING, "Ten laatste op vrijdag 13 februari 2026 weet je"),
        (FormPreview.UPCOMING, "Inschrijven kan nog niet"),
        (FormPreview.CLOSED, "De oproep sloot op vrijdag 30 januari 2026"),
    ],
)
def test_form_preview_shows_each_face(call, mode, words):
    form_page = RegistrationFormPage.objects.get()

    assert mode in [name for name, _label in form_page.preview_modes]
    assert words in preview(form_page, mode)


def test_form_preview_of_a_day_can_be_full_and_never_too_early(db):
    form_page = make_day_form()

    modes = [name for name, _label in form_page.preview_modes]
    assert modes == ["form", "mistakes", "full", "landing", "closed"]
    assert "Alle plaatsen zijn ingenomen" in preview(form_page, FormPreview.FULL)
    assert "Alle plaatsen zijn ingenomen" not in preview(form_page, FormPreview.FORM)
    assert "Deze dag ligt achter ons" in preview(form_page, FormPreview.CLOSED)


def test_form_preview_shows_a_form_that_is_not_public_yet(call):
    RegistrationFormPage.objects.update(live=False)

    form_page = RegistrationFormPage.objects.get()

    assert SEND in preview(form_page, FormPreview.FORM)


@pytest.mark.parametrize("phase", CallPhase)
def test_moment_of_a_phase_lies_inside_it(phase):
    known = MOMENTS | {"session_dates": [datetime.date(2026, 3, 19)]}

    moment = find_moment(phase, now=at(NOW), **known)

    assert find_phase(now=moment, **known) == phase


def test_moment_of_a_phase_is_now_when_it_holds_now():
    now = at("2026-01-02 10:00")

    assert find_moment(CallPhase.OPEN, now=now, **MOMENTS) == now


# In the editor: on drafts, on new pages, half filled in.


@pytest.mark.parametrize(
    ("model", "parent"),
    [
        ("callpage", "home"),
        ("workplacepage", "call"),
        ("inspirationdaypage", "days"),
        ("registrationformpage", "new_day"),
    ],
)
@pytest.mark.parametrize("title", ["", "Nieuw"])
def test_preview_of_a_new_page_in_the_editor(call, admin_client, model, parent, title):
    day = make_day()
    parents = {
        "home": HomePage.objects.get(),
        "call": call,
        "days": day.get_parent(),
        "new_day": day,
    }
    app = "registrations" if model.startswith("reg") else "workplaces"
    create = reverse("wagtailadmin_pages:add", args=[app, model, parents[parent].pk])
    address = reverse(
        "wagtailadmin_pages:preview_on_add", args=[app, model, parents[parent].pk]
    )
    form = admin_client.get(create).context["form"]
    data = {
        f"{formset.prefix}-{name}": value
        for formset in form.formsets.values()
        for name, value in formset.management_form.initial.items()
    }
    data |= {f"{formset.prefix}-TOTAL_FORMS": 0 for formset in form.formsets.values()}
    data |= {
        f"{name}-count": 0
        for name, field in form.fields.items()
        if hasattr(field, "block")
    }
    # The one thing a day cannot do without: as long as it is open, Wagtail's panel
    # says that there is no preview.
    data |= {"title": title, "slug": "", "date": "2027-01-07"}

    said = admin_client.post(address, data).json()
    modes = dict(form.instance.preview_modes)
    codes = {
        admin_client.get(f"{address}?mode={mode}&in_preview_panel=true").status_code
        for mode in modes
    }

    assert said == {"is_valid": True, "is_available": True}
    assert codes == {200}
