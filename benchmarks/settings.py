"""The site as production runs it, with a bare page and a bare view to measure against.

Database and folders come from the environment, as always; HTTPS and hashed static
files are left out, since neither touches a page.
"""

from cultuurplekken.settings.base import *  # noqa: F403
from cultuurplekken.settings.base import INSTALLED_APPS as SITE_APPS

DEBUG = False
SECRET_KEY = "for-measuring-only-on-this-machine-and-nowhere-else-at-all"  # noqa: S105
ALLOWED_HOSTS = ["127.0.0.1"]
DEMO_PASSWORD = "cultuurplekken"  # noqa: S105
INSTALLED_APPS = [*SITE_APPS, "benchmarks"]
ROOT_URLCONF = "benchmarks.urls"
PAGE_CACHE = True
