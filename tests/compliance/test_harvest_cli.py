# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Harvesting from the command line: run, look, decide, ask why."""

import json
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from django.apps import apps
from django.db import connection
from django.test import Client

from allmende.catalogue.actions import import_catalogue
from allmende.catalogue.bundle import Catalogue
from allmende.catalogue.models import Solution
from allmende.catalogue.rows import Lines
from allmende.compliance.harvest_cli import harvest
from allmende.compliance.models import Proposal
from tests.adapters.gitserver import quick
from tests.catalogue.build import field

pytestmark = pytest.mark.django_db

GOOD = b"""name: App
url: https://forge.example/stadt/app
legal: {license: MIT}
description: {de: {shortDescription: Kurz}}
"""


@pytest.fixture
def publishers(tmp_path: Path) -> str:
    quick(tmp_path / "repositories" / "app.git", {"publiccode.yml": GOOD})
    quick(tmp_path / "repositories" / "nameless.git", {"publiccode.yml": GOOD.replace(b"name: App\n", b"")})
    quick(tmp_path / "repositories" / "plain.git", {"README.md": b"x"})
    file = tmp_path / "publishers.yaml"
    file.write_text(f"publishers: [{{key: here, kind: folder, title: Hier, url: {tmp_path}/repositories}}]\n")
    return str(file)


def call(*arguments: str) -> Result:
    return CliRunner().invoke(harvest, list(arguments))


def run(publishers: str, *more: str) -> Result:
    return call("run", "--publishers", publishers, "--workers", "1", "--no-check", *more)


def test_a_harvest_says_what_came_of_it(publishers: str) -> None:
    first = run(publishers)
    assert first.exit_code == 0
    assert (
        "4 Adressen besucht: 1 Liste gelesen, 1 vorgeschlagen, 1 ohne publiccode.yml, 1 nicht übernommen."
        in first.output
    )
    assert "Nichts war fällig." in run(publishers).output
    assert "4 Adressen besucht" in run(publishers, "--again").output


def test_proposals_are_shown_and_accepted_by_number_or_address(publishers: str) -> None:
    run(publishers)
    field("wasser")
    shown = call("proposals")
    assert "App  [MIT]  https://forge.example/stadt/app" in shown.output
    assert "1 Vorschläge (vorgeschlagen)." in shown.output
    (row,) = json.loads(call("proposals", "--json").output)
    done = call("accept", str(row["number"]), "--field", "wasser")
    assert "Übernommen: /loesungen/app/" in done.output
    assert Solution.objects.get().title == "App"
    assert "Lösung: app" in call("proposals", "--decision", "accepted").output
    again = call("accept", "https://forge.example/stadt/app", "--field", "wasser")
    assert again.exit_code != 0
    assert "ist schon entschieden: übernommen" in again.output


def test_a_rejection_needs_a_reason_and_keeps_it(publishers: str) -> None:
    run(publishers)
    url = "https://forge.example/stadt/app"
    assert call("reject", url).exit_code != 0
    assert call("reject", url, "--note", "Nur ein Versuch").exit_code == 0
    assert Proposal.objects.get().note == "Nur ein Versuch"


@pytest.mark.parametrize("step", [("accept", "--field", "wasser"), ("reject", "--note", "Nur ein Versuch")])
def test_a_decision_names_no_account_of_the_server(publishers: str, step: tuple[str, ...]) -> None:
    run(publishers)
    field("wasser")
    name, *more = step
    assert call(name, "https://forge.example/stadt/app", *more).exit_code == 0
    assert Proposal.objects.get().decided_by == "command"


def test_names_of_accounts_that_were_kept_once_are_gone() -> None:
    values = {"publisher": "here", "values": {}, "read_on": date(2026, 11, 22)}
    decided = {
        "decision": "rejected",
        "decided_by": "mmueller",
        "decided_on": date(2026, 11, 23),
        "note": "x",
    }
    Proposal.objects.create(identity="a", url="a", **values, **decided)
    Proposal.objects.create(identity="b", url="b", **values)
    import_module("allmende.compliance.migrations.0003_nobody_named").name_nobody(
        apps, connection.schema_editor()
    )
    assert list(Proposal.objects.order_by("identity").values_list("decided_by", flat=True)) == ["command", ""]


def test_the_log_says_why_something_was_not_taken(publishers: str) -> None:
    run(publishers)
    text = call("log", "here", "--ending", "rejected", "--publishers", publishers).output
    assert "Es fehlt der Name (name)." in text
    assert "1 Adressen." in text
    rows = json.loads(call("log", "--publishers", publishers, "--json").output)
    assert {row["ending"] for row in rows} == {"listed", "proposed", "absent", "rejected"}


def test_mistakes_at_the_keyboard_are_explained(publishers: str) -> None:
    field("wasser")
    run(publishers)
    for arguments, says in {
        ("run", "--publishers", publishers, "--only", "nobody"): "Diese Herausgeber gibt es nicht: nobody",
        ("accept", "99999", "--field", "wasser"): "Einen Vorschlag „99999“ gibt es nicht",
        (
            "accept",
            "https://forge.example/stadt/app",
            "--field",
            "x",
        ): "Kein Handlungsfeld: x. Es gibt: wasser",
    }.items():
        result = call(*arguments)
        assert result.exit_code != 0
        assert says in result.output


def test_an_accepted_solution_survives_the_import_of_the_bundled_knowledge(publishers: str) -> None:
    run(publishers)
    field("wasser")
    call("accept", "https://forge.example/stadt/app", "--field", "wasser")
    nothing: Lines[Any] = Lines("", ())
    import_catalogue(by="test", catalogue=Catalogue(nothing, nothing, nothing, nothing, nothing))
    found = Solution.objects.get()
    assert [source.url for source in found.sources.all()] == ["https://forge.example/stadt/app"]


def test_an_accepted_solution_has_its_page_and_entry(publishers: str, client: Client) -> None:
    run(publishers)
    field("wasser")
    call("accept", "https://forge.example/stadt/app", "--field", "wasser")
    for address in ("/loesungen/app/", "/loesungen/", "/api/v1/solutions/app", "/handlungsfelder/wasser/"):
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert "App" in answer.content.decode()
