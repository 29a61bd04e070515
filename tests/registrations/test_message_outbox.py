"""The outbox: who may read and send, and that it does what its buttons say."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from registrations.enums import MessageKind, MessageState
from registrations.models import Message
from registrations.services.delivery import build_mail
from registrations.services.letter_html import PRIVATE_LINK
from registrations.services.message import queue_message
from tests.factories.registrations import FormPageFactory, RegistrationFactory

from .mailroom import make_draft, make_interest, make_message

pytestmark = pytest.mark.django_db

S = MessageState
BULK = "/admin/bulk/registrations/message/"


@pytest.fixture
def form_page(team):
    return FormPageFactory()


@pytest.fixture
def registration(form_page):
    return RegistrationFactory(page=form_page, in_review=True, first_name="Lies")


@pytest.fixture
def draft(registration):
    return make_message(
        registration, state=S.DRAFT, next_attempt_at=None, kind=MessageKind.RECEIPT
    )


@pytest.fixture
def decider(client, team):
    client.force_login(team.decider)
    return client


def make_drafts(registration, count):
    return [
        make_message(
            registration,
            state=S.DRAFT,
            next_attempt_at=None,
            idempotency_key=f"draft-{number}",
            subject=f"Brief {name}",
        )
        for number, name in enumerate(("alfa", "beta", "gamma")[:count])
    ]


def addresses(message):
    return [
        reverse("messages:list"),
        reverse("messages:list_results"),
        reverse("messages:edit", args=[message.pk]),
        reverse("messages:preview", args=[message.pk]),
    ]


# Who comes in.


@pytest.mark.parametrize("name", ["editor", "chief_editor", "reader", "guest"])
def test_outbox_is_closed_for_who_sends_no_letters(name, client, team, draft):
    client.force_login(getattr(team, name))
    for address in addresses(draft):
        response = client.get(address)
        # Wagtail answers "no permission" by sending people home, or to the login.
        assert response.status_code == 302
        assert response["Location"].split("?")[0] in {"/admin/", "/admin/login/"}
    for action in ("send_messages", "cancel_messages", "delete"):
        response = client.post(f"{BULK}{action}/?id={draft.pk}")
        assert response.status_code in {302, 404}
    client.post(addresses(draft)[2], {"action": "cancel"})
    draft.refresh_from_db()
    assert draft.state == S.DRAFT


def test_outbox_stands_in_the_menu_of_deciders_only(client, team, draft):
    found = {}
    for name in ("decider", "reader", "editor"):
        client.force_login(getattr(team, name))
        html = client.get(reverse("wagtailadmin_home")).content.decode()
        found[name] = reverse("messages:list") in html
    assert found == {"decider": True, "reader": False, "editor": False}


def test_somebody_who_only_reads_cannot_send(client, team, draft):
    for group in team.decider.groups.filter(permissions__codename="send_message"):
        group.permissions.remove(group.permissions.get(codename="send_message"))
    client.force_login(team.decider)
    address = reverse("messages:edit", args=[draft.pk])
    html = client.get(address).content.decode()
    assert 'name="action"' not in html
    assert client.post(address, {"action": "cancel"}).status_code == 302
    client.post(f"{BULK}send_messages/?id={draft.pk}")
    draft.refresh_from_db()
    assert draft.state == S.DRAFT


@pytest.mark.parametrize("name", ["add", "delete", "copy", "usage", "history"])
def test_stock_views_are_closed_even_for_a_superuser(name, client, team, draft):
    client.force_login(team.boss)
    args = [] if name == "add" else [draft.pk]
    try:
        address = reverse(f"messages:{name}", args=args)
    except NoReverseMatch:
        return
    assert client.get(address).status_code == 404


def test_messages_have_no_chooser(client, team, draft):
    client.force_login(team.boss)
    with pytest.raises(NoReverseMatch):
        reverse("wagtailsnippetchoosers_registrations_message:choose")


def test_nobody_deletes_letters_in_bulk(client, team, draft):
    client.force_login(team.boss)
    assert client.get(f"{BULK}delete/?id={draft.pk}").status_code == 404


# The list.


def test_list_shows_what_one_needs_to_choose(decider, draft):
    html = decider.get(reverse("messages:list")).content.decode()
    for part in (
        draft.subject,
        draft.recipient,
        draft.registration.full_name,
        draft.registration.reference,
        draft.get_kind_display(),
        "letter-state--open",
        # In sight, and not behind three dots.
        f'href="{reverse("messages:send_drafts")}"',
    ):
        assert part in html


def test_list_says_of_what_the_moment_is(decider, registration):
    letter = make_message(registration)
    Message.objects.exclude(pk=letter.pk).delete()
    now = timezone.now()
    for says, values in {
        "verstuurd": {"state": S.SENT, "sent_at": now},
        "vertrekt dan": {"state": S.PLANNED, "planned_for": now, "sent_at": None},
        # It was planned, and is in the hands of a person again.
        "gemaakt": {"state": S.CANCELLED},
    }.items():
        Message.objects.update(**values)
        html = decider.get(reverse("messages:list")).content.decode()
        assert f'<p class="letter-meta">{says}</p>' in html


def test_list_asks_as_many_queries_for_one_as_for_three(decider, form_page):
    def count():
        with CaptureQueriesContext(connection) as queries:
            assert decider.get(reverse("messages:list")).status_code == 200
        return len(queries)

    make_message(RegistrationFactory(page=form_page, draft=True), idempotency_key="a")
    count()  # fills caches of content types and sites
    one = count()
    for key in "bc":
        make_message(
            RegistrationFactory(page=form_page, draft=True), idempotency_key=key
        )
    assert count() == one


def test_list_is_filtered_and_searched(decider, registration, draft):
    sent = make_message(
        registration, state=S.SENT, subject="Vertrokken", idempotency_key="sent"
    )
    elsewhere = make_message(
        RegistrationFactory(page=FormPageFactory(), draft=True),
        subject="Elders",
        idempotency_key="elsewhere",
    )

    def listed(**query):
        response = decider.get(reverse("messages:list"), query)
        return {row.pk for row in response.context["object_list"]}

    call = registration.page.get_parent()
    assert listed(state="sent") == {sent.pk}
    assert sent.pk in listed(kind="receipt", call=call.pk)
    assert elsewhere.pk not in listed(call=call.pk)
    assert listed(q="vertrokken") == {sent.pk}
    assert elsewhere.pk not in listed(q=registration.reference)
    assert listed(state="nonsense") == set()
    assert draft.pk in listed(unknown="x")


# One message.


def test_draft_says_why_it_cannot_leave(decider, registration):
    unfit = make_message(registration, state=S.DRAFT, kind=MessageKind.SELECTED)
    address = reverse("messages:edit", args=[unfit.pk])
    html = decider.get(address).content.decode()
    assert "de brief past niet meer bij de inschrijving" in html
    assert 'value="send"' not in html
    Message.objects.update(kind=MessageKind.RECEIPT, recipient="")
    html = decider.get(address).content.decode()
    assert "er is geen adres" in html
    Message.objects.update(recipient="an@test.be")
    html = decider.get(address).content.decode()
    assert "kan je nu niet versturen" not in html
    assert 'value="send"' in html


def test_screen_shows_no_field_that_is_hidden(decider, draft):
    html = decider.get(reverse("messages:edit", args=[draft.pk])).content.decode()
    assert 'name="seen_version"' in html
    assert "Seen version" not in html


def test_letter_is_cancelled_by_a_second_press_only(decider, draft):
    html = decider.get(reverse("messages:edit", args=[draft.pk])).content.decode()
    before, _summary, after = html.partition("Deze brief annuleren…</summary>")
    assert 'value="cancel"' not in before
    assert "Dat kan je niet ongedaan maken." in after


def test_draft_is_changed_and_its_html_follows(decider, draft):
    address = reverse("messages:edit", args=[draft.pk])
    text = f"Dag Lies,\n\n<b>Nieuw</b> & anders\n\nMijn inschrijving: {PRIVATE_LINK}"
    response = decider.post(
        address, {"subject": "Nieuw", "body_text": text, "action": "save"}
    )
    assert response.status_code == 302
    draft.refresh_from_db()
    assert (draft.subject, draft.state) == ("Nieuw", S.DRAFT)
    assert "&lt;b&gt;Nieuw&lt;/b&gt; &amp; anders" in draft.body_html
    assert f'href="{PRIVATE_LINK}"' in draft.body_html


def test_editor_meets_the_link_in_dutch_also_in_a_letter_of_before(decider, draft):
    former = {
        "body_text": draft.body_text.replace(PRIVATE_LINK, "[[private-link]]"),
        "body_html": draft.body_html.replace(PRIVATE_LINK, "[[private-link]]"),
    }
    Message.objects.filter(pk=draft.pk).update(**former)
    address = reverse("messages:edit", args=[draft.pk])
    html = decider.get(address).content.decode()
    assert ("private-link" in html, "[[persoonlijke-link]]" in html) == (False, True)
    # Whoever had it on the screen before the site was renewed loses nothing.
    words = {"subject": "Nieuw", "body_text": "Mijn inschrijving: [[private-link]]"}
    assert decider.post(address, words | {"action": "save"}).status_code == 302
    draft.refresh_from_db()
    assert draft.body_text.strip() == f"Mijn inschrijving: {PRIVATE_LINK}"
    Message.objects.filter(pk=draft.pk).update(**former)
    draft.refresh_from_db()
    mail = build_mail(draft)
    assert "-link]" not in mail.body + mail.alternatives[0].content
    assert "/mijn-inschrijving/" in mail.body


def test_draft_that_lost_its_link_is_refused_and_kept_on_the_screen(decider, draft):
    response = decider.post(
        reverse("messages:edit", args=[draft.pk]),
        {"subject": "Nieuw", "body_text": "Zonder link", "action": "send"},
    )
    assert response.status_code == 422
    assert "Zonder link" in response.content.decode()
    draft.refresh_from_db()
    assert (draft.subject != "Nieuw", draft.state) == (True, S.DRAFT)


def test_draft_is_sent_with_the_words_on_the_screen(
    decider, draft, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        decider.post(
            reverse("messages:edit", args=[draft.pk]),
            {
                "subject": "Laatste woord",
                "body_text": draft.body_text,
                "action": "send",
            },
        )
    draft.refresh_from_db()
    assert (draft.subject, draft.state) == ("Laatste woord", S.QUEUED)
    assert draft in Message.objects.due(timezone.now())


def test_draft_can_be_cancelled(decider, draft):
    decider.post(reverse("messages:edit", args=[draft.pk]), {"action": "cancel"})
    draft.refresh_from_db()
    assert draft.state == S.CANCELLED


def test_sent_message_can_only_be_read(decider, registration):
    message = make_message(registration, state=S.SENT)
    address = reverse("messages:edit", args=[message.pk])
    assert 'name="action"' not in decider.get(address).content.decode()
    for action in ("save", "send", "cancel", "resend"):
        response = decider.post(
            address, {"action": action, "subject": "x", "body_text": PRIVATE_LINK}
        )
        assert response.status_code == 422
    message.refresh_from_db()
    assert (message.state, message.subject != "x") == (S.SENT, True)


def test_failed_message_is_sent_again(decider, registration):
    message = make_message(registration, state=S.FAILED, last_error="Geweigerd")
    address = reverse("messages:edit", args=[message.pk])
    assert "Geweigerd" in decider.get(address).content.decode()
    decider.post(address, {"action": "resend"})
    message.refresh_from_db()
    assert (message.state, message.last_error) == (S.QUEUED, "")


def test_message_that_may_have_arrived_needs_a_deliberate_yes(decider, registration):
    message = make_message(registration, state=S.FAILED, handed_over_at=timezone.now())
    address = reverse("messages:edit", args=[message.pk])
    assert "accepts_double" in decider.get(address).content.decode()
    assert decider.post(address, {"action": "resend"}).status_code == 422
    message.refresh_from_db()
    assert message.state == S.FAILED
    decider.post(address, {"action": "resend", "accepts_double": "on"})
    message.refresh_from_db()
    assert message.state == S.QUEUED


def test_preview_shows_the_letter_in_a_closed_room(decider, draft):
    address = reverse("messages:preview", args=[draft.pk])
    response = decider.get(address)
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert policy.endswith("sandbox")
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert "no-store" in response["Cache-Control"]
    assert PRIVATE_LINK not in response.content.decode()
    screen = decider.get(reverse("messages:edit", args=[draft.pk])).content.decode()
    assert f'src="{address}"' in screen


@pytest.mark.parametrize("action", ["", "nonsense", "__class__"])
def test_unknown_button_is_refused(action, decider, draft):
    response = decider.post(
        reverse("messages:edit", args=[draft.pk]), {"action": action}
    )
    assert response.status_code == 404


def test_unknown_message_is_not_found(decider):
    assert decider.get(reverse("messages:edit", args=[987654])).status_code == 404


# Many at once.


def test_chosen_drafts_are_sent_together(decider, registration):
    one, two, three = make_drafts(registration, 3)
    done = make_message(registration, state=S.SENT, idempotency_key="done")
    query = f"?id={one.pk}&id={two.pk}&id={done.pk}"
    html = decider.get(f"{BULK}send_messages/{query}").content.decode()
    assert "Brief alfa" in html
    decider.post(f"{BULK}send_messages/{query}")
    states = dict(Message.objects.values_list("pk", "state"))
    assert [states[m.pk] for m in (one, two, three, done)] == [
        S.QUEUED,
        S.QUEUED,
        S.DRAFT,
        S.SENT,
    ]


def test_letters_that_stay_say_why(decider, registration):
    held, nowhere, unfit, fine = make_drafts(registration, 3) + [
        make_message(registration, state=S.SENT, idempotency_key="done")
    ]
    Message.objects.filter(pk=held.pk).update(held_at=timezone.now())
    Message.objects.filter(pk=nowhere.pk).update(recipient="")
    Message.objects.filter(pk=unfit.pk).update(kind=MessageKind.SELECTED)
    html = decider.get(f"{BULK}send_messages/?id=all").content.decode()
    for sentence in (
        "Concept, vastgehouden: iemand houdt de brief vast",
        "Concept: er is geen adres",
        "Concept: de brief past niet meer bij de inschrijving",
        "Verstuurd</li>",
    ):
        assert sentence in html


@pytest.mark.parametrize(
    "action", ["send", "hold", "let_go", "resend", "cancel", "remake"]
)
def test_question_costs_as_many_queries_for_one_as_for_three(
    action, decider, registration
):
    def count():
        address = f"{BULK}{action}_messages/?id=all"
        with CaptureQueriesContext(connection) as queries:
            assert decider.get(address).status_code == 200
        return len(queries)

    letters = make_drafts(registration, 3)
    Message.objects.exclude(pk=letters[0].pk).update(kind="group_letter", state=S.SENT)
    count()
    one = count()
    Message.objects.update(kind=letters[0].kind, state=S.DRAFT)
    assert count() == one


def test_screen_costs_as_many_queries_for_one_attempt_as_for_three(decider, draft):
    def count():
        with CaptureQueriesContext(connection) as queries:
            decider.get(reverse("messages:edit", args=[draft.pk]))
        return len(queries)

    def happen(number):
        draft.delivery_attempts.create(number=number)
        draft.delivery_events.create(
            kind="deferred", key=str(number), happened_at=timezone.now()
        )

    happen(1)
    count()
    one = count()
    happen(2), happen(3)
    assert count() == one


def test_select_all_takes_the_filtered_list_and_not_the_table(decider, registration):
    one, two = make_drafts(registration, 2)
    decider.post(f"{BULK}send_messages/?id=all&q=Brief+beta&state=draft")
    states = dict(Message.objects.values_list("pk", "state"))
    assert [states[one.pk], states[two.pk]] == [S.DRAFT, S.QUEUED]


def test_chosen_letters_are_cancelled_together(decider, registration):
    letters = make_drafts(registration, 2)
    decider.post(f"{BULK}cancel_messages/?id={letters[0].pk}&id={letters[1].pk}")
    for letter in letters:
        letter.refresh_from_db()
    assert [letter.state for letter in letters] == [S.CANCELLED] * 2


def test_letter_that_no_longer_fits_is_not_sent(decider, registration):
    letter = make_message(
        registration,
        state=S.DRAFT,
        kind=MessageKind.SELECTED,  # but the registration is in review
    )
    decider.post(f"{BULK}send_messages/?id={letter.pk}")
    letter.refresh_from_db()
    assert letter.state == S.DRAFT


# Letters about no registration, and letters that have no words yet.


def read_outbox(client, letter):
    """Return what the list, the screen and the frame of a letter say."""
    return [client.get(address).content.decode() for address in addresses(letter)]


@pytest.mark.parametrize("make", [make_draft, make_interest])
def test_letter_about_no_registration_is_listed_found_and_opened(
    make, decider, form_page
):
    about = make(form_page)
    name = "draft" if make is make_draft else "interest"
    letter = queue_message(
        **{name: about},
        kind=MessageKind.INTEREST_OPEN
        if name == "interest"
        else MessageKind.DRAFT_REMINDER,
    )
    listed, _results, screen, frame = read_outbox(decider, letter)
    for page in (listed, screen):
        assert about.email in page
        assert letter.about_label in page
    assert "Geheim" not in listed + screen + frame
    found = decider.get(reverse("messages:list"), {"q": about.email})
    assert found.context["page_obj"].object_list.get() == letter
    call = form_page.get_parent()
    found = decider.get(reverse("messages:list"), {"call": call.pk})
    assert found.context["page_obj"].object_list.get() == letter


def test_letter_about_no_registration_can_be_cancelled_with_others(
    decider, form_page, registration
):
    letters = [
        queue_message(draft=make_draft(form_page), kind=MessageKind.DRAFT_SAVED),
        queue_message(registration=registration, kind=MessageKind.CONFIRMED),
    ]
    ids = "&".join(f"id={letter.pk}" for letter in letters)
    response = decider.get(f"{BULK}cancel_messages/?{ids}")
    pks = {letter.pk for letter in letters}
    assert {row["item"].pk for row in response.context["items"]} == pks
    decider.post(f"{BULK}cancel_messages/?{ids}")
    cancelled = Message.objects.filter(state=S.CANCELLED)
    assert set(cancelled.values_list("pk", flat=True)) == pks


def test_unwritten_letter_is_shown_as_it_would_be_written(decider, registration):
    letter = queue_message(registration=registration, kind=MessageKind.RECEIPT)
    listed, _results, screen, frame = read_outbox(decider, letter)
    assert "Ontvangstbevestiging" in listed
    for page in (screen, frame):
        assert "goed ontvangen" in page
    letter.refresh_from_db()
    assert letter.is_written is False


def test_broken_template_does_not_close_the_screen(decider, registration, monkeypatch):
    letter = queue_message(registration=registration, kind=MessageKind.RECEIPT)

    def fail(**kwargs):
        raise KeyError("Lies")

    monkeypatch.setattr("registrations.services.message.writing.render_letter", fail)
    for address in addresses(letter):
        assert decider.get(address).status_code == 200


# Held, planned, and changed by two.


def test_two_who_write_at_once_lose_nothing(decider, draft):
    address = reverse("messages:edit", args=[draft.pk])
    seen = decider.get(address).context["form"]["seen_version"].value()
    words = {"subject": "Van mij", "body_text": f"Mijn tekst {PRIVATE_LINK}"}
    theirs = {"subject": "Van haar", "body_text": f"Haar tekst {PRIVATE_LINK}"}
    decider.post(address, theirs | {"action": "save", "seen_version": seen})
    response = decider.post(address, words | {"action": "send", "seen_version": seen})
    assert response.status_code == 422
    html = response.content.decode()
    for part in ("Mijn tekst", "Haar tekst", "Een collega paste deze brief aan"):
        assert part in html
    draft.refresh_from_db()
    assert (draft.subject, draft.state) == ("Van haar", S.DRAFT)
    # Now that both were seen, the second word counts.
    seen = response.context["form"]["seen_version"].value()
    decider.post(address, words | {"action": "send", "seen_version": seen})
    draft.refresh_from_db()
    assert (draft.subject, draft.state) == ("Van mij", S.QUEUED)


def test_letter_is_held_planned_and_let_go_on_its_screen(decider, draft):
    address = reverse("messages:edit", args=[draft.pk])

    def do(action, **values):
        status = decider.post(address, {"action": action} | values).status_code
        draft.refresh_from_db()
        return status, draft.state, draft.is_held

    assert do("hold") == (302, S.DRAFT, True)
    assert "Concept, vastgehouden" in decider.get(address).content.decode()
    assert do("plan", planned_for="2099-03-01 09:00")[0] == 422
    assert do("let_go") == (302, S.DRAFT, False)
    assert do("plan", planned_for="gisteren")[0] == 422
    assert do("plan", planned_for="2001-03-01 09:00")[0] == 422
    assert do("plan", planned_for="2099-03-01 09:00") == (302, S.PLANNED, False)
    html = decider.get(address).content.decode()
    assert "1 maart 2099, 09.00" in html
    assert do("save", subject="x", body_text=PRIVATE_LINK)[0] == 422
    assert do("unplan") == (302, S.DRAFT, False)


def test_letters_are_held_let_go_and_sent_again_together(decider, registration):
    one, two = make_drafts(registration, 2)
    failed = make_message(registration, state=S.FAILED, idempotency_key="failed")
    uncertain = make_message(
        registration,
        state=S.FAILED,
        handed_over_at=timezone.now(),
        idempotency_key="uncertain",
    )

    def do(action, *letters):
        ids = "&".join(f"id={letter.pk}" for letter in letters)
        assert decider.get(f"{BULK}{action}/?{ids}").status_code == 200
        decider.post(f"{BULK}{action}/?{ids}")
        rows = dict(Message.objects.values_list("pk", "state"))
        held = set(Message.objects.exclude(held_at=None).values_list("pk", flat=True))
        return [(rows[letter.pk], letter.pk in held) for letter in letters]

    assert do("hold_messages", one, two) == [(S.DRAFT, True)] * 2
    assert do("send_messages", one) == [(S.DRAFT, True)]
    assert do("let_go_messages", one) == [(S.DRAFT, False)]
    # What may have arrived is judged one by one, with a deliberate yes.
    assert do("resend_messages", failed, uncertain) == [
        (S.QUEUED, False),
        (S.FAILED, False),
    ]


def test_list_finds_what_needs_a_person(decider, registration, form_page):
    draft = make_message(registration, state=S.DRAFT, next_attempt_at=None)
    other = RegistrationFactory(
        page=form_page, in_review=True, mail_returned_at=timezone.now()
    )
    other.messages.all().delete()
    make = {
        "failed": {"state": S.FAILED, "last_error": "Geweigerd door de server"},
        "bounced": {"state": S.BOUNCED},
        "nobody": {"state": S.DRAFT, "recipient": ""},
    }
    found = {
        name: make_message(registration, idempotency_key=name, **values).pk
        for name, values in make.items()
    }
    found["to a lost address"] = make_message(other, idempotency_key="lost").pk
    held = make_message(registration, held_at=timezone.now(), idempotency_key="held")

    def listed(**query):
        response = decider.get(reverse("messages:list"), query)
        return {row.pk for row in response.context["object_list"]}

    assert listed(problem="yes") == set(found.values())
    assert listed(held="yes") == {held.pk}
    assert held.pk not in listed(held="no")
    today = timezone.localdate().isoformat()
    assert draft.pk in listed(created_from=today, created_to=today)
    assert listed(created_from="2099-01-01") == set()
    html = decider.get(reverse("messages:list")).content.decode()
    assert "Geweigerd door de server" in html


# All drafts of a call.


def test_all_drafts_of_a_call_are_counted_and_sent(decider, registration, form_page):
    one, two = make_drafts(registration, 2)
    unfit = make_message(
        registration,
        state=S.DRAFT,
        kind=MessageKind.SELECTED,
        idempotency_key="unfit",
    )
    held = make_message(
        registration,
        state=S.DRAFT,
        held_at=timezone.now(),
        idempotency_key="held",
    )
    elsewhere = make_message(
        RegistrationFactory(page=FormPageFactory(), in_review=True),
        state=S.DRAFT,
        idempotency_key="elsewhere",
    )
    address = reverse("messages:send_drafts")
    call = form_page.get_parent()
    assert f"?call={call.pk}" in decider.get(address).content.decode()
    response = decider.get(address, {"call": call.pk})
    html = response.content.decode()
    assert "Deze 2 brieven nu versturen" in html
    assert "1: iemand houdt de brief vast" in html
    chosen = response.context["chosen"]
    assert chosen.kinds == [("Ontvangstbevestiging", 2)]

    # As many and up to the same one, and yet another letter than was shown.
    Message.objects.filter(pk=held.pk).update(held_at=None, state=S.CANCELLED)
    Message.objects.filter(pk=one.pk).update(held_at=timezone.now())
    swapped = make_message(
        registration, pk=one.pk - 1_000, state=S.DRAFT, idempotency_key="swapped"
    )
    path = f"{address}?call={call.pk}"
    assert decider.post(path, {"seen_version": chosen.version}).status_code == 422
    assert not Message.objects.filter(pk__in=[two.pk, swapped.pk], state=S.QUEUED)
    swapped.delete()
    Message.objects.filter(pk=one.pk).update(held_at=None)
    Message.objects.filter(pk=held.pk).update(held_at=timezone.now(), state=S.DRAFT)

    # A third comes in between: nothing leaves unseen.
    third = make_message(registration, state=S.DRAFT, idempotency_key="third")
    path = f"{address}?call={call.pk}"
    seen = {"seen_version": chosen.version}
    response = decider.post(path, seen)
    assert response.status_code == 422
    assert not Message.objects.filter(pk=one.pk, state=S.QUEUED).exists()
    seen = {"seen_version": response.context["chosen"].version}
    assert decider.post(path, seen).status_code == 302
    rows = dict(Message.objects.values_list("pk", "state"))
    letters = (one, two, third, unfit, held, elsewhere)
    assert [rows[letter.pk] for letter in letters] == [S.QUEUED] * 3 + [S.DRAFT] * 3
    # A second click sends nothing more.
    assert decider.post(path, seen).status_code in {404, 422}


def test_all_drafts_cost_as_many_queries_for_one_as_for_three(decider, form_page):
    def count(method):
        address = reverse("messages:send_drafts")
        call = form_page.get_parent()
        path = f"{address}?call={call.pk}"
        version = decider.get(path).context["chosen"].version
        with CaptureQueriesContext(connection) as queries:
            getattr(decider, method)(path, {"seen_version": version})
        return len(queries)

    def draft(key):
        make_message(
            RegistrationFactory(page=form_page, in_review=True),
            state=S.DRAFT,
            idempotency_key=key,
        )

    draft("first")
    count("get")
    one = count("get"), count("post")
    for key in "abc":
        draft(key)
    assert (count("get"), count("post")) == one


def test_empty_outbox_says_so(decider):
    html = decider.get(reverse("messages:send_drafts")).content.decode()
    assert "Er ligt nu geen brief klaar" in html
    assert decider.post(reverse("messages:send_drafts")).status_code == 404


def test_desk_costs_as_many_queries_for_one_letter_as_for_three(decider, registration):
    address = reverse("registrations:edit", args=[registration.pk])

    def count():
        with CaptureQueriesContext(connection) as queries:
            assert decider.get(address).status_code == 200
        return len(queries)

    make_message(registration, idempotency_key="a")
    count()
    one = count()
    for key in "bc":
        make_message(registration, idempotency_key=key)
    assert count() == one
