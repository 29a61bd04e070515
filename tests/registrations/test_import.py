"""Taking over the old Google Form: read, guessed, looked at, taken in once."""

import io
import re
import time
import zipfile
from datetime import UTC, datetime, timedelta

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from registrations.enums import ImportState, RegistrationState, RowOutcome
from registrations.models import (
    Message,
    Registration,
    RegistrationImport,
    ReviewRound,
)
from registrations.permissions import user_can_decide_alone
from registrations.services.answers import get_answers
from registrations.services.errors import NotAllowed
from registrations.services.imports.columns import guess_mapping
from registrations.services.imports.moments import read_moment, writes_month_first
from registrations.services.imports.reading import FileRefused, read_table
from registrations.services.imports.running import check_rows, run_import
from registrations.services.imports.service import (
    ImportFinished,
    MappingIncomplete,
    cancel_import,
    erase_old_imports,
    save_mapping,
)
from registrations.services.upkeep import run_upkeep
from registrations.services.workflow import start_new_reviews
from tests.factories.registrations import (
    MunicipalityFactory,
    RegistrationFactory,
    StaffFactory,
)

from .form_scene import make_call_form
from .import_file import HEADINGS, make_row, start, write_csv

pytestmark = pytest.mark.django_db
O = RowOutcome  # noqa: E741


@pytest.fixture
def page(db):
    return make_call_form()


@pytest.fixture
def job(page, team):
    """Start an import of some rows."""

    def make(*rows, **options):
        return start(
            page, list(rows), user=options.pop("user", team.decider), **options
        )

    return make


def run(registration_import):
    return run_import(
        registration_import=registration_import,
        user=registration_import.uploaded_by,
    )


def get_outcomes(rows):
    return [row.outcome for row in rows]


def check(registration_import):
    return check_rows(registration_import=registration_import)


# The file


def write_workbook(*rows: list) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


def add_row_far_down(workbook: bytes, number: int, cell: bytes = b"") -> bytes:
    """Return the workbook with a row that claims to be number `number`."""
    output = io.BytesIO()
    row = b'<row r="%(number)d">%(cell)s</row>' % {
        b"number": number,
        b"cell": cell % number if cell else b"",
    }
    old = zipfile.ZipFile(io.BytesIO(workbook))
    with old, zipfile.ZipFile(output, "w") as new:
        for name in old.namelist():
            data = old.read(name).replace(b"</sheetData>", row + b"</sheetData>")
            # Without its size the reader believes the numbers of the rows.
            new.writestr(name, re.sub(rb"<dimension [^>]*/>", b"", data))
    return output.getvalue()


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_every_kind_of_csv_is_read(delimiter, encoding):
    row = make_row(naam="Zoë Müller")
    table = read_table(write_csv([row], delimiter=delimiter, encoding=encoding))
    assert table.headings == HEADINGS
    assert [one.cells[2] for one in table.rows] == ["Zoë Müller"]


def test_excels_line_with_the_delimiter_is_no_heading():
    content = b"sep=;\r\n" + write_csv([make_row()], delimiter=";")
    assert read_table(content).headings == HEADINGS


def test_workbook_is_read():
    moment = datetime(2025, 12, 3, 14, 15)
    content = write_workbook(HEADINGS, [moment, *make_row()[1:]])
    (row,) = read_table(content).rows
    assert row.cells[0] == "2025-12-03 14:15:00"


def test_more_rows_than_an_import_takes_are_refused():
    rows = [make_row()] * 5000
    assert len(read_table(write_csv(rows)).rows) == 5000
    with pytest.raises(FileRefused, match="meer dan 5000 rijen"):
        read_table(write_csv([*rows, make_row()]))


@pytest.mark.parametrize("number", [20_001, 900_000, 2**20])
def test_answer_far_down_a_sheet_is_refused_and_not_dropped(number):
    content = write_workbook(HEADINGS, make_row())
    cell = b'<c r="A%d"><v>1</v></c>'
    with pytest.raises(FileRefused, match="20.000"):
        read_table(add_row_far_down(content, number, cell))


