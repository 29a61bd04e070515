"""What is held of one person: a copy to them alone, and erasing it on request."""

import json
import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from registrations.enums import MessageKind, MessageState, RegistrationState, TieState
from registrations.models import (
    DataRequest,
    DiscussionComment,
    Interest,
    Message,
    Registration,
    RegistrationDraft,
    Review,
    StateChange,
    Tie,
)
from registrations.services.delivery import send_due
from registrations.services.errors import IllegalTransition, NotAllowed, ReasonRequired
from registrations.services.imports.service import open_import
from registrations.services.person import (
    ForColleague,
    HeldChanged,
    LetterLeaving,
    NoAddressToSend,
    NothingHeld,
    ask_copy,
    erase_person,
    find_person,
    forget_requests,
)
from registrations.services.state import change_state
from registrations.services.upkeep import look_after_all
from tests.factories.registrations import (
    FormPageFactory,
    RegistrationFactory,
    StaffFactory,
)

from .mailroom import make_draft, make_interest, make_message

pytestmark = pytest.mark.django_db

OWN = {"sec-fetch-site": "same-origin"}
EMAIL = "an@voorbeeld.be"
REGISTER_QUERIES, SCREEN_QUERIES = 14, 23
WHY = "Een mail van dit adres, op 3 maart."


@pytest.fixture
def keeper(team):
    return StaffFactory(first_name="Griet", groups=["Gegevensbeheer"])


@pytest.fixture
def person(team):
    """Somebody with a place, a registration of before, a draft and an interest."""
    form_page = FormPageFactory()
    old = RegistrationFactory(
        page=form_page,
        declined=True,
        email=EMAIL.upper(),
        first_name="An",
        last_name="Peeters",
        motivation="Geheim verhaal",
    )
    now = RegistrationFactory(
        page=FormPageFactory(),
        confirmed=True,
        email=EMAIL,
        first_name="An",
        last_name="Peeters",
        motivation="Geheim verhaal",
        form_data={"q_1234567890": "Geheim antwoord"},
    )
    review = Review.objects.create(
        registration=now, reader=team.reader, advice="yes", note="Geheime notitie"
    )
    DiscussionComment.objects.create(
        registration=now, author=team.reader, text="Geheim"
    )
    draft = make_draft(form_page, email=EMAIL)
    interest = make_interest(form_page, email=EMAIL)
    Message.objects.filter(registration=now).update(
        state=MessageState.SENT, sent_at=timezone.now(), subject="S", body_text="Dag An"
    )
    return {"old": old, "now": now, "review": review, "draft": draft, "list": interest}


def test_person_is_found_by_address_with_all_that_is_held(person, keeper):
    held = find_person(email=" An@Voorbeeld.be ", user=keeper)
    assert held.references == sorted(
        [person["old"].reference, person["now"].reference],
        key=held.references.index,
    )
    assert (len(held.drafts), len(held.interests)) == (1, 1)
    assert (held.counts["reviews"], held.counts["comments"]) == (1, 1)
    with pytest.raises(NothingHeld):
        find_person(email="niemand@voorbeeld.be", user=keeper)


def test_only_who_handles_requests_finds_anybody(person, team):
    for user in (team.reader, team.chair):
        with pytest.raises(NotAllowed):
            find_person(email=EMAIL, user=user)
        with pytest.raises(NotAllowed):
            erase_person(email=EMAIL, user=user, reason=WHY)


def test_what_is_closed_to_somebody_is_handled_by_a_colleague(person, keeper):
    Tie.objects.create(registration=person["old"], user=keeper, state=TieState.DECLARED)
    with pytest.raises(ForColleague):
        find_person(email=EMAIL, user=keeper)
    with pytest.raises(ForColleague):
        erase_person(email=EMAIL, user=keeper, reason=WHY)
    # Of their own address they hear the same, whether it is known or not.
    with pytest.raises(ForColleague):
        find_person(email=keeper.email, user=keeper)


# A copy.


def send_copy(person, keeper, **options):
    request = ask_copy(email=EMAIL, user=keeper, reason=WHY, **options)
    Message.objects.exclude(data_request=request).filter(
        state=MessageState.QUEUED
    ).update(state=MessageState.CANCELLED)
    assert send_due() == 1
    [letter] = mail.outbox
    return request, letter


