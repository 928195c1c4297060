# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""An identity provider of its own process and database: `python -m tests.accounts.provider PORT CALLBACK`."""

import sys
import tempfile
from wsgiref.simple_server import WSGIRequestHandler, make_server

import django
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.urls import include, path

CLIENT, SECRET = "allmende", "nur für diesen Test"
NAME, PASSWORD, ADDRESS = "Anna Beispiel", "gelbe Tasse am Fenster", "anna@amt.test"
READY = "bereit"


class Quiet(WSGIRequestHandler):
    """Says nothing about requests."""

    def log_message(self, *args: object) -> None:
        """Nothing."""


def _key() -> str:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def _configure(folder: str) -> None:
    contrib = [f"django.contrib.{name}" for name in ("auth", "contenttypes", "sessions", "messages")]
    processors = ["django.template.context_processors.request", "django.contrib.auth.context_processors.auth"]
    settings.configure(
        SECRET_KEY="nur für diesen Test " * 3,
        ALLOWED_HOSTS=["127.0.0.1"],
        ROOT_URLCONF=__name__,
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": f"{folder}/provider.sqlite3"}},
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        USE_TZ=True,
        INSTALLED_APPS=[*contrib, "allauth", "allauth.account", "allauth.idp.oidc"],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
            "allauth.account.middleware.AccountMiddleware",
        ],
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "APP_DIRS": True,
                "OPTIONS": {"context_processors": processors},
            }
        ],
        AUTHENTICATION_BACKENDS=["allauth.account.auth_backends.AuthenticationBackend"],
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        IDP_OIDC_PRIVATE_KEY=_key(),
    )


def _fill(callback: str) -> None:
    """One person with a verified address, one client that may ask about her."""
    models = django.apps.apps.get_model
    first, last = NAME.split()
    anna = models("auth.User").objects.create_user(
        "anna", ADDRESS, PASSWORD, first_name=first, last_name=last
    )
    models("account.EmailAddress").objects.create(user=anna, email=ADDRESS, verified=True, primary=True)
    client = models("allauth_idp_oidc.Client")(id=CLIENT, name="Allmende", scopes="openid\nprofile\nemail")
    client.redirect_uris = callback
    client.set_secret(SECRET)
    client.save()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        _configure(place)
        django.setup()
        urlpatterns = [
            path("", include("allauth.idp.urls")),
            path("accounts/", include("allauth.account.urls")),
        ]
        call_command("migrate", verbosity=0)
        _fill(sys.argv[2])
        handler = WSGIHandler()
        with make_server("127.0.0.1", int(sys.argv[1]), handler, handler_class=Quiet) as server:
            print(READY, flush=True)
            server.serve_forever()
