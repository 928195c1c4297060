# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every setting, read once from the environment; docs/betreiben/einstellungen.md explains the same ones."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from environs import Env

from allmende.adapters.forges.known import forges

MINIMUM_SECRET = 32
PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}


@dataclass(frozen=True, slots=True)
class Environment:
    """What an operator may set; see the documentation table for meaning and defaults."""

    var: Path
    database_url: str
    secret_key: str
    hosts: tuple[str, ...]
    debug: bool
    https: bool
    operator: str
    address: str
    api_rate: str
    forges: tuple[str, ...]
    mail: Mapping[str, Any]
    mail_from: str
    oidc_server: str
    oidc_client: str
    oidc_secret: str
    oidc_name: str
    member_domains: Mapping[str, str]


def _secret(var: Path) -> str:
    """A key kept in the data folder, made on first use, so that one machine needs no setting."""
    file = var / "secret-key"
    if not file.exists():
        var.mkdir(parents=True, exist_ok=True)
        fresh = var / "secret-key.new"
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(50), encoding="ascii")
        fresh.replace(file)  # a full disk leaves no half key
    return file.read_text(encoding="ascii").strip()


def _forges(entries: list[str]) -> tuple[str, ...]:
    """The entries, once they have been understood."""
    forges(entries)
    return tuple(entries)


def _mail(address: str, var: Path) -> dict[str, Any]:
    """Django's settings for an address such as smtp+tls://user:password@host:587; without one, files."""
    if not address:
        folder = str(var / "mails")
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": folder,
        }
    parts = urlsplit(address)
    if parts.scheme not in PORTS or not parts.hostname:
        raise ValueError(
            "ALLMENDE_MAIL_URL: erwartet wird smtp+tls://name:passwort@rechner:587 oder ähnlich."
        )
    return {
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or PORTS[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_TIMEOUT": 20,
    }


def _address(text: str) -> str:
    """Where people reach this installation, without a slash at the end."""
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise ValueError("ALLMENDE_ADDRESS: erwartet wird eine Adresse wie https://allmende.example.")
    return text.rstrip("/")


def _domains(entries: list[str]) -> dict[str, str]:
    """Official keys by mail domain, from entries such as 05315000:stadt.example."""
    pairs = [entry.strip().partition(":") for entry in entries]
    if not all(key.isdigit() and domain for key, _, domain in pairs):
        raise ValueError("ALLMENDE_MEMBER_DOMAINS: erwartet wird schlüssel:domäne, mit Komma getrennt.")
    return {domain.lower(): key for key, _, domain in pairs}


def read() -> Environment:
    """Read ALLMENDE_… variables. Raises ValueError naming the variable that is wrong."""
    env = Env()
    with env.prefixed("ALLMENDE_"):
        var = Path(env.str("VAR", "var")).resolve()
        secret = env.str("SECRET_KEY", "") or _secret(var)
        if len(secret) < MINIMUM_SECRET:
            raise ValueError(f"ALLMENDE_SECRET_KEY: mindestens {MINIMUM_SECRET} Zeichen, bitte verlängern.")
        return Environment(
            var=var,
            database_url=env.str("DATABASE_URL", "") or f"sqlite:///{var / 'allmende.sqlite3'}",
            secret_key=secret,
            hosts=tuple(env.list("HOSTS", ["127.0.0.1", "localhost", "[::1]"])),
            debug=env.bool("DEBUG", False),
            https=env.bool("HTTPS", False),
            operator=env.str("OPERATOR", ""),
            address=_address(env.str("ADDRESS", "http://127.0.0.1:8000")),
            api_rate=env.str("API_RATE", "300/m"),
            forges=_forges(env.list("FORGES", [])),
            mail=_mail(env.str("MAIL_URL", ""), var),
            mail_from=env.str("MAIL_FROM", "allmende@localhost"),
            oidc_server=env.str("OIDC_SERVER", ""),
            oidc_client=env.str("OIDC_CLIENT", ""),
            oidc_secret=env.str("OIDC_SECRET", ""),
            oidc_name=env.str("OIDC_NAME", "Dienstkonto"),
            member_domains=_domains(env.list("MEMBER_DOMAINS", [])),
        )
