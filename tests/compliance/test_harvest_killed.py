# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""The harvest is ended with -9 in the middle, more than once; the next run goes on and does nothing twice."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection

from tests.adapters.gitserver import quick

MANY = 60
PROGRAM = str(Path(sys.executable).with_name("allmende"))
Ask = Callable[[str], list[tuple[Any, ...]]]


def publiccode(number: int) -> bytes:
    return (
        f'publiccodeYmlVersion: "0"\nname: App {number}\nurl: https://forge.example/stadt/app-{number}\n'
        f"legal: {{license: EUPL-1.2}}\ndescription: {{de: {{shortDescription: Kurz}}}}\n"
    ).encode()


def _on_postgresql() -> tuple[str, Ask]:
    facts = {name: quote(str(value), safe="") for name, value in connection.settings_dict.items()}
    url = f"postgres://{facts['USER']}:{facts['PASSWORD']}@{facts['HOST']}:{facts['PORT']}/{facts['NAME']}"

    def ask(sql: str) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchall()

    return url, ask


def _on_sqlite(file: Path) -> tuple[str, Ask]:
    def ask(sql: str) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(file)) as opened:
            return opened.execute(sql).fetchall()

    return f"sqlite:///{file}", ask


@pytest.fixture
def database(tmp_path: Path, transactional_db: None) -> tuple[dict[str, str], Ask]:
    """Surroundings for a program of its own, and a way to ask its database."""
    url, ask = (
        _on_postgresql() if connection.vendor == "postgresql" else _on_sqlite(tmp_path / "killed.sqlite3")
    )
    environment = {
        **os.environ, "ALLMENDE_VAR": str(tmp_path), "ALLMENDE_DATABASE_URL": url
    }  # fmt: skip
    subprocess.run([PROGRAM, "manage", "migrate", "-v0"], env=environment, check=True)
    return environment, ask


def _done(ask: Ask) -> int:
    return int(ask("SELECT COALESCE(SUM(times), 0) FROM compliance_visit")[0][0])


def test_killed_harvests_go_on_and_do_nothing_twice(
    database: tuple[dict[str, str], Ask], tmp_path: Path
) -> None:
    environment, ask = database
    for number in range(MANY):
        quick(tmp_path / "repositories" / f"r{number}.git", {"publiccode.yml": publiccode(number)})
    file = tmp_path / "publishers.yaml"
    file.write_text(f"publishers: [{{key: here, kind: folder, title: Hier, url: {tmp_path}/repositories}}]\n")
    command = [PROGRAM, "harvest", "run", "--publishers", str(file), "--workers", "2"]
    for enough in (5, 20):
        with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as process:
            while _done(ask) < enough:
                with pytest.raises(subprocess.TimeoutExpired):
                    process.wait(0.01)
            process.kill()
    assert 20 <= _done(ask) < MANY
    together = [subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) for _ in range(2)]
    assert [process.wait() for process in together] == [0, 0]
    rows = ask("SELECT ending, times, COUNT(*) FROM compliance_visit GROUP BY ending, times ORDER BY ending")
    assert rows == [("listed", 1, 1), ("proposed", 1, MANY)]
    assert ask("SELECT COUNT(*), COUNT(DISTINCT url) FROM compliance_proposal") == [(MANY, MANY)]
    assert ask("SELECT COUNT(*), COUNT(DISTINCT repository_id) FROM compliance_check") == [(MANY, MANY)]
    assert ask("SELECT COUNT(*) FROM compliance_visit WHERE claim <> ''") == [(0,)]
