"""“Mailsjablonen” in the admin: the list, the editor, the preview and the test."""

import json

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from registrations.enums import FormKind, MessageKind, RegistrationState
from registrations.models import Message, MessageTemplate
from registrations.services.wording import get_default, save_words, to_rich_text
from tests.factories.registrations import (
    FormPageFactory,
    OpenCallFactory,
    RegistrationFactory,
    StaffFactory,
)

pytestmark = pytest.mark.django_db
DECLINED = reverse("letter_templates:edit", kwargs={"kind": "declined"})


@pytest.fixture
def editor(client):
    user = StaffFactory(email="ik@team.example")
    user.user_permissions.add(
        *Permission.objects.filter(
            codename__in=["access_admin", "change_messagetemplate"]
        )
    )
    client.force_login(user)
    return user


@pytest.fixture
def form_page():
    return FormPageFactory(parent=OpenCallFactory(title="Oproep 2026"))


def raw(body):
    """What Wagtail's editor posts for a text."""
    blocks = [
        {"key": f"k{n}", "text": text, "type": "unstyled", "depth": 0,
         "inlineStyleRanges": [], "entityRanges": [], "data": {}}
        for n, text in enumerate(body.split("\n\n"))
    ]  # fmt: skip
    return json.dumps({"blocks": blocks, "entityMap": {}})


def post(client, url=DECLINED, **data):
    values = {"subject": "Over {waarvoor}", "body": raw("Nee.\n\n{reden}"), "seen": "0"}
    return client.post(url, values | data)


def save(user, page=None, body="Nee.\n\n{reden}", seen=0):
    return save_words(
        kind=MessageKind.DECLINED,
        page=page,
        subject="Helaas",
        body=body,
        seen=seen,
        user=user,
    )


def test_list_shows_every_kind_and_what_is_changed_where(client, editor, form_page):
    url = reverse("letter_templates:list")
    client.get(url)
    save(editor, page=form_page.get_parent())
    with CaptureQueriesContext(connection) as with_one:
        client.get(url)
    save(editor)
    save(editor, page=form_page)
    with CaptureQueriesContext(connection) as with_three:
        content = client.get(url).content.decode()
    assert len(with_three) == len(with_one)
    for kind in MessageKind:
        assert reverse("letter_templates:edit", kwargs={"kind": kind.value}) in content
    assert "Helaas" in content
    assert "Oproep 2026</a>" in content


def test_editor_starts_with_the_standard_text(client, editor):
    response = client.get(DECLINED)
    content = response.content.decode()
    assert response.context["form"]["body"].value() == to_rich_text(
        get_default(MessageKind.DECLINED).body
    )
    assert "Dit is de standaardtekst van de site." in content
    assert "<code>{reden}</code>" in content
    assert "no-store" in response["Cache-Control"]


def test_words_are_saved_for_one_call_only(client, editor, form_page):
    call = form_page.get_parent()
    url = reverse(
        "letter_templates:edit", kwargs={"kind": "declined", "page_pk": call.pk}
    )
    response = post(client, url)
    assert (response.status_code, response["Location"]) == (302, url)
    template = MessageTemplate.objects.get()
    assert (template.page_id, template.body) == (call.pk, "Nee.\n\n{reden}")
    assert client.get(url).context["is_own"]
    assert not client.get(DECLINED).context["is_own"]


def test_refused_words_stay_on_the_screen_with_a_sentence(client, editor):
    response = post(client, body=raw("Jammer, {voornam}."))
    content = response.content.decode()
    assert response.status_code == 422
    assert "{voornam} is geen veld. Bedoel je {voornaam}?" in content
    assert "Deze brief kan niet zonder {reden}" in content
    assert "Jammer, {voornam}." in response.context["form"]["body"].value()
    assert not MessageTemplate.objects.exists()


@pytest.mark.parametrize("body", ["", "geen json", "[]", '{"blocks": 3}', "\x00"])
def test_what_is_no_document_is_refused(client, editor, body):
    assert post(client, body=body).status_code == 422


def test_second_editor_hears_that_somebody_was_first(client, editor):
    save(StaffFactory(is_superuser=True))
    response = post(client)
    assert response.status_code == 422
    assert "bewaarde iemand anders deze tekst" in response.content.decode()
    assert "Nee." in response.context["form"]["body"].value()


def test_version_is_restored_and_the_default_comes_back(client, editor):
    save(editor)
    save(editor, body="Anders.\n\n{reden}", seen=1)
    restore = reverse(
        "letter_templates:restore", kwargs={"kind": "declined", "number": 1}
    )
    assert client.post(restore, {"seen": "1"}).status_code == 302
    assert MessageTemplate.objects.get().number == 2
    client.post(restore, {"seen": "2"})
    assert MessageTemplate.objects.get().body == "Nee.\n\n{reden}"
    content = client.get(DECLINED).content.decode()
    assert "opnieuw versie 1" in content
    assert "<del>Anders</del><ins>Nee</ins>" in content
    client.post(
        reverse("letter_templates:default", kwargs={"kind": "declined"}), {"seen": "3"}
    )
    assert not MessageTemplate.objects.get().is_active


