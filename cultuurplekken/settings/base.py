"""Settings shared by every environment; the environment is read here, once."""

from pathlib import Path

import environ

PROJECT_DIR = Path(__file__).resolve().parent.parent
BASE_DIR = PROJECT_DIR.parent

env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")

# What the site writes: database, uploads, mail in development.
VAR_DIR = Path(env.str("VAR_DIR", str(BASE_DIR / "var")))

SITE_URL = env.str("SITE_URL", "http://127.0.0.1:8000").rstrip("/")

INSTALLED_APPS = [
    "cultuurplekken",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.routable_page",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "wagtail_modeladmin",
    "modelcluster",
    "taggit",
    "django_filters",
    "anymail",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "home",
    "workplaces",
    "registrations",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

# While this file is there, the site is closed (manage.py maintenance).
MAINTENANCE_FILE = VAR_DIR / "maintenance.html"
CSRF_FAILURE_VIEW = "home.views.errors.csrf_failure"

MIDDLEWARE = [
    # Before the kept pages: a closed site shows none of them.
    "cultuurplekken.maintenance.MaintenanceMiddleware",
    # Outermost: a kept page costs nothing of what stands below.
    "home.page_cache.middleware.PageCacheMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "cultuurplekken.urls"
WSGI_APPLICATION = "cultuurplekken.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
            ],
        },
    },
]

# Database: SQLite unless DATABASE_URL says otherwise. With these options two
# workers and a writer never saw "database is locked" (design.md, known traps).
DATABASE_URL = env.str("DATABASE_URL", "") or f"sqlite:///{VAR_DIR / 'site.sqlite3'}"
DATABASES = {"default": env.db_url_config(DATABASE_URL)}
DATABASES["default"]["CONN_MAX_AGE"] = 600
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    Path(DATABASES["default"]["NAME"]).parent.mkdir(parents=True, exist_ok=True)
    DATABASES["default"].setdefault("OPTIONS", {}).update(
        {
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
        }
    )
elif DATABASES["default"]["ENGINE"].endswith("postgresql"):
    # Compiling a statement takes PostgreSQL longer than running it, for every list of
    # ours: half a second to ten. `?options=` in DATABASE_URL says otherwise.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("options", "-c jit=off")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# The memory of this process, unless CACHE_URL names one that processes share.
CACHES = {"default": env.cache("CACHE_URL", "locmemcache://")}

# Public pages are kept ready in the memory of each process (home/page_cache/).
PAGE_CACHE = env.bool("PAGE_CACHE", True)

# How many proxies of ours stand between a visitor and this site: that many
# addresses at the end of X-Forwarded-For are believed, when posts are counted.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", 0)

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

# Language and time: Dutch as spoken in Flanders, Brussels time.
LANGUAGE_CODE = "nl"
LOCALE_PATHS = [PROJECT_DIR / "locale"]
TIME_ZONE = "Europe/Brussels"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "cultuurplekken.fonts.FontFinder",
]
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

# Mail: any Anymail provider or SMTP by environment. Messages are rows before
# they are mails; only the worker talks to this backend.
EMAIL_BACKEND = env.str(
    "EMAIL_BACKEND", "django.core.mail.backends.filebased.EmailBackend"
)
EMAIL_FILE_PATH = VAR_DIR / "mail"
EMAIL_HOST = env.str("EMAIL_HOST", "localhost")
EMAIL_PORT = env.int("EMAIL_PORT", 25)
EMAIL_HOST_USER = env.str("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.str("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env.bool("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = env.bool("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = env.float("EMAIL_TIMEOUT", 20)
# How long to wait for the server's answer after the text of a mail has left.
EMAIL_REPLY_TIMEOUT = env.float("EMAIL_REPLY_TIMEOUT", 120)
# How many mails may leave, for all workers together: "10/s" or "300/m"; empty for as
# many as the provider takes.
EMAIL_RATE = env.str("EMAIL_RATE", "")
# Seconds before a letter is tried again; each further pause is twice as long.
EMAIL_RETRY_AFTER = env.float("EMAIL_RETRY_AFTER", 30)
# When the health page calls for help: seconds without a sign of life of a worker, and
# seconds that a letter is due while no other leaves.
WORKER_SILENT_AFTER = env.int("WORKER_SILENT_AFTER", 120)
MAIL_LATE_AFTER = env.int("MAIL_LATE_AFTER", 900)
DEFAULT_FROM_EMAIL = env.str(
    "DEFAULT_FROM_EMAIL", "Cultuurplekken van Morgen <noreply@example.org>"
)
ANYMAIL: dict = env.dict("ANYMAIL", default={})
# Who knows it may report what became of our letters; two while one replaces the other.
ANYMAIL["WEBHOOK_SECRET"] = ANYMAIL.get("WEBHOOK_SECRET", "").split()

# A task only says "try message n": the truth about a mail is its own row.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

WAGTAIL_SITE_NAME = "Cultuurplekken van Morgen"
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAILADMIN_USER_LOGIN_FORM = "home.admin.login.LoginForm"
WAGTAILIMAGES_IMAGE_FORM_BASE = "home.admin.images.ImageForm"
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES = [("nl", "Nederlands")]
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAIL_I18N_ENABLED = False
# Nothing in the admin calls home (design.md, known traps).
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_FINISH_WORKFLOW_ACTION = "registrations.finish.finish_workflow"
WAGTAILEMBEDS_FINDERS = []
WAGTAILDOCS_SERVE_METHOD = "serve_view"
# Whether search engines may list this site; a copy for trying things out says no.
ALLOW_INDEXING = env.bool("ALLOW_INDEXING", True)
WAGTAILSEARCH_BACKENDS = {
    "default": {"BACKEND": "wagtail.search.backends.database"},
}

# A private link is a key: it stands in no log, and neither does what a query string
# holds (django.server as Django has it).
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "hide_private_links": {"()": "cultuurplekken.log_filters.HidePrivateLinks"}
    },
    "formatters": {
        "server": {
            "()": "django.utils.log.ServerFormatter",
            "format": "[{server_time}] {message}",
            "style": "{",
        }
    },
    "handlers": {"server": {"class": "logging.StreamHandler", "formatter": "server"}},
    "loggers": {
        "django.request": {"filters": ["hide_private_links"]},
        "django.security.csrf": {"filters": ["hide_private_links"]},
        "django.server": {
            "handlers": ["server"],
            "level": "INFO",
            "propagate": False,
            "filters": ["hide_private_links"],
        },
    },
}

# Headers.
SECURE_REFERRER_POLICY = "same-origin"
# Wagtail's previews, the only pages shown in a frame, say so themselves.
X_FRAME_OPTIONS = "DENY"
PERMISSIONS_POLICY: dict[str, list[str]] = {
    name: []
    for name in (
        "camera",
        "geolocation",
        "microphone",
        "payment",
        "usb",
        "display-capture",
    )
}
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_HTTPONLY = True
LOGIN_URL = "wagtailadmin_login"
# After the password of a private page, where no way back was given.
LOGIN_REDIRECT_URL = "/"
# The site stands at the root of its host. Said here, so that a visitor's header
# SCRIPT_NAME, which gunicorn believes of a proxy, moves no address and no link.
FORCE_SCRIPT_NAME = ""
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "cultuurplekken.uploads.SignedInOnly",
    # An import with personal data is never written to disk, however large.
    "cultuurplekken.uploads.MemoryOnly",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
# Public pages only: Wagtail's admin brings its own inline parts.
CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": ["/admin/"],
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'self'"],
    },
}
