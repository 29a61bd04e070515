"""Drafts as their maker meets them: saving, the link, going on, sending, erasing."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from wagtail.models import ModelLogEntry, Page, Revision

from registrations.enums import MessageKind
from registrations.models import AccessCode, Message, Registration, RegistrationDraft
from registrations.services import drafts
from registrations.services.access_codes import create_code, sign_code
from registrations.services.delivery import send_due
from registrations.views.form.saving import VERSION_NAME
from tests.registrations.form_scene import (
    BROWSER,
    answers,
    close,
    fill_settings,
    get_sentences,
    make_call_form,
    make_day_form,
)
from tests.registrations.test_form_public import embed

pytestmark = pytest.mark.django_db

EMAIL = "lotte@voorbeeld.be"
SECRET = "Wij verbouwen de oude brouwerij van Balegem."
STEP = "inschrijving-stap"
NO_ADDRESS = "Vul je e-mailadres in, dan sturen we je de link"


@pytest.fixture
def form_page():
    fill_settings()
    return make_call_form()


@pytest.fixture
def boss(team):
    return team.boss


@pytest.fixture
def link(form_page, client):
    """The address in the mail of a draft with one answer."""
    save(client, form_page, motivation=SECRET)
    return open_mail()


def post(client, url, step, form_page, **changes):
    data = answers(form_page, **changes) | {STEP: step}
    return client.post(url, data, headers=BROWSER)


def save(client, form_page, *, url=None, version=None, headers=BROWSER, **typed):
    """Press "Bewaar": nothing but an address and what is `typed`."""
    names = {"email": EMAIL, "stamp": answers(form_page)["inschrijving-stamp"]}
    data = {
        f"inschrijving-{name}": value
        for name, value in (names | typed).items()
        if value is not None
    }
    data |= {STEP: "bewaren"} | ({VERSION_NAME: version} if version else {})
    return client.post(url or form_page.get_url(), data, headers=headers)


def open_mail() -> str:
    """Let the mail leave, and return the path of the private link in the last one."""
    send_due()
    address = re.search(r"https?://[^/\s]+(/\S*/verder/\S+)", mail.outbox[-1].body)
    return address.group(1)


def get_version(response) -> str:
    return re.search(
        rf'name="{VERSION_NAME}" value="([^"]+)"', response.content.decode()
    ).group(1)


def read(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def assert_private(response):
    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in response.headers["X-Robots-Tag"]
    assert response.cookies == {}


# Saving.


def test_saving_needs_an_address_and_nothing_else(client, form_page):
    response = save(client, form_page, motivation=SECRET)

    assert response.status_code == 303
    page = client.get(response.headers["Location"])
    assert page.status_code == 200
    assert EMAIL in read(page)
    assert response.headers["Cache-Control"] == "private, no-store"
    assert_private(page)
    draft = RegistrationDraft.objects.get()
    assert draft.answers == {"email": [EMAIL], "motivation": [SECRET]}
    assert Registration.objects.count() == 0


def test_saving_keeps_names_of_the_form_only(client, form_page):
    save(client, form_page, nonsense="x", stap="y", fax="")

    assert set(RegistrationDraft.objects.get().answers) == {"email"}


@pytest.mark.parametrize("email", [None, "", "lotte@"])
def test_saving_without_an_address_gives_all_back(client, form_page, email):
    response = save(client, form_page, email=email, motivation=SECRET)

    assert response.status_code == 422
    assert len(get_sentences(response)) == 1
    if email != "lotte@":
        assert get_sentences(response) == [NO_ADDRESS]
    assert SECRET in response.content.decode()
    assert RegistrationDraft.objects.count() == 0
    assert Message.objects.count() == 0


def test_the_mail_leads_to_the_own_address_and_holds_no_answer(client, form_page):
    save(client, form_page, motivation=SECRET, first_name="Lotte")
    link = open_mail()

    letter = mail.outbox[-1]
    assert link.startswith(f"{form_page.get_url()}verder/")
    assert letter.to == [EMAIL]
    assert SECRET not in letter.body
    assert "nog niet ingeschreven" in letter.body
    assert "Was jij dit niet? Dan hoef je niets te doen" in letter.body


def test_the_page_after_saving_can_be_opened_again_and_forgets_the_address(
    client, form_page
):
    address = save(client, form_page).headers["Location"]
    draft = RegistrationDraft.objects.get()
    assert EMAIL not in address
    assert drafts.make_token(draft) not in client.get(address).content.decode()

    old = timezone.now() - timedelta(minutes=31)
    RegistrationDraft.objects.filter(pk=draft.pk).update(saved_at=old)
    draft.refresh_from_db()
    later = client.get(
        form_page.get_url()
        + form_page.reverse_subpage("draft_saved", [drafts.make_receipt_token(draft)])
    )

    assert later.status_code == 200
    assert EMAIL not in later.content.decode()


def test_saving_on_a_host_page_leads_to_the_form(client, form_page):
    host = embed(form_page.subject, form_page)
    response = save(client, form_page, url=host.get_url())

    assert response.headers["Location"].startswith(f"{form_page.get_url()}bewaard/")
    again = save(client, form_page, url=host.get_url(), email="", motivation=SECRET)
    assert again.status_code == 422
    assert get_sentences(again) == [NO_ADDRESS]
    assert again.context["page"].pk == host.pk
    assert SECRET in again.content.decode()


def test_a_slip_in_the_address_is_mended_after_saving(client, form_page):
    address = save(client, form_page, motivation=SECRET).headers["Location"]
    wrong = open_mail()

    response = client.post(address, {"email": "juist@voorbeeld.be"}, headers=BROWSER)
    page = client.get(response.headers["Location"])

    assert response.status_code == 303
    assert "juist@voorbeeld.be" in read(page)
    assert client.get(address).status_code == 404
    assert client.get(wrong).status_code == 404
    shown = client.get(open_mail())
    assert mail.outbox[-1].to == ["juist@voorbeeld.be"]
    assert shown.context["form"]["email"].value() == "juist@voorbeeld.be"
    assert SECRET in shown.content.decode()


def test_an_address_that_is_none_mends_nothing(client, form_page):
    address = save(client, form_page).headers["Location"]

    response = client.post(address, {"email": "juist@"}, headers=BROWSER)
    elsewhere = client.post(
        address, {"email": "a@voorbeeld.be"}, headers={"sec-fetch-site": "cross-site"}
    )

    assert [response.status_code, elsewhere.status_code] == [422, 403]
    assert "Vul je e-mailadres in" in read(response)
    assert RegistrationDraft.objects.get().email == EMAIL


def test_a_draft_that_its_holder_went_on_with_moves_to_nobody(client, form_page):
    address = save(client, form_page, motivation="Van een vreemde.").headers["Location"]
    link = open_mail()
    draft = RegistrationDraft.objects.get()
    old = draft.saved_at - timedelta(seconds=5)
    RegistrationDraft.objects.update(saved_at=old)
    draft.refresh_from_db()
    address = form_page.get_url() + form_page.reverse_subpage(
        "draft_saved", [drafts.make_receipt_token(draft)]
    )
    version = get_version(client.get(link))
    save(client, form_page, url=link, version=version, motivation=SECRET)

    response = client.post(address, {"email": "vreemd@voorbeeld.be"}, headers=BROWSER)

    assert response.status_code == 200
    assert EMAIL not in response.content.decode()
    assert RegistrationDraft.objects.get().email == EMAIL
    assert client.get(link).status_code == 200


@pytest.mark.parametrize(
    ("headers", "typed"),
    [
        (BROWSER | {"sec-fetch-site": "cross-site"}, {}),
        (BROWSER, {"fax": "http://spam.example"}),
    ],
)
def test_a_doubtful_post_mails_nobody_and_gives_all_back(
    client, form_page, headers, typed
):
    response = save(client, form_page, headers=headers, motivation=SECRET, **typed)

    assert response.status_code == 403
    assert "We konden niet zien waar dit vandaan kwam" in read(response)
    assert SECRET in response.content.decode()
    assert RegistrationDraft.objects.count() == 0
    assert Message.objects.count() == 0


def test_one_visitor_cannot_save_without_end(client, form_page, settings):
    settings.TRUSTED_PROXIES = 1
    headers = BROWSER | {"x-forwarded-for": "198.41.0.4"}
    from django.core.cache import cache

    cache.clear()
    codes = [
        save(
            client, form_page, headers=headers, email=f"{number}@voorbeeld.be"
        ).status_code
        for number in range(32)
    ]
    cache.clear()

    assert codes == [303] * 30 + [403] * 2
    assert RegistrationDraft.objects.count() == 30


def test_a_closed_form_saves_nothing_and_shows_the_answers(client, form_page):
    close(form_page)

    response = save(client, form_page, motivation=SECRET)

    assert response.status_code == 409
    assert SECRET in read(response)
    assert RegistrationDraft.objects.count() == 0


# A stranger with somebody else's address.


def test_a_stranger_learns_nothing_and_changes_nothing(client, form_page, link):
    mine = RegistrationDraft.objects.get()
    before = mine.answers

    response = save(client, form_page, motivation="Ik ben Lotte niet.")
    shown = read(client.get(response.headers["Location"]))
    other = save(client, form_page, email="onbekend@voorbeeld.be", motivation="x")
    shown_other = read(client.get(other.headers["Location"]))

    mine.refresh_from_db()
    assert mine.answers == before
    assert SECRET not in shown
    assert shown.replace(EMAIL, "…") == shown_other.replace(
        "onbekend@voorbeeld.be", "…"
    )
    assert client.get(link).status_code == 200


def test_a_registered_address_saves_as_any_other(client, form_page):
    assert post(client, form_page.get_url(), "versturen", form_page).status_code == 303

    response = save(client, form_page, motivation="Nog eens.")

    assert response.status_code == 303
    assert "bewaard/" in response.headers["Location"]


# Behind the link.


def test_the_link_shows_what_was_saved_without_mistakes(client, form_page, link):
    response = client.get(link)

    assert response.status_code == 200
    assert_private(response)
    shown = response.content.decode()
    assert SECRET in shown
    assert "error-summary" not in shown
    assert "Dit is je concept van" in read(response)
    assert f'action="{link}' in shown


def test_opening_the_link_changes_nothing(client, form_page, link):
    def rows():
        return [
            list(model.objects.order_by("pk").values())
            for model in (RegistrationDraft, Message, Registration)
        ]

    before = rows()
    client.get(link)
    client.head(link)

    assert rows() == before


def test_saving_again_updates_the_draft_and_keeps_the_link(client, form_page, link):
    version = get_version(client.get(link))

    response = save(client, form_page, url=link, version=version, motivation="Anders.")
    page = client.get(response.headers["Location"])

    assert response.status_code == 303
    assert "De link in je mail blijft dezelfde" in read(page)
    assert f'href="{link}"' in page.content.decode()
    assert RegistrationDraft.objects.get().answers["motivation"] == ["Anders."]
    assert Message.objects.filter(kind=MessageKind.DRAFT_SAVED).count() == 1
    assert "Anders." in client.get(link).content.decode()


def test_another_address_ends_the_link_and_gets_its_own(client, form_page, link):
    version = get_version(client.get(link))

    response = save(
        client, form_page, url=link, version=version, email="juist@voorbeeld.be"
    )
    page = client.get(response.headers["Location"])

    draft = RegistrationDraft.objects.get()
    assert drafts.make_token(draft) not in page.content.decode()
    assert client.get(link).status_code == 404
    new_link = open_mail()
    assert mail.outbox[-1].to == ["juist@voorbeeld.be"]
    assert client.get(new_link).status_code == 200


@pytest.mark.parametrize("step", ["bewaren", "versturen", "nakijken"])
def test_an_older_window_does_not_replace_a_newer_version(
    client, form_page, link, step
):
    version = get_version(client.get(link))
    save(client, form_page, url=link, version=version, motivation="Van het andere.")

    data = answers(form_page, motivation="Van dit venster.")
    data |= {STEP: step, VERSION_NAME: version}
    response = client.post(link, data, headers=BROWSER)

    assert response.status_code == 409
    assert "werd een andere versie van je concept bewaard" in read(response)
    assert "<title>Fout: " in response.content.decode()
    assert "Van dit venster." in response.content.decode()
    kept = RegistrationDraft.objects.get()
    assert kept.answers["motivation"] == ["Van het andere."]
    again = save(
        client,
        form_page,
        url=link,
        version=get_version(response),
        motivation="Van dit venster.",
    )
    assert again.status_code == 303
    kept.refresh_from_db()
    assert kept.answers["motivation"] == ["Van dit venster."]


def test_sending_registers_and_removes_the_draft(client, form_page, link):
    version = get_version(client.get(link))
    data = answers(form_page) | {STEP: "versturen", VERSION_NAME: version}

    response = client.post(link, data, headers=BROWSER)

    assert response.status_code == 303
    assert "/bedankt/" in response.headers["Location"]
    assert Registration.objects.count() == 1
    assert RegistrationDraft.objects.count() == 0
    assert client.get(link).status_code == 404


def test_a_double_click_on_send_gives_the_same_page_twice(client, form_page, link):
    version = get_version(client.get(link))
    data = answers(form_page) | {STEP: "versturen", VERSION_NAME: version}

    first = client.post(link, data, headers=BROWSER)
    second = client.post(link, data, headers=BROWSER)

    assert second.headers["Location"] == first.headers["Location"]
    assert Registration.objects.count() == 1


def test_mistakes_come_back_behind_the_link(client, form_page, link):
    version = get_version(client.get(link))
    data = answers(form_page, first_name="", motivation=SECRET)
    data |= {STEP: "versturen", VERSION_NAME: version}

    response = client.post(link, data, headers=BROWSER)

    assert response.status_code == 422
    assert f'action="{link}' in response.content.decode()
    assert get_version(response) == version
    assert SECRET in response.content.decode()
    assert_private(response)


def test_what_is_typed_behind_a_dead_link_is_not_lost(client, form_page, link):
    RegistrationDraft.objects.all().delete()

    response = save(client, form_page, url=link, motivation=SECRET, version="1")

    assert response.status_code == 303
    assert RegistrationDraft.objects.get().answers["motivation"] == [SECRET]


def test_a_form_that_closed_shows_the_answers_to_copy(client, form_page, link):
    close(form_page)

    response = client.get(link)

    assert response.status_code == 200
    assert SECRET in read(response)
    assert "We bewaren dit tot en met" in read(response)
    assert f'action="{link}wissen/"' in response.content.decode()
    assert "team@voorbeeld.be" in response.content.decode()
    assert_private(response)


def test_a_form_that_went_off_line_shows_the_answers_to_who_has_the_link(
    client, form_page, link
):
    form_page.unpublish()

    response = client.get(link)

    assert response.status_code == 200
    assert SECRET in read(response)
    assert client.get(f"{form_page.get_url()}verder/1-{'0' * 40}/").status_code == 404
    erased = client.post(f"{link}wissen/", headers=BROWSER)
    assert RegistrationDraft.objects.count() == 0
    assert client.get(erased.headers["Location"]).status_code == 200


def test_a_link_that_opens_nothing_shows_the_way_on(client, form_page):
    response = client.get(f"{form_page.get_url()}verder/1-{'0' * 40}/")

    assert response.status_code == 404
    assert "Deze link werkt niet meer" in read(response)
    assert f'href="{form_page.get_url()}"' in response.content.decode()
    assert_private(response)


# Other doors: a code, and a frame on the website of a partner.


def test_a_draft_that_a_code_opened_can_still_be_sent_by_it(client, form_page, boss):
    close(form_page)
    code = create_code(
        form_page=form_page,
        note="Fien, was ziek",
        valid_until=timezone.now() + timedelta(days=3),
        user=boss,
    )
    save(client, form_page, motivation=SECRET, code=sign_code(code))
    link = open_mail()
    assert RegistrationDraft.objects.get().access_code == code

    version = get_version(client.get(link))
    data = answers(form_page) | {STEP: "versturen", VERSION_NAME: version}
    first = client.post(link, data, headers=BROWSER)
    second = client.post(
        link, data | {"inschrijving-code": sign_code(code)}, headers=BROWSER
    )

    assert "/bedankt/" in first.headers["Location"]
    assert second.headers["Location"] == first.headers["Location"]
    code.refresh_from_db()
    assert code.uses == 1


def test_a_code_opens_what_was_saved_of_a_form_that_closed(
    client, form_page, link, boss
):
    close(form_page)
    code = create_code(
        form_page=form_page,
        note="Fien, was ziek",
        valid_until=timezone.now() + timedelta(days=3),
        user=boss,
    )

    asked = client.get(link)
    wrong = client.get(link, {"code": "AAAA-BBBB-CCCC"})
    right = client.get(link, {"code": code.code})
    version = get_version(right)
    posted = answers(form_page) | {
        STEP: "versturen",
        VERSION_NAME: version,
        "inschrijving-code": sign_code(code),
    }
    sent = client.post(link, posted, headers=BROWSER)

    assert "Heb je een code gekregen?" in read(asked)
    assert "Met deze code gaat het formulier niet open" in read(wrong)
    assert SECRET in read(wrong)
    assert_private(wrong)
    assert right.context["form"]["motivation"].value() == SECRET
    assert_private(right)
    assert "/bedankt/" in sent.headers["Location"]
    assert Registration.objects.get().access_code == code
    assert RegistrationDraft.objects.count() == 0


def test_a_draft_whose_code_ended_shows_the_answers_to_copy(client, form_page, boss):
    close(form_page)
    code = create_code(
        form_page=form_page,
        note="Fien",
        valid_until=timezone.now() + timedelta(days=3),
        user=boss,
    )
    save(client, form_page, motivation=SECRET, code=sign_code(code))
    link = open_mail()
    AccessCode.objects.update(valid_until=timezone.now())

    response = client.get(link)

    assert SECRET in read(response)
    assert "inschrijving-stap" not in response.content.decode()


def test_saving_in_a_frame_stays_in_the_frame_and_mails_the_own_address(
    client, form_page
):
    form_page.embedding_origins = "https://partner.example"
    form_page.save_revision().publish()
    frame = f"{form_page.get_url()}insluiten/"

    response = save(client, form_page, url=frame, motivation=SECRET)
    page = client.get(response.headers["Location"])

    assert response.headers["Location"].startswith(f"{frame}bewaard/")
    assert page.status_code == 200
    assert EMAIL in read(page)
    policy = page.headers["Content-Security-Policy"]
    assert "frame-ancestors 'self' https://partner.example" in policy
    assert open_mail().startswith(f"{form_page.get_url()}verder/")
    without = save(client, form_page, url=frame, email="", motivation=SECRET)
    assert without.status_code == 422
    assert f'action="{frame}' in without.content.decode()


# Erasing.


def test_erasing_takes_a_post(client, form_page, link):
    assert client.get(f"{link}wissen/").status_code == 302
    assert RegistrationDraft.objects.count() == 1

    response = client.post(f"{link}wissen/", headers=BROWSER)
    page = client.get(response.headers["Location"])

    assert response.status_code == 303
    assert "Je concept is gewist" in read(page)
    assert RegistrationDraft.objects.count() == 0
    assert Message.objects.count() == 0
    assert client.get(link).status_code == 404
    assert client.post(f"{link}wissen/", headers=BROWSER).status_code == 404


def test_another_website_erases_nothing(client, form_page, link):
    response = client.post(f"{link}wissen/", headers={"sec-fetch-site": "cross-site"})

    assert response.status_code == 403
    assert RegistrationDraft.objects.count() == 1


# Nobody else.


def test_nothing_of_a_draft_is_in_a_log_or_a_revision(client, form_page, link, caplog):
    version = get_version(client.get(link))
    save(client, form_page, url=link, version=version, motivation=SECRET + "!")
    client.get(f"{link}x/")
    client.post(f"{link}wissen/", headers=BROWSER)

    key = link.rstrip("/").rsplit("-", 1)[1]
    written = [
        caplog.text,
        str(list(ModelLogEntry.objects.values())),
        str(list(Revision.objects.values_list("content", flat=True))),
    ]
    assert [text for text in written if key in text or SECRET in text] == []


def test_the_team_sees_a_number_and_nothing_more(client, form_page, link, team):
    client.force_login(team.boss)
    edit = client.get(f"/admin/pages/{form_page.pk}/edit/").content.decode()
    others = [
        client.get(address).content.decode()
        for address in (
            "/admin/",
            "/admin/registrations/registration/",
            "/admin/registrations/message/",
        )
    ]

    assert "1 persoon is nog bezig" in edit
    assert [text for text in (edit, *others) if EMAIL in text or SECRET in text] == []


def test_a_lost_link_is_sent_again_for_a_draft(client, form_page, link, monkeypatch):
    RegistrationDraft.objects.update(
        saved_at=timezone.now() - timedelta(hours=2),
    )
    Message.objects.update(
        created_at=timezone.now() - timedelta(hours=2),
        next_attempt_at=timezone.now() - timedelta(hours=2),
        idempotency_key="old",
    )

    response = client.post("/mijn-inschrijving/", {"email": EMAIL}, headers=BROWSER)
    unknown = client.post(
        "/mijn-inschrijving/", {"email": "niemand@voorbeeld.be"}, headers=BROWSER
    )

    assert response.headers["Location"] == unknown.headers["Location"]
    assert open_mail() == link


# A day, and an editor's own questions.


def test_a_day_is_saved_as_well(client):
    form_page = make_day_form()
    save(client, form_page, first_name="Lotte")
    link = open_mail()

    assert "Lotte" in client.get(link).content.decode()


def test_ticks_and_choices_come_back_as_they_were(client, form_page):
    keys = [row.key for row in form_page.call.live_sessions][:1]
    save(
        client,
        form_page,
        availability=keys,
        perspectives=["policy", "youth"],
        engagement="on",
        organisation_type="cultural_centre",
        municipality="Gnet",
        municipality_other="on",
    )

    form = client.get(open_mail()).context["form"]

    assert form["availability"].value() == keys
    assert form["perspectives"].value() == ["policy", "youth"]
    assert form["engagement"].value() is True
    assert form["organisation_type"].value() == "cultural_centre"
    assert form["municipality"].value() == "Gnet"
    assert form.asks_not_in_list is True


def test_pages_of_a_draft_are_in_no_menu_and_no_sitemap(client, form_page, link):
    home = Page.objects.get(depth=2)

    assert "verder/" not in client.get(home.get_url()).content.decode()
    assert "verder/" not in client.get("/sitemap.xml").content.decode()
