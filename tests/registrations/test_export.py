"""The list as a file: which rows, which columns, how written, and what is logged."""

import csv
import io
import json
from datetime import datetime
from urllib.parse import urlencode

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from registrations.exports import COLUMNS, make_file, neutralise
from registrations.exports.files import CHUNK
from registrations.models import ExportLog, Registration
from registrations.services.errors import NotAllowed
from registrations.services.export import log_export
from tests.factories.registrations import FormPageFactory, RegistrationFactory

from .form_scene import bind, make_call_form, make_day_form

pytestmark = pytest.mark.django_db

OWN = {"key": "q_0123456789", "label": "Vraag", "section": "motivation"}
MEETINGS = [["s_1", "donderdag 19 maart 2026, in de voormiddag"], ["s_2", "Online"]]


@pytest.fixture
def form_page(db):
    return FormPageFactory()


@pytest.fixture
def download(client, team):
    """Post the form of the export page; all columns unless some are named."""

    def post(query="", *, user=None, **choice):
        client.force_login(user or team.decider)
        url = f"{reverse('registrations:export')}?{query}"
        values = {"file_format": "csv", "headings": "labels"} | choice
        if "columns" not in values:
            page = client.get(url)
            if page.status_code == 200:
                values["columns"] = list(page.context["form"].all_columns)
        return client.post(url, values)

    return post


def read_csv(response) -> list[list[str]]:
    content = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(content), delimiter=";"))


def read_json(response) -> dict:
    return json.loads(b"".join(response.streaming_content))


def is_refused(response) -> bool:
    return response.status_code == 302 and response.url == reverse("wagtailadmin_home")


# Cells

FORMULAS = [
    *("=cmd()", "+1", "-1", "@SUM(A1)", "\t=1", "\r1", "\n1", " =1", "＝1", "﹦1"),
    # Behind what nobody sees: no-break space, no width, byte order mark, right to left.
    *("\xa0=1", "\u200b=1", "\ufeff+1", "\u202e@x", " \u2066-1"),
]


@pytest.mark.parametrize("text", FORMULAS)
def test_formula_is_made_harmless(text):
    assert neutralise(text) == f"'{text}"


def test_plain_text_is_left_alone():
    assert neutralise("Sofie - De Vonk = goed") == "Sofie - De Vonk = goed"


def test_csv_holds_the_listed_rows_with_formulas_neutralised(download, form_page):
    RegistrationFactory(
        page=form_page,
        organisation="=HYPERLINK(1)",
        questions=[OWN | {"label": "=Vraag"}],
        form_data={OWN["key"]: "@antwoord"},
    )
    RegistrationFactory(page=form_page, declined=True)
    heading, row = read_csv(download("state=received"))
    assert heading[-1] == "'=Vraag"
    assert row[-1] == "'@antwoord"
    assert "'=HYPERLINK(1)" in row
    assert [cell for cell in row if cell.startswith(("=", "+", "-", "@"))] == []


def test_control_character_of_an_old_row_does_not_break_the_workbook(
    download, form_page
):
    RegistrationFactory(page=form_page, organisation="De\x0bVonk=1")
    response = download(file_format="xlsx", columns=["organisation"])
    book = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    rows = [[cell.value for cell in row] for row in book.active.iter_rows()]
    assert rows == [["Organisatie"], ["DeVonk=1"]]


def test_xlsx_holds_no_formula_and_real_dates(download, form_page):
    RegistrationFactory(page=form_page, organisation="=1+1")
    response = download(file_format="xlsx", columns=["organisation", "submit_time"])
    book = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    moment, organisation = [cell.value for cell in book.active[2]]
    assert organisation == "'=1+1"
    assert isinstance(moment, datetime)
    assert [
        c for row in book.active.iter_rows() for c in row if c.data_type == "f"
    ] == []


def make_available(form_page, *keys):
    """Return a registration of somebody who can come to the meetings `keys`."""
    question = {"key": "availability", "label": "Kan je?", "section": "choice"}
    registration = RegistrationFactory(
        page=form_page, questions=[question | {"options": MEETINGS}]
    )
    for key, _label in MEETINGS:
        registration.availability.create(session_key=key, can_attend=key in keys)
    return registration


