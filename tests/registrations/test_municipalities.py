"""Import of municipalities: repeatable, reported row by row."""

from collections import Counter
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from registrations.models import FormerMunicipality, Municipality, Region
from registrations.services.municipalities import (
    ImportRefused,
    Outcome,
    import_mergers,
    import_municipalities,
)
from registrations.services.municipality_lookup import suggest_municipalities

pytestmark = pytest.mark.django_db

LIST = b"""nis_code,naam,gewest,provincie,referentieregio_code,referentieregio
44086,Nazareth-De Pinte,Vlaams Gewest,Oost-Vlaanderen,REFREG13,Regio Gent
44021,Gent,Vlaams Gewest,Oost-Vlaanderen,REFREG13,Regio Gent
21004,Brussel,Brussels Hoofdstedelijk Gewest,,,
"""
MERGERS = b"""nis_code_2024,naam_2024,nis_code_2025,naam_2025
44048,Nazareth,44086,Nazareth-De Pinte
44012,De Pinte,44086,Nazareth-De Pinte
44021,Gent,44021,Gent
99998,Nergens,99999,Nergenshuizen
"""
# The real lists, where the machine has them; they are not shipped.
DATA = Path(__file__).resolve().parents[3] / "shared" / "data"


def count(rows):
    return dict(Counter(row.outcome for row in rows))


def test_import_adds_municipalities_with_their_regions():
    assert count(import_municipalities(content=LIST)) == {Outcome.CREATED: 3}
    gent = Municipality.objects.get(nis_code="44021")
    assert (gent.name, gent.province) == ("Gent", "Oost-Vlaanderen")
    assert str(gent.region) == "Regio Gent"
    assert str(Municipality.objects.get(nis_code="21004").region) == "Brussel"
    assert Region.objects.count() == 2


def test_import_twice_changes_nothing():
    import_municipalities(content=LIST)
    import_mergers(content=MERGERS)
    assert count(import_municipalities(content=LIST)) == {Outcome.UNCHANGED: 3}
    assert count(import_mergers(content=MERGERS)) == {
        Outcome.UNCHANGED: 3,
        Outcome.REFUSED: 1,
    }
    assert FormerMunicipality.objects.count() == 2


def test_import_reports_a_new_name():
    import_municipalities(content=LIST)
    rows = import_municipalities(content=LIST.replace(b"Gent,Vlaams", b"Ghent,Vlaams"))
    assert [(row.line, row.name) for row in rows if row.outcome == "updated"] == [
        (3, "Ghent")
    ]
    assert Municipality.objects.get(nis_code="44021").folded_name == "ghent"


def test_import_refuses_one_row_and_reads_the_others():
    rows = import_municipalities(content=LIST.replace(b"44021", b"44x21"))
    assert count(rows) == {Outcome.CREATED: 2, Outcome.REFUSED: 1}
    assert rows[1].note != ""


def test_import_refuses_a_name_that_another_code_has():
    import_municipalities(content=LIST)
    rows = import_municipalities(content=LIST.replace(b"44021,Gent", b"44099,GENT"))
    assert count(rows) == {Outcome.UNCHANGED: 2, Outcome.REFUSED: 1}
    assert "44021" in rows[1].note
    assert Municipality.objects.count() == 3


def test_import_says_that_a_name_was_cut():
    long_name = b"Gent" + b"-aan-de-Leie" * 8
    rows = import_municipalities(content=LIST.replace(b"Gent,Vlaams", long_name + b","))
    assert [len(row.name) for row in rows] == [17, 80, 7]
    assert [("naam" in row.note) for row in rows] == [False, True, False]


def test_former_name_is_suggested_only_when_it_is_nearly_the_same():
    import_municipalities(content=LIST)
    import_mergers(content=MERGERS)
    assert suggest_municipalities(name="Nazaret") == ["Nazareth-De Pinte"]
    assert suggest_municipalities(name="Nassaret") == []
    assert suggest_municipalities(name="Gendt") == ["Gent"]


def test_import_of_mergers_keeps_former_names():
    import_municipalities(content=LIST)
    rows = import_mergers(content=MERGERS)
    assert count(rows) == {
        Outcome.CREATED: 2,
        Outcome.UNCHANGED: 1,
        Outcome.REFUSED: 1,
    }
    former = FormerMunicipality.objects.get(name="De Pinte")
    assert (former.nis_code, former.municipality.nis_code) == ("44012", "44086")


@pytest.mark.parametrize(
    "change",
    [
        lambda content: content.replace(b",", b";"),
        lambda content: b"\xef\xbb\xbf" + content,
        lambda content: content.replace(b"\n", b"\r\n"),
        lambda content: content.decode().encode("cp1252"),
    ],
)
def test_import_reads_what_spreadsheets_write(change):
    assert count(import_municipalities(content=change(LIST))) == {Outcome.CREATED: 3}


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"\x00\x01", b"%PDF-1.7 x"])
def test_import_refuses_another_file(content):
    with pytest.raises(ImportRefused):
        import_municipalities(content=content)
    assert Municipality.objects.count() == 0


def test_command_imports_both_files(tmp_path, capsys):
    municipalities, mergers = tmp_path / "list.csv", tmp_path / "mergers.csv"
    municipalities.write_bytes(LIST)
    mergers.write_bytes(MERGERS)
    call_command(
        "import_municipalities", str(municipalities), "--mergers", str(mergers)
    )
    assert Municipality.objects.count() == 3
    assert "Nergens" in capsys.readouterr().err
    with pytest.raises(CommandError):
        call_command("import_municipalities", str(mergers))


def test_office_uploads_a_file(client, team):
    client.force_login(team.decider)
    url = reverse("registrations_import_municipalities")
    response = client.post(
        url, {"municipalities": SimpleUploadedFile("lijst.csv", LIST)}
    )
    assert response.status_code == 200
    assert len(response.context["rows"]) == 3
    assert Municipality.objects.count() == 3


@pytest.mark.parametrize(
    "files",
    [
        {},
        {"municipalities": SimpleUploadedFile("lijst.xlsx", LIST)},
        {"municipalities": SimpleUploadedFile("lijst.csv", b"a,b\n1,2\n")},
    ],
)
def test_upload_of_something_else_gets_a_sentence(client, team, files):
    client.force_login(team.decider)
    response = client.post(reverse("registrations_import_municipalities"), files)
    assert response.status_code == 422
    assert response.context["form"].errors != {}
    assert Municipality.objects.count() == 0


@pytest.mark.skipif(not DATA.exists(), reason="the real lists are not on this machine")
def test_import_of_the_real_lists():
    rows = import_municipalities(content=(DATA / "municipalities.csv").read_bytes())
    assert count(rows) == {Outcome.CREATED: 304}
    assert Region.objects.count() == 16
    mergers = import_mergers(
        content=(DATA / "municipality_mergers_2025.csv").read_bytes()
    )
    assert Outcome.REFUSED not in count(mergers)
    assert str(FormerMunicipality.objects.get(name="De Pinte").municipality) == (
        "Nazareth-De Pinte"
    )
