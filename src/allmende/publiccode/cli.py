# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""The command allmende publiccode: validate, fix, new. It needs neither database nor settings."""

import difflib
import importlib
import re
import sys
from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from allmende.adapters.errors import AdapterError
from allmende.domain.publiccode import Around, Inspection, Level, Reading, check, corrected
from allmende.publiccode import drafts, printed
from allmende.publiccode.lists import lists
from allmende.publiccode.place import NAMES, around, root_of, told

ADDRESS = re.compile(r"https?://", re.I)
INVALID, UNREADABLE = 1, 2
ORDER = (Level.ERROR, Level.WARNING, Level.HINT)
WEB = re.compile(r"url|landingURL|roadmap|description\.[^.]+\.(?:documentation|apiDocumentation)")


class UnreadableError(click.ClickException):
    """A file could not be read or written; the command ends with 2."""

    exit_code = UNREADABLE


@click.group()
def publiccode() -> None:
    """publiccode.yml prüfen, verbessern, neu anlegen."""


@publiccode.command()
@click.argument("places", nargs=-1)
@click.option("--json", "form", flag_value="json", help="Ausgabe für Programme.")
@click.option("--sarif", "form", flag_value="sarif", help="SARIF 2.1.0 für Werkzeuge, die Befunde anzeigen.")
@click.option("--github", "form", flag_value="github", help="Anmerkungen für GitHub Actions.")
@click.option("--reading", type=click.Choice([r.value for r in Reading]), default="text", show_default=True,
              help="Nach dem Text des Standards, oder wie publiccode-parser-go ihn liest.")  # fmt: skip
@click.option("--fail-on", type=click.Choice([level.value for level in ORDER]), default="error",
              show_default=True, help="Ab welcher Stufe der Befehl mit 1 endet.")  # fmt: skip
@click.option("--network", is_flag=True, help="Auch prüfen, ob die genannten Adressen antworten.")
def validate(places: tuple[str, ...], form: str | None, reading: str, fail_on: str, network: bool) -> None:
    """Dateien, Ordner oder Adressen prüfen; ohne Angabe den Ordner, in dem Sie sind.

    Endet mit 0, wenn nichts zu ändern ist, mit 1 bei Befunden ab der gewählten Stufe, mit 2, wenn sich eine
    Datei nicht lesen ließ.
    """
    reports = [(place, _checked(place, Reading(reading), network)) for place in places or (".",)]
    named = [(_name(place), report) for place, report in reports]
    click.echo(printed.FORMS[form or "text"](named))
    serious = ORDER[: ORDER.index(Level(fail_on)) + 1]
    if any(f.checked and f.level in serious for _, report in reports for f in report.findings):
        sys.exit(INVALID)


def _checked(place: str, reading: Reading, network: bool) -> Inspection:
    today = datetime.now(UTC).astimezone().date()
    if ADDRESS.match(place):
        content, known = _download(place), Around(today=today)
    else:
        file = _file(place)
        content, known = _read(file), around(file, today)
    report = check(content, lists(), reading=reading, around=known)
    if not network:
        return report
    named = [
        (key, value) for key, value in report.values.items() if WEB.fullmatch(key) and ADDRESS.match(value)
    ]
    known = replace(known, reachable=_street().reachable(named))
    return check(content, lists(), reading=reading, around=known)


def _name(place: str) -> str:
    return place if ADDRESS.match(place) else _file(place).as_posix()


def _file(place: str) -> Path:
    path = Path(place)
    if path.is_dir():
        path = next((path / name for name in NAMES if (path / name).is_file()), path / NAMES[0])
    return path


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise UnreadableError(
            f"{file} lässt sich nicht lesen: {error.strerror}. Neu anlegen: allmende publiccode new"
        ) from error


def _street() -> Any:
    """The way into the network, loaded only where somebody goes there: it is a tenth of the start."""
    return importlib.import_module("allmende.publiccode.fetching")


def _download(address: str) -> bytes:
    try:
        content: bytes = _street().download(address)
        return content
    except AdapterError as error:
        raise UnreadableError(error.text.de) from error


@publiccode.command()
@click.argument("file", default=".", type=click.Path(path_type=Path))
@click.option("--yes", is_flag=True, help="Ohne Rückfrage schreiben.")
def fix(file: Path, yes: bool) -> None:
    """Korrigieren, was sich ohne Zweifel korrigieren lässt; Kommentare und Form bleiben.

    Zeigt zuerst, was sich ändert. Endet mit 0, wenn die Datei danach gültig ist, sonst mit 1.
    """
    path = _file(str(file))
    before = _read(path)
    text = corrected(before, lists())
    after = text.encode("utf-8")
    if after == before:
        click.echo("Hier lässt sich nichts von selbst korrigieren.")
    else:
        click.echo(_difference(before.decode("utf-8", "replace"), text, path.as_posix()), nl=False)
        if not yes and not click.confirm("So speichern?"):
            sys.exit(INVALID)
        path.write_bytes(after)
    report = check(after, lists())
    click.echo(printed.text([(path.as_posix(), report)]))
    sys.exit(0 if report.valid else INVALID)


def _difference(before: str, after: str, name: str) -> str:
    lines = difflib.unified_diff(
        before.splitlines(), after.splitlines(), name, f"{name} (korrigiert)", lineterm=""
    )
    return "".join(f"{line}\n" for line in lines)


@publiccode.command()
@click.argument("folder", default=".", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--yes", is_flag=True, help="Nicht fragen, nur nehmen, was das Repository sagt.")
def new(folder: Path, yes: bool) -> None:
    """Eine publiccode.yml anlegen: fragt, und schlägt vor, was das Repository schon sagt."""
    file = folder / NAMES[0]
    if file.exists():
        raise UnreadableError(f"{file} gibt es schon. Verbessern: allmende publiccode fix {file}")
    answers = drafts.from_told(told(root_of(folder.resolve()) or folder))
    if not yes:
        answers = _asked(answers)
    content = drafts.written(answers)
    file.write_text(content, encoding="utf-8")
    report = check(content.encode("utf-8"), lists())
    click.echo(printed.text([(file.as_posix(), report)]))
    sys.exit(0 if report.valid else INVALID)


QUESTIONS = {
    "name": "Name der Software",
    "url": "Adresse des Repositorys",
    "licence": "Lizenz (SPDX, etwa EUPL-1.2)",
    "short": "Kurzbeschreibung (höchstens 150 Zeichen)",
    "long": "Beschreibung (150 bis 10.000 Zeichen)",
    "features": "Funktionen (mit Komma getrennt)",
    "status": "Stand (concept, development, beta, stable, obsolete)",
    "kind": "Art (standalone/web, standalone/mobile, library, …)",
    "platforms": "Plattformen (web, linux, android, …; mit Komma getrennt)",
    "contact": "Ansprechperson für die Wartung (leer: wird nicht gewartet)",
    "version": "Version (leer: noch keine)",
    "language": "Sprache der Beschreibung",
}


def _asked(answers: drafts.Answers) -> drafts.Answers:
    given: dict[str, str | tuple[str, ...]] = {}
    for entry in fields(answers):
        old = getattr(answers, entry.name)
        shown = ", ".join(old) if isinstance(old, tuple) else old
        answer = click.prompt(QUESTIONS[entry.name], default=shown, show_default=len(shown) < 80)
        given[entry.name] = _parts(answer.split(",")) if isinstance(old, tuple) else answer.strip()
    return replace(answers, **given)  # type: ignore[arg-type]


def _parts(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(word.strip() for word in words if word.strip())