def test_copy_goes_to_the_person_alone_and_works_for_a_week(person, keeper, client):
    request, letter = send_copy(person, keeper)
    assert letter.to == [EMAIL.upper()] or letter.to == [EMAIL]
    assert letter.subject == "Hier zijn je gegevens"
    path = re.search(r"/mijn-gegevens/[^/\s]+/", letter.body)[0]
    # Nobody of us can make that address.
    assert path.split("/")[2] not in DataRequest.objects.get().token_hash
    page = client.get(path)
    assert (page.status_code, page["Cache-Control"]) == (200, "private, no-store")
    told = client.get(f"{path}bestand/")
    data = json.loads(told.content)
    titles = [part["titel"] for part in data["onderdelen"]]
    assert f"Inschrijving {person['now'].reference}" in titles
    assert {"Een formulier dat je bewaarde", "Hou me op de hoogte"} <= set(titles)
    text = told.content.decode()
    for word in ("Geheim verhaal", "Geheime notitie", "Dag An"):
        assert word in text
    assert keeper.get_full_name() not in text
    read = client.get(f"{path}lezen/")
    assert read["Content-Disposition"] == 'attachment; filename="mijn-gegevens.html"'
    assert "Geheime notitie" in read.content.decode()
    assert "<script" not in read.content.decode()
    DataRequest.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    for end in ("", "bestand/", "lezen/"):
        assert client.get(path + end).status_code == 404
    assert forget_requests(now=timezone.now()) == 1
    request.refresh_from_db()
    assert (request.email, request.token_hash) == ("", "")
    assert Message.objects.get(data_request=request).recipient == ""


def test_copy_escapes_what_somebody_typed(person, keeper, client):
    Registration.objects.filter(pk=person["now"].pk).update(
        motivation="<script>alert(1)</script>"
    )
    _request, letter = send_copy(person, keeper)
    path = re.search(r"/mijn-gegevens/[^/\s]+/", letter.body)[0]
    assert "<script" not in client.get(f"{path}lezen/").content.decode()


def test_reading_is_told_once_the_answer_is_known(person, keeper, client):
    Registration.objects.filter(pk=person["now"].pk).update(
        state=RegistrationState.IN_REVIEW
    )
    _request, letter = send_copy(person, keeper)
    path = re.search(r"/mijn-gegevens/[^/\s]+/", letter.body)[0]
    text = client.get(f"{path}lezen/").content.decode()
    assert ("Geheime notitie" in text, "Geheim verhaal" in text) == (False, True)
    assert "Je inschrijving wordt nog gelezen." in text


def test_copy_is_logged_and_asked_twice_is_one(person, keeper):
    first = ask_copy(email=EMAIL, user=keeper, reason=WHY)
    assert ask_copy(email=EMAIL.upper(), user=keeper, reason=WHY) == first
    assert first.messages.count() == 1
    assert (first.user, first.reason) == (keeper, WHY)
    logged = ModelLogEntry.objects.filter(action="registrations.copy_person")
    assert [entry.user for entry in logged] == [keeper, keeper]
    assert EMAIL not in str([entry.data for entry in logged]) + str(first)


def test_copy_to_an_address_that_comes_back_is_refused(person, keeper):
    Registration.objects.filter(pk=person["now"].pk).update(
        mail_returned_at=timezone.now()
    )
    with pytest.raises(NoAddressToSend):
        ask_copy(email=EMAIL, user=keeper, reason=WHY)


# Erasing.


def find_anywhere(word):
    """Every table of ours in which a word still stands."""
    from django.apps import apps

    found = set()
    for model in apps.get_app_config("registrations").get_models():
        for row in model._default_manager.all():
            if (
                word.casefold()
                in repr(
                    [str(getattr(row, field.attname)) for field in model._meta.fields]
                ).casefold()
            ):
                found.add(model.__name__)
    return found


def test_erasing_leaves_numbers_and_no_word(person, keeper, team):
    now = person["now"]
    make_message(now, state=MessageState.PLANNED, planned_for=timezone.now())
    ask_copy(email=EMAIL, user=keeper, reason=WHY)
    opened = open_import(
        page=now.page,
        user=team.boss,
        file_name="oud.csv",
        content=f"Naam;Mail\nPeeters;{EMAIL}\nMaes;mo@b.be\n".encode(),
        notice="De tekst onder het formulier.",
        sends_receipts=False,
    )
    cache.clear()
    request = erase_person(email=EMAIL, user=keeper, reason=WHY)
    opened.refresh_from_db()
    assert [cells for _line, cells in opened.rows] == [["", ""], ["Maes", "mo@b.be"]]
    now.refresh_from_db()
    assert (now.state, now.full_name, now.email) == ("withdrawn", "", "")
    assert now.erased_at is not None
    assert not RegistrationDraft.objects.exists()
    assert not Interest.objects.exists()
    assert not now.access_links.exists()
    # The selection still counts.
    person["old"].refresh_from_db()
    assert person["old"].state == "declined"
    assert [row.advice for row in now.reviews.all()] == ["yes"]
    assert StateChange.objects.filter(registration=now, to_state="confirmed").exists()
    assert set(
        now.messages.exclude(state__in=["sent", "delivered"]).values_list(
            "state", flat=True
        )
    ) <= {"cancelled"}
    assert (request.references, request.counts["drafts"]) == (
        [person["old"].reference, now.reference],
        1,
    )
    # One letter more: the last one, to the address that goes with it.
    queued = Message.objects.filter(state=MessageState.QUEUED)
    assert [row.kind for row in queued] == [MessageKind.PERSON_ERASED]
    assert find_anywhere(EMAIL) == {"DataRequest", "Message"}
    assert send_due() == 1
    [letter] = mail.outbox
    assert letter.subject == "Alles wat we over je bewaarden, is gewist"
    assert "Dag An," in letter.body
    assert now.reference in letter.body
    assert forget_requests(now=timezone.now()) == 1
    for word in (EMAIL, "Peeters", "Geheim", "Dag An"):
        assert find_anywhere(word) == set(), word
    with pytest.raises(NothingHeld):
        erase_person(email=EMAIL, user=keeper, reason=WHY)
    with pytest.raises(IllegalTransition):
        change_state(
            registration=now,
            to=RegistrationState.IN_REVIEW,
            actor=_decider(),
            reason="Toch niet",
        )


