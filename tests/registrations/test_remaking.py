"""“Opnieuw opmaken”: a draft keeps its words until somebody saw what would change."""

import pytest
from django.urls import reverse

from registrations.enums import MessageKind, RegistrationState
from registrations.models import Message
from registrations.services.errors import NotAllowed
from registrations.services.message import (
    NotADraft,
    OtherWords,
    is_outdated,
    plan_remake,
    release_draft,
    remake_draft,
    update_draft,
)
from registrations.services.wording import get_default, save_words
from tests.factories.registrations import RegistrationFactory, StaffFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss():
    return StaffFactory(is_superuser=True)


@pytest.fixture
def draft():
    """The letter of a “no”, as the release of the decision left it."""
    registration = RegistrationFactory(declined=True, first_name="An")
    return registration.messages.get(kind=MessageKind.DECLINED)


def change_template(boss, words="Helaas lukt het niet.", seen=0):
    body = get_default(MessageKind.DECLINED).body
    return save_words(
        kind=MessageKind.DECLINED,
        page=None,
        subject="Over je inschrijving",
        body=body.replace("We kunnen je deze keer geen plaats geven in {waarvoor}.", words),
        seen=seen,
        user=boss,
    )  # fmt: skip


def reread(draft):
    return Message.objects.get(pk=draft.pk)


def test_draft_remembers_its_words_and_keeps_them(draft, boss):
    before = (draft.subject, draft.body_text, draft.body_html)
    assert draft.template_version is None
    assert not is_outdated(draft)
    template = change_template(boss)
    draft = reread(draft)
    assert (draft.subject, draft.body_text, draft.body_html) == before
    assert is_outdated(draft)
    remake = plan_remake(message=draft, user=boss)
    assert {part.kind for part in remake.text} == {"", "del", "ins"}
    assert remake.edits == []
    remake_draft(message=draft, seen=remake.sign, user=boss)
    draft = reread(draft)
    assert "Helaas lukt het niet. Dit is de reden:\n\nTest\n" in draft.body_text
    assert "Helaas lukt het niet." in draft.body_html
    assert draft.template_version == template.versions.get()
    assert not is_outdated(draft)


def test_change_by_hand_is_named_before_it_is_lost(draft, boss):
    text = draft.body_text.replace("Test", "Met de hand.")
    update_draft(message=draft, subject="Zelf", body_text=text, user=boss)
    update_draft(message=draft, subject="Zelf!", body_text=text, user=boss)
    draft = reread(draft)
    remake = plan_remake(message=draft, user=boss)
    said = [(part.kind, part.text) for part in remake.edits if part.kind]
    assert ("ins", "Zelf!") in [(kind, text.strip()) for kind, text in said]
    assert any("Met de hand" in text for kind, text in said if kind == "ins")
    assert ("del", "Test") in said
    remake_draft(message=draft, seen=remake.sign, user=boss)
    draft = reread(draft)
    assert "Test" in draft.body_text
    assert draft.unedited == {}


def test_what_was_seen_is_what_happens(draft, boss):
    change_template(boss)
    seen = plan_remake(message=draft, user=boss).sign
    change_template(boss, words="Weer anders.", seen=1)
    before = draft.body_text
    with pytest.raises(OtherWords):
        remake_draft(message=draft, seen=seen, user=boss)
    assert reread(draft).body_text == before


def test_only_a_draft_and_only_by_who_sends(draft, boss):
    seen = plan_remake(message=draft, user=boss).sign
    with pytest.raises(NotAllowed):
        remake_draft(message=draft, seen=seen, user=StaffFactory())
    release_draft(message=draft, user=boss)
    draft = reread(draft)
    assert (draft.context, draft.unedited) == ({}, {})
    with pytest.raises(NotADraft):
        remake_draft(message=draft, seen=seen, user=boss)


def test_draft_from_before_finds_its_reason(draft, boss):
    Message.objects.filter(pk=draft.pk).update(context={}, template_digest="")
    draft = reread(draft)
    assert not is_outdated(draft)
    assert not plan_remake(message=draft, user=boss).is_change


def test_screen_shows_first_and_changes_after_the_button(client, draft, boss):
    client.force_login(boss)
    edit = reverse("messages:edit", args=[draft.pk])
    url = reverse("messages:remake", args=[draft.pk])
    assert "Er zou niets veranderen" in client.get(url).content.decode()
    change_template(boss)
    assert "is aangepast sinds dit concept geschreven werd" in (
        client.get(edit).content.decode()
    )
    response = client.get(url)
    assert "<ins>Helaas" in response.content.decode()
    assert reread(draft).body_text == draft.body_text
    assert client.post(url, {"seen": "iets"})["Location"] == url
    done = client.post(url, {"seen": response.context["remake"].sign})
    assert done["Location"] == edit
    assert "Helaas lukt het niet." in reread(draft).body_text


def test_several_at_once_leave_what_was_changed_by_hand(client, draft, boss):
    other = RegistrationFactory(page=draft.registration.page, declined=True)
    edited = other.messages.get(kind=MessageKind.DECLINED)
    text = edited.body_text.replace("Test", "Met de hand.")
    update_draft(message=edited, subject="Zelf", body_text=text, user=boss)
    change_template(boss)
    client.force_login(boss)
    url = reverse(
        "wagtail_bulk_action", args=["registrations", "message", "remake_messages"]
    )
    url = f"{url}?id={draft.pk}&id={edited.pk}"
    response = client.get(url)
    assert "met de hand aangepast: dat gaat verloren" in response.content.decode()
    signs = {
        f"seen-{row['item'].pk}": row["remake"].sign
        for row in response.context["items"]
    }
    client.post(url, signs)
    assert "Helaas lukt het niet." in reread(draft).body_text
    assert "Met de hand." in reread(edited).body_text
    # With its own box ticked, knowingly.
    client.post(url, signs | {f"lose-{edited.pk}": "on"})
    assert "Met de hand." not in reread(edited).body_text


def test_letter_that_was_sent_is_never_made_up_again(client, draft, boss):
    release_draft(message=draft, user=boss)
    client.force_login(boss)
    url = reverse("messages:remake", args=[draft.pk])
    assert client.get(url)["Location"] == reverse("messages:edit", args=[draft.pk])
    assert draft.registration.state == RegistrationState.DECLINED
