"""The team of the demo, with the rights of its groups and both workflows."""

from types import SimpleNamespace

import pytest

from cultuurplekken.setup.groups import create_groups_and_workflows
from tests.factories.registrations import StaffFactory


@pytest.fixture
def team(db):
    """One person for each task in the house; no one but `boss` is a superuser."""
    create_groups_and_workflows()
    return SimpleNamespace(
        editor=StaffFactory(username="redactie", groups=["Redactie"]),
        chief_editor=StaffFactory(username="eindredactie", groups=["Eindredactie"]),
        reader=StaffFactory(username="lezer1", first_name="Lena", groups=["Lezers"]),
        reader_two=StaffFactory(username="lezer2", groups=["Lezers"]),
        decider=StaffFactory(username="beslisser", groups=["Beslissers"]),
        boss=StaffFactory(username="beheer", is_superuser=True, is_staff=True),
        guest=StaffFactory(username="zonder-groep"),
    )
