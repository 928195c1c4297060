# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""What can be set, called or read is documented, and the documentation speaks of nothing else."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import click
import pytest
import yaml

from allmende import __version__
from allmende.config.api import api
from allmende.config.cli import main
from tests.house.plan import DOCS, PACKAGE, ROOT, files, name, texts

SETTINGS = (DOCS / "betreiben" / "einstellungen.md").read_text(encoding="utf-8")
COMMANDS = (DOCS / "nutzen" / "befehle.md").read_text(encoding="utf-8")
INTERFACE = (DOCS / "nutzen" / "schnittstelle.md").read_text(encoding="utf-8")
PAPERS = [path for path in files() if path.suffix == ".md"]
PUBLICCODE = yaml.safe_load((ROOT / "publiccode.yml").read_text(encoding="utf-8"))
NAME = re.compile(r"ALLMENDE_[A-Z_]+[A-Z]")


def read_settings() -> set[str]:
    """Every variable that config/env.py reads."""
    code = (PACKAGE / "config" / "env.py").read_text(encoding="utf-8")
    return {f"ALLMENDE_{word}" for word in re.findall(r"env\.(?!prefixed)\w+\(\s*\"([A-Z_]+)\"", code)}


def tree(command: click.Command, path: str) -> Iterator[tuple[str, click.Command]]:
    """Every command with its full name, groups left out."""
    if isinstance(command, click.Group):
        context = click.Context(command)
        for word in command.list_commands(context):
            child = command.get_command(context, word)
            assert child
            yield from tree(child, f"{path} {word}")
        if not command.invoke_without_command:
            return
    yield path, command


def section_of(path: str) -> str:
    """What the documentation says about one command; empty where it says nothing."""
    found = re.search(rf"^### `{path}(?=[ `]).*?(?=^### |\Z)", COMMANDS, re.M | re.S)
    return found[0] if found else ""


def test_every_setting_is_documented() -> None:
    assert read_settings()
    assert read_settings() - set(NAME.findall(SETTINGS)) == set()


def test_every_variable_the_project_names_is_documented() -> None:
    named = {(n, word) for n, text in texts() for word in NAME.findall(text)}
    assert {use for use in named if use[1] not in SETTINGS} == set()


def test_the_documentation_names_no_setting_that_is_never_read() -> None:
    elsewhere = "\n".join(text for n, text in texts() if n.endswith((".py", ".ci/run", "Makefile")))
    assert {
        word for word in NAME.findall(SETTINGS) if word not in read_settings() and word not in elsewhere
    } == set()


def test_every_command_is_documented() -> None:
    assert [path for path, _ in tree(main, "allmende") if not section_of(path)] == []


def test_every_option_is_documented_with_its_command() -> None:
    missing = []
    for path, command in tree(main, "allmende"):
        section = section_of(path)
        for option in command.params:
            if isinstance(option, click.Option) and option.name != "help" and option.opts[0] not in section:
                missing.append(f"{path} {option.opts[0]}")
    assert missing == []


def test_the_documentation_names_no_command_that_does_not_exist() -> None:
    headings = re.findall(r"^### `(allmende[a-z -]*[a-z])", COMMANDS, re.M)
    known = {path for path, _ in tree(main, "allmende")}
    assert headings
    assert [heading for heading in headings if heading not in known] == []


def test_every_command_says_what_it_does() -> None:
    assert [path for path, command in tree(main, "allmende") if not command.get_short_help_str()] == []


def test_every_operation_of_the_interface_is_documented() -> None:
    paths = {path.removeprefix("/api/v1") for path in api.get_openapi_schema()["paths"]}
    assert {path for path in paths if f"`{path}`" not in INTERFACE} == set()


def test_the_documentation_names_no_operation_that_does_not_exist() -> None:
    paths = {path.removeprefix("/api/v1") for path in api.get_openapi_schema()["paths"]}
    assert {path for path in re.findall(r"^\| `(/[^`]*)`", INTERFACE, re.M) if path not in paths} == set()


@pytest.mark.parametrize("paper", PAPERS, ids=name)
def test_no_paper_points_to_a_file_that_is_missing(paper: Path) -> None:
    links = re.findall(r"\]\(([^)\s]+)\)", paper.read_text(encoding="utf-8"))
    inside = (unquote(link.split("#")[0]) for link in links if not re.match(r"[a-z]+:|#", link))
    assert [link for link in inside if not (paper.parent / link).exists()] == []


def test_every_decision_is_listed_in_order() -> None:
    numbers = sorted(p.name[:4] for p in (DOCS / "adr").glob("[0-9]*.md"))
    assert numbers == [f"{i + 1:04}" for i in range(len(numbers))]


def test_the_version_is_the_same_everywhere() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert project == __version__ == PUBLICCODE["softwareVersion"]
    assert f"## {project}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_our_own_publiccode_says_everything_the_standard_demands() -> None:
    assert PUBLICCODE["publiccodeYmlVersion"] == "0"
    wanted = {
        "name",
        "url",
        "platforms",
        "developmentStatus",
        "softwareType",
        "description",
        "legal",
        "maintenance",
    }
    assert wanted | {"localisation"} <= set(PUBLICCODE)
    assert PUBLICCODE["legal"]["license"] == "EUPL-1.2"
    assert PUBLICCODE["localisation"]["localisationReady"] is True
    assert PUBLICCODE["maintenance"]["type"] == "none" or PUBLICCODE["maintenance"]["contacts"]
    assert set(PUBLICCODE["description"]) == set(PUBLICCODE["localisation"]["availableLanguages"])


@pytest.mark.parametrize("language", ["de", "en"])
def test_our_own_publiccode_keeps_the_lengths(language: str) -> None:
    text = PUBLICCODE["description"][language]
    assert len(text["shortDescription"]) <= 150
    assert 150 <= len(text["longDescription"]) <= 10_000
    assert text["features"]
