# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""The registry: every rule's test by its id, and what must have been looked at for it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from allmende.domain.explain import Text
from allmende.domain.repository import cared, described, licensing, operated, published
from allmende.domain.repository.findings import Finding, Outcome, Rule, Verdict
from allmende.domain.repository.snapshot import Snapshot
from allmende.domain.repository.standard import Standard

Test = Callable[[Snapshot, Standard], Outcome]


@dataclass(frozen=True, slots=True)
class Look:
    """A test, and the attribute of the snapshot without which nothing can be said; "" for none."""

    test: Test
    needs: str = "files"


TESTS: Mapping[str, Look] = {
    "published-open": Look(published.reachable, ""),
    "published-complete": Look(published.complete),
    "published-opencode": Look(published.on_directory),
    "licence-file": Look(licensing.has_file),
    "licence-known": Look(licensing.is_recognised),
    "licence-open": Look(licensing.is_open),
    "licence-agrees": Look(licensing.agrees),
    "licence-covers": Look(licensing.covers_files, "headers"),
    "licence-texts": Look(licensing.has_texts, "headers"),
    "licence-parts": Look(licensing.parts_open, "headers"),
    "found-publiccode": Look(described.has_publiccode),
    "found-valid": Look(described.publiccode_valid),
    "found-here": Look(described.publiccode_here),
    "understood-readme": Look(described.has_readme),
    "understood-purpose": Look(described.says_purpose),
    "understood-install": Look(described.says_install),
    "understood-run": Look(described.says_run),
    "understood-docs": Look(described.has_documentation),
    "understood-german": Look(described.in_german),
    "understood-changes": Look(described.has_changes),
    "operated-container": Look(operated.has_container),
    "operated-deployment": Look(operated.has_deployment),
    "operated-sample": Look(operated.has_sample),
    "operated-locked": Look(operated.has_locks),
    "operated-tests": Look(operated.has_tests),
    "operated-ci": Look(operated.has_ci),
    "secure-policy": Look(cared.has_policy),
    "secure-secrets": Look(cared.no_secrets, "secrets"),
    "secure-tags": Look(cared.signs_tags, "tags"),
    "secure-sbom": Look(cared.has_parts_list),
    "maintained-commits": Look(cared.is_active, "commits"),
    "maintained-releases": Look(cared.releases, "tags"),
    "maintained-people": Look(cared.has_people, "commits"),
    "maintained-archived": Look(cared.is_open_for_work, "forge"),
    "reused-users": Look(cared.has_users),
    "reused-contributing": Look(cared.has_contributing),
    "reused-interfaces": Look(cared.has_interface),
}
MISSING = {
    "files": Text("Die Dateien konnten nicht gelesen werden.", "The files could not be read."),
    "headers": Text("Der Inhalt der Dateien wurde nicht gelesen.", "The content of the files was not read."),
    "secrets": Text("Der Inhalt der Dateien wurde nicht gelesen.", "The content of the files was not read."),
    "tags": Text("Die Tags sind hier nicht vollständig bekannt.", "The tags are not fully known here."),
    "commits": Text(
        "Die Commits sind hier nicht vollständig bekannt.", "The commits are not fully known here."
    ),
    "forge": Text("Die Plattform wurde nicht gefragt.", "The forge was not asked."),
}


def check(snapshot: Snapshot, rules: Iterable[Rule], standard: Standard) -> tuple[Finding, ...]:
    """One finding for every rule, in their order. KeyError: a rule without a test."""
    return tuple(_find(rule.id, TESTS[rule.id], snapshot, standard) for rule in rules)


def _find(rule: str, look: Look, snapshot: Snapshot, standard: Standard) -> Finding:
    if look.needs and getattr(snapshot, look.needs) is None:
        return Finding(rule, Verdict.UNCHECKED, MISSING[look.needs])
    outcome = look.test(snapshot, standard)
    return Finding(rule, outcome.verdict, outcome.text, outcome.evidence)
