# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Secure, maintained, reused: policy, signatures, parts list, activity by openCode's thresholds, users."""

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

from allmende.domain.repository.findings import Evidence, Outcome, at, met, unchecked, unmet
from allmende.domain.repository.snapshot import SBOM, Change, Snapshot, Tag, line_of
from allmende.domain.repository.standard import Standard

SHOWN = 10
SECURITY = re.compile(r"security(?:\.\w+)*", re.I)
CONTRIBUTING = re.compile(
    r"(?:(?:\.github|\.gitlab|docs?)/)?(?:contributing|mitmachen|mitwirken)(?:[-_.]\w+)*", re.I
)
ADOPTERS = re.compile(r"(?:docs?/)?(?:adopters|users|usedby|used[-_]by|nachnutz\w*)(?:\.\w+)*", re.I)
USED = re.compile(
    r"^#{1,6}[ \t]*[^\n]{0,20}(?:used by|adopters|im einsatz|genutzt von|eingesetzt in|nachnutz)", re.I | re.M
)
INTERFACE = re.compile(
    r"(?:.*/)?(?:[\w.-]*(?:openapi|swagger|asyncapi)[\w.-]*\.(?:ya?ml|json)|[\w.-]+\.(?:wsdl|graphqls?|proto|raml)|schnittstelle[\w-]*\.md"
    r"|api\.(?:md|rst|adoc|apib))",
    re.I,
)


def has_policy(snapshot: Snapshot, standard: Standard) -> Outcome:
    """SECURITY.md in the root, as openCode asks."""
    found = snapshot.root(SECURITY)
    if found:
        return met("Es steht da, wie man Lücken meldet.", "It says how to report gaps.", at(found[0].path))
    return unmet("Es gibt keine SECURITY.md in der Wurzel.", "There is no SECURITY.md in the root.")


def no_secrets(snapshot: Snapshot, standard: Standard) -> Outcome:
    """No credentials of common kinds at the newest commit."""
    found = snapshot.secrets or ()
    if found:
        kinds = ", ".join(sorted({s.kind for s in found}))
        return unmet(
            f"{len(found)} Stellen sehen aus wie Zugangsdaten ({kinds}). Auch aus der Geschichte des"
            " Repositorys sind sie lesbar: bitte ungültig machen, nicht nur löschen.",
            f"{len(found)} places look like credentials ({kinds}). They can be read from the history as well:"
            " revoke them, do not only delete them.",
            *(at(s.path, s.line) for s in found[:SHOWN]),
        )
    if snapshot.unread:
        return unchecked(
            f"In den gelesenen Dateien keine; {snapshot.unread} Dateien waren zu groß oder zu viele.",
            f"None found in the files read; {snapshot.unread} files were too large or too many.",
        )
    return met(
        "Keine Zugangsdaten üblicher Arten im neuesten Stand; ältere Stände wurden nicht gelesen.",
        "No credentials of common kinds in the newest state; older ones were not read.",
    )


def has_parts_list(snapshot: Snapshot, standard: Standard) -> Outcome:
    """A software bill of materials in SPDX or CycloneDX."""
    found = [f for f in snapshot.anywhere(SBOM) if not f.is_link]
    real = [f for f in found if _is_parts_list(snapshot.texts.get(f.path, ""))]
    if real:
        return met("Eine Stückliste (SBOM) liegt bei.", "A parts list (SBOM) is there.", at(real[0].path))
    if found:
        return unmet(
            "Die Datei heißt wie eine Stückliste, ist aber weder SPDX noch CycloneDX.",
            "The file is named like a parts list, but is neither SPDX nor CycloneDX.",
            *(at(f.path) for f in found[:SHOWN]),
        )
    return unmet("Es gibt keine Stückliste (SBOM).", "There is no parts list (SBOM).")


def signs_tags(snapshot: Snapshot, standard: Standard) -> Outcome:
    """Part of the tags of the last months that carry a signature."""
    recent = [t for t in snapshot.tags or () if t.date and t.date >= since(snapshot.moment, standard)]
    if not recent:
        return unchecked(
            f"In {standard.months} Monaten gab es keine Tags.",
            f"There were no tags in {standard.months} months.",
        )
    signed = sum(t.is_signed for t in recent)
    de = (
        f"{signed} von {len(recent)} Tags der letzten {standard.months} Monate sind signiert;"
        " die Unterschriften selbst wurden nicht geprüft."
    )
    en = (
        f"{signed} of {len(recent)} tags of the last {standard.months} months are signed;"
        " the signatures were not verified."
    )
    if signed / len(recent) >= standard.signed:
        return met(de, en, *_tags([t for t in recent if t.is_signed]))
    return unmet(de, en, *_tags([t for t in recent if not t.is_signed]))


def is_active(snapshot: Snapshot, standard: Standard) -> Outcome:
    """Commits in the last months, without robots'."""
    recent = _recent(snapshot, standard)
    de = f"{len(recent)} Commits von Menschen in {standard.months} Monaten (Schwelle {standard.commits})."
    en = f"{len(recent)} commits by people in {standard.months} months (threshold {standard.commits})."
    if len(recent) >= standard.commits:
        return met(de, en, Evidence("commit", snapshot.commit[:12]))
    return unmet(de, en, *([Evidence("commit", snapshot.commit[:12])] if snapshot.commit else []))


def releases(snapshot: Snapshot, standard: Standard) -> Outcome:
    """A release or tag in the last months."""
    edge = since(snapshot.moment, standard)
    tags = [t for t in snapshot.tags or () if t.date and t.date >= edge]
    published = [d for d in (snapshot.forge.releases if snapshot.forge else ()) if d >= edge]
    count = max(len(tags), len(published))
    de = f"{count} Veröffentlichungen oder Tags in {standard.months} Monaten (Schwelle {standard.releases})."
    en = f"{count} releases or tags in {standard.months} months (threshold {standard.releases})."
    return met(de, en, *_tags(tags)) if count >= standard.releases else unmet(de, en)


