# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every write that somebody decides on leaves an event."""

import ast
from collections.abc import Iterator

from tests.house.plan import source_modules

RECORDS = {"record", "note", "pseudonymise"}
# Rooms whose tables follow from what other rooms recorded, or from bundled data of a named edition.
DERIVED = {
    "catalogue": "told by contributions and compliance; else the bundle, with its edition",
    "portal": "orders the imports of the other rooms",
    "register": "official data, with its edition",
    "search": "an index of what is in the database",
    "transfers": "told by contributions and undertakings; else the bundle, with its edition",
}
# Writes by which nobody decides anything.
TRACES = {
    "accounts.use_key": "the day of the last use",
    "compliance.add_found": "an address to visit",
    "compliance.check_repository": "a check is its own dated record, kept for good",
    "compliance.claim_visit": "which worker visits",
    "compliance.plan_harvest": "which addresses to visit",
    "compliance.postpone": "when to visit again",
    "compliance.release_claims": "which worker visits",
    "compliance.settle": "how a visit ended",
    "compliance.store": "a check is its own dated record, kept for good",
    "compliance.wait_for_host": "when to visit again",
    "contributions.drop_upload": "a preview",
    "contributions.keep_upload": "a preview",
    "subscriptions.claim": "which run sends the mail",
    "subscriptions.give_back": "which run sends the mail",
    "undertakings.claim": "which run sends the mail",
    "undertakings.give_back": "which run sends the mail",
}


def writes() -> Iterator[tuple[str, bool]]:
    """Name of every public action as room.function, and whether it reaches an event within its module."""
    for name, tree in source_modules():
        room = name.split("/")[2]
        if not name.endswith("/actions.py") or room in DERIVED or room == "audit":
            continue
        functions = {one.name: one for one in tree.body if isinstance(one, ast.FunctionDef)}
        calls = {one: _called(function) for one, function in functions.items()}
        for one in functions:
            if not one.startswith("_"):
                yield f"{room}.{one}", bool(_reached(one, calls) & RECORDS)


def _called(function: ast.FunctionDef) -> set[str]:
    called = [node.func for node in ast.walk(function) if isinstance(node, ast.Call)]
    return {one.attr if isinstance(one, ast.Attribute) else one.id for one in called if _named(one)}


def _named(node: ast.expr) -> bool:
    return isinstance(node, ast.Attribute | ast.Name)


def _reached(start: str, calls: dict[str, set[str]]) -> set[str]:
    reached, waiting = set(), {start}
    while waiting:
        one = waiting.pop()
        reached.add(one)
        waiting |= calls.get(one, set()) - reached
    return reached


def test_every_write_leaves_an_event_or_says_why_not() -> None:
    silent = {name for name, recorded in writes() if not recorded}
    assert silent == set(TRACES)


def test_there_are_writes() -> None:
    assert len(list(writes())) > 30
