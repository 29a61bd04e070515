"""The words of letters: filled in, checked, as rich text, and kept as versions."""

import pytest
from django.contrib.auth.models import Permission

from registrations.enums import MessageKind
from registrations.models import MessageTemplate
from registrations.services.errors import NotAllowed
from registrations.services.letter_html import Letter, parse_blocks
from registrations.services.letter_marks import (
    PRIVATE_LINK,
    flat,
    to_html,
    to_plain,
)
from registrations.services.letters import render_letter
from registrations.services.wording import (
    FIELDS,
    KINDS,
    ChangedMeanwhile,
    WordsRefused,
    fill_body,
    fill_subject,
    find_problems,
    from_rich_text,
    get_default,
    get_words,
    get_words_at,
    restore_version,
    save_words,
    take_default,
    to_rich_text,
)
from tests.factories.registrations import (
    FormPageFactory,
    OpenCallFactory,
    RegistrationFactory,
    StaffFactory,
)

SELECTED = KINDS[MessageKind.SELECTED]
GOOD = "Dag.\n\nBevestig {antwoord_tegen}.\n\nJa of nee: {persoonlijke_link}\n\n{reden}"


def find(subject="Dag", body=GOOD, kind=SELECTED):
    return [
        (problem.part, problem.sentence)
        for problem in find_problems(kind=kind, subject=subject, body=body)
    ]


def save(words=GOOD, *, page=None, seen=0, user, kind=MessageKind.SELECTED):
    return save_words(
        kind=kind, page=page, subject="Doe mee", body=words, seen=seen, user=user
    )


def hire(*rights):
    user = StaffFactory()
    user.user_permissions.add(*Permission.objects.filter(codename__in=rights))
    return user


@pytest.fixture
def editor(db):
    return hire("access_admin", "change_messagetemplate")


# Every kind and its default.


@pytest.mark.parametrize("kind", MessageKind)
def test_default_may_be_saved_as_it_is(kind):
    words = get_default(kind)
    assert find(words.subject, words.body, KINDS[kind]) == []


@pytest.mark.parametrize("kind", MessageKind)
def test_default_comes_back_from_the_editor_as_it_was(kind):
    words = get_default(kind)
    assert from_rich_text(to_rich_text(words.body)) == words.body


def test_every_field_is_known_to_some_letter():
    assert {name for kind in KINDS.values() for name in kind.fields} == set(FIELDS)


# Filling in.


def fill(body, **values):
    return fill_body(body, kind=SELECTED, values=values)


def test_field_becomes_its_value_and_a_value_is_never_looked_through():
    assert fill("Dag {voornaam}!", first_name="{nummer}") == "Dag {nummer}!"


@pytest.mark.parametrize(
    ("line", "filled"),
    [
        ("Dag {voornaam}, welkom.", "Dag, welkom."),
        ("Goed. {tweede_keuze} Tot dan.", "Goed. Tot dan."),
        ("Tot {voornaam}.", "Tot."),
    ],
)
def test_empty_field_leaves_no_trace(line, filled):
    assert fill(line) == filled


def test_empty_block_takes_its_paragraph_and_its_heading_along():
    body = "## Agenda\n\n{sessies}\n\n## Meer\n\nTot dan."
    assert fill(body).strip() == "## Meer\n\nTot dan."


def test_link_without_an_address_falls_away():
    body = "Dag.\nBekijk ze: {inspiratiedagen_link}\nTot dan."
    assert fill(body) == "Dag.\nTot dan."
    assert (
        fill(body, days_url="https://x.be/d/")
        == "Dag.\nBekijk ze: https://x.be/d/\nTot dan."
    )


@pytest.mark.parametrize("name", ["## Kop", "> citaat", "- item", "1. een"])
def test_value_at_the_start_of_a_line_gives_it_no_form(name):
    text = fill("{voornaam}", first_name=flat(name))
    assert [block.kind for block in parse_blocks(text)] == ["paragraph"]
    assert to_plain(text) == name


def test_subject_is_filled_without_signs():
    subject = fill_subject(
        "Over {waarvoor}", kind=SELECTED, values={"the_subject": flat("de *A_b_*")}
    )
    assert subject == "Over de *A_b_*"


