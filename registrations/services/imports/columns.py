"""Which column of the old form answers which question of ours."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from django.utils.translation import gettext as _

from ...models import RegistrationFormField, RegistrationFormPage, RegistrationImport
from ...models.reference import fold

# Where a column can go besides to a question.
SKIP = ""
TIMESTAMP = "timestamp"
FULL_NAME = "full_name"
EXTRA = "extra"
# These any number of columns may be.
REPEATABLE = frozenset({SKIP, EXTRA})
NAMES = frozenset({FULL_NAME, "first_name", "last_name"})

# Words of a heading → where it goes; the first that fits, so the narrow ones first.
WORDS = (
    (TIMESTAMP, ("tijdstempel", "timestamp", "horodateur")),
    ("colleague", ("collega",)),
    ("newsletter", ("nieuwsbrief", "op de hoogte")),
    ("keep_for_next", ("volgende oproep", "bewaar mijn")),
    ("share_contacts", ("deel mijn contact", "contactgegevens delen")),
    ("engagement", ("engage",)),
    ("email", ("e mail", "email", "mailadres", "gebruikersnaam", "username")),
    ("phone", ("telefoon", "gsm", "phone")),
    ("organisation_type", ("soort organisatie", "type organisatie", "wat voor org")),
    ("organisation", ("organisatie", "bestuur", "werkgever", "organisation")),
    ("municipality", ("gemeente", "in welke stad", "municipality")),
    ("workplace_second", ("tweede keuze", "2e keuze", "tweede voorkeur")),
    ("availability_note", ("niet aanwezig", "niet altijd", "welke niet", "en waarom")),
    ("availability", ("aanwezig", "beschikbaar", "welke data", "welke bijeenkomst")),
    ("workplace_first", ("werkplaats", "eerste keuze", "voorkeur")),
    ("practice_note", ("in een zin", "iets meer over je link")),
    ("practice_link", ("praktijk",)),
    ("project_phase", ("fase",)),
    ("experience_level", ("ervaring",)),
    ("perspectives", ("invalshoek", "perspectief")),
    ("expectations", ("verwacht",)),
    ("contribution", ("bijdrage", "bij te dragen", "inbrengen")),
    ("motivation", ("motivatie", "motiveer", "waarom wil je", "waarom schrijf")),
    ("role", ("functie", "rol ", "je rol")),
    ("profile", ("profiel", "ik ben vooral")),
    ("last_name", ("familienaam", "achternaam", "last name")),
    ("first_name", ("voornaam", "first name")),
)


def get_targets(page: RegistrationFormPage) -> list[tuple[str, str]]:
    """Return where a column can go: value and label, in the order of the form."""
    return [
        (SKIP, _("— leave this column out —")),
        (TIMESTAMP, _("Moment of sending (Google's timestamp)")),
        (FULL_NAME, _("First name and last name in one column")),
        *[(row.clean_name, row.label) for row in _get_questions(page)],
        (EXTRA, _("Keep as an extra answer, below its own heading")),
    ]


def guess_mapping(page: RegistrationFormPage, headings: Sequence[str]) -> list[str]:
    """Return where each column most probably goes.

    First as the last import of this form had it, then the questions in our own words,
    then by words of the heading; each question goes to one column.
    """
    offered = {value for value, _label in get_targets(page)}
    remembered = _get_remembered(page)
    labels = {fold(row.label): row.clean_name for row in _get_questions(page)}
    mapping = [SKIP] * len(headings)
    known = [number for number, text in enumerate(headings) if text in remembered]
    for number in known:
        _place(mapping, number, [remembered[headings[number]]], offered)
    for number, heading in enumerate(headings):
        if number not in known:
            _place(mapping, number, [labels.get(fold(heading), SKIP)], offered)
    for number, heading in enumerate(headings):
        if number not in known and mapping[number] == SKIP:
            _place(mapping, number, _guess(heading), offered)
    return _tell_names_apart(mapping, offered)


def find_mistakes(page: RegistrationFormPage, mapping: Sequence[str]) -> list[str]:
    """Return what must be mended before a file can be looked at with `mapping`."""
    labels = dict(get_targets(page))
    mistakes = [
        _("More than one column goes to “%(question)s”.") % {"question": labels[target]}
        for target in dict.fromkeys(mapping)
        if target not in REPEATABLE and mapping.count(target) > 1
    ]
    if "email" not in mapping:
        mistakes.append(_("Say which column holds the e-mail address."))
    if not NAMES & set(mapping):
        mistakes.append(_("Say which column holds the name."))
    if not page.is_direct and "workplace_first" not in mapping:
        mistakes.append(_("Say which column holds the choice of workplace."))
    return mistakes


def _place(
    mapping: list[str], number: int, targets: Iterable[str], offered: set[str]
) -> None:
    """Give a column the first of `targets` that exists and that no other has."""
    for target in targets:
        if target in offered and (target in REPEATABLE or target not in mapping):
            mapping[number] = target
            return


def _tell_names_apart(mapping: list[str], offered: set[str]) -> list[str]:
    """Read "Naam" beside "Voornaam" as the last name, and beside "Familienaam" as the
    first.
    """
    missing = {"first_name": "last_name", "last_name": "first_name"}
    beside = [part for part in missing if part in mapping]
    if FULL_NAME not in mapping or len(beside) != 1:
        return mapping
    other = missing[beside[0]]
    if other in offered:
        mapping[mapping.index(FULL_NAME)] = other
    return mapping


def _get_questions(page: RegistrationFormPage) -> list[RegistrationFormField]:
    return list(page.form_fields.all())


def _get_remembered(page: RegistrationFormPage) -> dict[str, str]:
    last = RegistrationImport.objects.filter(page=page).exclude(mapping=[]).first()
    return last.get_remembered() if last else {}


def _guess(heading: str) -> Iterator[str]:
    """Yield where a column can go, by the words of its heading; the best first."""
    folded = f"{fold(heading)} "
    is_first, is_last = "voornaam" in folded, "naam" in folded.replace("voornaam", "")
    if is_first and is_last:
        yield FULL_NAME
    # "Waarom wil je deelnemen en wat wil je bijdragen?" asks the first of the two.
    if folded.startswith("waarom ") and " niet " not in folded:
        yield "motivation"
    for target, words in WORDS:
        if any(word in folded for word in words):
            yield target
    if "naam" in folded.split() or folded.strip() == "name":
        yield FULL_NAME
