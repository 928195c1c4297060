# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Found and understood: publiccode.yml, README, instructions, documentation, a record of changes."""

import re
from collections.abc import Iterator

from allmende.domain.repository.address import same
from allmende.domain.repository.findings import Evidence, Outcome, at, met, unchecked, unmet
from allmende.domain.repository.snapshot import File, Snapshot, line_of
from allmende.domain.repository.standard import Standard

SHOWN = 10
INSTALL = re.compile(
    r"install|einricht|getting started|erste schritte|quick ?start|set-?up|schnellstart|deploy|bereitstell"
    r"|voraussetzung|prerequisite|requirements|build",
    re.I,
)
RUN = re.compile(
    r"usage|benutz|nutz|verwend|anwend|betrieb|bedien|start|run|ausführ|aufruf|how to use|configur|konfigur"
    r"|operat|entwickl|development|beispiel|example",
    re.I,
)
ELSEWHERE = re.compile(r"documentation|dokumentation|handbuch|manual", re.I)
FENCE = re.compile(r"[ \t]{0,3}(?:```|~~~)")
MARKED = re.compile(r"#{1,6}[ \t]*\S|={1,6} \S|\*\*\S|[ \t]*<h[1-6]\b", re.I)
UNDERLINE = re.compile(r"([=\-~^\"'*+#.])\1{2,}\s*")
LONGEST_HEADING = 200
TEMPLATE = re.compile(
    r"To make it easy for you to get started with GitLab|This project was generated with \[Angular"
    r"|bootstrapped with \[Create React App\]|Edit this README|TODO: Give a short introduction",
)
GERMAN = re.compile(r"\b(?:der|die|das|und|nicht|wird|werden|für|mit|eine?|auf|ist)\b", re.I)
ENGLISH = re.compile(r"\b(?:the|and|is|are|with|for|this|that|not|you|can)\b", re.I)
CHANGES = re.compile(r"(?:changelog|changes|history|news|releases?|änderungen)(?:[-_.]\w+)*", re.I)
DOCS = re.compile(r"(?:docs?|documentation|dokumentation|handbuch|manual)/.+", re.I)
DOC_LINK = re.compile(
    r"https?://[^\s)\"'>]{0,100}?(?:\bdocs?\b|documentation|dokumentation|handbuch|wiki|readthedocs)", re.I
)
NO_README = ("Es gibt kein README in der Wurzel.", "There is no README in the root.")


def has_publiccode(snapshot: Snapshot, standard: Standard) -> Outcome:
    """publiccode.yml in the root, exactly that name."""
    for file in snapshot.entries:
        if file.path == "publiccode.yml":
            return met("publiccode.yml liegt in der Wurzel.", "publiccode.yml is in the root.", at(file.path))
    near = [f for f in snapshot.entries if f.name.lower() in {"publiccode.yml", "publiccode.yaml"}]
    if near:
        return unmet(
            "Die Datei heißt anders oder liegt nicht in der Wurzel: openCode findet sie so nicht.",
            "The file has another name or is not in the root: openCode does not find it.",
            *(at(f.path) for f in near[:SHOWN]),
        )
    return unmet("Es gibt keine publiccode.yml.", "There is no publiccode.yml.")


def publiccode_valid(snapshot: Snapshot, standard: Standard) -> Outcome:
    """It holds to the standard."""
    if snapshot.publiccode is None:
        return unchecked("Es gibt keine lesbare publiccode.yml.", "There is no readable publiccode.yml.")
    problems = snapshot.publiccode.problems
    if not problems:
        return met("Sie entspricht dem Standard.", "It holds to the standard.", at("publiccode.yml"))
    first = problems[0].text
    return unmet(
        f"{len(problems)} Fehler, der erste: {first.de}", f"{len(problems)} errors, the first: {first.en}",
        *(at("publiccode.yml", p.line) for p in problems[:SHOWN]),
    )  # fmt: skip


def publiccode_here(snapshot: Snapshot, standard: Standard) -> Outcome:
    """Its url is this repository."""
    url = snapshot.publiccode.url if snapshot.publiccode else ""
    place = at(
        "publiccode.yml", line_of(snapshot.texts.get("publiccode.yml", ""), re.compile(r"^url\s*:", re.M))
    )
    if not url:
        return unchecked("Keine publiccode.yml nennt eine Adresse.", "No publiccode.yml names an address.")
    if not snapshot.address:
        return unchecked(
            "Wo dieses Repository veröffentlicht ist, ist hier nicht bekannt.",
            "Where this repository is published is not known here.",
            place,
        )
    if same(url, snapshot.address):
        return met("Die Angabe url nennt dieses Repository.", "The key url names this repository.", place)
    return unmet(
        "Die Angabe url nennt ein anderes Repository; so gilt dieses als Kopie.",
        "The key url names another repository; so this one counts as a copy.",
        place, Evidence("address", url[:300]),
    )  # fmt: skip


def has_readme(snapshot: Snapshot, standard: Standard) -> Outcome:
    """A README in the root."""
    found = snapshot.readmes()
    if found:
        return met("Ein README liegt in der Wurzel.", "A README is in the root.", at(found[0].path))
    return unmet(*NO_README)


