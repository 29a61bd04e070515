"""The settings themselves: production is strict, SQLite is fast and safe."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.looks

ROOT = Path(__file__).resolve().parent.parent
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "cultuurplekken.settings.production",
    "SECRET_KEY": "f3Zq-8sJmW0vT6yB1nXcKd4uRhLpGaEoI9tQwMzV5xYbN7jC2kHrS",
    "ALLOWED_HOSTS": "cultuurplekken.example",
    "SITE_URL": "https://cultuurplekken.example",
    "DATABASE_URL": "postgres://site:secret@db.example/site",
    "EMAIL_BACKEND": "anymail.backends.test.EmailBackend",
    "DEFAULT_FROM_EMAIL": "noreply@cultuurplekken.example",
}


def run_python(*arguments: str, **environment: str) -> subprocess.CompletedProcess:
    """Run Python in a clean environment: settings are read once, at import."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


LOAD_SETTINGS = "from django.conf import settings; print(settings.DEBUG)"


def test_production_starts_with_its_secrets():
    result = run_python("-c", LOAD_SETTINGS, **PRODUCTION)
    assert (result.returncode, result.stdout) == (0, "False\n")


@pytest.mark.parametrize("name", sorted(PRODUCTION.keys() - {"DJANGO_SETTINGS_MODULE"}))
def test_production_refuses_to_start_without(name):
    result = run_python("-c", LOAD_SETTINGS, **{**PRODUCTION, name: ""})
    assert result.returncode == 1
    sentence = result.stderr.strip().splitlines()[-1]
    assert sentence.startswith(
        "django.core.exceptions.ImproperlyConfigured: "
        f"Set the environment variable {name}: "
    )
    assert sentence.endswith("See “Going live” in README.md.")


def test_production_passes_the_deployment_check():
    result = run_python(
        "manage.py", "check", "--deploy", "--fail-level", "WARNING", **PRODUCTION
    )
    assert result.stderr + result.stdout == (
        "System check identified no issues (0 silenced).\n"
    )


def test_production_takes_host_names_with_spaces():
    result = run_python(
        "-c",
        "from django.conf import settings; print(settings.ALLOWED_HOSTS)",
        **{**PRODUCTION, "ALLOWED_HOSTS": "een.example, twee.example"},
    )
    assert result.stdout == "['een.example', 'twee.example']\n"


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, "True True"),
        ({"HSTS_INCLUDE_SUBDOMAINS": "off", "HSTS_PRELOAD": "off"}, "False False"),
    ],
)
def test_production_may_leave_its_subdomains_alone(environment, expected):
    result = run_python(
        "-c",
        "from django.conf import settings; print("
        "settings.SECURE_HSTS_INCLUDE_SUBDOMAINS, settings.SECURE_HSTS_PRELOAD)",
        **PRODUCTION,
        **environment,
    )
    assert result.stdout == f"{expected}\n"


@pytest.mark.parametrize(
    ("asked", "options"), [("", "-c jit=off"), ("?options=-c%20jit%3Don", "-c jit=on")]
)
def test_postgresql_compiles_no_statement_unless_asked(asked, options):
    url = f"{PRODUCTION['DATABASE_URL']}{asked}"
    result = run_python(
        "-c",
        "from django.conf import settings;"
        "print(settings.DATABASES['default']['OPTIONS']['options'])",
        **{**PRODUCTION, "DATABASE_URL": url},
    )
    assert result.stdout == f"{options}\n"


def test_heading_that_production_names_stands_in_the_readme():
    assert "\n## Going live\n" in (ROOT / "README.md").read_text()


def test_production_has_no_demo_password():
    result = run_python(
        "-c",
        "from django.conf import settings; print(hasattr(settings, 'DEMO_PASSWORD'))",
        **PRODUCTION,
    )
    assert result.stdout == "False\n"


def test_sqlite_waits_and_keeps_its_connection(tmp_path):
    script = """
import json, django
django.setup()
from django.db import connection
with connection.cursor() as cursor:
    def pragma(name):
        cursor.execute(f"PRAGMA {name}")
        return cursor.fetchone()[0]
    print(json.dumps({
        "journal_mode": pragma("journal_mode"),
        "synchronous": pragma("synchronous"),
        "busy_timeout": pragma("busy_timeout"),
        "transaction_mode": connection.transaction_mode,
        "conn_max_age": connection.settings_dict["CONN_MAX_AGE"],
    }))
"""
    result = run_python(
        "-c",
        script,
        DJANGO_SETTINGS_MODULE="cultuurplekken.settings.dev",
        DATABASE_URL=f"sqlite:///{tmp_path}/site.sqlite3",
    )
    assert result.stderr == ""
    normal = 1
    assert json.loads(result.stdout) == {
        "journal_mode": "wal",
        "synchronous": normal,
        "busy_timeout": 20_000,
        "transaction_mode": "IMMEDIATE",
        "conn_max_age": 600,
    }
