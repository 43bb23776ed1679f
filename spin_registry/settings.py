"""Every setting of the site, read from the environment and refused when wrong.

What each variable means stands in docs/reference/settings.md; a test compares
that page with this module.
"""

import datetime
import os
import re
from pathlib import Path
from typing import Any

import dj_database_url
import pghistory
from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from spin_registry.mailer import mailer

BASE_DIR = Path(__file__).resolve().parent.parent
WEB_ADDRESS = r"https?://[A-Za-z0-9.:\[\]-]+(?:/[^\s<>\"]*)?"


def env_flag(name: str, *, default: bool) -> bool:
    """Answer whether the variable says yes; anything but yes or no is refused."""
    value = os.environ.get(name, "").strip().lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    if value:
        raise ImproperlyConfigured(f"{name} must be 1 or 0, not {value!r}.")
    return default


def env_list(name: str) -> list[str]:
    """Return the comma-separated words of a variable, without empty ones."""
    return [word.strip() for word in os.environ.get(name, "").split(",") if word.strip()]


def env_number(name: str, *, default: int, least: int = 1) -> int:
    """Return the whole number of a variable; anything else, or less than `least`, is refused."""
    text = os.environ.get(name, "").strip() or str(default)
    if not re.fullmatch(r"[0-9]{1,6}", text) or int(text) < least:
        raise ImproperlyConfigured(f"{name} must be a whole number from {least}, not {text!r}.")
    return int(text)


def env_address(name: str) -> str:
    """Return the address of a site that a variable holds, without a path, or nothing."""
    text = os.environ.get(name, "").strip().rstrip("/")
    if text and not re.fullmatch(r"https?://[A-Za-z0-9.:\[\]-]+", text):
        raise ImproperlyConfigured(f"{name} must be such as https://registry.example.org.")
    return text


def env_matching(name: str, pattern: str, *, such_as: str) -> str:
    """Return a variable that is wholly of a pattern, or nothing; anything else is refused."""
    text = os.environ.get(name, "").strip()
    if text and not re.fullmatch(pattern, text):
        raise ImproperlyConfigured(f"{name} must be such as {such_as}.")
    return text


def env_date(name: str) -> datetime.date | None:
    """Return the day that a variable holds, or None; anything else is refused."""
    text = env_matching(name, r"[0-9]{4}-[0-9]{2}-[0-9]{2}", such_as="2027-06-01")
    try:
        return datetime.date.fromisoformat(text) if text else None
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a day such as 2027-06-01.") from None


DATABASE_URL = os.environ.get("DATABASE_URL", "")

# A checkout with nothing set is a developer's; naming a database makes it a real site.
DEBUG = env_flag("DEBUG", default=not DATABASE_URL)

if not DATABASE_URL and not DEBUG:
    raise ImproperlyConfigured("Set DATABASE_URL: with DEBUG off no database is started for you.")

SECRET_KEY = os.environ.get("SECRET_KEY", "")
if not SECRET_KEY:
    if not DEBUG:
        raise ImproperlyConfigured("Set SECRET_KEY to a long random text.")
    SECRET_KEY = "insecure-and-only-for-development"  # noqa: S105
SECRET_KEY_FALLBACKS = env_list("SECRET_KEY_FALLBACKS")

ALLOWED_HOSTS = env_list("ALLOWED_HOSTS") or (["127.0.0.1", "localhost", "[::1]"] if DEBUG else [])
CSRF_TRUSTED_ORIGINS = env_list("CSRF_TRUSTED_ORIGINS")
# What letters link to; a page knows its own address.
SITE_URL = (
    env_address("SITE_URL")
    or ("http://127.0.0.1:8000" if DEBUG else "")
    or f"https://{next((name for name in ALLOWED_HOSTS if name[0] not in '.*'), 'localhost')}"
)