@pytest.mark.parametrize("number", [20_001, 900_000, 2**20, 10**12])
def test_empty_row_far_down_a_sheet_costs_little(number):
    content = add_row_far_down(write_workbook(HEADINGS, make_row()), number)
    started = time.process_time()
    assert len(read_table(content).rows) == 1
    assert time.process_time() - started < 10


def test_empty_rows_and_columns_are_left_out_and_lines_kept():
    rows = [["", ""], make_row(), [], make_row(2)]
    table = read_table(write_csv(rows))
    assert [row.line for row in table.rows] == [3, 5]


@pytest.mark.parametrize(
    "content",
    [b"", b"a", b"a,b\n", b"PK\x03\x04 broken", b"\x00\x01\x02", b"x" * 6_000_000],
)
def test_what_is_no_table_is_refused_in_a_sentence(content):
    with pytest.raises(FileRefused) as caught:
        read_table(content)
    assert str(caught.value).endswith(".")


NOON = datetime(2025, 12, 3, 13, 15, 22, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "2025/12/03 2:15:22 PM GMT+1",
        "2025/12/03 2:15:22 p.m. CET",
        "2025/12/03 1:15:22 PM UTC",
        "3-12-2025 14:15:22",
        "3/12/2025 14:15:22",
        "03.12.2025 14.15.22",
        "2025-12-03T14:15:22",
        "2025-12-03 14:15:22+01:00",
    ],
)
def test_timestamp_is_read(text):
    assert read_moment(text) == NOON


def test_timestamp_knows_noon_midnight_and_summer():
    assert read_moment("2025/07/03 12:00:00 PM GMT+2").hour == 10
    assert read_moment("2025/07/03 12:30:00 AM GMT+2").hour == 22
    assert read_moment("3-7-2025 12:00").hour == 10


@pytest.mark.parametrize("text", ["", "gisteren", "32-13-2025 10:00", "3-12-2025"])
def test_what_is_no_moment_is_none(text):
    assert read_moment(text) is None


def test_american_file_is_recognised_by_one_day_above_twelve():
    assert writes_month_first(["3/4/2025 10:00", "12/31/2025 10:00"]) is True
    assert writes_month_first(["3/4/2025 10:00", "31/12/2025 10:00"]) is False
    assert read_moment("12/3/2025 14:15:22", month_first=True) == NOON


# The columns


def test_columns_are_guessed_from_the_dutch_questions(page):
    assert guess_mapping(page, HEADINGS) == [
        "timestamp",
        "email",
        "full_name",
        "organisation",
        "municipality",
        "workplace_first",
        "availability",
        "motivation",
        "engagement",
        "perspectives",
        "",
    ]


def test_our_own_words_are_recognised(page):
    rows = page.form_fields.all()
    mapping = guess_mapping(page, [row.label for row in rows])
    assert mapping == [row.clean_name for row in rows]


def test_choice_of_columns_is_remembered_for_the_form(page, job):
    first = job(make_row())
    mapping = [*first.mapping[:-1], "extra"]
    save_mapping(registration_import=first, mapping=mapping, user=first.uploaded_by)
    assert job(make_row(2)).mapping == mapping


def test_mapping_without_an_address_or_with_one_twice_is_refused(job, team):
    opened = job(make_row())
    for number, target in ((1, ""), (2, ""), (5, ""), (3, "email")):
        mapping = list(opened.mapping)
        mapping[number] = target
        with pytest.raises(MappingIncomplete):
            save_mapping(registration_import=opened, mapping=mapping, user=team.decider)


