"""Production as it is, over plain HTTP on this machine: for measuring only.

What `live_site.py` starts under gunicorn. Whatever a visitor's browser gets is what
it gets in production: collected and compressed files, one style sheet, the page
cache, the headers.
"""

from cultuurplekken.settings.production import *  # noqa: F403
from cultuurplekken.settings.production import LOGGING

ROOT_URLCONF = "tests.e2e.live_urls"
SECURE_SSL_REDIRECT = False
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False
# Why a page broke stands in the log of the run, not in a letter to nobody.
LOGGING["loggers"]["django.request"]["handlers"] = ["server"]