def _decider():
    from registrations.permissions import Actor

    return Actor.staff(StaffFactory(is_superuser=True))


def test_team_still_opens_what_is_left_and_nothing_can_be_done_with_it(
    client, person, keeper, team
):
    erase_person(email=EMAIL, user=keeper, reason=WHY)
    client.force_login(team.boss)
    for registration in (person["old"], person["now"]):
        desk = client.get(reverse("registrations:edit", args=[registration.pk]))
        text = desk.content.decode()
        assert "Gewist op vraag" in text
        assert "Geheim" not in text
        assert "registration=" not in text.partition("<main")[2]
        undo = reverse("registrations:act", args=[registration.pk, "undo"])
        assert undo not in text
    for name in ("registrations:list", "messages:list", "wagtailadmin_home"):
        assert client.get(reverse(name)).status_code == 200
    export = client.post(reverse("registrations:export"), {"file_format": "csv"})
    assert EMAIL not in export.content.decode(errors="replace")


def test_last_letter_takes_meetings_out_of_the_calendar(person, keeper):
    from registrations.services.invitations import make_calendar_parts

    parts = make_calendar_parts(
        registration=person["now"], kind=MessageKind.CONFIRMED, recipient=EMAIL
    )
    assert parts
    request = erase_person(email=EMAIL, user=keeper, reason=WHY)
    letter = request.messages.get()
    assert [part["method"] for part in letter.calendar_parts] == ["CANCEL"] * len(parts)
    assert "haal je het er weer uit" in letter.body_text


def test_erasing_asks_how_we_know_and_what_was_seen(person, keeper):
    with pytest.raises(ReasonRequired):
        erase_person(email=EMAIL, user=keeper, reason=" ")
    seen = find_person(email=EMAIL, user=keeper).version
    make_message(person["now"])
    with pytest.raises(HeldChanged):
        erase_person(email=EMAIL, user=keeper, reason=WHY, seen=seen)
    assert Registration.objects.filter(email__iexact=EMAIL).count() == 2


def test_letter_in_the_hands_of_a_worker_stops_it(person, keeper):
    make_message(person["now"], state=MessageState.SENDING)
    with pytest.raises(LetterLeaving):
        erase_person(email=EMAIL, user=keeper, reason=WHY)
    assert RegistrationDraft.objects.exists()


def test_failed_last_letter_is_forgotten_after_a_week(person, keeper):
    request = erase_person(email=EMAIL, user=keeper, reason=WHY)
    request.messages.update(state=MessageState.FAILED)
    assert forget_requests(now=timezone.now()) == 0
    cache.clear()
    DataRequest.objects.update(made_at=timezone.now() - timedelta(days=8))
    look_after_all()
    assert find_anywhere(EMAIL) == set()


# The screen.


def post(client, **data):
    return client.post(reverse("registrations:person"), data)


def test_screen_finds_shows_and_does_both(client, person, keeper):
    client.force_login(keeper)
    page = post(client, email=EMAIL)
    text = page.content.decode()
    assert person["now"].reference in text
    assert "Geheim" not in text
    seen = re.search(r'name="copy-seen" value="(\w+)"', text)[1]
    sent = {"copy-email": EMAIL, "copy-seen": seen, "copy-reason": WHY}
    answer = post(client, action="copy", **sent)
    assert (answer.status_code, answer["Location"]) == (
        302,
        reverse("registrations:person"),
    )
    erase = {"erase-email": EMAIL, "erase-seen": seen, "erase-reason": WHY}
    refused = post(client, action="erase", **erase)
    assert refused.status_code == 422
    assert "Vink aan dat je zeker bent." in refused.content.decode()
    done = post(client, action="erase", **erase, **{"erase-is_sure": "on"})
    assert done.status_code == 302
    # A second press finds nothing, and says so.
    again = post(client, action="erase", **erase, **{"erase-is_sure": "on"})
    assert again.status_code == 409 or again.status_code == 422
    assert "Onder dit adres houden we niets bij" in again.content.decode()


