"""Hou me op de hoogte: asked by anybody, confirmed by its holder, told once, erased."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, override
from wagtail.models import ModelLogEntry, PageLogEntry, PageViewRestriction

from registrations.admin.interests import get_figures
from registrations.enums import MessageKind, MessageState
from registrations.models import Interest, Message
from registrations.services.errors import NotAllowed
from registrations.services.interest import (
    NotTheNext,
    ask_to_hear,
    carry_over,
    confirm,
    count_interests,
    erase_for_team,
    erase_old_interests,
    find_interest,
    get_confirm_url,
    make_token,
    tell_opened,
)
from registrations.services.message import write_letter
from registrations.services.registration import register
from registrations.views.guard import make_stamp
from tests.factories.registrations import StaffFactory
from tests.registrations.form_scene import (
    BROWSER,
    bind,
    close,
    make_call_form,
    make_day_form,
    reload,
)
from workplaces.dates import describe_deadline

pytestmark = pytest.mark.django_db
NAMES = "op-de-hoogte"
EMAIL = "lotte@voorbeeld.be"


@pytest.fixture(autouse=True)
def _fresh_counts():
    cache.clear()


@pytest.fixture
def form_page():
    """A form whose call closed yesterday."""
    page = make_call_form()
    close(page)
    return reload(page)


def open_again(form_page):
    call = form_page.subject
    call.closes_at = timezone.now() + timedelta(days=9)
    call.save()
    return reload(form_page)


def ask(client, form_page, email=EMAIL, **changes):
    posted = {"email": email, "stamp": make_stamp(), "fax": ""} | changes
    return client.post(
        f"/op-de-hoogte/vraag/{form_page.pk}/",
        {f"{NAMES}-{name}": value for name, value in posted.items()},
        headers=BROWSER,
    )


def wait_for(form_page, email=EMAIL) -> Interest:
    """Return a confirmed interest."""
    ask_to_hear(form_page=form_page, email=email)
    interest = Interest.objects.get(page=form_page, email=email)
    confirm(interest=interest)
    interest.refresh_from_db()
    return interest


def own_url(interest: Interest) -> str:
    return f"/op-de-hoogte/{make_token(interest)}/"


def later(**time):
    return time_machine.travel(timezone.now() + timedelta(**time), tick=False)


def nl(msgid: str) -> str:
    with override("nl-BE"):
        return gettext(msgid)


# Asking.


def test_block_stands_on_a_form_that_is_not_open_and_on_no_other(client, form_page):
    address = f'action="/op-de-hoogte/vraag/{form_page.pk}/"'
    assert address in client.get(form_page.get_url()).content.decode()
    open_again(form_page)
    assert address not in client.get(form_page.get_url()).content.decode()


def test_block_is_not_there_where_the_office_does_not_want_it(client, form_page):
    form_page.collects_interest = False
    form_page.save_revision().publish()
    assert "op-de-hoogte" not in client.get(form_page.get_url()).content.decode()
    assert ask(client, form_page).status_code == 404


def test_asking_sends_one_letter_and_no_cookie(client, form_page):
    response = ask(client, form_page)
    assert (response.status_code, response["Location"]) == (
        302,
        "/op-de-hoogte/gevraagd/",
    )
    assert not response.cookies
    assert response["Cache-Control"] == "private, no-store"
    interest = Interest.objects.get()
    assert (interest.page, interest.email, interest.confirmed_at) == (
        form_page,
        EMAIL,
        None,
    )
    assert [m.kind for m in interest.messages.all()] == [MessageKind.INTEREST_CONFIRM]
    page = client.get(response["Location"])
    assert (page.status_code, EMAIL in page.content.decode()) == (200, False)


def test_answer_is_the_same_for_every_address(client, form_page):
    wait_for(form_page, "bekend@voorbeeld.be")
    ask(client, form_page, "onbevestigd@voorbeeld.be")
    answers = {
        (response.status_code, response["Location"], response.content)
        for response in (
            ask(client, form_page, "bekend@voorbeeld.be"),
            ask(client, form_page, "BEKEND@voorbeeld.be"),
            ask(client, form_page, "onbevestigd@voorbeeld.be"),
            ask(client, form_page, "nieuw@voorbeeld.be"),
        )
    }
    assert len(answers) == 1
    assert Interest.objects.count() == 3


def test_wrong_address_is_given_back(client, form_page):
    response = ask(client, form_page, "lotte@")
    html = response.content.decode()
    assert (response.status_code, 'value="lotte@"' in html) == (422, True)
    assert Interest.objects.count() == 0


@pytest.mark.parametrize(
    "changes", [{"fax": "robot"}, {"stamp": "x", "headers": {}}], ids=["trap", "bare"]
)
def test_doubt_asks_to_press_once_more_and_drops_nothing(client, form_page, changes):
    headers = changes.pop("headers", BROWSER)
    posted = {"email": EMAIL, "stamp": make_stamp(), "fax": ""} | changes
    url = f"/op-de-hoogte/vraag/{form_page.pk}/"
    response = client.post(
        url, {f"{NAMES}-{name}": text for name, text in posted.items()}, headers=headers
    )
    html = response.content.decode()
    assert (response.status_code, Interest.objects.count()) == (422, 0)
    assert f'value="{EMAIL}"' in html
    with later(seconds=10):
        assert ask(client, form_page).status_code == 302


def test_flood_from_one_place_is_stopped_and_said(client, form_page):
    for number in range(31):
        response = client.post(
            f"/op-de-hoogte/vraag/{form_page.pk}/",
            {f"{NAMES}-email": f"x{number}@voorbeeld.be", f"{NAMES}-stamp": "x"},
            headers=BROWSER,
            REMOTE_ADDR="8.8.8.8",
        )
    assert response.status_code == 422
    assert 'role="alert"' in response.content.decode()
    # Registering is counted apart.
    with later(seconds=10):
        elsewhere = ask(client, form_page)
    assert elsewhere.status_code == 302


def test_nobody_fills_the_mailbox_of_somebody_else(form_page):
    other = make_day_form()
    for hours in range(12):
        with later(hours=hours):
            ask_to_hear(form_page=form_page, email=EMAIL)
            ask_to_hear(form_page=other, email=EMAIL)
    assert Message.objects.filter(recipient=EMAIL).count() == 3


def test_form_that_is_open_leads_to_itself(client):
    form_page = make_call_form()
    response = ask(client, form_page)
    assert response["Location"] == form_page.get_url()
    assert Interest.objects.count() == 0


def test_form_that_is_not_public_takes_nothing(client, form_page):
    PageViewRestriction.objects.create(page=form_page.subject, restriction_type="login")
    assert ask(client, form_page).status_code == 404
    assert client.get("/op-de-hoogte/vraag/999999999999999999999/").status_code == 404


# Confirming and erasing.


def test_link_confirms_by_a_post_alone(client, form_page):
    ask_to_hear(form_page=form_page, email=EMAIL)
    interest = Interest.objects.get()
    for _number in range(2):
        page = client.get(own_url(interest))
        assert page.status_code == 200
        assert page["Cache-Control"] == "private, no-store"
        assert page["Referrer-Policy"] == "no-referrer"
    interest.refresh_from_db()
    assert interest.confirmed_at is None

    forged = client.post(
        own_url(interest),
        {"bevestigen": "ja"},
        headers={"sec-fetch-site": "cross-site"},
    )
    interest.refresh_from_db()
    assert (forged.status_code, interest.confirmed_at) == (403, None)

    client.post(own_url(interest), {"bevestigen": "ja"}, headers=BROWSER)
    interest.refresh_from_db()
    assert interest.confirmed_at is not None
    assert nl("You are on the list") in client.get(own_url(interest)).content.decode()


def test_link_erases_at_once_with_every_letter(client, form_page):
    interest = wait_for(form_page)
    url = own_url(interest)
    response = client.post(url, {"wissen": "ja"}, headers=BROWSER)
    assert response["Location"] == "/op-de-hoogte/gewist/"
    assert client.get(response["Location"]).status_code == 200
    assert (Interest.objects.count(), Message.objects.count()) == (0, 0)
    assert client.get(url).status_code == 404


@pytest.mark.parametrize(
    "token", ["x", "1-", "1-x", "-", "0-0", "zzzzzzzzzzzzzzzz-x", "1" * 400, "é-é"]
)
def test_invented_link_says_the_same_as_an_erased_one(client, form_page, token):
    wait_for(form_page)
    assert find_interest(token) is None
    response = client.get(f"/op-de-hoogte/{token}/")
    assert response.status_code == 404
    assert EMAIL not in response.content.decode()


def test_link_without_its_last_slash_works(client, form_page):
    interest = wait_for(form_page)
    assert client.get(own_url(interest).rstrip("/")).status_code == 200


def test_letter_holds_the_link_of_its_reader(form_page, settings):
    ask_to_hear(form_page=form_page, email=EMAIL)
    interest = Interest.objects.get()
    assert get_confirm_url(interest) == settings.SITE_URL + own_url(interest)
    assert find_interest(make_token(interest)) == interest


# Telling.


def test_everybody_who_confirmed_is_told_once_when_the_form_opens(form_page):
    waiting = [wait_for(form_page, f"mens{number}@voorbeeld.be") for number in range(3)]
    ask_to_hear(form_page=form_page, email="onbevestigd@voorbeeld.be")
    assert tell_opened(now=timezone.now()) == 0
    form_page = open_again(form_page)

    assert tell_opened(now=timezone.now()) == 3
    assert tell_opened(now=timezone.now()) == 0

    letters = Message.objects.filter(kind=MessageKind.INTEREST_OPEN)
    assert sorted(letters.values_list("recipient", flat=True)) == sorted(
        interest.email for interest in waiting
    )
    letter = write_letter(letters.first())
    assert form_page.get_url_parts()[2] in letter.text
    assert describe_deadline(form_page.call.closes_at) in letter.text


def test_nobody_is_told_of_a_form_that_is_not_public(form_page):
    wait_for(form_page)
    form_page = open_again(form_page)
    PageViewRestriction.objects.create(page=form_page.subject, restriction_type="login")
    assert tell_opened(now=timezone.now()) == 0


def test_reopened_form_tells_only_who_asked_since(form_page):
    first = wait_for(form_page)
    open_again(form_page)
    tell_opened(now=timezone.now())
    close(form_page)
    form_page = reload(form_page)
    second = wait_for(form_page, "tweede@voorbeeld.be")
    open_again(form_page)

    assert tell_opened(now=timezone.now()) == 1

    letters = Message.objects.filter(kind=MessageKind.INTEREST_OPEN)
    assert [letter.interest_id for letter in letters.order_by("pk")] == [
        first.pk,
        second.pk,
    ]


def test_who_was_told_and_asks_again_is_told_of_the_next_opening(form_page):
    before = wait_for(form_page)
    old_url = own_url(before)
    open_again(form_page)
    tell_opened(now=timezone.now())
    close(form_page)
    form_page = reload(form_page)
    with later(days=2):
        interest = wait_for(form_page)
        assert own_url(interest) != old_url
        open_again(form_page)
        assert tell_opened(now=timezone.now()) == 1


def test_person_who_registers_waits_for_nothing_more(form_page):
    wait_for(form_page)
    wait_for(form_page, "iemand.anders@voorbeeld.be")
    form_page = open_again(form_page)
    register(form_page=form_page, form=bind(form_page, email="Lotte@Voorbeeld.be"))
    assert [row.email for row in Interest.objects.all()] == [
        "iemand.anders@voorbeeld.be"
    ]


# Erasing by time.


@pytest.mark.parametrize(
    ("days", "is_confirmed", "is_told", "is_kept"),
    [
        (6, False, False, True),
        (8, False, False, False),
        (540, True, False, True),
        (549, True, False, False),
        (29, True, True, True),
        (31, True, True, False),
    ],
)
def test_address_is_kept_as_long_as_the_letter_says(
    form_page, days, is_confirmed, is_told, is_kept
):
    ask_to_hear(form_page=form_page, email=EMAIL)
    interest = Interest.objects.get()
    if is_confirmed:
        confirm(interest=interest)
    if is_told:
        open_again(form_page)
        tell_opened(now=timezone.now())
        Message.objects.update(state=MessageState.SENT, next_attempt_at=None)
    erase_old_interests(now=timezone.now() + timedelta(days=days))
    assert Interest.objects.exists() == is_kept
    assert Message.objects.exists() == is_kept


def test_address_waits_for_its_letter(form_page):
    wait_for(form_page)
    open_again(form_page)
    tell_opened(now=timezone.now())
    assert erase_old_interests(now=timezone.now() + timedelta(days=40)) == 0


# The office.


def test_who_waits_for_one_call_hears_of_the_next(form_page):
    boss = StaffFactory(username="baas", is_superuser=True, is_staff=True)
    following = make_call_form(slug="volgende-oproep")
    wait_for(form_page)
    wait_for(form_page, "dubbel@voorbeeld.be")
    wait_for(following, "Dubbel@voorbeeld.be")
    ask_to_hear(form_page=form_page, email="onbevestigd@voorbeeld.be")
    with pytest.raises(NotAllowed):
        carry_over(
            from_page=form_page, to_page=following, user=StaffFactory(username="x")
        )

    assert carry_over(from_page=form_page, to_page=following, user=boss) == 1

    assert sorted(following.interests.values_list("email", flat=True)) == [
        "Dubbel@voorbeeld.be",
        EMAIL,
    ]
    assert [row.email for row in form_page.interests.all()] == [
        "onbevestigd@voorbeeld.be"
    ]
    assert tell_opened(now=timezone.now()) == 2
    letter = Message.objects.get(kind=MessageKind.INTEREST_OPEN, recipient=EMAIL)
    assert following.get_url_parts()[2] in write_letter(letter).text


def test_who_waits_for_a_call_hears_of_no_day_and_no_closed_form(form_page):
    boss = StaffFactory(username="baas", is_superuser=True, is_staff=True)
    closed = make_call_form(slug="vorige-oproep")
    close(closed)
    wait_for(form_page)

    for other in (make_day_form(), reload(closed), form_page):
        with pytest.raises(NotTheNext):
            carry_over(from_page=form_page, to_page=other, user=boss)

    assert Interest.objects.get().page == form_page


def test_screen_passes_on_to_a_next_form_and_to_no_closed_one(client, form_page):
    client.force_login(StaffFactory(username="baas", is_superuser=True, is_staff=True))
    url = reverse("registrations_carry_interest", args=[form_page.pk])
    following = make_call_form(slug="volgende-oproep")
    closed = make_call_form(slug="vorige-oproep")
    close(closed)
    wait_for(form_page)

    assert client.post(url, {"to_page": closed.pk}).status_code == 422
    assert Interest.objects.get().page == form_page
    assert client.post(url, {"to_page": following.pk}).status_code == 302
    assert Interest.objects.get().page == following


def test_erasing_on_request_is_logged_without_the_address(form_page):
    boss = StaffFactory(username="baas", is_superuser=True, is_staff=True)
    interest = wait_for(form_page)
    with pytest.raises(NotAllowed):
        erase_for_team(interests=[interest], user=StaffFactory(username="x"))
    assert erase_for_team(interests=[interest], user=boss) == 1
    assert Interest.objects.count() == 0
    kept = [
        f"{entry.label} {entry.data}"
        for entry in (*PageLogEntry.objects.all(), *ModelLogEntry.objects.all())
    ]
    assert not [text for text in kept if EMAIL in text]


def test_figures_count_each_state(form_page):
    wait_for(form_page)
    ask_to_hear(form_page=form_page, email="onbevestigd@voorbeeld.be")
    (row,) = count_interests()
    assert (row["page"], row["waiting"], row["unconfirmed"], row["told"]) == (
        form_page.pk,
        1,
        1,
        0,
    )


@pytest.mark.parametrize("count", [1, 3])
def test_figures_ask_as_much_for_many_forms(count, django_assert_num_queries):
    for number in range(count):
        page = make_call_form(slug=f"oproep-{number}")
        close(page)
        wait_for(page)
    wait_for(make_day_form())

    # The figures; the forms; what they are about (pages, calls, days); the meetings.
    with django_assert_num_queries(6):
        figures = get_figures()

    assert [row.waiting for row in figures] == [1] * (count + 1)


def test_address_is_in_no_log_line(client, form_page, caplog):
    ask(client, form_page)
    interest = Interest.objects.get()
    client.get(own_url(interest))
    assert EMAIL not in caplog.text
    assert not re.search(make_token(interest), caplog.text)
