"""Fixtures for every test: the outside world is shut."""

import socket
from pathlib import Path

import pytest

LOOPBACK = ("127.0.0.1", "::1", "localhost")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests that empty the database last.

    Behind pytest-django's own order: it takes a test that reads the database only
    through a shared fixture for one without a database.
    """

    def empties_database(item: pytest.Item) -> bool:
        marker = item.get_closest_marker("django_db")
        return bool(marker and marker.kwargs.get("transaction"))

    items.sort(key=empties_database)


@pytest.fixture(scope="session", autouse=True)
def _closed_world():
    """Refuse every connection that would leave this machine."""
    real_connect = socket.socket.connect

    def connect(self, address):
        if self.family == socket.AF_UNIX or address[0] in LOOPBACK:
            return real_connect(self, address)
        raise ConnectionRefusedError(f"A test tried to reach {address[0]}.")

    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(socket.socket, "connect", connect)
        yield


@pytest.fixture(scope="session", autouse=True)
def _own_folders(tmp_path_factory):
    """Keep files that a test uploads or mails away from those of the site."""
    from django.conf import settings
    from django.test import override_settings

    folder: Path = tmp_path_factory.mktemp("var")
    assert settings.DEBUG is False
    with override_settings(
        MEDIA_ROOT=folder / "media", EMAIL_FILE_PATH=folder / "mail"
    ):
        yield


@pytest.fixture
def fresh_site_addresses():
    """Forget the addresses of sites that another test gave them, and those of this one.

    Wagtail keeps them in the cache, which no rollback reaches.
    """
    from wagtail.models import Site

    Site.clear_site_root_paths_cache()
    yield
    Site.clear_site_root_paths_cache()
