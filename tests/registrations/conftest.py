"""The team of the demo, with the rights of its groups and both workflows."""

from types import SimpleNamespace

import pytest

from cultuurplekken.setup.groups import create_groups_and_workflows
from tests.factories.registrations import StaffFactory

from .own_database import copy_database


@pytest.fixture
def team(db):
    """People with the tasks of the house; no one but `boss` is a superuser.

    `decider` is the one of a small team who has four tasks: reads, decides, keeps
    the office and the data. What each group alone may do: tests/test_roles.py.
    """
    create_groups_and_workflows()
    return SimpleNamespace(
        editor=StaffFactory(username="redactie", groups=["Redactie"]),
        chief_editor=StaffFactory(username="eindredactie", groups=["Eindredactie"]),
        reader=StaffFactory(username="lezer1", first_name="Lena", groups=["Lezers"]),
        reader_two=StaffFactory(username="lezer2", groups=["Lezers"]),
        lead=StaffFactory(username="leider", groups=["Leesverantwoordelijken"]),
        decider=StaffFactory(
            username="beslisser",
            groups=["Lezers", "Beslissers", "Secretariaat", "Gegevensbeheer"],
        ),
        chair=StaffFactory(username="voorzitter", groups=["Beslissers"]),
        boss=StaffFactory(username="beheer", is_superuser=True, is_staff=True),
        guest=StaffFactory(username="zonder-groep"),
    )


@pytest.fixture
def own_database(django_db_setup, django_db_blocker, tmp_path):
    """A database of files or of its own name, which other processes can open.

    A copy of the test database, without a transaction around the test; yields the
    DATABASE_URL of the copy.
    """
    with django_db_blocker.unblock(), copy_database(tmp_path) as url:
        yield url
