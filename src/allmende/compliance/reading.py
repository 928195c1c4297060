# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""A publiccode.yml as the harvest reads it: safely, and with what is wrong in it for whoever can mend it."""

from functools import cache
from itertools import islice
from typing import Any

from allmende.compliance.proposing import Description, describe
from allmende.data import read_words, read_yaml
from allmende.domain.explain import Gap, Text
from allmende.domain.publiccode import Level, Lists, check
from allmende.domain.publiccode.expressions import Openness, parse
from allmende.domain.publiccode.reading import Node
from allmende.domain.publiccode.reading import read as parsed

MOST_MISTAKES = 20
LISTED_LICENCES = {"open_licences": "open", "data_licences": "data"}


@cache
def lists() -> Lists:
    """The lists the check needs, from the bundled data."""
    licences = read_yaml("open_licences.yaml")
    return Lists.of(
        lambda name: (
            frozenset(licences[LISTED_LICENCES[name]])
            if name in LISTED_LICENCES
            else read_words("publiccode", f"{name}.txt")
        )
    )


def read(content: bytes, *, found_at: str) -> Description:
    """What a file says, with its mistakes against the standard; without values where it cannot be used.

    A file with mistakes is used all the same if it says what matters: half of the real ones have some.
    """
    mistakes = _mistakes(content)
    root = parsed(content).root
    if root is None or root.kind != "map":
        return Description(None, mistakes or (_gap("empty", "Die Datei ist leer.", "The file is empty."),))
    found = describe(_plain(root), found_at=found_at)
    if found.values is None:
        return Description(None, (*found.problems, *mistakes))
    licence = parse(found.values["licence"], lists())
    if licence and licence.openness == Openness.CLOSED:
        return Description(None, (_closed(found.values["licence"]), *mistakes))
    is_open = licence is not None and licence.openness >= Openness.DATA
    return Description({**found.values, "open_source": True if is_open else None}, mistakes)


def _mistakes(content: bytes) -> tuple[Gap, ...]:
    found = [f for f in check(content, lists()).findings if f.level == Level.ERROR and f.checked]
    places = ((f, (f"Zeile {f.line}: ", f"Line {f.line}: ") if f.line else ("", "")) for f in found)
    gaps = (_gap(f.rule, de + f.text.de, en + f.text.en) for f, (de, en) in places)
    return tuple(islice(gaps, MOST_MISTAKES))


def _closed(licence: str) -> Gap:
    return _gap("license-not-open", f"{licence} ist keine freie Lizenz.", f"{licence} is no free licence.")


def _gap(code: str, de: str, en: str) -> Gap:
    return Gap(code, Text(de=de, en=en))


def _plain(node: Node) -> Any:
    """The value of a node; numbers and truth values stay the words they are written with."""
    if node.kind == "map":
        return {str(key.content): _plain(value) for key, value in node.content}
    if node.kind == "list":
        return [_plain(item) for item in node.content]
    return None if node.kind == "null" else str(node.content)