@pytest.mark.django_db
def test_link_to_a_page_follows_the_page(settings):
    call = OpenCallFactory()
    body = f"Lees [de **oproep**](page:{call.pk}) of [niets](page:999999)."
    url = f"{settings.SITE_URL}{call.get_url_parts()[2]}"
    assert fill(body) == f"Lees [de **oproep**]({url}) of niets."


# The signs inside a line.


@pytest.mark.parametrize(
    ("line", "html", "plain"),
    [
        ("**vet** en _schuin_", "<strong>vet</strong> en <em>schuin</em>", "*vet* en _schuin_"),
        (
            "[Lees](https://x.be/?a=1&b=2)",
            '<a class="link" href="https://x.be/?a=1&amp;b=2">Lees</a>',
            "Lees (https://x.be/?a=1&b=2)",
        ),
        ("[Bel](tel:+3221234567)", '<a class="link" href="tel:+3221234567">Bel</a>', "Bel (+3221234567)"),
        ("[x](javascript:alert)", "x", "x (javascript:alert)"),
        ("een_naam_hier 2 * 3", "een_naam_hier 2 * 3", "een_naam_hier 2 * 3"),
        ("<b>**x**</b>", "&lt;b&gt;<strong>x</strong>&lt;/b&gt;", "<b>*x*</b>"),
    ],
)  # fmt: skip
def test_signs_become_html_and_plain_text(line, html, plain):
    assert (to_html(line), to_plain(line)) == (html, plain)


@pytest.mark.parametrize(
    "name", ["**An**", "[klik](https://evil.example/)", "_x_", "a\\b"]
)
def test_signs_that_somebody_typed_mean_nothing(name):
    assert to_plain(flat(name)) == name
    html = to_html(f"Dag {flat(name)}, dag.")
    assert "<" not in html


def test_signs_in_a_quotation_stay_as_they_were_typed():
    letter = Letter.from_words(subject="x", text="Vraag\n> **a** [b](https://c.be)")
    assert to_plain(letter.text) == letter.text
    assert parse_blocks(letter.text)[0].rich_lines == ["**a** [b](https://c.be)"]


# What is refused.


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (f"{GOOD}\n\n{{voornam}}", "{voornam} is geen veld. Bedoel je {voornaam}?"),
        (f"{GOOD}\n\n{{xyz}}", "{xyz} is geen veld. In de lijst zie je welke er zijn."),
        (
            f"{GOOD}\n\n{{antwoorden}}",
            "{antwoorden} bestaat, maar niet in dit soort brief.",
        ),
        (
            f"{GOOD}\n\n{{registration.email}}",
            "{registration.email} kan niet: tussen accolades staat de naam van een veld "
            "en niets anders, zoals {voornaam}.",
        ),
        (
            GOOD.replace("{antwoord_tegen}", "snel"),
            "Deze brief kan niet zonder {antwoord_tegen}: tot wanneer de plaats "
            "bevestigd kan worden.",
        ),
    ],
)
def test_field_that_cannot_be_there_is_refused_with_a_sentence(body, sentence):
    assert find(body=body) == [("body", sentence)]


@pytest.mark.parametrize(
    "line",
    [
        "Lees dit: {reden}",
        "**{reden}**",
        "Klik {persoonlijke_link} hier",
        "{persoonlijke_link}",
        "- Open: {persoonlijke_link} nu",
        "[{voornaam}](https://x.be/)",
        "[x](https://x.be/{nummer})",
        "[x](javascript:alert)",
        "[x](/relatief/)",
        "{{ voornaam }}",
        "{% include 'x' %}",
        "{voornaam",
        "voornaam}",
        f"Open: {PRIVATE_LINK}",
        "--",
    ],
)
def test_what_is_misplaced_or_unsafe_is_refused(line):
    problems = find(body=f"{GOOD}\n\n{line}")
    assert problems != []
    assert {part for part, _sentence in problems} == {"body"}


@pytest.mark.parametrize(
    "subject",
    ["", "Dag {voornaam}", "Dag {reden}", "Dag {persoonlijke_link}", "x" * 201],
)
def test_subject_that_cannot_be_is_refused(subject):
    assert [part for part, _sentence in find(subject=subject)] == ["subject"]


