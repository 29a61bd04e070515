"""The screen of the samples, and what the desk shows of others."""

import pytest
from django.urls import reverse

from registrations.enums import ReviewPhase
from registrations.models import Assignment
from tests.factories.registrations import FormPageFactory, StaffFactory

from .scores import make_criteria, make_round, put_in_reading, read

pytestmark = pytest.mark.django_db


@pytest.fixture
def form_page(team):
    form_page = FormPageFactory()
    make_criteria(form_page, 1)
    return form_page


@pytest.fixture
def samples(team, form_page):
    rows = [put_in_reading(form_page, team.reader) for _number in range(2)]
    review_round = make_round(form_page)
    review_round.samples.set(rows)
    return rows


def look(client, user, form_page):
    client.force_login(user)
    return client.get(reverse("registrations:calibration", args=[form_page.pk]))


def test_sample_shows_others_once_ones_own_review_is_in(
    client, team, form_page, samples
):
    for sample in samples:
        read(sample, team.reader, 3, note="Zilverreiger.")
    read(samples[0], team.reader_two, 0, note="Roerdomp.")
    page = look(client, team.reader_two, form_page)
    seen = [row["comparison"] for row in page.context["samples"]]
    assert [row.registration for row in seen] == samples
    assert [row.shows_others for row in seen] == [True, False]
    assert page.content.decode().count("Zilverreiger.") == 1


def test_sample_that_somebody_is_tied_to_is_not_there(client, team, form_page, samples):
    samples[0].email = team.reader.email
    samples[0].save()
    page = look(client, team.reader, form_page)
    seen = [row["comparison"].registration for row in page.context["samples"]]
    assert seen == [samples[1]]


def test_calibration_is_for_who_judges_and_needs_a_round(client, team, form_page):
    assert look(client, team.reader, form_page).status_code == 404
    make_round(form_page)
    assert look(client, team.reader, form_page).status_code == 200
    office = StaffFactory(groups=["Secretariaat"])
    for user in (office, team.editor):
        assert look(client, user, form_page).status_code == 302


def test_desk_asks_a_third_reader_in_one_click(client, team, form_page):
    registration = put_in_reading(form_page, team.reader)
    make_round(form_page, ReviewPhase.DISCUSSING)
    read(registration, team.reader, 3)
    read(registration, team.reader_two, 0)
    client.force_login(team.boss)
    desk = client.get(reverse("registrations:edit", args=[registration.pk]))
    if "desk" not in desk.context:  # they promise first
        client.post(reverse("registrations:promise", args=[registration.pk]))
        desk = client.get(reverse("registrations:edit", args=[registration.pk]))
    (panel,) = [
        row for row in desk.context["desk"].panels if row.name == "third-reader"
    ]
    first = panel.form.fields["reader"].choices[0][0]
    client.post(panel.url, {"reader": first})
    assert list(Assignment.objects.values_list("reader", flat=True)) == [first]