def test_screen_opens_from_a_registration_without_an_address_in_the_link(
    client, person, keeper
):
    client.force_login(keeper)
    desk = client.get(reverse("registrations:edit", args=[person["now"].pk]))
    url = f"{reverse('registrations:person')}?registration={person['now'].pk}"
    assert f'href="{url}"' in desk.content.decode()
    assert EMAIL in client.get(url).content.decode()
    for wrong in ("0", "abc", "99999999999999999999", "%00"):
        url = f"{reverse('registrations:person')}?registration={wrong}"
        assert client.get(url).status_code == 404


@pytest.mark.parametrize("typed", ["", "geen adres", "a@b", "x" * 300 + "@b.be"])
def test_bad_address_is_answered_in_clear_dutch(client, keeper, typed):
    client.force_login(keeper)
    answer = post(client, email=typed)
    assert answer.status_code == 422
    assert "e-mail" in answer.content.decode()
    forged = post(client, action="erase", **{"erase-email": typed})
    assert forged.status_code == 422


def test_get_changes_nothing_and_others_stay_out(client, person, team, keeper):
    for user in (team.reader, team.chair):
        client.force_login(user)
        assert client.get(reverse("registrations:person")).status_code != 200
        assert post(client, email=EMAIL).status_code != 200
    client.force_login(keeper)
    client.get(reverse("registrations:person"), {"action": "erase", "email": EMAIL})
    assert not DataRequest.objects.exists()


def test_register_tells_numbers_and_no_address(client, person, keeper):
    erase_person(email=EMAIL, user=keeper, reason=WHY)
    client.force_login(keeper)
    url = reverse("registers_data-requests_modeladmin_index")
    text = client.get(url).content.decode()
    assert person["now"].reference in text
    assert WHY in text
    assert EMAIL not in text


# The own page.


def own(client, name, registration, **data):
    from registrations.services.access import mint_link

    token = mint_link(registration=registration).rstrip("/").rsplit("/", 1)[1]
    return reverse(f"participant:{name}", args=[token])


def test_person_asks_a_copy_on_their_own_page(client, person):
    url = own(client, "data", person["now"])
    assert client.get(url).status_code == 200
    assert not DataRequest.objects.exists()
    answer = client.post(url, headers=OWN)
    assert answer.status_code == 302
    assert "Je kopie is onderweg" in client.get(answer["Location"]).content.decode()
    request = DataRequest.objects.get()
    assert (request.user, request.email) == (None, EMAIL)


def test_person_erases_everything_with_a_deliberate_yes(client, person):
    url = own(client, "erase", person["now"])
    assert person["old"].reference in client.get(url).content.decode()
    assert client.post(url, headers=OWN).status_code == 422
    assert RegistrationDraft.objects.exists()
    foreign = client.post(
        url, {"is_sure": "on"}, headers={"sec-fetch-site": "cross-site"}
    )
    assert foreign.status_code == 403
    answer = client.post(url, {"is_sure": "on"}, headers=OWN)
    assert "Je gegevens zijn gewist" in answer.content.decode()
    assert not Registration.objects.exclude(email="").exists()
    assert client.post(url, {"is_sure": "on"}, headers=OWN).status_code == 404


def test_letter_of_a_request_is_shown_to_who_handles_them_only(
    client, person, keeper, team
):
    request = ask_copy(email=EMAIL, user=keeper, reason=WHY)
    letter = request.messages.get()
    address = reverse("messages:edit", args=[letter.pk])
    client.force_login(team.chair)
    assert client.get(address).status_code == 404
    assert not _lists(client, letter)
    client.force_login(team.boss)
    assert "Hier zijn je gegevens" in client.get(address).content.decode()
    assert _lists(client, letter)


def _lists(client, letter):
    url = reverse("messages:edit", args=[letter.pk])
    return url in client.get(reverse("messages:list")).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_register_and_screen_ask_as_many_queries_for_three_as_for_one(
    client, keeper, count, django_assert_num_queries
):
    for number in range(count):
        RegistrationFactory(page=FormPageFactory(), declined=True, email=EMAIL)
        other = f"m{number}@voorbeeld.be"
        RegistrationFactory(page=FormPageFactory(), declined=True, email=other)
        ask_copy(email=other, user=keeper, reason=WHY)
    client.force_login(keeper)
    index = reverse("registers_data-requests_modeladmin_index")
    client.get(index)
    post(client, email=EMAIL)
    with django_assert_num_queries(REGISTER_QUERIES):
        client.get(index)
    with django_assert_num_queries(SCREEN_QUERIES):
        post(client, email=EMAIL)
