"""The registers of access codes and of who waits: for whom they are, and what they do."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from registrations.admin.interests import CARRY_URL
from registrations.models import AccessCode, Interest, Registration
from registrations.services.access_codes import create_code, display, get_link
from registrations.services.interest import ask_to_hear
from tests.factories.registrations import RegistrationFactory
from tests.registrations.form_scene import close, make_call_form, make_day_form, reload

pytestmark = pytest.mark.django_db
CODES = "registers_access-codes_modeladmin_"
INTERESTS = "registers_interests_modeladmin_"


@pytest.fixture
def form_page():
    page = make_call_form()
    close(page)
    return reload(page)


@pytest.fixture
def access_code(form_page, team):
    return create_code(
        form_page=form_page,
        note="Lotte was ziek",
        valid_until=timezone.now() + timedelta(days=2),
        user=team.boss,
    )


@pytest.fixture
def waiting(form_page):
    """One who confirmed, one who did not."""
    for email in ("lotte@voorbeeld.be", "jan@voorbeeld.be"):
        ask_to_hear(form_page=form_page, email=email)
    Interest.objects.filter(email="lotte@voorbeeld.be").update(
        confirmed_at=timezone.now()
    )


def fill(form_page, **changes):
    until = timezone.localtime(timezone.now() + timedelta(days=3))
    return {
        "page": form_page.pk,
        "note": "Voor de gemeente, na overleg",
        "valid_until": until.strftime("%Y-%m-%d %H:%M"),
        "max_uses": "3",
    } | changes


def test_office_makes_a_code_and_gets_its_link(client, team, form_page):
    client.force_login(team.decider)
    assert client.get(reverse(f"{CODES}create")).status_code == 200
    response = client.post(reverse(f"{CODES}create"), fill(form_page), follow=True)
    access_code = AccessCode.objects.get()
    html = response.content.decode()
    assert (access_code.page, access_code.max_uses, access_code.created_by) == (
        form_page,
        3,
        team.decider,
    )
    assert get_link(access_code) in html
    assert display(access_code.code) in html
    entries = ModelLogEntry.objects.for_instance(access_code)
    assert [entry.action for entry in entries] == ["registrations.make_code"]


def test_code_must_end_in_the_future(client, team, form_page):
    client.force_login(team.decider)
    url = reverse(f"{CODES}create")
    client.post(url, fill(form_page, valid_until="2020-01-01 12:00"))
    client.post(url, fill(form_page, max_uses="0"))
    client.post(url, fill(form_page, note=""))
    assert AccessCode.objects.count() == 0


def test_code_is_changed_but_stays_with_its_form(client, team, form_page, access_code):
    client.force_login(team.decider)
    other = make_day_form()
    url = reverse(f"{CODES}edit", args=[access_code.pk])
    client.post(url, fill(other, note="Ook voor Jan"))
    access_code.refresh_from_db()
    assert (access_code.page_id, access_code.note, access_code.max_uses) == (
        form_page.pk,
        "Ook voor Jan",
        3,
    )


def test_code_is_revoked_by_a_post(client, team, access_code):
    client.force_login(team.decider)
    url = reverse(f"{CODES}inspect", args=[access_code.pk])
    assert client.get(url).status_code == 200
    client.post(url, {"revoke": "1"})
    access_code.refresh_from_db()
    assert access_code.is_revoked
    assert get_link(access_code) not in client.get(url).content.decode()


def test_nobody_deletes_a_code(client, team, access_code):
    client.force_login(team.boss)
    url = reverse(f"{CODES}delete", args=[access_code.pk])
    assert client.post(url).status_code in (302, 403)
    assert AccessCode.objects.count() == 1


@pytest.mark.parametrize("who", ["reader", "editor", "chief_editor", "guest"])
def test_both_are_closed_for_others(client, team, form_page, access_code, waiting, who):
    client.force_login(getattr(team, who))
    pk = Interest.objects.first().pk
    for url in (
        reverse(f"{CODES}index"),
        reverse(f"{CODES}create"),
        reverse(f"{CODES}edit", args=[access_code.pk]),
        reverse(f"{CODES}inspect", args=[access_code.pk]),
        reverse(f"{INTERESTS}index"),
        reverse(f"{INTERESTS}delete", args=[pk]),
        reverse(CARRY_URL, args=[form_page.pk]),
    ):
        for response in (client.get(url), client.post(url, {"revoke": "1"})):
            assert response.status_code in (302, 403), url
            html = response.content.decode()
            assert "lotte@voorbeeld.be" not in html
            assert access_code.code not in html
    access_code.refresh_from_db()
    assert (access_code.is_revoked, Interest.objects.count()) == (False, 2)


@pytest.mark.parametrize("count", [1, 3])
def test_lists_ask_as_much_for_three_as_for_one(
    client, team, form_page, django_assert_max_num_queries, count
):
    for number in range(count):
        create_code(
            form_page=form_page,
            note=f"Nummer {number}",
            valid_until=timezone.now() + timedelta(days=2),
            user=team.boss,
        )
        ask_to_hear(form_page=form_page, email=f"mens{number}@voorbeeld.be")
    client.force_login(team.decider)
    client.get(reverse(f"{CODES}index"))
    for name, most in ((CODES, 18), (INTERESTS, 24)):
        with django_assert_max_num_queries(most):
            assert client.get(reverse(f"{name}index")).status_code == 200


def test_list_shows_counts_and_erases_on_request(client, team, form_page, waiting):
    client.force_login(team.decider)
    html = client.get(reverse(f"{INTERESTS}index")).content.decode()
    assert "lotte@voorbeeld.be" in html
    assert form_page.subject.title in html
    interest = Interest.objects.get(email="jan@voorbeeld.be")
    url = reverse(f"{INTERESTS}delete", args=[interest.pk])
    assert "jan@voorbeeld.be" in client.get(url).content.decode()
    client.post(url)
    assert [row.email for row in Interest.objects.all()] == ["lotte@voorbeeld.be"]
    labels = " ".join(entry.label for entry in ModelLogEntry.objects.all())
    assert "jan@voorbeeld.be" not in labels


def test_who_waits_for_a_call_is_passed_on_to_a_call_alone(
    client, team, form_page, waiting
):
    day = make_day_form()
    following = make_call_form()
    client.force_login(team.decider)
    url = reverse(CARRY_URL, args=[form_page.pk])
    html = client.get(url).content.decode()
    assert f'value="{following.pk}"' in html
    assert f'value="{day.pk}"' not in html
    assert client.post(url, {"to_page": day.pk}).status_code == 422
    assert client.post(url, {"to_page": following.pk}).status_code == 302
    assert [row.email for row in following.interests.all()] == ["lotte@voorbeeld.be"]


def test_late_registration_is_marked_for_readers_and_in_the_export(
    client, team, form_page, access_code
):
    registration = RegistrationFactory()
    other = RegistrationFactory()
    Registration.objects.filter(pk=registration.pk).update(access_code=access_code)
    client.force_login(team.reader)

    def read(row):
        return client.get(reverse("registrations:edit", args=[row.pk])).content.decode()

    assert ("toegangscode" in read(registration), "toegangscode" in read(other)) == (
        True,
        False,
    )
    assert "Lotte was ziek" not in read(registration)
    client.force_login(team.decider)
    response = client.post(
        reverse("registrations:export"),
        {
            "file_format": "csv",
            "headings": "labels",
            "columns": ["reference", "access_code"],
        },
    )
    body = (
        b"".join(response.streaming_content) if response.streaming else response.content
    ).decode()
    lines = {line for line in body.replace("\ufeff", "").splitlines() if line}
    assert any(
        line.startswith(registration.reference) and "ja" in line for line in lines
    )
    assert any(line.startswith(other.reference) and "nee" in line for line in lines)
