# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""From bytes to nodes with line and column: YAML 1.2, safe against size, depth, aliases and wrong encodings.

The one place of the domain that knows a parser: it reads bytes given to it and does no input or output.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import yaml

from allmende.domain.explain import Text

MOST_BYTES = 1_000_000
MOST_NODES = 20_000
MOST_WEIGHT = 200_000
DEEPEST = 40
MOST_DIRECTIVES = 8
CORE = "tag:yaml.org,2002:"
# libyaml where PyYAML was built with it, else the same in Python, only slower.
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
NULL = re.compile(r"~|null|Null|NULL|")
FLAG = re.compile(r"true|True|TRUE|false|False|FALSE")
NUMBER = re.compile(
    r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+|[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?"
    r"|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)"
)


class Node(NamedTuple):
    """A value in the file. `kind`: text, flag, number, null, list or map; `content`: the text, or the
    children (for a map pairs of key and value). `start` and `end` are offsets; line and column count from 1.
    """

    kind: str
    content: Any
    start: int
    end: int
    line: int
    column: int
    weight: int = 1


class Problem(NamedTuple):
    """Something that is wrong with the file as YAML. `stops`: the reference reads no further."""

    rule: str
    line: int
    column: int
    text: Text
    stops: bool = True


@dataclass(slots=True)
class Source:
    """The decoded text, its root where it could be read, and what is wrong with it. `mark`: byte order"
    " mark."""

    text: str
    root: Node | None = None
    problems: list[Problem] = field(default_factory=list)
    mark: bool = False
    directive: bool = False

    def complain(self, rule: str, line: int, column: int, de: str, en: str, *, stops: bool = True) -> None:
        """Note a problem."""
        self.problems.append(Problem(rule, line, column, Text(de, en), stops))


def read(content: bytes) -> Source:
    """Decode and parse; never raises for any content."""
    if len(content) > MOST_BYTES:
        source = Source("")
        source.complain(
            "yaml.size", 0, 0,
            "Die Datei ist größer als ein Megabyte; sie wird nicht gelesen.",
            "The file is larger than one megabyte; it is not read.",
        )  # fmt: skip
        return source
    source = _decoded(content)
    if not any(p.rule == "yaml.encoding" and p.line == 0 for p in source.problems):
        _parse(source)
    return source


def _decoded(content: bytes) -> Source:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\0" in content[:4]:
        return _utf16(content)
    mark = content.startswith(codecs.BOM_UTF8)
    content = content[3:] if mark else content
    try:
        return Source(content.decode("utf-8"), mark=mark)
    except UnicodeDecodeError as error:
        source = Source(content.decode("cp1252", "replace"), mark=mark)
        before = content[: error.start]
        source.complain(
            "yaml.encoding", before.count(b"\n") + 1, error.start - before.rfind(b"\n"),
            "Die Datei ist nicht in UTF-8 gespeichert. Speichern Sie sie mit der Kodierung UTF-8.",
            "The file is not UTF-8. Save it with the encoding UTF-8.",
        )  # fmt: skip
        return source


def _utf16(content: bytes) -> Source:
    little = content.startswith(codecs.BOM_UTF16_LE) or content[1:2] == b"\0"
    source = Source(content.decode("utf-16-le" if little else "utf-16-be", "replace").removeprefix("\ufeff"))
    source.complain(
        "yaml.encoding", 1, 1,
        "Die Datei ist in UTF-16 oder UTF-32 gespeichert. Speichern Sie sie mit der Kodierung UTF-8.",
        "The file is UTF-16 or UTF-32. Save it with the encoding UTF-8.",
    )  # fmt: skip
    return source


def _parse(source: Source) -> None:
    text = source.text
    odd = UNPRINTABLE.search(text)
    if odd:
        source.complain(
            "yaml.character", text.count("\n", 0, odd.start()) + 1,
            odd.start() - text.rfind("\n", 0, odd.start()),
            f"Hier steht ein unsichtbares Steuerzeichen (U+{ord(odd[0]):04X}), das YAML nicht erlaubt.",
            f"There is a control character (U+{ord(odd[0]):04X}) that YAML does not allow.", stops=False,
        )  # fmt: skip
        text = UNPRINTABLE.sub("\ufffd", text)
    directives = len(re.findall(r"^%", text, re.M))
    source.directive = directives > 0
    if directives > MOST_DIRECTIVES:
        source.complain(
            "yaml.syntax", 1, 1, "Zu viele Zeilen beginnen mit %.", "Too many lines begin with %."
        )
        return
    loader = LOADER(text)
    try:
        Composer(source).compose(loader)
    except yaml.MarkedYAMLError as error:
        source.problems.append(_syntax(error, text))
    except (yaml.YAMLError, ValueError, RecursionError, UnicodeError) as error:
        line = f"{error}"[:100]
        source.complain("yaml.syntax", 1, 1, f"Das ist kein YAML: {line}", f"This is no YAML: {line}")
    finally:
        loader.dispose()


class Frame(NamedTuple):
    """A list or map that is not finished yet."""

    event: Any
    items: list[Node]


class Composer:
    """Builds nodes from the parser's events, without recursion, within the limits."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.anchors: dict[str, Node | None] = {}
        self.frames: list[Frame] = []
        self.nodes = self.buried = self.documents = self.merged = 0

    def compose(self, loader: Any) -> None:
        """Read all events; the root of the first document becomes the source's root."""
        for event in _events(loader):
            if isinstance(event, yaml.DocumentStartEvent):
                self.documents += 1
                if self.documents > 1:
                    self._say(
                        event, "yaml.documents",
                        "Hier beginnt mit --- ein zweites Dokument. Die Datei darf nur eines enthalten.",
                        "A second document begins here with ---. The file may hold one only.",
                    )  # fmt: skip
                    return
            elif isinstance(event, yaml.NodeEvent | yaml.CollectionEndEvent) and not self._take(event):
                return

    def _take(self, event: Any) -> bool:
        """Handle one event; False ends the reading."""
        self.nodes += 1
        if self.nodes > MOST_NODES:
            self._say(
                event, "yaml.size", "Die Datei enthält zu viele Werte; ab hier wurde nicht weitergelesen.",
                "The file holds too many values; it was not read beyond this point.",
            )  # fmt: skip
            self.source.root = None
            return False
        if isinstance(event, yaml.ScalarEvent):
            self._add(event, _scalar(event))
        elif isinstance(event, yaml.AliasEvent):
            self._add(event, self._alias(event))
        elif isinstance(event, yaml.CollectionStartEvent):
            self._open(event)
        else:
            self._close(event)
        return True

    def _open(self, event: Any) -> None:
        if self.buried or len(self.frames) >= DEEPEST:
            if not self.buried:
                self._say(
                    event, "yaml.depth", "Hier ist der Inhalt zu tief verschachtelt.",
                    "The content is nested too deeply here.", stops=False,
                )  # fmt: skip
            self.buried += 1
            return
        if event.anchor:
            self.anchors[event.anchor] = None
        self.frames.append(Frame(event, []))

    def _close(self, event: Any) -> None:
        if self.buried:
            self.buried -= 1
            return
        begun, items = self.frames.pop()
        end = event.end_mark.index if begun.flow_style else (items[-1].end if items else begun.end_mark.index)
        if isinstance(begun, yaml.SequenceStartEvent):
            node = _node("list", tuple(items), begun, end, 1 + sum(i.weight for i in items))
        else:
            pairs = self._pairs(items)
            node = _node("map", pairs, begun, end, 1 + sum(1 + v.weight for _, v in pairs))
        if node.weight > MOST_WEIGHT:
            self._say(
                begun, "yaml.alias", "Die Verweise (*) vervielfachen den Inhalt zu stark.",
                "The aliases (*) multiply the content too much.", stops=False,
            )  # fmt: skip
            node = _node("null", "", begun, end)
        self._add(begun, node)

    def _add(self, event: Any, node: Node) -> None:
        if self.buried:
            return
        if event.anchor and not isinstance(event, yaml.AliasEvent):
            self.anchors[event.anchor] = node
        if self.frames:
            self.frames[-1].items.append(node)
        else:
            self.source.root = node

    def _alias(self, event: Any) -> Node:
        target = self.anchors.get(event.anchor)
        empty = _node("null", "", event, event.end_mark.index)
        if target is None:
            self._say(
                event, "yaml.alias",
                f"*{event.anchor[:40]} verweist auf nichts; beginnt Text mit *, gehört er in"
                " Anführungszeichen.",
                f"*{event.anchor[:40]} refers to nothing; text that begins with * needs quotes.",
            )  # fmt: skip
            return empty
        return target._replace(start=event.start_mark.index, end=event.end_mark.index)

    def _pairs(self, items: list[Node]) -> tuple[tuple[Node, Node], ...]:
        own: dict[str, tuple[Node, Node]] = {}
        merged: list[Node] = []
        for key, value in zip(items[::2], items[1::2], strict=True):
            if key.kind in {"list", "map"}:
                self._blame(key, "yaml.key", "Ein Schlüssel muss ein Wort sein.", "A key must be a word.")
            elif key.content in own:
                line = own[key.content][0].line
                self._blame(
                    key, "yaml.duplicate",
                    f"{key.content[:60]} steht schon in Zeile {line}. Jeder Schlüssel darf nur einmal"
                    " vorkommen.",
                    f"{key.content[:60]} is already in line {line}. Each key may occur once only.",
                )  # fmt: skip
            elif key.content == "<<" and value.kind in {"list", "map"}:
                merged += value.content if value.kind == "list" else (value,)
            else:
                own[key.content] = (key, value)
        for other in merged:
            self.merged += len(other.content)
            if self.merged > MOST_NODES:
                self._blame(
                    other, "yaml.alias", "Die Verweise (<<) vervielfachen den Inhalt zu stark.",
                    "The merges (<<) multiply the content too much.",
                )  # fmt: skip
                break
            for key, value in other.content if other.kind == "map" else ():
                own.setdefault(key.content, (key, value))
        return tuple(own.values())

    def _blame(self, node: Node, rule: str, de: str, en: str) -> None:
        if len(self.source.problems) < 100:
            self.source.complain(rule, node.line, node.column, de, en)

    def _say(self, event: Any, rule: str, de: str, en: str, *, stops: bool = True) -> None:
        mark = event.start_mark
        if len(self.source.problems) < 100:
            self.source.complain(rule, mark.line + 1, mark.column + 1, de, en, stops=stops)


def _events(loader: Any) -> Iterator[Any]:
    while loader.check_event():
        yield loader.get_event()


def _node(kind: str, content: Any, event: Any, end: int, weight: int = 1) -> Node:
    mark = event.start_mark
    return Node(kind, content, mark.index, end, mark.line + 1, mark.column + 1, weight)


def _scalar(event: Any) -> Node:
    value, mark = event.value, event.start_mark
    return Node(_kind(value, event), value, mark.index, event.end_mark.index, mark.line + 1, mark.column + 1)


def _kind(value: str, event: Any) -> str:
    """What a scalar is in the core schema of YAML 1.2: yes, no, on and off are text."""
    tag = event.tag or ""
    if tag.startswith(CORE) and tag != "!":
        named = tag.removeprefix(CORE)
        return {"bool": "flag", "int": "number", "float": "number", "null": "null"}.get(named, "text")
    if not event.implicit[0] or tag or len(value) > 40:
        return "text"
    if NULL.fullmatch(value):
        return "null"
    if FLAG.fullmatch(value):
        return "flag"
    return "number" if NUMBER.fullmatch(value) else "text"


SYNTAX = (
    ("mapping values are not allowed",
     "Hier steht ein Doppelpunkt, wo keiner stehen darf: Text mit „: “ gehört in Anführungszeichen, oder die"
     " Einrückung stimmt nicht.",
     "A colon is not allowed here: text with \": \" needs quotes, or the indentation is wrong."),
    ("that cannot start any token",
     "Mit diesem Zeichen darf kein Wert beginnen. Einrückungen sind Leerzeichen, keine Tabulatoren;"
     " Text, der mit"
     " @, ` oder % beginnt, gehört in Anführungszeichen.",
     "No value may begin with this character. Indent with spaces, not tabs; text that begins with @, `"
     " or % needs"
     " quotes."),
    ("found unexpected end of stream",
     "Ein Anführungszeichen wird nicht geschlossen.", "A quotation mark is never closed."),
    ("unexpected document indicator",
     "Ein Anführungszeichen wird nicht geschlossen.", "A quotation mark is never closed."),
    ("did not find expected key", "Hier stimmt die Einrückung nicht, oder ein Anführungszeichen fehlt.",
     "The indentation is wrong here, or a quotation mark is missing."),
    ("did not find expected '-' indicator", "Hier stimmt die Einrückung der Liste nicht.",
     "The indentation of the list is wrong here."),
    ("could not find expected ':'", "Hier fehlt nach dem Schlüssel ein Doppelpunkt.",
     "A colon is missing after the key."),
    ("did not find expected ',' or", "Eine Klammer wird nicht geschlossen, oder ein Komma fehlt.",
     "A bracket is never closed, or a comma is missing."),
    ("expected alphabetic or numeric",
     "Nach * oder & fehlt ein Name; beginnt Text mit * oder &, gehört er in Anführungszeichen.",
     "A name is missing after * or &; text that begins with * or & needs quotes."),
    ("escape character", "In doppelten Anführungszeichen leitet \\ ein Zeichen ein; dieses gibt es nicht.",
     "In double quotes \\ begins an escape; this one does not exist."),
)  # fmt: skip


def _syntax(error: yaml.MarkedYAMLError, text: str) -> Problem:
    problem = f"{error.problem or ''}"
    mark = error.problem_mark or error.context_mark
    # Where a quotation mark was never closed, the place where it was opened helps more than the end.
    if "end of stream" in problem and error.context_mark:
        mark = error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    for words, de, en in SYNTAX:
        if words in problem:
            return Problem("yaml.syntax", line, column, Text(de, en))
    de, en = (
        f"Die Datei ist hier kein gültiges YAML ({problem}).",
        f"The file is no valid YAML here ({problem}).",
    )
    return Problem("yaml.syntax", line, column, Text(de, en))
