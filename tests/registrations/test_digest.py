"""The team's morning mail: numbers and one link, once, and only when something waits."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from registrations.enums import DigestFrequency, MessageKind, RegistrationState
from registrations.models import (
    Assignment,
    InformationRequest,
    Message,
    ReaderProfile,
    RegistrationFormField,
)
from registrations.services.delivery import send_due
from registrations.services.digest import Waiting, count_waiting, send_digests
from registrations.services.message import write_letter
from registrations.services.registration import register
from registrations.services.workflow import start_new_reviews
from tests.factories.registrations import StaffFactory

from .account import save_account
from .form_scene import bind, make_day_form, reload
from .scene import make_registration, make_scene
from .test_workflow import receive

pytestmark = pytest.mark.django_db

S = RegistrationState
BRUSSELS = ZoneInfo("Europe/Brussels")
# A Monday; registrations are made in the real present, which no rule compares.
MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=BRUSSELS)
TUESDAY = MONDAY + timedelta(days=1)


@pytest.fixture
def scene():
    return make_scene()


def get_recipients() -> list[str]:
    letters = Message.objects.filter(kind=MessageKind.TEAM_DIGEST).order_by("pk")
    return [letter.recipient for letter in letters]


def set_frequency(user, frequency):
    ReaderProfile.objects.update_or_create(user=user, defaults={"digest": frequency})


def test_nothing_waits_nothing_is_sent(scene):
    assert send_digests(now=MONDAY) == 0
    assert Message.objects.count() == 0


def test_each_member_hears_once_a_day(scene):
    receive(scene)
    before = Message.objects.count()
    assert send_digests(now=MONDAY) == 3
    assert send_digests(now=MONDAY + timedelta(hours=3)) == 0
    assert send_digests(now=TUESDAY) == 3
    assert Message.objects.count() == before + 6
    assert set(get_recipients()) == {
        scene.reader.email,
        scene.other_reader.email,
        scene.decider.email,
    }


@pytest.mark.parametrize(
    "moment",
    [
        MONDAY - timedelta(days=1),  # Sunday
        MONDAY - timedelta(days=2),  # Saturday
        MONDAY.replace(hour=6, minute=59),
        # Still night here, whatever the clock of the server says.
        datetime(2026, 11, 23, 5, 30, tzinfo=ZoneInfo("UTC")),
    ],
)
def test_outside_working_hours_nobody_is_told(scene, moment):
    receive(scene)
    assert send_digests(now=moment) == 0


def test_seven_in_brussels_counts_and_not_the_clock_of_the_server(scene):
    receive(scene)
    assert send_digests(now=datetime(2026, 11, 23, 6, 0, tzinfo=ZoneInfo("UTC"))) == 3


def test_frequency_is_respected(scene):
    receive(scene)
    set_frequency(scene.reader, DigestFrequency.WEEKLY)
    set_frequency(scene.other_reader, DigestFrequency.NEVER)
    set_frequency(scene.decider, DigestFrequency.NEVER)
    assert send_digests(now=MONDAY) == 1
    assert send_digests(now=TUESDAY) == 0
    # The site did not run on the next Monday.
    assert send_digests(now=TUESDAY + timedelta(days=7)) == 1
    assert get_recipients() == [scene.reader.email] * 2


def test_who_left_or_may_not_see_registrations_hears_nothing(scene):
    receive(scene)
    scene.reader.is_active = False
    scene.reader.save()
    scene.other_reader.groups.clear()
    scene.decider.email = ""
    scene.decider.save()
    assert send_digests(now=MONDAY) == 0


def test_mail_holds_numbers_and_one_link_and_nobody(scene):
    registration = receive(
        scene, first_name="Zeldzaam", organisation="Huis van Nergens"
    )
    InformationRequest.objects.create(
        registration=registration, question="Geheime vraag", asked_by=scene.reader
    )
    set_frequency(scene.other_reader, DigestFrequency.NEVER)
    set_frequency(scene.decider, DigestFrequency.NEVER)
    send_digests(now=MONDAY)
    letter = write_letter(Message.objects.get(kind=MessageKind.TEAM_DIGEST))
    whole = letter.subject + letter.text + letter.html
    for secret in (
        registration.reference,
        "Zeldzaam",
        "Peeters",
        registration.email,
        "Nergens",
        "Geheime",
    ):
        assert secret not in whole
    assert "- 1 inschrijving om te lezen\n" in letter.text
    assert letter.text.count("http") == 1
    assert f"{settings.SITE_URL}/admin/\n" in letter.text


def test_mail_is_delivered_without_a_private_link(scene, mailoutbox):
    receive(scene)
    Message.objects.all().delete()
    send_digests(now=MONDAY)
    send_due()
    assert sorted(mail.to[0] for mail in mailoutbox) == [
        scene.decider.email,
        scene.reader.email,
        scene.other_reader.email,
    ]
    assert [mail.reply_to for mail in mailoutbox] == [[], [], []]


def test_second_worker_adds_nothing(scene):
    receive(scene)
    send_digests(now=MONDAY)
    # A worker that saw the profiles before the first one wrote in them.
    ReaderProfile.objects.update(digest_sent_on=None)
    send_digests(now=MONDAY)
    assert len(get_recipients()) == 3


def test_waiting_counts_what_this_person_can_do(scene):
    receive(scene)
    make_registration(scene, S.DRAFT, held_at=timezone.now())
    asked = make_registration(scene, S.INFO_REQUESTED)
    InformationRequest.objects.create(
        registration=asked,
        question="Wanneer?",
        asked_by=scene.reader,
        reply_by=timezone.localdate() - timedelta(days=1),
    )
    assert count_waiting(user=scene.reader) == Waiting(to_read=1, overdue=1, held=1)
    assert count_waiting(user=scene.other_reader) == Waiting(to_read=1, held=1)
    # Who decides hears of what came in as well; who reads has a queue.
    assert count_waiting(user=scene.decider) == Waiting(to_read=1, new=2)


def test_counting_asks_as_much_for_three_as_for_one(
    scene, django_assert_max_num_queries
):
    def count() -> int:
        with django_assert_max_num_queries(100) as asked:
            count_waiting(user=scene.reader)
        return len(asked)

    receive(scene)
    count()
    one = count()
    for _number in range(2):
        receive(scene)
    start_new_reviews()
    assert count() == one


def test_mails_of_weeks_ago_are_erased(scene):
    receive(scene)
    send_digests(now=MONDAY)
    old, waiting, recent = Message.objects.filter(kind=MessageKind.TEAM_DIGEST)
    letters = Message.objects.exclude(kind=MessageKind.TEAM_DIGEST).count()
    for letter, days in ((old, 15), (waiting, 15), (recent, 13)):
        Message.objects.filter(pk=letter.pk).update(
            created_at=TUESDAY - timedelta(days=days),
            state="queued" if letter == waiting else "sent",
        )
    ReaderProfile.objects.update(digest=DigestFrequency.NEVER)
    send_digests(now=TUESDAY)
    left = Message.objects.filter(kind=MessageKind.TEAM_DIGEST)
    assert set(left) == {waiting, recent}
    assert Message.objects.exclude(kind=MessageKind.TEAM_DIGEST).count() == letters


def test_digest_opens_in_the_outbox_for_whom_it_is(client, scene):
    boss = type(scene.reader).objects.create_superuser("beheer", "beheer@huis.be")
    receive(scene)
    send_digests(now=MONDAY)
    client.force_login(boss)
    opened = {
        letter.recipient: client.get(
            reverse("messages:edit", args=[letter.pk])
        ).status_code
        for letter in Message.objects.filter(kind=MessageKind.TEAM_DIGEST)
    }
    assert opened == {
        boss.email: 200,
        scene.reader.email: 404,
        scene.other_reader.email: 404,
        scene.decider.email: 404,
    }


def test_new_and_assigned_are_told_once(scene):
    with time_machine.travel(MONDAY):
        registration = receive(scene)
        Assignment.objects.create(registration=registration, reader=scene.reader)
        told = count_waiting(user=scene.reader)
        assert (told.to_read, told.assigned, told.new) == (1, 1, 0)
        assert count_waiting(user=scene.decider).new == 1
        send_digests(now=MONDAY)
    with time_machine.travel(TUESDAY):
        told = count_waiting(user=scene.reader)
        assert (told.to_read, told.assigned) == (1, 0)
        assert count_waiting(user=scene.decider).new == 0


def test_workplaces_too_full_and_too_empty_are_told_once_a_week(scene):
    call = scene.form_page.call
    full, empty = call.get_workplaces()[:2]
    type(full).objects.filter(pk=full.pk).update(capacity_max=1)
    type(full).objects.filter(pk=empty.pk).update(capacity_min=3)
    with time_machine.travel(MONDAY):
        type(call).objects.filter(pk=call.pk).update(
            opens_at=MONDAY - timedelta(days=20), closes_at=MONDAY + timedelta(days=9)
        )
        for _number in range(2):
            receive(scene, workplace_first=full, workplace_second=None)
        told = count_waiting(user=scene.decider)
        assert (told.too_full, told.too_empty) == (1, 0)
        assert count_waiting(user=scene.reader).too_full == 0
        type(call).objects.filter(pk=call.pk).update(
            closes_at=MONDAY + timedelta(days=7)
        )
        told = count_waiting(user=scene.decider)
        assert (told.too_full, told.too_empty) == (1, 1)
        send_digests(now=MONDAY)
    with time_machine.travel(TUESDAY):
        told = count_waiting(user=scene.decider)
        assert (told.too_full, told.too_empty) == (0, 0)
    with time_machine.travel(MONDAY + timedelta(days=7)):
        assert count_waiting(user=scene.decider).too_full == 1


def test_erasure_within_a_week_is_told_to_who_keeps_the_data(team):
    page = make_day_form()
    RegistrationFormField.objects.create(
        page=page,
        label="Wat eet je niet?",
        field_type="singleline",
        retention="short",
        required=False,
    )
    day = page.subject.date
    with time_machine.travel(day - timedelta(days=3)):
        register(form_page=reload(page), form=bind(reload(page)))
    for days, expected in ((23, 0), (25, 1), (31, 1), (32, 0)):
        with time_machine.travel(day + timedelta(days=days)):
            assert count_waiting(user=team.decider).erasing == expected
            assert count_waiting(user=team.reader).erasing == 0


@pytest.mark.parametrize("group", ["Secretariaat", "Gegevensbeheer", "Lezers"])
def test_each_chooses_in_the_account_how_often(client, team, group):
    member = StaffFactory(groups=[group], first_name="Lies", last_name="Aerts")
    client.force_login(member)
    url = reverse("wagtailadmin_account")
    assert "Mail over wat op je wacht" in client.get(url).content.decode()
    save_account(client, **{"digest-frequency": "never"})
    assert ReaderProfile.objects.get(user=member).digest == DigestFrequency.NEVER
    client.force_login(team.editor)
    assert 'name="digest-frequency"' not in client.get(url).content.decode()