INSTALLED_APPS = [
    "projects",
    "news",
    "spin_registry.apps.OfficeConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "django_filters",
    "pgtrigger",
    "pghistory",
    "django_prose_editor",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    # After allauth, whose pages of the back office it takes away.
    "spin_registry.access",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    # Before the guard, whose answers programs of other sites may read as well.
    "spin_registry.machines.Machines",
    # After the two that set security headers, so that its own answers carry them.
    "spin_registry.guard.Guard",
    # Before all that a page needs and an answer from memory does not.
    "spin_registry.freshness.Freshness",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "spin_registry.language.LanguageMiddleware",
    "spin_registry.guard.SlashAppender",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "spin_registry.access.sessions.SessionLimits",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "pghistory.middleware.HistoryMiddleware",
]

ROOT_URLCONF = "spin_registry.urls"
WSGI_APPLICATION = "spin_registry.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES: dict[str, dict[str, Any]]
if DATABASE_URL:
    DATABASES = {"default": dict(dj_database_url.parse(DATABASE_URL))}
else:
    from spin_registry import embedded

    DATABASES = {"default": dict(embedded.database_settings(BASE_DIR / ".data"))}
DATABASES["default"] |= {"CONN_HEALTH_CHECKS": True, "ATOMIC_REQUESTS": False}
DATABASES["default"].setdefault("OPTIONS", {})
# The web server shares its connections and gives up early; commands take their time.
if env_flag("DATABASE_POOL", default=False):
    DATABASES["default"]["OPTIONS"] |= {
        "pool": {"min_size": 1, "max_size": 8, "timeout": 2},
        "options": "-c statement_timeout=2000 -c lock_timeout=2000",
    }
# Where the programs pg_dump and pg_restore lie; on the path where nothing is said.
PG_BIN = os.environ.get("PG_BIN", "")
BACKUP_ROOT = Path(os.environ.get("BACKUP_ROOT") or BASE_DIR / ".data" / "backups")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Faults are told on stderr, whose lines the service's journal keeps; Django would mail them.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "%(levelname)s %(name)s: %(message)s"},
        "json": {"()": "spin_registry.access.lines.JsonLine"},
    },
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line"},
        "access": {"class": "logging.StreamHandler", "formatter": "json"},
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "INFO"},
        # That a page is not there, or a form wrong, is no fault.
        "django.request": {"level": "ERROR"},
        # Who signed in and who was refused: one line of JSON each.
        "registry.access": {"handlers": ["access"], "level": "INFO", "propagate": False},
    },
}

# A developer reads at once what would be sent.
MAIL_URL = os.environ.get("MAIL_URL", "")
if DEBUG and not MAIL_URL:
    MAILERS = {"default": {"BACKEND": "django.core.mail.backends.console.EmailBackend"}}
else:
    MAILERS = {"default": mailer(MAIL_URL or "smtp://localhost")}
DEFAULT_FROM_EMAIL = SERVER_EMAIL = os.environ.get("MAIL_FROM") or "registry@localhost"
EMAIL_SUBJECT_PREFIX = ""
# Who is told when the registry has no fresh backup.
ADMINS = env_list("ADMINS")

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"

# Signing in is allauth's; nobody signs up, and a name is all that an account is known by.
ACCOUNT_ADAPTER = "spin_registry.access.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
# Each wrong password counts for its account and for its address: who goes on waits longer.
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "5/5m/key,10/h/key,20/d/key,30/5m/ip,100/h/ip",
    # Forms that a visitor sends, counted in the same place.
    "error_report": "12/h/ip",
}
ACCOUNT_REAUTHENTICATION_METHODS = ["password", "mfa"]
MFA_ADAPTER = "spin_registry.access.mfa.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1
# Browsers count the machine itself as safe without HTTPS, and so do we, on a developer's own.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG
SECOND_FACTOR_REQUIRED = env_flag("SECOND_FACTOR_REQUIRED", default=not DEBUG)
# How many proxies of ours a request comes through. None believes no X-Forwarded-For.
ALLAUTH_TRUSTED_PROXY_COUNT = env_number("TRUSTED_PROXIES", default=0 if DEBUG else 1, least=0)

# How often one address may ask the API within a minute, of each process; 0 sets no limit.
API_REQUESTS_PER_MINUTE = env_number("API_REQUESTS_PER_MINUTE", default=600, least=0)

