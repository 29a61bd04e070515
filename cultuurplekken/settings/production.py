"""Production: everything secret or local comes from the environment."""

from django.core.exceptions import ImproperlyConfigured

from .base import *  # noqa: F403
from .base import SITE_URL, STORAGES, env


def required(name: str, purpose: str) -> str:
    """Return the environment variable `name`, or refuse to start.

    Raises:
        ImproperlyConfigured: naming the variable and what it is for.
    """
    value = env.str(name, "")
    if not value:
        raise ImproperlyConfigured(
            f"Set the environment variable {name}: {purpose}. See “Going live” in README.md."
        )
    return value


DEBUG = False
SECRET_KEY = required(
    "SECRET_KEY", "a long random string that signs links and sessions"
)
ALLOWED_HOSTS = [
    name.strip()
    for name in required(
        "ALLOWED_HOSTS", "the host names of the site, with commas"
    ).split(",")
]
required("SITE_URL", "the public address, such as https://cultuurplekken.example")
required("DATABASE_URL", "the database, such as postgres://user:password@host/name")
required(
    "EMAIL_BACKEND", "how mail leaves, such as anymail.backends.brevo.EmailBackend"
)
required("DEFAULT_FROM_EMAIL", "the sender of every letter")

STORAGES["staticfiles"] = {
    "BACKEND": "cultuurplekken.static_files.OneStyleSheetStorage"
}

CSRF_TRUSTED_ORIGINS = [SITE_URL]
SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 365 * 24 * 3600
# They bind other sites below the same domain too, so a host may switch them off.
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("HSTS_INCLUDE_SUBDOMAINS", True)
SECURE_HSTS_PRELOAD = env.bool("HSTS_PRELOAD", True)
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