def test_mapping_stays_once_rows_are_in_also_for_who_opened_it_before(job, team):
    opened = job(*[make_row(number) for number in range(2)])
    before = RegistrationImport.objects.get(pk=opened.pk)
    first = run_import(registration_import=opened, user=team.decider, seconds=0)
    changed = [*opened.mapping[:-1], "extra"]
    with pytest.raises(ImportFinished):
        save_mapping(registration_import=before, mapping=changed, user=team.decider)
    first.refresh_from_db()
    assert (first.is_under_way, first.mapping) == (True, opened.mapping)


def test_mapping_changed_while_the_first_rows_go_in_does_not_split_the_file(job, team):
    opened = job(*[make_row(number) for number in range(2)])
    used = list(opened.mapping)
    other = RegistrationImport.objects.get(pk=opened.pk)
    changed = [*used[:-1], "extra"]
    save_mapping(registration_import=other, mapping=changed, user=team.decider)
    run_import(registration_import=opened, user=team.decider, seconds=0)
    opened.refresh_from_db()
    assert opened.mapping == used


# The dry run


def test_good_row_is_in_order_and_nothing_is_stored(job):
    (row,) = check(job(make_row()))
    assert (row.outcome, row.notes) == (O.OK, [])
    assert (row.line, row.name, row.email) == (
        2,
        "Lotte Van den Berg",
        "lotte1@voorbeeld.be",
    )
    assert Registration.objects.count() == 0


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("mail", "lotte@"),
        ("mail", ""),
        ("naam", ""),
        ("werkplaats", ""),
        ("werkplaats", "Een andere"),
    ],
)
def test_row_that_is_nobody_or_chooses_nothing_cannot_be_imported(job, column, value):
    (row,) = check(job(make_row(**{column: value})))
    assert row.outcome == O.ERROR
    assert len(row.notes) == 1
    if value:
        assert value not in row.notes[0]


def test_answer_that_does_not_fit_is_kept_as_text_with_a_remark(job):
    opened = job(make_row(invalshoek="Beleid, Dromen", data="Ik twijfel nog"))
    (row,) = check(opened)
    assert row.outcome == O.WARNING
    assert len(row.notes) == 2
    run(opened)
    registration = Registration.objects.get()
    answers = {one.label: one.value_text for one in get_answers(registration)}
    assert answers["Vanuit welke invalshoek kijk je?"] == "Beleid, Dromen"
    assert answers["Op welke data ben je aanwezig?"] == "Ik twijfel nog"
    assert registration.availability.count() == 0


def test_unknown_municipality_and_missing_answers_are_remarked(job):
    MunicipalityFactory(name="Gent", region=None)
    fine, other = check(job(make_row(), make_row(2, Gemeente="Gond", Waarom="")))
    assert fine.outcome == O.OK
    assert other.notes == [
        "Geen antwoord op: Waarom wil je deelnemen?.".replace("?.", "?."),
        "De gemeente staat niet in onze lijst; ze blijft zoals ze getypt werd.",
    ]


def test_long_answer_is_never_cut_off(job):
    text = "woord " * 900
    opened = job(make_row(Waarom=text))
    assert get_outcomes(check(opened)) == [O.OK]
    run(opened)
    assert Registration.objects.get().motivation == text.strip()


def test_who_answered_twice_meant_the_last_time(job):
    early = make_row(Tijdstempel="1-12-2025 10:00", Waarom="Eerst.")
    late = make_row(Tijdstempel="2-12-2025 10:00", Waarom="Later.")
    opened = job(late, early)
    assert get_outcomes(check(opened)) == [O.OK, O.KNOWN]
    run(opened)
    assert Registration.objects.get().motivation == "Later."


def test_later_answer_that_cannot_be_imported_pushes_out_no_other(job):
    early = make_row(Tijdstempel="1-12-2025 10:00")
    late = make_row(Tijdstempel="2-12-2025 10:00", werkplaats="")
    assert get_outcomes(check(job(early, late))) == [O.OK, O.ERROR]


def test_known_address_is_recognised_whatever_its_case(page, job):
    known = RegistrationFactory(page=page, email="LOTTE1@voorbeeld.be")
    (row,) = check(job(make_row()))
    assert (row.outcome, row.reference) == (O.KNOWN, known.reference)