# Failed attempts are counted here, where every process sees them. Never the place for a page.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "attempts",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", "Svenska"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "spin_registry" / "locale"]
TIME_ZONE = "Europe/Stockholm"
USE_I18N = True
FORMAT_MODULE_PATH = "spin_registry.formats"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("STATIC_ROOT") or BASE_DIR / "staticfiles")
STATICFILES_DIRS = [BASE_DIR / "spin_registry" / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG
MEDIA_URL = "/media/"
MEDIA_ROOT = Path(os.environ.get("MEDIA_ROOT") or BASE_DIR / ".data" / "media")

# Releases of the data are kept here, each in a folder, for ever.
RELEASE_ROOT = Path(os.environ.get("RELEASE_ROOT") or BASE_DIR / ".data" / "releases")

# Derived and disposable: the index of the project search. Without it PostgreSQL answers.
INDEX_ROOT = Path(os.environ.get("INDEX_ROOT") or BASE_DIR / ".data" / "index")

# One picture of 5 MB is the largest thing anybody may send.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
DATA_UPLOAD_MAX_NUMBER_FILES = 5

SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
    "manifest-src": [CSP.SELF],
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
# The first publication of a project and every later change of its money need a second person.
TWO_PERSONS = env_flag("TWO_PERSONS", default=True)

# Days for which whoever has a preview link may read an article before it is public.
PREVIEW_DAYS = env_number("PREVIEW_DAYS", default=7)

# Days after a reported error is closed for which what its reporter typed is kept.
REPORT_KEPT_DAYS = env_number("REPORT_KEPT_DAYS", default=30)

# Seconds without a request after which a session ends, and seconds after which any ends.
SESSION_COOKIE_AGE = 60 * env_number("SESSION_IDLE_MINUTES", default=30)
SESSION_LONGEST = 3600 * env_number("SESSION_HOURS", default=8)
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "spin_registry.errors.csrf_failure"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
if not DEBUG:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = env_flag("SECURE_SSL_REDIRECT", default=True)
    SECURE_REDIRECT_EXEMPT = ["^healthz$", "^readyz$"]
    SECURE_HSTS_SECONDS = 63_072_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

SITE_NAME = _("Project registry")

# Who publishes the registry and on what terms, as machines are told it. Nothing is claimed
# where nothing is set.
PUBLISHER_NAME = os.environ.get("PUBLISHER_NAME", "").strip()
PUBLISHER_NUMBER = env_matching(
    "PUBLISHER_NUMBER", r"[0-9]{2}[2-9][0-9]{7}", such_as="2021002874, ten digits"
)
PUBLISHER_URL = env_matching("PUBLISHER_URL", WEB_ADDRESS, such_as="https://region.example.org/")
CONTACT_MAIL = env_matching(
    "CONTACT_MAIL", r"[^\s@<>]+@[A-Za-z0-9.-]+", such_as="data@region.example.org"
)
DATA_LICENCE = env_matching(
    "DATA_LICENCE", WEB_ADDRESS, such_as="https://creativecommons.org/publicdomain/zero/1.0/"
)
# Whom to tell of a weakness; /.well-known/security.txt is there where both are set.
SECURITY_CONTACTS = r"mailto:[^\s@<>]+@[A-Za-z0-9.-]+|https://[^\s<>]+"
SECURITY_CONTACT = env_matching(
    "SECURITY_CONTACT", SECURITY_CONTACTS, such_as="mailto:security@region.example.org"
)
SECURITY_EXPIRES = env_date("SECURITY_EXPIRES")
GRANTS_PREFIX = env_matching("GRANTS_PREFIX", r"[A-Za-z0-9.-]{1,60}", such_as="360G-region")

# Who changed what: every row that comes, changes or goes leaves its version.
PGHISTORY_DEFAULT_TRACKERS = (
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
)
# Reading changes nothing, so a page that is read need not know who reads it.
PGHISTORY_MIDDLEWARE_METHODS = ("POST",)
