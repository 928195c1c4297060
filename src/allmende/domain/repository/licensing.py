# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Free licence: a text that is known, free, said the same everywhere, and for every part."""

import re
from collections.abc import Iterable, Iterator

from allmende.domain.repository.annotations import annotations
from allmende.domain.repository.declared import declared
from allmende.domain.repository.findings import Outcome, at, met, unchecked, unmet
from allmende.domain.repository.snapshot import File, Snapshot, Statement, is_licence
from allmende.domain.repository.spdx import family, identifiers
from allmende.domain.repository.standard import Standard

SHOWN = 10
NOTHING = ("Es gibt keine Lizenzdatei.", "There is no licence file.")
NO_STATEMENT_NEEDED = re.compile(
    r"(?:.*/)?(?:[^/]+\.license|REUSE\.toml|[^/]+\.spdx(?:\.[a-z]+)?)|LICENSES/.*|\.reuse/.*|\.git(?:modules|attributes|ignore)"
)


def has_file(snapshot: Snapshot, standard: Standard) -> Outcome:
    """A licence file in the root or LICENSES/."""
    files = snapshot.licence_files()
    if not files:
        return unmet(
            "Weder in der Wurzel noch in LICENSES/ liegt ein Lizenztext.",
            "No licence text lies in the root or in LICENSES/.",
        )
    return met("Ein Lizenztext liegt bei.", "A licence text is there.", *(at(f.path) for f in files[:SHOWN]))


def is_recognised(snapshot: Snapshot, standard: Standard) -> Outcome:
    """The text is one of the known ones."""
    files = snapshot.licence_files()
    if not files:
        return unchecked(*NOTHING)
    unknown = [f for f in files if not snapshot.recognised.get(f.path) and not f.is_link]
    known = ", ".join(dict.fromkeys(_found(snapshot, files)))
    if not known:
        return unmet(
            "Der Wortlaut gleicht keiner bekannten Lizenz; vielleicht ist er verändert oder gekürzt.",
            "The wording is that of no known licence; perhaps it was changed or cut.",
            *(at(f.path) for f in unknown[:SHOWN]),
        )
    return met(
        f"Erkannt am Wortlaut: {known}.", f"Recognised by its wording: {known}.",
        *(at(f.path) for f in files if snapshot.recognised.get(f.path)),
    )  # fmt: skip


def is_open(snapshot: Snapshot, standard: Standard) -> Outcome:
    """Licences of the whole are free ones."""
    files = [f for f in snapshot.licence_files() if snapshot.recognised.get(f.path)]
    if not files:
        return unchecked(
            "Kein Lizenztext wurde erkannt, also auch nicht, ob er frei ist.",
            "No licence text was recognised, hence not whether it is free.",
        )
    whole = [f for f in files if not f.folder] or files
    closed = [(f, i) for f in whole for i in snapshot.recognised[f.path] if not free(i, standard)]
    if closed:
        names = ", ".join(dict.fromkeys(i for _, i in closed))
        return unmet(
            f"{names}: weder von der OSI noch von der FSF als frei anerkannt.",
            f"{names}: called free neither by OSI nor FSF.",
            *(at(f.path) for f, _ in closed[:SHOWN]),
        )
    names = ", ".join(dict.fromkeys(_found(snapshot, whole)))
    return met(
        f"{names}: von OSI oder FSF als frei anerkannt.", f"{names}: called free by OSI or FSF.",
        *(at(f.path) for f in whole[:SHOWN]),
    )  # fmt: skip


def agrees(snapshot: Snapshot, standard: Standard) -> Outcome:
    """What publiccode.yml and package descriptions say is what the licence files say."""
    said = tuple(declared(snapshot))
    texts = {family(i) for i in _found(snapshot, snapshot.licence_files())}
    if not said:
        return unchecked(
            "Keine Paketbeschreibung und keine publiccode.yml nennt eine Lizenz.",
            "No package description and no publiccode.yml names a licence.",
        )
    against = [s for s in said if texts and not {family(i) for i in identifiers(s.licence)} <= texts]
    among = {frozenset(family(i) for i in identifiers(s.licence)) for s in said}
    if against or len(among) > 1:
        told = "; ".join(f"{s.path}: {s.licence[:80]}" for s in said)
        files = ", ".join(dict.fromkeys(_found(snapshot, snapshot.licence_files()))) or "–"
        return unmet(
            f"Die Angaben widersprechen sich. {told}; Lizenztexte: {files}.",
            f"The statements contradict each other. {told}; licence texts: {files}.",
            *(at(s.path, s.line) for s in against or said),
        )
    if not texts:
        return unchecked(
            "Kein Lizenztext wurde erkannt, mit dem sich die Angaben vergleichen ließen.",
            "No licence text was recognised to compare the statements with.",
            *(at(s.path, s.line) for s in said),
        )
    return met(
        f"{len(said)} Angaben nennen dieselbe Lizenz wie der Lizenztext.",
        f"{len(said)} statements name the licence of the text.",
        *(at(s.path, s.line) for s in said),
    )