def test_dry_run_asks_for_each_row_its_municipality_only(job):
    MunicipalityFactory(name="Gent", region=None)

    def count(opened):
        with CaptureQueriesContext(connection) as queries:
            check(opened)
        return len(queries)

    one, ten = job(make_row()), job(*[make_row(number) for number in range(10)])
    count(one)  # warms what is asked once
    assert count(ten) - count(one) == 9


# Taking in


def test_import_makes_marked_registrations_and_mails_nobody(job):
    opened = job(make_row(), make_row(2))
    run(opened)
    registration = Registration.objects.get(email="lotte1@voorbeeld.be")
    assert registration.state == RegistrationState.RECEIVED
    assert (registration.source, registration.imported_in) == ("import", opened)
    assert (registration.first_name, registration.last_name) == (
        "Lotte",
        "Van den Berg",
    )
    assert registration.submit_time == datetime(2025, 12, 3, 13, 15, 22, tzinfo=UTC)
    assert registration.privacy_notice is None
    assert registration.imported_in.notice.startswith("De tekst onder")
    assert [row.code for row in registration.perspectives.all()] == ["policy", "youth"]
    assert registration.availability.filter(can_attend=True).count() == 3
    assert registration.engagement is True
    assert Message.objects.count() == 0
    start_new_reviews()
    assert registration.workflow_states.count() == 1


def test_receipts_go_out_when_asked(job):
    run(job(make_row(), sends_receipts=True))
    assert [one.recipient for one in Message.objects.all()] == ["lotte1@voorbeeld.be"]


def test_only_what_the_old_form_asked_counts_as_asked(job):
    run(job(make_row()))
    registration = Registration.objects.get()
    labels = [one.label for one in get_answers(registration)]
    assert "Welke werkplaats kies je?" in labels
    assert "Hou me op de hoogte van nieuws over cultuurplekken." not in labels
    assert "Heb je een dieet?" not in labels


def test_column_can_be_kept_as_an_extra_answer(job):
    opened = job(make_row())
    mapping = [*opened.mapping[:-1], "extra"]
    opened = save_mapping(
        registration_import=opened, mapping=mapping, user=opened.uploaded_by
    )
    run(opened)
    answers = {
        row.label: row.value_text for row in get_answers(Registration.objects.get())
    }
    assert answers["Heb je een dieet?"] == "Vegetarisch"


def test_same_file_twice_gives_nothing_new(job):
    rows = [make_row(number) for number in range(3)]
    run(job(*rows))
    again = run(job(*rows))
    assert Registration.objects.count() == 3
    assert again.count_outcomes()["known"] == 3
    assert [row["reference"] != "" for row in again.report] == [True] * 3


def test_row_of_somebody_who_withdrew_does_not_come_back(job):
    run(job(make_row()))
    Registration.objects.update(state=RegistrationState.WITHDRAWN)
    run(job(make_row()))
    assert Registration.objects.count() == 1


def test_second_run_with_one_row_more_takes_in_that_row_only(job):
    run(job(make_row()))
    run(job(make_row(), make_row(2)))
    assert Registration.objects.count() == 2


def test_row_that_fails_loses_no_other(job):
    opened = job(make_row(), make_row(2), make_row(3))
    opened.rows[1][1][3] = "O" * 300  # longer than the column of the database
    opened.rows[2][1][1] = "geen adres"
    opened.save()
    done = run(opened)
    outcomes = [row["outcome"] for row in done.report]
    assert outcomes == ["ok", "warning", "error"]
    assert Registration.objects.count() == 2


def test_long_import_goes_on_where_it_was(job):
    opened = job(*[make_row(number) for number in range(3)])
    for handled in (1, 2, 3):
        opened = run_import(
            registration_import=opened, user=opened.uploaded_by, seconds=0
        )
        assert len(opened.report) == handled
    assert (opened.state, opened.rows) == (ImportState.DONE, [])
    assert [row["line"] for row in opened.report] == [2, 3, 4]
    assert Registration.objects.count() == 3


