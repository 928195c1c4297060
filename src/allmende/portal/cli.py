# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Commands that need several rooms: run, prepare, find, search."""

import json
import os
import shutil
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from errno import EACCES, EADDRINUSE
from pathlib import Path
from typing import Any

import click
from django.conf import settings
from django.db.utils import DatabaseError

from allmende.portal import actions, queries
from allmende.portal.facts import ORDERS, Question
from allmende.register import queries as register
from allmende.search.cli import search as search_group
from allmende.search.quality import QuestionsError, measure, read_questions

LEAST_DISK = 300 * 1024 * 1024
HOST = "127.0.0.1"
LAST_PORT = 65535
WIDTH = 100


def _check_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".probe"
        probe.write_bytes(b"0")
        probe.unlink()
    except OSError as error:
        raise click.ClickException(
            f"In den Datenordner {folder} kann nicht geschrieben werden ({error.strerror}). "
            "Bitte Rechte ändern oder mit ALLMENDE_VAR einen anderen Ordner nennen."
        ) from error
    free = shutil.disk_usage(folder).free
    if free < LEAST_DISK:
        raise click.ClickException(
            f"Auf dem Datenträger von {folder} sind nur {free // 1024**2} MB frei, "
            f"nötig sind {LEAST_DISK // 1024**2} MB. Bitte Platz schaffen."
        )


def _check_address(host: str, port: int) -> None:
    """Raise with one sentence if the server will not be able to listen there."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise click.ClickException(_why_not(error, host, port)) from error


def _why_not(error: OSError, host: str, port: int) -> str:
    if error.errno == EADDRINUSE:
        other = port + 1 if port < LAST_PORT else port - 1
        return (
            f"Der Anschluss {port} ist auf {host} schon belegt. Läuft Allmende bereits? "
            f"Sonst einen anderen wählen: make run PORT={other}"
        )
    if error.errno == EACCES:
        return (
            f"Der Anschluss {port} ist der Verwaltung des Rechners vorbehalten. Bitte einen ab 1024 wählen."
        )
    return f"{host} ist keine Adresse dieses Rechners. Bitte --bind weglassen oder eine eigene nennen."


@contextmanager
def _plain_errors() -> Iterator[None]:
    """Say in one sentence what went wrong with the database or the disk."""
    try:
        yield
    except (DatabaseError, OSError) as error:
        raise click.ClickException(
            f"Vorbereiten abgebrochen, nichts ist halb geschrieben: {error or type(error).__name__}. "
            "Meist ist der Datenträger voll, die Datenbank nicht erreichbar oder ein zweiter Lauf im Gange."
        ) from error


@click.command()
def prepare() -> None:
    """Datenbank, Register, Wissen, Suchindex und feste Dateien auf den neuesten Stand bringen."""
    _check_folder(settings.VAR)
    with _plain_errors():
        actions.prepare(by="prepare")


@click.command()
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, LAST_PORT), help="Anschluss")
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64), help="Prozesse")
@click.option("--bind", default=HOST, show_default=True, help="Adresse, auf der gehorcht wird")
def run(port: int, workers: int, bind: str) -> None:
    """Alles vorbereiten und unter http://127.0.0.1:8000 bereitstellen."""
    _check_folder(settings.VAR)
    _check_address(bind, port)
    with _plain_errors():
        actions.prepare(by="run")
    address = f"[{bind}]:{port}" if ":" in bind else f"{bind}:{port}"
    click.echo(f"Allmende läuft: http://{address}  (Beenden mit Strg+C)")
    sys.stdout.flush()
    gunicorn = str(Path(sys.executable).with_name("gunicorn"))
    os.execv(  # noqa: S606  # our own server, fixed arguments
        gunicorn,
        [gunicorn, "allmende.config.wsgi", "--bind", address, "--workers", str(workers),
         "--threads", "2", "--log-level", "warning", "--max-requests", "20000"],
    )  # fmt: skip


def _municipality(name: str | None) -> Any:
    if not name:
        return None
    found = register.resolve(name)
    if found is None:
        near = "; ".join(f"{one.label} = {one.key}" for one in register.find(name, limit=5))
        raise click.ClickException(
            f"„{name}“ ist nicht eindeutig eine Kommune. " + (f"Gemeint sein könnte: {near}" if near else "")
        )
    return found


@click.command()
@click.argument("words")
@click.option("--for", "place", help="Kommune: Name, Postleitzahl, AGS oder ARS")
@click.option(
    "--order", type=click.Choice(list(ORDERS)), default="passung", show_default=True, help="Ordnung"
)
@click.option("--limit", default=10, show_default=True, type=click.IntRange(1, 200), help="Anzahl")
@click.option("--json", "as_json", is_flag=True, help="Ausgabe für Programme")
def find(words: str, place: str | None, order: str, limit: int, as_json: bool) -> None:
    """Lösungen zu einem Anliegen finden: allmende find "Starkregen" --for "Bad Belzig"."""
    question = Question(words=words, municipality=_municipality(place), order=order)
    found = queries.find(question, start=0, size=limit)
    if as_json:
        click.echo(json.dumps(queries.as_data(question, found), ensure_ascii=False, indent=1))
        return
    click.echo(f"{found.total} Lösungen. {found.order_text.de}")
    for place_number, result in enumerate(found.results, 1):
        click.echo(f"\n{place_number}. {result.solution.title}  [{result.solution.slug}]")
        click.echo(f"   {result.places}" if result.places else "   Ort nicht bekannt")
        click.echo(f"   {result.match.evidence.summary.de}.")
        for sign, items in (("+", result.reasons), ("–", result.gaps)):
            for item in items:
                click.echo(f"   {sign} {item.text.de}"[: WIDTH * 2])


@click.command("rebuild")
def rebuild() -> None:
    """Den Suchindex aus der Datenbank neu aufbauen."""
    with _plain_errors():
        actions.rebuild_index(by="search rebuild")


@click.command("evaluate")
@click.argument("questions", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--json", "as_json", is_flag=True, help="Ausgabe für Programme")
def evaluate(questions: Path, as_json: bool) -> None:
    """Die Suche an Fragen mit benoteten Antworten messen (JSON je Zeile: query, types, grades)."""
    try:
        measured = measure(read_questions(questions), queries.ranking_by_words)
    except QuestionsError as error:
        raise click.ClickException(f"{questions}: {error}") from error
    if as_json:
        click.echo(json.dumps({name: asdict(one) for name, one in measured.items()}, indent=1))
        return
    click.echo(f"{'':14}{'Fragen':>8}{'nDCG@10':>9}{'recall@20':>11}{'MRR':>8}")
    for name, one in measured.items():
        click.echo(f"{name:14}{one.questions:8d}{one.ndcg:9.4f}{one.recall:11.4f}{one.mrr:8.4f}")


search_group.add_command(rebuild)
search_group.add_command(evaluate)
search = search_group
