# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Django settings. What an operator may change comes from env.py."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONE, SELF
from django.contrib.messages import constants
from django.utils.translation import gettext_lazy as _

from allmende.config.env import read

ENV = read()
PACKAGE = Path(__file__).resolve().parent.parent
VAR = ENV.var
OPERATOR = ENV.operator
ADDRESS = ENV.address
API_RATE = ENV.api_rate
FORGES = ENV.forges
SEARCH_INDEX = VAR / "search"

DEBUG = ENV.debug
SECRET_KEY = ENV.secret_key
ALLOWED_HOSTS = list(ENV.hosts)
ROOT_URLCONF = "allmende.config.urls"
WSGI_APPLICATION = "allmende.config.wsgi.application"
AUTH_USER_MODEL = "accounts.Person"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "allmende.portal",
    "allmende.compliance",
    "allmende.contributions",
    "allmende.subscriptions",
    "allmende.undertakings",
    "allmende.publiccode",
    "allmende.transfers",
    "allmende.catalogue",
    "allmende.register",
    "allmende.search",
    "allmende.accounts",
    "allmende.audit",
    "allmende.doors",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "allmende.doors.uploads.refuse_large_bodies",
    "allmende.doors.unreadable.refuse_zero_bytes",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allmende.accounts.visitors.keep_apart",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "allmende.accounts.visitors.visitor",
                "allmende.portal.forms.chosen",
                "allmende.portal.waiting.to_do",
            ],
            "builtins": ["allmende.doors.templatetags.doors"],
        },
    }
]

_database: dict[str, Any] = dict(dj_database_url.parse(ENV.database_url, conn_max_age=60))
if _database["ENGINE"] == "django.db.backends.sqlite3":
    _database["CONN_MAX_AGE"] = None
    _database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-65536;",
    }
DATABASES = {"default": _database}
# Limits of the sign-in count in the database, over all processes; the interface counts in each process alone.
# Django keeps 300 entries where nothing is said: too few, a flood of addresses would push counters out.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    "process": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    },
}

LANGUAGE_CODE = "de"
LANGUAGES = [("de", _("Deutsch")), ("en", _("Englisch"))]
LOCALE_PATHS = [PACKAGE / "locale"]
FORMAT_MODULE_PATH = "allmende.doors.formats"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Berlin"
USE_THOUSAND_SEPARATOR = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}


def content_policy(elsewhere: str) -> dict[str, Any]:
    """What pages may load and where forms may lead: here, and to the sign-in at the address `elsewhere`."""
    there = urlsplit(elsewhere)
    origins = [f"{there.scheme}://{there.netloc}"] if elsewhere else []
    directives = {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "img-src": [SELF, "data:"],  # KERN draws its icons as data addresses
        "form-action": [SELF, *origins],  # browsers count the way on from a form as its target too
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
    return {"DIRECTIVES": directives}


CONTENT_SECURITY_POLICY = content_policy(ENV.oidc_server)
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = ENV.https
SECURE_HSTS_SECONDS = 31_536_000 if ENV.https else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENV.https else None
CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SESSION_COOKIE_SECURE = ENV.https
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "allmende.doors.keeping.refused"

MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"  # no session for a notice
MESSAGE_TAGS = {constants.DEBUG: "info", constants.ERROR: "danger"}

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
SESSION_EXPIRE_AT_BROWSER_CLOSE = True  # however one signs in; "Angemeldet bleiben" lasts longer
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "accounts:account"
LOGOUT_REDIRECT_URL = "portal:start"

ALLAUTH_TRUSTED_PROXY_COUNT = NINJA_NUM_PROXIES = 1 if ENV.https else 0
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = "allmende.accounts.entrance.shown_name"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True  # filters of mail servers open links, they type no codes
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = ACCOUNT_LOGIN_BY_CODE_TIMEOUT = PASSWORD_RESET_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Allmende: "
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_ADAPTER = "allmende.accounts.entrance.Entrance"
USERSESSIONS_ADAPTER = "allmende.accounts.entrance.Sessions"
SOCIALACCOUNT_ADAPTER = "allmende.accounts.entrance.ExternalEntrance"
SOCIALACCOUNT_REQUESTS_TIMEOUT = 10
OIDC_SERVER = ENV.oidc_server
_server = {
    "provider_id": "dienst",
    "name": ENV.oidc_name,
    "client_id": ENV.oidc_client,
    "secret": ENV.oidc_secret,
    "settings": {"server_url": OIDC_SERVER},
}
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [_server] if OIDC_SERVER else []}
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    f"{use}_webauthn": f"allmende.accounts.passkeys.{use.capitalize()}Form"
    for use in ("add", "authenticate", "login", "reauthenticate")
}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Allmende"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not ENV.https  # browsers allow that on localhost only

globals().update(ENV.mail)
DEFAULT_FROM_EMAIL = ENV.mail_from
MEMBER_DOMAINS = ENV.member_domains

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