def test_meetings_are_named(download, form_page):
    make_available(form_page, "s_1", "s_2")
    make_available(form_page, "s_2")
    _heading, *rows = read_csv(download(columns=["availability"]))
    assert sorted(rows) == [
        ["Online"],
        ["donderdag 19 maart 2026, in de voormiddag; Online"],
    ]


def test_box_that_was_never_shown_says_nothing(download):
    """A day asks no engagement: "no" would put words in somebody's mouth."""
    day = make_day_form()
    page = make_call_form()
    for form_page, asked in ((day, False), (page, True)):
        form = bind(form_page)
        keys = {question["key"] for question in form.get_snapshot()}
        assert ("share_contacts" in keys) is asked
        form_page.process_form_submission(form)
    columns = ["reference", "engagement", "share_contacts"]
    _heading, *rows = read_csv(download("ordering=reference", columns=columns))
    assert [row[1:] for row in rows] == [["ja", "nee"], ["", ""]]


# Columns


def test_only_the_ticked_columns_go_out_in_their_own_order(download, form_page):
    RegistrationFactory(page=form_page, reference="CVM26-0009")
    heading, row = read_csv(download(columns=["email", "reference"]))
    assert heading == ["Nummer", "E-mailadres"]
    assert row[0] == "CVM26-0009"
    assert ExportLog.objects.get().columns == ["reference", "email"]


def test_keys_above_the_columns_do_not_follow_the_wording(download, form_page):
    RegistrationFactory(page=form_page, questions=[OWN], form_data={OWN["key"]: "Ja"})
    columns = ["reference", OWN["key"]]
    heading, _row = read_csv(download(headings="keys", columns=columns))
    assert heading == ["reference", "q_0123456789"]


def test_unknown_or_no_column_is_refused(download, form_page):
    RegistrationFactory(page=form_page)
    assert download(columns=[]).status_code == 422
    assert download(columns=["payload_digest"]).status_code == 422
    assert ExportLog.objects.count() == 0


def test_question_that_is_no_longer_asked_is_marked(download, form_page):
    RegistrationFactory(page=form_page, questions=[OWN])
    for key in (OWN["key"], "phone"):
        form_page.archived_questions.create(
            key=key, label="Vraag", field_type="singleline", section="motivation"
        )
    heading, _row = read_csv(download())
    marked = [name for name in heading if name.endswith("(niet meer gevraagd)")]
    assert marked == ["Telefoon (niet meer gevraagd)", "Vraag (niet meer gevraagd)"]


def test_two_questions_with_the_same_words_can_be_told_apart(download, form_page):
    twin = OWN | {"key": "q_aaaaaaaaaa"}
    RegistrationFactory(page=form_page, questions=[OWN, twin])
    heading, _row = read_csv(download())
    assert heading[-2:] == ["Vraag [q_0123456789]", "Vraag [q_aaaaaaaaaa]"]


# JSON


def test_json_carries_keys_labels_codes_and_text_as_typed(download):
    page = make_call_form()
    page.process_form_submission(bind(page, motivation="=1+1"))
    columns = ["reference", "state", "organisation_type", "motivation", "newsletter"]
    data = read_json(download(file_format="json", columns=columns))
    assert data["columns"][0] == {"key": "reference", "label": "Nummer"}
    (row,) = data["registrations"]
    assert row["state"] == {"code": "received", "label": "Ingediend"}
    assert row["organisation_type"]["code"] == "cultural_centre"
    assert row["motivation"] == "=1+1"
    assert row["newsletter"] is False


def test_json_of_every_column_can_be_read_back(download):
    page = make_call_form()
    registration = page.process_form_submission(bind(page))
    (row,) = read_json(download(file_format="json"))["registrations"]
    assert [item["can_attend"] for item in row["availability"]] == [True] * 3
    assert [item["code"] for item in row["perspectives"]] == ["policy", "youth"]
    assert row["workplace_first"]["label"] == registration.workplace_first.title
    assert datetime.fromisoformat(row["submit_time"]).utcoffset() is not None


# Rows


