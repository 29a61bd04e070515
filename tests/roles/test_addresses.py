"""Every address of the admin, as every role: what docs/roles.md says, and no more."""

from fnmatch import fnmatchcase

import pytest

from tests.factories.registrations import StaffFactory

from .addresses import WITHOUT_ROLE, build_addresses, list_names
from .house import TEAM
from .table import ADMINISTRATOR, NO_GROUP, find_row, read_rows
from .trying import Broken, RoleClient

pytestmark = pytest.mark.django_db

OURS = ("registrations", "messages:", "registers_", "letter_templates:")
SCREENS, WAGTAIL = "Screens", "Wagtail’s own screens"
TRIED_AT_WAGTAILS = ("Redactie", "Eindredactie", ADMINISTRATOR)


def is_ours(name: str) -> bool:
    return name.startswith(OURS)


def find_differences(house, rows, addresses, people) -> list[str]:
    """Return where the admin and the table disagree, one line for each."""
    differences = []
    for role, user in people.items():
        client = RoleClient(user)
        for address in addresses:
            for method in ("GET", "POST"):
                row = find_row(rows, f"{method} {address.name}", address.name)
                expected = row is not None and role in row.allowed
                try:
                    found = client.is_let_in(method, address.path)
                except Broken as error:
                    if method == "GET" or is_ours(address.name):
                        differences.append(f"{role}: {error}")
                        continue
                    # Wagtail's own editors fall over an empty post, once inside.
                    found = True
                if found is not None and found != expected:
                    differences.append(
                        f"{role}: {method} {address.name} is "
                        f"{'open' if found else 'closed'}"
                    )
    return differences


def test_each_address_stands_in_one_of_the_tables():
    ours, wagtails = read_rows(SCREENS), read_rows(WAGTAIL)
    names = sorted({name for name, _parameters in list_names()} - set(WITHOUT_ROLE))
    missing = [
        f"{method} {name}"
        for name in names
        for method in ("GET", "POST")
        if not find_row(ours if is_ours(name) else wagtails, f"{method} {name}", name)
    ]
    assert missing == []
    patterns = [p.split()[-1] for row in (*ours, *wagtails) for p in row.patterns]
    gone = [p for p in patterns if not any(fnmatchcase(name, p) for name in names)]
    assert gone == []


def test_our_screens_open_for_the_roles_of_the_table(house):
    addresses = [one for one in build_addresses(house) if is_ours(one.name)]
    differences = find_differences(house, read_rows(SCREENS), addresses, house.people)
    assert "\n".join(differences) == ""


def test_wagtails_screens_open_for_the_roles_of_the_table(house):
    addresses = [one for one in build_addresses(house) if not is_ours(one.name)]
    rows = read_rows(WAGTAIL)
    people = {role: house.people[role] for role in TRIED_AT_WAGTAILS}
    assert "\n".join(find_differences(house, rows, addresses, people)) == ""
    for row in rows:
        assert len(row.allowed & TEAM) in {0, len(TEAM)}, row.what
    # Rights add up: what is refused to somebody in all five groups is refused in each.
    colleague = StaffFactory(username="vijf-taken", groups=sorted(TEAM))
    assert find_differences(house, rows, addresses, {"Lezers": colleague}) == []


def test_nobody_without_a_group_comes_in(house):
    client = RoleClient(house.people[NO_GROUP])
    paths = [address.path for address in build_addresses(house)]
    assert [path for path in paths if client.is_let_in("GET", path)] == []
    assert [path for path in paths if client.is_let_in("POST", path)] == []
