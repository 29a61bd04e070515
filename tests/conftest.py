"""Fixtures for every test: the outside world is shut, and nobody waits for nothing."""

import gc
import socket
from pathlib import Path
from typing import Any

import pytest

LOOPBACK = ("127.0.0.1", "::1", "localhost")
# Tests that share what is slow to make: each of these folders stays in one process.
TOGETHER = ("tests/e2e/", "tests/roles/")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Keep the browser tests together in one process, and start with them.

    They share sites and a browser, and while Playwright runs Django refuses the
    database to other tests; those of the roles share a house. All others go one by one to whichever process is free.
    Of our own, because `--dist loadgroup` groups nothing with pytest 9.2
    (https://github.com/pytest-dev/pytest-xdist/issues/1386).
    """
    from xdist.scheduler import LoadScopeScheduling

    class FoldersTogether(LoadScopeScheduling):
        """The group with the most tests comes first; all others are of one."""

        def _split_scope(self, nodeid: str) -> str:
            folders = (folder for folder in TOGETHER if nodeid.startswith(folder))
            return next(folders, nodeid)

    return FoldersTogether(config, log)


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


@pytest.fixture(scope="session", autouse=True)
def _few_collections():
    """Let Python look for garbage less often, and not among what stays.

    Models and templates of a whole site are looked through again and again otherwise:
    a fifth of the time of the suite.
    """
    before = gc.get_threshold()
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
    yield
    gc.set_threshold(*before)
    gc.unfreeze()


@pytest.fixture(scope="session", autouse=True)
def _contexts_of_pages_only():
    """Keep the context of each page that the test client gets, not of its every part.

    Django's client copies the context of each included template and each widget, some
    hundreds for one form, which nobody asks for.
    """
    from django.template import Engine
    from django.test import client

    store = client.store_rendered_templates
    pages = Engine.get_default()

    def store_page(kept, signal, sender, template, context, **kwargs):
        # A part is rendered in the context of the page around it.
        if context.template is template and template.engine is pages:
            store(kept, signal, sender, template, context, **kwargs)

    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(client, "store_rendered_templates", store_page)
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
