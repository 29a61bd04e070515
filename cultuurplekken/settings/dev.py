"""Development: `make run`. Never put this on the internet."""

from .base import *  # noqa: F403
from .base import env

DEBUG = True
SECRET_KEY = "development-only"  # noqa: S105
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
# The demo accounts of the README exist only where this is set.
DEMO_PASSWORD = "cultuurplekken"  # noqa: S105
AUTH_PASSWORD_VALIDATORS = []
# Off, so that a change of a template shows at once; PAGE_CACHE=on tries it.
PAGE_CACHE = env.bool("PAGE_CACHE", False)