def test_long_import_reads_every_timestamp_as_the_whole_file_writes_them(job):
    moments = ("11/30/2025 10:00:00", "12/1/2025 10:00:00")
    opened = job(*[make_row(n, Tijdstempel=text) for n, text in enumerate(moments)])
    for _step in moments:
        opened = run_import(
            registration_import=opened, user=opened.uploaded_by, seconds=0
        )
    received = Registration.objects.order_by("pk").values_list("submit_time", flat=True)
    assert [f"{moment:%Y-%m-%d}" for moment in received] == ["2025-11-30", "2025-12-01"]


def test_import_that_was_killed_before_its_report_goes_on(job):
    opened = job(make_row(), make_row(2))
    rows = opened.rows
    run(opened)
    # As if the server had died before the report was written.
    RegistrationImport.objects.update(state=ImportState.OPEN, rows=rows, report=[])
    done = run(RegistrationImport.objects.get(pk=opened.pk))
    assert [row["outcome"] for row in done.report] == ["ok", "ok"]
    assert [bool(row["reference"]) for row in done.report] == [True, True]
    assert Registration.objects.count() == 2


def test_two_clicks_at_once_report_each_row_once(job):
    opened = job(make_row())
    twin = RegistrationImport.objects.get(pk=opened.pk)
    run(opened)
    with pytest.raises(ImportFinished):
        run(twin)
    opened.refresh_from_db()
    assert len(opened.report) == 1
    assert Registration.objects.count() == 1


def test_file_is_erased_when_done_cancelled_or_left_alone(job, team):
    done, cancelled, left = job(make_row()), job(make_row(2)), job(make_row(3))
    run(done)
    cancel_import(registration_import=cancelled, user=team.decider)
    RegistrationImport.objects.filter(pk=left.pk).update(
        uploaded_at=timezone.now() - timedelta(days=8)
    )
    run_upkeep()
    assert erase_old_imports() == 0
    jobs = RegistrationImport.objects.order_by("pk")
    assert [one.rows for one in jobs] == [[], [], []]
    assert [one.state for one in jobs] == ["done", "cancelled", "cancelled"]
    assert "lotte" not in str([one.report for one in jobs]).lower()
    for opened in jobs:
        with pytest.raises(ImportFinished):
            run(opened)


def test_import_needs_the_right(job, team):
    with pytest.raises(NotAllowed):
        job(make_row(), user=team.reader)
    opened = job(make_row())
    with pytest.raises(NotAllowed):
        run_import(registration_import=opened, user=team.reader)
    with pytest.raises(NotAllowed):
        save_mapping(
            registration_import=opened, mapping=opened.mapping, user=team.reader
        )
    assert Registration.objects.count() == 0


# The screens


def upload(client, page, content, name="antwoorden.csv", **changes):
    values = {
        "page": page.pk,
        "file": SimpleUploadedFile(name, content),
        "notice": "De tekst onder het formulier.",
    }
    return client.post(reverse("registrations:import_file"), values | changes)


def test_screens_lead_from_the_file_to_the_report(client, team, page):
    client.force_login(team.decider)
    response = upload(client, page, write_csv([make_row(), make_row(2, mail="x")]))
    opened = RegistrationImport.objects.get()
    assert response.url == reverse("registrations:import", args=[opened.pk])
    columns = client.get(response.url)
    assert "Vegetarisch" in columns.content.decode()
    chosen = {f"column-{n}": target for n, target in enumerate(opened.mapping)}
    response = client.post(response.url, chosen)
    checked = client.get(response.url)
    assert checked.context["importable"] == 1
    assert Registration.objects.count() == 0
    response = client.post(response.url)
    report = client.get(response.url).content.decode()
    assert Registration.objects.get().reference in report
    assert "lotte1@voorbeeld.be" not in report
    log = client.get("/admin/registers/imports/").content.decode()
    assert "2 rijen, 1 ingelezen" in log


