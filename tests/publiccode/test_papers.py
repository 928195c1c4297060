# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""The paper on the rules and the registry of the rules say the same."""

import yaml

from allmende.domain.publiccode import Level
from allmende.domain.publiccode.rules import RULES
from tests.domain.publiccode.examples import inspect, serious
from tests.house.plan import DOCS, ROOT

PAPER = (DOCS / "verstehen" / "publiccode.md").read_text(encoding="utf-8")
WORDS = {Level.ERROR: "Fehler", Level.WARNING: "Warnung", Level.HINT: "Hinweis", None: "–"}


def test_the_table_of_rules_is_the_registry() -> None:
    rows = [
        f"| `{name}` | {rule.title.de} | {WORDS[rule.text]} | {WORDS[rule.reference]} |"
        for name, rule in RULES.items()
    ]
    table = PAPER.partition("## Regeln")[2].partition("## Wo Text")[0]
    assert [line for line in table.splitlines() if line.startswith("| `")] == rows


def test_our_own_publiccode_is_without_findings() -> None:
    assert serious(inspect((ROOT / "publiccode.yml").read_bytes())) == []


def test_the_hook_calls_a_command_that_exists() -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert hook["entry"] == "allmende publiccode validate"
