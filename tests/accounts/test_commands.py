# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""allmende person: create, role, export, delete, expire."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from django.core import mail
from django.test import Client

from allmende.accounts import access, queries
from allmende.accounts.cli import person as command
from allmende.accounts.models import Person, Role
from allmende.audit import queries as audit
from tests.accounts.people import HOME, code, person

pytestmark = pytest.mark.django_db
ADDRESS = "anna@example.test"


def run(*words: str) -> Result:
    return CliRunner().invoke(command, list(words))


def test_somebody_created_by_command_signs_in_with_a_code(client: Client) -> None:
    assert run("create", ADDRESS, "--name", "Anna").exit_code == 0
    client.post("/konto/anmelden/code/", {"email": ADDRESS})
    client.post("/konto/anmelden/code/eingeben/", {"code": code()})
    assert client.get("/konto/").status_code == 200
    assert len(mail.outbox) == 1
    somebody = Person.objects.get()
    assert [(e.verb, e.after) for e in audit.of(somebody.reference)] == [("create", {"by": "command"})]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("create", "anna"), "anna ist keine E-Mail-Adresse."),
        (("create", "otto@example.test"), "gibt es schon ein Konto"),
        (("role", ADDRESS, "transfer"), f"Mit der Adresse {ADDRESS} gibt es kein Konto."),
        (("role", "otto@example.test", "editor"), "amtlichen Schlüssel"),
        (("role", "otto@example.test", "editor", "--for", "Belzig"), "amtlichen Schlüssel"),
        (("role", "otto@example.test", "transfer", "--for", HOME), "bitte --for weglassen"),
        (("delete", ADDRESS, "--yes"), "gibt es kein Konto"),
    ],
)
def test_a_mistake_is_said_in_a_sentence(words: tuple[str, ...], sentence: str) -> None:
    person("otto@example.test")
    result = run(*words)
    assert result.exit_code == 1
    assert sentence in result.output
    assert Person.objects.count() == 1


def test_a_role_is_given_replaced_and_taken() -> None:
    anna = person()
    run("role", ADDRESS, "reporter", "--for", HOME)
    assert access.may_write(anna, HOME)
    run("role", ADDRESS, "editor", "--for", HOME)
    assert access.may_edit(anna, HOME)
    assert [m.role for m in queries.confirmed(anna)] == [Role.EDITOR]
    run("role", ADDRESS, "editor", "--for", HOME, "--end")
    assert list(queries.confirmed(anna)) == []
    run("role", ADDRESS, "operation")
    assert access.is_operator(anna)


def test_a_person_is_given_everything_about_them(tmp_path: Path) -> None:
    person()
    run("role", ADDRESS, "transfer")
    file = tmp_path / "auskunft.json"
    assert run("export", ADDRESS, "--output", str(file)).exit_code == 0
    assert json.loads(file.read_text()) == json.loads(run("export", ADDRESS).output)
    assert json.loads(file.read_text())["accounts.Membership"][0]["role"] == "transfer"
    assert "lässt sich nicht schreiben" in run("export", ADDRESS, "--output", str(tmp_path)).output


def test_deleting_asks_first() -> None:
    person()
    assert run("delete", ADDRESS).exit_code == 1
    assert Person.objects.exists()
    assert run("delete", ADDRESS, "--yes").exit_code == 0
    assert not Person.objects.exists()


def test_expiring_says_what_went() -> None:
    result = run("expire")
    assert result.exit_code == 0
    assert "Konten: 0" in result.output