def has_people(snapshot: Snapshot, standard: Standard) -> Outcome:
    """Bus factor: how few people made half of the commits of the last months."""
    authors = Counter(change.author for change in _recent(snapshot, standard))
    if not authors:
        return unchecked(
            f"In {standard.months} Monaten gab es keine Commits von Menschen.",
            f"There were no commits by people in {standard.months} months.",
        )
    factor = bus_factor(authors)
    de = (
        f"Die Hälfte der Commits von {standard.months} Monaten kommt von {factor} Menschen,"
        f" beteiligt waren {len(authors)} (Schwelle {standard.people})."
    )
    en = (
        f"Half of the commits of {standard.months} months come from {factor} people,"
        f" {len(authors)} took part (threshold {standard.people})."
    )
    return met(de, en) if factor >= standard.people else unmet(de, en)


def is_open_for_work(snapshot: Snapshot, standard: Standard) -> Outcome:
    """The forge does not call it archived."""
    archived = snapshot.forge.is_archived if snapshot.forge else None
    if archived is None:
        return unchecked("Die Plattform sagt dazu nichts.", "The forge says nothing about it.")
    place = Evidence("address", snapshot.address)
    if archived:
        return unmet("Auf der Plattform stillgelegt (archiviert).", "Archived on the forge.", place)
    return met("Auf der Plattform nicht stillgelegt.", "Not archived on the forge.", place)


def has_users(snapshot: Snapshot, standard: Standard) -> Outcome:
    """Somebody is known to use it."""
    used = snapshot.publiccode.used_by if snapshot.publiccode else ()
    if used:
        line = line_of(snapshot.texts.get("publiccode.yml", ""), re.compile(r"^usedBy\s*:", re.M))
        return met(
            f"publiccode.yml nennt {len(used)} Stellen, die es einsetzen.",
            f"publiccode.yml names {len(used)} bodies that use it.",
            at("publiccode.yml", line),
        )
    for file in snapshot.anywhere(ADOPTERS):
        return met(
            "Eine Liste derer, die es einsetzen, liegt bei.", "A list of users is there.", at(file.path)
        )
    for file in snapshot.readmes():
        if line := line_of(snapshot.texts.get(file.path, ""), USED):
            return met(
                "Das README nennt, wer es einsetzt.", "The README says who uses it.", at(file.path, line)
            )
    return unmet(
        "Niemand ist genannt, der es einsetzt (usedBy in publiccode.yml).",
        "Nobody is named who uses it (usedBy in publiccode.yml).",
    )


def has_contributing(snapshot: Snapshot, standard: Standard) -> Outcome:
    """How to take part."""
    for file in snapshot.anywhere(CONTRIBUTING):
        return met("Es steht da, wie man mitmacht.", "It says how to take part.", at(file.path))
    for file in snapshot.readmes():
        line = line_of(
            snapshot.texts.get(file.path, ""),
            re.compile(r"^#{1,6}[^\n]{0,20}(?:contribut|mitmachen|mitwirk|beitragen)", re.I | re.M),
        )
        if line:
            return met(
                "Das README sagt, wie man mitmacht.", "The README says how to take part.", at(file.path, line)
            )
    return unmet(
        "Nichts sagt, wie man mitmacht (CONTRIBUTING).", "Nothing says how to take part (CONTRIBUTING)."
    )


def has_interface(snapshot: Snapshot, standard: Standard) -> Outcome:
    """A described interface for programs."""
    said = snapshot.publiccode.interfaces if snapshot.publiccode else ()
    if said:
        line = line_of(snapshot.texts.get("publiccode.yml", ""), re.compile(r"apiDocumentation\s*:"))
        return met(
            "publiccode.yml verweist auf die Beschreibung der Schnittstelle.",
            "publiccode.yml points to the description of the interface.",
            at("publiccode.yml", line),
        )
    for file in snapshot.anywhere(INTERFACE):
        return met("Eine Schnittstelle ist beschrieben.", "An interface is described.", at(file.path))
    return unmet("Keine Schnittstelle ist beschrieben.", "No interface is described.")


def since(moment: datetime, standard: Standard) -> datetime:
    """Edge of the months looked back."""
    month = moment.year * 12 + moment.month - 1 - standard.months
    return moment.replace(year=month // 12, month=month % 12 + 1, day=min(moment.day, 28))


def bus_factor(authors: Mapping[str, int]) -> int:
    """The fewest authors who together made at least half of the commits."""
    half, count = sum(authors.values()) / 2, 0
    for number, commits in enumerate(sorted(authors.values(), reverse=True), 1):
        count += commits
        if count >= half:
            return number
    return 0


def _recent(snapshot: Snapshot, standard: Standard) -> list[Change]:
    edge = since(snapshot.moment, standard)
    return [c for c in snapshot.commits or () if c.date >= edge and not c.is_bot and not c.is_merge]


def _tags(tags: Sequence[Tag]) -> list[Evidence]:
    return [Evidence("tag", tag.name) for tag in tags[:SHOWN]]


def _is_parts_list(text: str) -> bool:
    """SPDX or CycloneDX by the marks both formats demand."""
    if re.match(r"\s*\{", text):
        try:
            content = json.loads(text)
        except (ValueError, RecursionError):
            return False
        return bool({"spdxVersion", "bomFormat", "@graph"} & set(content))
    return bool(
        re.match(r"SPDXVersion:\s*SPDX-|spdxVersion:|\s*<\?xml[^>]*>\s*<(?:\w+:)?bom\b|\s*<bom\b", text)
    )