def test_first_version_is_compared_with_the_standard_text(client, editor):
    standard = get_default(MessageKind.DECLINED)
    save(editor, body=f"{standard.body}\n\nTot dan.")
    content = client.get(DECLINED).content.decode()
    assert "Tot dan.</ins>" in content
    # Words that were there before are not marked as new.
    assert f"<ins>{standard.body[:20]}" not in content


def test_screens_cost_as_many_queries_for_one_change_as_for_three(
    client, editor, form_page
):
    def count(address):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    addresses = (reverse("letter_templates:list"), DECLINED)
    save(editor)
    for address in addresses:
        count(address)
    one = [count(address) for address in addresses]
    save(editor, body="Anders.\n\n{reden}", seen=1)
    save(editor, body="Nog anders.\n\n{reden}", seen=2)
    save(editor, page=form_page.get_parent())
    save(editor, page=form_page)
    assert [count(address) for address in addresses] == one


# The preview.


def preview(client, **data):
    url = reverse("letter_templates:preview", kwargs={"kind": "receipt"})
    values = {
        "subject": "Dank",
        "body": raw("Getypt, {voornaam}.\n\n{antwoorden}\n\nKijk: {persoonlijke_link}"),
    }
    return client.post(url, values | data)


def test_preview_shows_what_is_typed_in_a_closed_frame(client, editor):
    response = preview(client)
    content = response.content.decode()
    assert "Getypt, An." in content
    assert 'href="#"' in content
    assert "sandbox" in response["Content-Security-Policy"]
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert not MessageTemplate.objects.exists()
    text = preview(client, look="text").content.decode()
    assert "<pre>" in text
    assert "Kijk: [de persoonlijke link, gemaakt bij het versturen]" in text


def make(form_page, name, **options):
    return RegistrationFactory(
        page=form_page,
        first_name=name,
        reference=f"CVM26-{name}".upper(),
        state=RegistrationState.RECEIVED,
        **options,
    )


def test_preview_of_a_registration_follows_what_the_editor_may_see(
    client, editor, form_page
):
    make(form_page, "Lang", motivation="woord " * 100)
    make(form_page, "Kort", motivation="")
    for sample in ("longest", "emptiest", "CVM26-LANG"):
        assert "Getypt, An." in preview(client, sample=sample).content.decode()
    editor.user_permissions.add(Permission.objects.get(codename="view_registration"))
    assert "Getypt, Lang." in preview(client, sample="longest").content.decode()
    assert "Getypt, Kort." in preview(client, sample="emptiest").content.decode()
    assert "Getypt, Lang." in preview(client, sample="cvm26-lang").content.decode()
    assert "Getypt, An." in preview(client, sample="CVM26-NIETS").content.decode()
    day = FormPageFactory(kind=FormKind.DIRECT, direct=True)
    make(day, "Dag")
    assert "Getypt, An." in preview(client, sample="CVM26-DAG").content.decode()


@pytest.mark.parametrize("kind", MessageKind)
def test_every_kind_has_a_screen_and_a_preview(client, editor, form_page, kind):
    url = reverse("letter_templates:edit", kwargs={"kind": kind.value})
    assert client.get(url).status_code == 200
    content = client.get(f"{url}preview/").content.decode()
    assert "{" not in content.split("</style>")[-1]


# A test to oneself.


def test_test_goes_to_the_editor_only_and_is_no_letter(client, editor, mailoutbox):
    response = post(client, action="test", to="iemand@anders.example")
    assert response.status_code == 200
    [mail] = mailoutbox
    assert mail.to == ["ik@team.example"]
    assert mail.subject == (
        "[Test] Werkplaatsen Cultuurplekken van Morgen · Over de Werkplaats Participatie"
    )
    assert mail.body.startswith("Dit is een test.")
    assert "[[" not in mail.body + mail.alternatives[0].content
    assert not Message.objects.exists()
    assert not MessageTemplate.objects.exists()
    assert "Nee." in response.context["form"]["body"].value()


def test_test_without_an_address_says_so(client, editor, mailoutbox):
    editor.email = ""
    editor.save()
    response = post(client, action="test")
    assert (response.status_code, mailoutbox) == (422, [])
    assert "De test kon niet vertrekken." in response.content.decode()


def test_who_may_not_change_letters_sees_and_does_nothing(client, editor, form_page):
    editor.user_permissions.remove(
        Permission.objects.get(codename="change_messagetemplate")
    )
    for kind in ("declined", "bestaat-niet"):
        url = reverse("letter_templates:edit", kwargs={"kind": kind})
        refused = client.get(url)
        assert (refused.status_code, refused["Location"]) == (302, "/admin/")
        client.post(url, {"subject": "x", "body": raw("{reden}"), "seen": "0"})
    assert not MessageTemplate.objects.exists()