def says_purpose(snapshot: Snapshot, standard: Standard) -> Outcome:
    """The README says something of its own, not the text a platform puts there."""
    file, text = _readme(snapshot)
    if file is None:
        return unchecked(*NO_README)
    line = line_of(text, TEMPLATE)
    if line:
        return unmet(
            "Das README ist noch die Vorlage der Plattform.", "The README is still the platform's template.",
            at(file.path, line),
        )  # fmt: skip
    words = len(re.findall(r"[^\W\d_]{2,}", re.sub(r"```.*?```", " ", text, flags=re.S)))
    de, en = f"Das README hat {words} Wörter.", f"The README has {words} words."
    if words < standard.words:
        return unmet(
            f"{de} Für Zweck und Umgang erwartet: {standard.words}.",
            f"{en} Expected for purpose and use: {standard.words}.",
            at(file.path),
        )
    return met(de, en, at(file.path))


def says_install(snapshot: Snapshot, standard: Standard) -> Outcome:
    """A heading about installing."""
    return _heading(
        snapshot, INSTALL,
        ("Es ist beschrieben, wie man es einrichtet.", "It is described how to install it."),
        ("Keine Überschrift in README und Dokumentation handelt vom Einrichten.",
         "No heading in README and documentation is about installing."),
    )  # fmt: skip


def says_run(snapshot: Snapshot, standard: Standard) -> Outcome:
    """A heading about running or using."""
    return _heading(
        snapshot, RUN,
        ("Es ist beschrieben, wie man es betreibt oder benutzt.", "It is described how to run or use it."),
        ("Keine Überschrift in README und Dokumentation handelt von Betrieb oder Nutzung.",
         "No heading in README and documentation is about running or using it."),
    )  # fmt: skip


def has_documentation(snapshot: Snapshot, standard: Standard) -> Outcome:
    """A folder with documentation, or the README points to some."""
    folder = [f for f in snapshot.anywhere(DOCS) if not f.is_submodule]
    if folder:
        return met(
            f"{len(folder)} Dateien in einem Ordner für Dokumentation.",
            f"{len(folder)} files in a folder for documentation.",
            at(folder[0].path),
        )
    file, text = _readme(snapshot)
    if file and (line := line_of(text, DOC_LINK)):
        return met(
            "Das README verweist auf eine Dokumentation; sie selbst wurde nicht gelesen.",
            "The README points to documentation, which itself was not read.",
            at(file.path, line),
        )
    return unmet(
        "Weder ein Ordner mit Dokumentation noch ein Verweis im README.",
        "Neither a folder with documentation nor a link in the README.",
    )


def in_german(snapshot: Snapshot, standard: Standard) -> Outcome:
    """A README that people in German town halls can read."""
    files = [f for f in snapshot.readmes() if f.path in snapshot.texts]
    if not files:
        return unchecked(*NO_README)
    for file in files:
        text = snapshot.texts[file.path]
        german, english = len(GERMAN.findall(text)), len(ENGLISH.findall(text))
        if german >= 10 and german * 3 >= english:
            return met("Ein README ist deutsch.", "A README is in German.", at(file.path))
    return unmet("Kein README ist deutsch.", "No README is in German.", *(at(f.path) for f in files))


def has_changes(snapshot: Snapshot, standard: Standard) -> Outcome:
    """A record of changes in the root or the documentation, or releases at the forge."""
    found = [
        f for f in snapshot.entries if f.folder.lower() in ("", "docs", "doc") and CHANGES.fullmatch(f.name)
    ]
    if found:
        return met("Ein Änderungsverzeichnis liegt bei.", "A record of changes is there.", at(found[0].path))
    if snapshot.forge and snapshot.forge.releases:
        return met(
            f"{len(snapshot.forge.releases)} Veröffentlichungen sind auf der Plattform beschrieben.",
            f"{len(snapshot.forge.releases)} releases are described on the platform.",
        )
    return unmet("Es gibt kein Änderungsverzeichnis.", "There is no record of changes.")


def _readme(snapshot: Snapshot) -> tuple[File | None, str]:
    found = snapshot.readmes()
    return (found[0], snapshot.texts.get(found[0].path, "")) if found else (None, "")


def _heading(
    snapshot: Snapshot, pattern: re.Pattern[str], good: tuple[str, str], bad: tuple[str, str]
) -> Outcome:
    read = list(_read(snapshot))
    for path, text in read:
        for number, heading in _headings(text):
            if pattern.search(heading):
                return met(*good, at(path, number))
    for path, text in read[:1]:
        if line := line_of(text, DOC_LINK) or next((n for n, h in _headings(text) if ELSEWHERE.search(h)), 0):
            return unchecked(
                f"{bad[0]} Das README verweist auf eine Dokumentation; sie wurde nicht gelesen.",
                f"{bad[1]} The README points to documentation, which was not read.",
                at(path, line),
            )
    return unmet(*bad, *(at(path) for path, _ in read[:1]))


def _read(snapshot: Snapshot) -> Iterator[tuple[str, str]]:
    readmes = {f.path for f in snapshot.readmes()}
    yield from ((p, t) for p, t in snapshot.texts.items() if p in readmes)
    yield from ((p, t) for p, t in snapshot.texts.items() if DOCS.fullmatch(p))


def _headings(text: str) -> Iterator[tuple[int, str]]:
    """Numbers and words of headings in Markdown, AsciiDoc, HTML and reStructuredText; code is left out."""
    lines = text.split("\n")
    is_code = False
    for number, line in enumerate(lines, 1):
        if FENCE.match(line):
            is_code = not is_code
        below = lines[number] if number < len(lines) else ""
        is_heading = MARKED.match(line) or (line[:1].strip() and UNDERLINE.fullmatch(below))
        if is_heading and not is_code:
            yield number, line[:LONGEST_HEADING]