def covers_files(snapshot: Snapshot, standard: Standard) -> Outcome:
    """Part of the files that state licence and copyright the way REUSE asks."""
    notes = annotations(snapshot)
    paths = {f.path for f in snapshot.entries}
    asked = [f for f in snapshot.entries if _must_state(f)]
    headers = snapshot.headers or {}

    def stated(file: File) -> bool:
        own = (
            headers.get(f"{file.path}.license") if f"{file.path}.license" in paths else headers.get(file.path)
        )
        said = [n for n in notes if n.covers(file.path)]
        licence = bool(own and own.licences) or bool(said)
        return licence and (bool(own and own.has_copyright) or any(n.has_copyright for n in said))

    silent = [f for f in asked if not stated(f)]
    count = len(asked) - len(silent)
    de, en = f"{count} von {len(asked)} Dateien nennen", f"{count} of {len(asked)} files state"
    if not asked or count / len(asked) >= standard.covered:
        return met(f"{de} Lizenz und Urheber.", f"{en} licence and copyright.")
    return unmet(
        f"{de} Lizenz und Urheber; zum Beispiel diese nicht:",
        f"{en} licence and copyright; these for example do not:",
        *(at(f.path) for f in silent[:SHOWN]),
    )


def has_texts(snapshot: Snapshot, standard: Standard) -> Outcome:
    """For every licence that files name there is a text."""
    named = list(_named(snapshot))
    if not named:
        return unchecked(
            "Keine Datei nennt eine Lizenz in ihrem Kopf.", "No file names a licence in its head."
        )
    stems = {family(f.name.rpartition(".")[0] or f.name) for f in snapshot.entries if f.folder == "LICENSES"}
    there = stems | {family(i) for i in _found(snapshot, snapshot.licence_files())}
    missing = [s for s in named if any(family(i) not in there for i in identifiers(s.licence))]
    if missing:
        names = ", ".join(
            dict.fromkeys(i for s in missing for i in identifiers(s.licence) if family(i) not in there)
        )
        return unmet(
            f"Genannt, aber ohne Text: {names[:300]}.", f"Named, but without its text: {names[:300]}.",
            *(at(s.path, s.line) for s in missing[:SHOWN]),
        )  # fmt: skip
    return met("Zu jeder genannten Lizenz liegt der Text bei.", "The text of every named licence is there.")


def parts_open(snapshot: Snapshot, standard: Standard) -> Outcome:
    """Licences of parts: texts in folders, and what heads of files name, are free."""
    inner = [f for f in snapshot.entries if is_licence(f.path) and f.folder not in ("", "LICENSES")]
    closed = [at(f.path) for f in inner for i in snapshot.recognised.get(f.path, ()) if not free(i, standard)]
    closed += [
        at(s.path, s.line)
        for s in _named(snapshot)
        if any(_closed(i, standard) for i in identifiers(s.licence))
    ]
    if closed:
        return unmet(
            f"{len(closed)} Teile stehen unter einer Lizenz, die weder OSI noch FSF frei nennen.",
            f"{len(closed)} parts are under a licence that neither OSI nor FSF calls free.",
            *closed[:SHOWN],
        )
    if inner and not any(snapshot.recognised.get(f.path) for f in inner):
        return unchecked(
            "Teile haben eigene Lizenztexte, keiner wurde erkannt.",
            "Parts have their own licence texts, none was recognised.",
            *(at(f.path) for f in inner[:SHOWN]),
        )
    return met("Kein Teil steht unter einer unfreien Lizenz.", "No part is under a licence that is not free.")


def free(identifier: str, standard: Standard) -> bool:
    """Whether OSI or FSF call the licence free; free content licences are settled by the list as well."""
    return bool({identifier.casefold(), family(identifier)} & standard.open_licences) or any(
        f"{family(identifier)}{end}" in standard.open_licences for end in ("-only", "-or-later")
    )


def _closed(identifier: str, standard: Standard) -> bool:
    """Own licences (LicenseRef-) are not judged: nobody lists them."""
    return not identifier.startswith("LicenseRef-") and not free(identifier, standard)


def _found(snapshot: Snapshot, files: Iterable[File]) -> Iterator[str]:
    return (i for f in files for i in snapshot.recognised.get(f.path, ()))


def _named(snapshot: Snapshot) -> Iterator[Statement]:
    for header in (snapshot.headers or {}).values():
        yield from header.licences
    yield from (note.statement for note in annotations(snapshot))


def _must_state(file: File) -> bool:
    return (
        not file.is_link
        and not file.is_submodule
        and file.size != 0
        and not is_licence(file.path)
        and not NO_STATEMENT_NEEDED.fullmatch(file.path)
    )
