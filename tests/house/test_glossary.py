# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""One word, one concept: the glossary, the addresses, the folders and the identifiers agree."""

import ast
import re
from itertools import chain

from tests.house.plan import PACKAGE, ROOT, doors, functions, rooms, source_modules

TEXT = (ROOT / "GLOSSARY.md").read_text(encoding="utf-8")
CODE = re.compile(r"`([^`]+)`")


def table(heading: str) -> list[list[str]]:
    """Rows of the table whose first column has this heading."""
    block = next(part for part in TEXT.split("\n\n") if part.startswith(f"| {heading} |"))
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in block.splitlines()[2:]]


WORDS = table("Deutsch")
PLACES = table("Ordner")


def addresses(german: bool) -> set[str]:
    """First fixed part of every address: of the pages, or of the interface behind /api/v1/."""
    start = "" if german else "api/v1/"
    firsts = {
        address.removeprefix(start).split("/")[0]
        for address, _ in doors()
        if address.startswith("api/v1/") is not german
    }
    return {first for first in firsts if first and not re.search(r"[<^\\.]", first)}


def noun(identifier: str) -> str:
    """The word that says what a name stands for: its last one, in the singular."""
    return re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", identifier)[-1].lower().removesuffix("s")


def test_every_folder_of_the_house_is_in_the_glossary() -> None:
    assert set(rooms()) <= set(CODE.findall(" ".join(row[0] for row in PLACES)))


def test_the_glossary_names_no_folder_that_does_not_exist() -> None:
    named = chain(
        CODE.findall(" ".join(row[0] for row in PLACES)), CODE.findall(" ".join(row[3] for row in WORDS))
    )
    assert [folder for folder in named if not (PACKAGE / folder).exists()] == []


def test_every_address_begins_with_a_word_of_the_glossary() -> None:
    assert {f"/{a}/" for a in addresses(german=True)} <= set(CODE.findall(" ".join(row[2] for row in WORDS)))


def test_every_list_of_the_interface_is_a_word_of_the_glossary() -> None:
    known = set(CODE.findall(" ".join(row[2] for row in WORDS)))
    assert {f"/api/v1/{a}" for a in addresses(german=False)} <= known


def test_every_address_of_the_glossary_exists() -> None:
    exist = {f"/{a}/" for a in addresses(german=True)} | {f"/api/v1/{a}" for a in addresses(german=False)}
    assert set(CODE.findall(" ".join(row[2] for row in WORDS))) <= exist


def test_every_code_name_of_the_glossary_exists() -> None:
    defined = {
        node.name
        for _, tree in source_modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef | ast.FunctionDef)
    }
    named = CODE.findall(" ".join(row[1] for row in WORDS))
    assert [name for name in named if name not in defined] == []


def test_avoided_words_name_no_class_and_no_function() -> None:
    avoided = {word.strip().removesuffix("s") for row in WORDS for word in row[5].split(",") if word.strip()}
    names = {
        (name, node.name)
        for name, tree in source_modules()
        for node in chain(functions(tree), (n for n in ast.walk(tree) if isinstance(n, ast.ClassDef)))
    }
    assert [(name, word) for name, word in sorted(names) if noun(word) in avoided] == []