def test_screens_give_no_number_to_whom_names_are_hidden(client, team, page):
    known = RegistrationFactory(page=page, email="lotte1@voorbeeld.be")
    ReviewRound.objects.create(form_page=page, hides_names=True)
    client.force_login(team.decider)
    upload(client, page, write_csv([make_row()]))
    opened = RegistrationImport.objects.get()
    save_mapping(registration_import=opened, mapping=opened.mapping, user=team.decider)
    url = reverse("registrations:import_check", args=[opened.pk])

    checked = client.get(url).content.decode()
    report = client.get(client.post(url).url).content.decode()

    assert [known.reference in html for html in (checked, report)] == [False, False]
    client.force_login(team.boss)
    ReviewRound.objects.all().delete()
    last = client.get(reverse("registrations:import", args=[opened.pk]))
    assert known.reference in last.content.decode()


def test_upload_says_what_is_wrong_with_a_file(client, team, page):
    client.force_login(team.decider)
    for content, name in ((b"a", "a.csv"), (b"%PDF", "a.pdf"), (b"", "leeg.csv")):
        response = upload(client, page, content, name)
        assert response.status_code == 422
        assert list(response.context["form"].errors) == ["file"]
    assert upload(client, page, write_csv([make_row()]), notice="").status_code == 422
    assert RegistrationImport.objects.count() == 0


def test_columns_that_do_not_say_enough_are_refused(client, team, page, job):
    client.force_login(team.decider)
    opened = job(make_row())
    url = reverse("registrations:import", args=[opened.pk])
    response = client.post(url, {})
    assert response.status_code == 422
    assert "e-mailadres" in response.context["error"]


def test_import_can_be_stopped(client, team, job):
    client.force_login(team.decider)
    opened = job(make_row())
    client.post(reverse("registrations:import_cancel", args=[opened.pk]))
    opened.refresh_from_db()
    assert (opened.state, opened.rows) == ("cancelled", [])


def test_screens_are_for_those_with_the_right(client, team, job):
    opened = job(make_row())
    urls = [
        reverse("registrations:import_file"),
        reverse("registrations:import", args=[opened.pk]),
        reverse("registrations:import_check", args=[opened.pk]),
    ]
    cancel = reverse("registrations:import_cancel", args=[opened.pk])
    for user in (team.reader, team.editor):
        client.force_login(user)
        answers = [client.get(url) for url in urls]
        answers += [client.post(url) for url in [*urls, cancel]]
        assert {one.url for one in answers} == {reverse("wagtailadmin_home")}
    opened.refresh_from_db()
    assert opened.is_open


@pytest.mark.parametrize(("megabytes", "status"), [(3, 302), (7, 422), (20, 422)])
def test_file_is_never_written_to_disk_however_large(
    client, team, page, monkeypatch, megabytes, status
):
    written = []
    start_file = TemporaryFileUploadHandler.new_file

    def new_file(self, *args, **kwargs):
        written.append(args)
        start_file(self, *args, **kwargs)

    monkeypatch.setattr(TemporaryFileUploadHandler, "new_file", new_file)
    client.force_login(team.decider)
    content = write_csv([make_row()]) + b"\n" * megabytes * 1024 * 1024
    response = upload(client, page, content)
    assert (response.status_code, written) == (status, [])
    if status == 422:
        errors = response.context["form"].errors
        assert errors == {"file": ["Het bestand is groter dan 5 MB."]}


def test_who_uploaded_an_import_does_not_decide_alone_about_its_rows(job, team):
    other = StaffFactory(username="beslisser2", groups=["Beslissers"])
    run(job(make_row()))
    registration = Registration.objects.get()
    decides_alone = [
        user_can_decide_alone(user, registration) for user in (team.decider, other)
    ]
    assert (registration.entered_by, decides_alone) == (None, [False, True])
