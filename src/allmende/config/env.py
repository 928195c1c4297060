# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every setting, read once from the environment; docs/betreiben/einstellungen.md explains the same ones."""

import secrets
from dataclasses import dataclass
from pathlib import Path

from environs import Env

from allmende.adapters.forges.known import forges

MINIMUM_SECRET = 32


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
    api_rate: str
    forges: tuple[str, ...]


def _secret(var: Path) -> str:
    """A key kept in the data folder, made on first use, so that one machine needs no setting."""
    file = var / "secret-key"
    if not file.exists():
        var.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(50), encoding="ascii")
    return file.read_text(encoding="ascii").strip()


def _forges(entries: list[str]) -> tuple[str, ...]:
    """The entries, once they have been understood."""
    forges(entries)
    return tuple(entries)


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
            api_rate=env.str("API_RATE", "300/m"),
            forges=_forges(env.list("FORGES", [])),
        )
