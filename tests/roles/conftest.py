"""One house for all these tests: it takes long to build and is only looked at."""

from collections.abc import Iterator

import pytest
from django.db import transaction

from .house import House, build_house


@pytest.fixture(scope="package")
def built_house(django_db_setup: None, django_db_blocker) -> Iterator[House]:
    """The house, built once; what a test changes in the database is rolled back."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build_house()
        transaction.set_rollback(True)


@pytest.fixture
def house(built_house: House) -> House:
    """The same, with registrations as the database has them now."""
    for registration in built_house.registrations.values():
        registration.refresh_from_db()
    return built_house
