# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Published: everybody can fetch it, whole, where the public administration looks for it."""

import re

from allmende.domain.repository.address import host_of
from allmende.domain.repository.findings import Evidence, Outcome, at, met, unchecked, unmet
from allmende.domain.repository.snapshot import Snapshot, line_of
from allmende.domain.repository.standard import Standard

SUBMODULE = re.compile(r"^[ \t]*url[ \t]*=[ \t]*(\S+)", re.M)
# Relative addresses point to the same host; these forms need a login or a network of one's own.
CLOSED = re.compile(r"(?:ssh://|git@|file:|/|[\w.-]+@|https?://(?:[\d.]+|localhost|[\w-]+)(?::\d+)?/)")


def reachable(snapshot: Snapshot, standard: Standard) -> Outcome:
    """Fetched without login."""
    if snapshot.reachable is None:
        return unchecked(
            "Das Repository liegt auf diesem Rechner; ob es öffentlich erreichbar ist, wurde nicht geprüft.",
            "A repository on this machine was checked; whether it can be reached publicly was not.",
        )
    here = Evidence("address", snapshot.address)
    if snapshot.reachable:
        return met("Ohne Anmeldung abrufbar.", "Can be fetched without login.", here)
    why = snapshot.obstacle
    return unmet(
        f"Ohne Anmeldung nicht abrufbar. {why.de if why else ''}".strip(),
        f"Cannot be fetched without login. {why.en if why else ''}".strip(),
        here,
    )


def complete(snapshot: Snapshot, standard: Standard) -> Outcome:
    """Submodules lie where everybody can fetch them."""
    listed = snapshot.texts.get(".gitmodules", "")
    found = [(m[1], listed.count("\n", 0, m.start(1)) + 1) for m in SUBMODULE.finditer(listed)]
    closed = [(url, line) for url, line in found if CLOSED.match(url)]
    places = tuple(at(".gitmodules", line) for _, line in closed[:10])
    if closed:
        return unmet(
            f"{len(closed)} eingebundene Repositories sind nicht für alle abrufbar.",
            f"{len(closed)} submodules cannot be fetched by everybody.",
            *places,
        )
    if found:
        return met(
            f"{len(found)} eingebundene Repositories haben öffentliche Adressen.",
            f"{len(found)} submodules have public addresses.",
        )
    return met("Alles liegt in diesem Repository.", "Everything lies in this repository.")


def on_directory(snapshot: Snapshot, standard: Standard) -> Outcome:
    """On the platform of the public administration, or pointing there."""
    if host_of(snapshot.address) == standard.directory:
        place = Evidence("address", snapshot.address)
        return met(f"Liegt auf {standard.directory}.", f"Lies on {standard.directory}.", place)
    word = re.compile(re.escape(standard.directory))
    for path, text in snapshot.texts.items():
        if "/" not in path and (line := line_of(text, word)):
            return met(
                f"Verweist auf {standard.directory}.", f"Points to {standard.directory}.", at(path, line)
            )
    if not snapshot.address:
        return unchecked(
            "Keine Datei in der Wurzel nennt openCode; der Ort des Repositorys ist nicht bekannt.",
            "No file in the root names openCode; where the repository lies is not known.",
        )
    return unmet(
        "Liegt nicht auf openCode und verweist nicht dorthin; ob openCode hierher verweist: nicht geprüft.",
        "Does not lie on openCode nor point there; whether openCode points here was not checked.",
        Evidence("address", snapshot.address),
    )