def test_exactly_the_list_goes_out_in_its_order(download, form_page):
    names = ["Claes", "Aerts", "Baert"]
    for name in names:
        RegistrationFactory(page=form_page, last_name=name)
    RegistrationFactory(page=form_page, last_name="Zeker", declined=True)
    query = urlencode({"state": "received", "ordering": "last_name"})
    _heading, *rows = read_csv(download(query, columns=["last_name"]))
    assert rows == [["Aerts"], ["Baert"], ["Claes"]]
    _heading, *rows = read_csv(download("q=aert", columns=["last_name"]))
    assert sorted(rows) == [["Aerts"], ["Baert"]]


def test_filter_that_cannot_be_read_exports_nothing(download, client, form_page):
    RegistrationFactory(page=form_page)
    response = download("state=nonsense", columns=["reference"])
    assert read_csv(response) == [["Nummer"]]


def test_rows_cost_the_same_few_queries_per_part(form_page, team):
    user = team.decider

    def count(ids):
        with CaptureQueriesContext(connection) as queries:
            columns = dict.fromkeys(COLUMNS, "")
            parts = list(make_file("csv", ids=ids, columns=columns, user=user))
        assert len(parts) == len(ids) + 1
        return len(queries)

    Registration.objects.bulk_create(
        Registration(
            page=form_page,
            reference=f"TST-{number:04d}",
            state="declined",
            submit_time=timezone.now(),
        )
        for number in range(2 * CHUNK)
    )
    ids = list(Registration.objects.values_list("pk", flat=True))
    # What the editors say of each question is asked once, for each form.
    once = 3
    assert count(ids) - once == 2 * (count(ids[:10]) - once)


# Who, and the log


def test_export_is_logged_without_what_was_searched(download, form_page, team):
    RegistrationFactory(page=form_page)
    download("state=received&q=Sofie", columns=["reference"])
    entry = ExportLog.objects.get()
    assert (entry.user, entry.file_format, entry.row_count) == (team.decider, "csv", 1)
    assert entry.filters == {
        "Status": "Ingediend",
        "Zoeken": "een woord dat we niet bewaren",
    }


def test_export_is_logged_only_for_who_may_take_out(team):
    choice = {"file_format": "csv", "filters": {}, "columns": ["email"], "row_count": 1}
    with pytest.raises(NotAllowed):
        log_export(user=team.reader, **choice)
    assert ExportLog.objects.count() == 0
    assert log_export(user=team.decider, **choice).columns == ["email"]


def test_register_says_in_words_what_was_filtered(download, client, form_page, team):
    RegistrationFactory(page=form_page)
    for query in ("state=received&q=Sofie", f"page={form_page.pk}", ""):
        download(query, columns=["reference"])
    html = client.get("/admin/registers/exports/").content.decode()
    assert "Status: Ingediend · Zoeken: een woord dat we niet bewaren" in html
    assert "Sofie" not in html
    assert f"Formulier: {form_page.subject.title}" in html
    assert "alles" in html


def test_looking_at_the_page_takes_nothing_out(client, team, form_page):
    RegistrationFactory(page=form_page)
    client.force_login(team.decider)
    page = client.get(reverse("registrations:export") + "?state=received&q=Sofie")
    assert page.context["count"] == 1
    assert page.context["words"] == [("Status", "Ingediend"), ("Zoeken", "‘Sofie’")]
    assert ExportLog.objects.count() == 0


def test_reader_can_export_nothing(client, team, form_page):
    RegistrationFactory(page=form_page)
    client.force_login(team.reader)
    url = reverse("registrations:export")
    assert url not in client.get(reverse("registrations:list")).content.decode()
    assert is_refused(client.get(url))
    assert is_refused(client.post(url, {"file_format": "csv", "columns": "email"}))
    client.force_login(team.decider)
    assert url in client.get(reverse("registrations:list")).content.decode()
    assert ExportLog.objects.count() == 0


def test_stock_download_of_wagtail_is_gone(client, team, form_page):
    RegistrationFactory(page=form_page)
    client.force_login(team.decider)
    response = client.get(reverse("registrations:list") + "?export=csv")
    assert response["Content-Type"].startswith("text/html")


def test_download_is_kept_by_nobody(download, form_page):
    RegistrationFactory(page=form_page)
    response = download(columns=["reference"])
    assert {"private", "no-store"} <= set(response["Cache-Control"].split(", "))