# Rich text.


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Een<br/>twee</p><p>drie</p>", "Een\ntwee\n\ndrie"),
        ("<h2>Kop</h2><h3>Klein</h3>", "## Kop\n\n### Klein"),
        ("<ul><li>a</li><li>b</li></ul><p>c</p>", "- a\n- b\n\nc"),
        ("<ol><li>a</li><li>b</li></ol>", "1. a\n2. b"),
        ("<p><b>a </b>b <i>c</i></p>", "**a** b _c_"),
        ('<p><a href="https://x.be/(a)">y</a></p>', "[y](https://x.be/%28a%29)"),
        ('<p><a linktype="page" id="3">y</a></p>', "[y](page:3)"),
        ("<p>a &lt;b&gt; &amp; c</p><p></p>", "a <b> & c"),
        ('<p>x<embed embedtype="image" id="1"/></p><hr/>', "x"),
        ("<p><b></b> </p>", ""),
    ],
)
def test_rich_text_becomes_the_text_of_a_letter(html, text):
    assert from_rich_text(html) == text
    if text and "embed" not in html:
        assert from_rich_text(to_rich_text(text)) == text


# Which words hold, and the versions.


@pytest.fixture
def form_page(db):
    return FormPageFactory(parent=OpenCallFactory(title="Oproep 2026"))


def test_nearest_words_hold(form_page, editor):
    call = form_page.get_parent()
    default = get_words(MessageKind.SELECTED, form_page)
    assert default == get_default(MessageKind.SELECTED)
    save(f"{GOOD}\n\nSite.", user=editor)
    assert get_words(MessageKind.SELECTED, form_page).body.endswith("Site.")
    save(f"{GOOD}\n\nOproep.", page=call, user=editor)
    assert get_words(MessageKind.SELECTED, form_page).body.endswith("Oproep.")
    save(f"{GOOD}\n\nFormulier.", page=form_page, user=editor)
    assert get_words(MessageKind.SELECTED, form_page).body.endswith("Formulier.")
    assert get_words_at(MessageKind.SELECTED, call).body.endswith("Oproep.")
    other = FormPageFactory(parent=OpenCallFactory(title="Andere"))
    assert get_words(MessageKind.SELECTED, other).body.endswith("Site.")
    assert get_words(MessageKind.DECLINED, form_page).version_pk is None


def test_letter_is_written_with_the_words_of_its_call(form_page, editor):
    template = save(
        "Hoera **{voornaam}**!\n\n" + GOOD, page=form_page.get_parent(), user=editor
    )
    registration = RegistrationFactory(page=form_page, draft=True, first_name="An <i>")
    letter = render_letter(registration=registration, kind=MessageKind.SELECTED)
    assert letter.subject == "Oproep 2026 · Doe mee"
    assert "Dag An <i>,\n\nHoera **An <i>**!\n\nDag." in letter.text
    assert "Hoera <strong>An &lt;i&gt;</strong>!" in letter.html
    assert letter.version_pk == template.versions.get().pk


def test_each_change_is_a_version_with_who_and_when(editor):
    save(user=editor)
    template = save(GOOD + "\n\nMeer.", seen=1, user=editor)
    same = save(GOOD + "\n\nMeer.", seen=2, user=editor)
    assert same.number == template.number == 2
    assert list(template.versions.values_list("number", "user", "is_default")) == [
        (2, editor.pk, False),
        (1, editor.pk, False),
    ]


def test_earlier_version_and_default_come_back_as_new_versions(form_page, editor):
    save(user=editor)
    template = save(GOOD + "\n\nMeer.", seen=1, user=editor)
    restore_version(version=template.versions.get(number=1), seen=2, user=editor)
    assert get_words(MessageKind.SELECTED, form_page).body == GOOD
    take_default(kind=MessageKind.SELECTED, page=None, seen=3, user=editor)
    words = get_words(MessageKind.SELECTED, form_page)
    assert words == get_default(MessageKind.SELECTED)
    assert list(template.versions.values_list("number", "restored", "is_default")) == [
        (4, None, True),
        (3, 1, False),
        (2, None, False),
        (1, None, False),
    ]


def test_nobody_saves_over_what_they_did_not_see(editor):
    save(user=editor)
    with pytest.raises(ChangedMeanwhile):
        save(GOOD + "\n\nAnders.", user=editor)
    assert MessageTemplate.objects.get().body == GOOD


def test_wrong_words_and_strangers_change_nothing(editor):
    with pytest.raises(WordsRefused):
        save("Dag {xyz}", user=editor)
    with pytest.raises(NotAllowed):
        save(user=hire("send_message", "view_message"))
    assert not MessageTemplate.objects.exists()
