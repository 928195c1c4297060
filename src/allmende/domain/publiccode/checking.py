# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""The check itself: walk through the file along the schema, then look at what depends on several keys."""

from collections.abc import Mapping

from allmende.domain.publiccode import across, values
from allmende.domain.publiccode.findings import (
    MOST,
    Around,
    Edit,
    Finding,
    Inspection,
    Level,
    Reading,
    mended,
)
from allmende.domain.publiccode.lists import Lists
from allmende.domain.publiccode.reading import Node, Problem, Source, read
from allmende.domain.publiccode.schema import REFERENCE, ROOT, Field, places
from allmende.domain.publiccode.walk import Spot, Walk, nearest, short

YES = {"yes": "true", "y": "true", "on": "true", "true": "true", "ja": "true", "1": "true"}
NO = {"no": "false", "n": "false", "off": "false", "false": "false", "nein": "false", "0": "false"}
ROUNDS = 4
SINGLE = {"text", "number", "flag", "null"}


def check(
    content: bytes, lists: Lists, *, reading: Reading = Reading.TEXT, around: Around | None = None
) -> Inspection:
    """Everything there is to say about a publiccode.yml.

    `content`: the file as it is stored; `lists`: languages, countries, licences; `reading`: the standard's
    text, or what the reference does; `around`: what is known beyond the file. Raises nothing for any content.
    """
    source = read(content)
    walk = Walk(source.text, lists, reading, around or Around())
    for problem in _problems(source, walk):
        walk.say(problem.rule, "", None, problem.text.de, problem.text.en)
        walk.findings[-1:] = [_placed(f, problem) for f in walk.findings[-1:] if f.rule == problem.rule]
    stopped = walk.reference and any(p.stops for p in source.problems)
    if not stopped and not (walk.reference and _unread(source, walk)) and _has_root(source, walk):
        _content(walk, source.root)
    return Inspection(
        tuple(sorted(_all(walk), key=lambda f: (f.line, f.column))),
        source.text,
        {path: spot.text for path, spot in walk.values.items() if spot.value.kind in SINGLE},
    )


def corrected(content: bytes, lists: Lists) -> str:
    """The text with everything corrected that leaves no doubt; corrections that open the way for"
    " others included."""
    report = check(content, lists)
    text = report.source
    for _ in range(ROUNDS):
        better = mended(text, report.findings)
        after = check(better.encode("utf-8"), lists)
        if better == text or after.count(Level.ERROR) > report.count(Level.ERROR):
            break
        text, report = better, after
    return text


def _problems(source: Source, walk: Walk) -> list[Problem]:
    if walk.reference and source.directive and not source.problems:
        de, en = (
            "Die Referenz liest %YAML als zweites Dokument.",
            "The reference takes %YAML for a second document.",
        )
        source.complain("yaml.documents", 1, 1, de, en)
    return source.problems


def _placed(finding: Finding, problem: Problem) -> Finding:
    return Finding(finding.rule, finding.level, "", problem.line, problem.column, problem.text)


def _unread(source: Source, walk: Walk) -> bool:
    """The reference does not see the first key behind a byte order mark."""
    if source.mark:
        walk.say(
            "yaml.mark", "publiccodeYmlVersion", None, "Am Anfang steht ein Byte-Order-Mark.",
            "A byte order mark stands at the start.",
        )  # fmt: skip
    return source.mark


def _has_root(source: Source, walk: Walk) -> bool:
    if source.mark:
        walk.say(
            "yaml.mark", "", None, "Am Anfang steht ein Byte-Order-Mark; manche Programme stolpern darüber.",
            "A byte order mark stands at the start; some programs stumble over it.",
        )  # fmt: skip
    if source.root is not None and source.root.kind == "map":
        return True
    if not source.problems:
        walk.say(
            "root", "publiccodeYmlVersion" if walk.reference else "", source.root,
            "Die Datei ist leer oder enthält keine Schlüssel mit Werten.",
            "The file is empty or holds no keys with values.",
        )  # fmt: skip
    return False


def _content(walk: Walk, root: Node | None) -> None:
    if root is None or not across.version(walk, root):
        return
    _section(walk, root, None, "", REFERENCE if walk.reference else ROOT)
    across.after(walk, root)


def _all(walk: Walk) -> list[Finding]:
    if walk.full:
        walk.findings.pop()
        walk.say(
            "more", "", None, f"Es gibt mehr als {MOST} Befunde; die übrigen werden nicht gezeigt.",
            f"There are more than {MOST} findings; the others are not shown.",
        )  # fmt: skip
    return walk.findings


def _section(walk: Walk, node: Node, key: Node | None, path: str, fields: Mapping[str, Field]) -> None:
    """All keys of one map: unknown ones, missing ones, and the values of the others."""
    found = {str(name.content): (name, value) for name, value in node.content}
    before = f"{path}." if path else ""
    for name, (place, value) in found.items():
        if walk.full:
            return
        if name in fields:
            _value(walk, Spot(f"{before}{name}", place, value), fields[name])
        else:
            _unknown(walk, Spot(f"{before}{name}", place, value), name, fields.keys() - found.keys())
    for name, entry in fields.items():
        if entry.needed and name not in found:
            _missing(walk, f"{before}{name}", key, entry)


def _unknown(walk: Walk, spot: Spot, name: str, free: set[str]) -> None:
    walk.undecoded.add(spot.path)
    near = nearest(name, free)
    home = [] if near else places(name)
    if near:
        de, en = f"Gemeint ist wohl „{near}“.", f"Probably “{near}” is meant."
    elif home:
        de, en = f"Er gehört an diese Stelle: {home[0]}.", f"It belongs here: {home[0]}."
    else:
        de, en = "Entfernen Sie ihn.", "Remove it."
    edits = (Edit(spot.key.start, spot.key.end, near),) if near else ()
    walk.say(
        "key.unknown", spot.path, spot.key,
        f"Den Schlüssel „{short(name)}“ gibt es hier im Standard nicht. {de}",
        f"The standard has no key “{short(name)}” here. {en}", edits,
    )  # fmt: skip


def _missing(walk: Walk, path: str, place: Node | None, entry: Field) -> None:
    """The mandatory key, or for a whole section those it would have to hold."""
    inside = (
        [f"{path}.{name}" for name, part in entry.fields.items() if part.needed]
        if entry.kind == "section"
        else []
    )
    for missing in inside or [path]:
        walk.say(
            "key.missing", missing, place, f"Die Pflichtangabe {missing} fehlt.",
            f"The mandatory key {missing} is missing.",
        )  # fmt: skip


def _value(walk: Walk, spot: Spot, entry: Field) -> None:
    walk.values[spot.path] = spot
    across.remark(walk, spot, entry)
    if spot.value.kind == "null":
        if entry.needed:
            _missing(walk, spot.path, spot.key, entry)
        return
    kind = (entry.reference_kind if walk.reference else "") or entry.kind
    if kind == "either":
        kind = "texts" if spot.value.kind == "list" else "text"
        if walk.reference and spot.value.kind in SINGLE:
            spot = spot._replace(path=f"{spot.path}[0]")
    KINDS[kind](walk, spot, entry)


def _text(walk: Walk, spot: Spot, entry: Field) -> None:
    if spot.value.kind not in SINGLE:
        _wrong(walk, spot, "ein Text", "a text")
        return
    if entry.needed and not spot.text:
        _missing(walk, spot.path, spot.key, entry)
        return
    if spot.value.kind != "text" and spot.path != "publiccodeYmlVersion":
        walk.say(
            "type.number", spot.path, spot.value,
            f"{short(spot.text)} steht ohne Anführungszeichen und wird als Zahl oder Wahrheitswert gelesen.",
            f"{short(spot.text)} has no quotes and is read as a number or truth value.",
            (Edit(spot.value.start, spot.value.end, f'"{spot.text}"'),),
        )  # fmt: skip
    if entry.check:
        entry.check(walk, spot)


def _flag(walk: Walk, spot: Spot, entry: Field) -> None:
    if spot.value.kind == "flag":
        return
    word = spot.text.strip().casefold() if spot.value.kind in SINGLE else ""
    meant = YES.get(word) or NO.get(word)
    edits = (Edit(spot.value.start, spot.value.end, meant),) if meant else ()
    _wrong(walk, spot, "true oder false (ohne Anführungszeichen)", "true or false (without quotes)", edits)


def _texts(walk: Walk, spot: Spot, entry: Field) -> None:
    if spot.value.kind != "list":
        _wrong(
            walk,
            spot,
            "eine Liste (jede Zeile mit „- “)",
            "a list (each line with “- ”)",
            _as_list(walk, spot),
        )
        return
    if entry.filled and not spot.value.content:
        _empty(walk, spot)
    for i, item in enumerate(spot.value.content):
        if walk.full:
            return
        part = Spot(f"{spot.path}[{i}]", item, item)
        if item.kind in {"list", "map"}:
            _wrong(walk, part, "ein Text", "a text", inside=False)
        elif entry.check:
            entry.check(walk, part)


def _as_list(walk: Walk, spot: Spot) -> tuple[Edit, ...]:
    old = walk.source[spot.value.start : spot.value.end]
    if spot.value.kind not in SINGLE or "\n" in old or old[:1] in {"|", ">", "&", "!"}:
        return ()
    quoted = (
        old
        if old[:1] in {'"', "'"} or not set(old) & set(",[]{}")
        else f"'{old.replace(chr(39), chr(39) * 2)}'"
    )
    return (Edit(spot.value.start, spot.value.end, f"[{quoted}]"),)


def _empty(walk: Walk, spot: Spot) -> None:
    walk.say(
        "list.empty", spot.path, spot.key, "Hier muss mindestens ein Eintrag stehen.",
        "There must be at least one entry here.",
    )  # fmt: skip


def _inner(walk: Walk, spot: Spot, entry: Field) -> None:
    if spot.value.kind == "map":
        _section(walk, spot.value, spot.key, spot.path, entry.fields)
        return
    _wrong(walk, spot, "ein Abschnitt mit eigenen Schlüsseln", "a section with keys of its own")


def _inners(walk: Walk, spot: Spot, entry: Field) -> None:
    if spot.value.kind != "list":
        _wrong(walk, spot, "eine Liste (jede Zeile mit „- “)", "a list (each line with “- ”)")
        return
    for i, item in enumerate(spot.value.content):
        part = Spot(f"{spot.path}[{i}]", item, item)
        if item.kind == "map":
            _section(walk, item, item, part.path, entry.fields)
        else:
            _wrong(walk, part, "ein Eintrag mit eigenen Schlüsseln, etwa name: …",
                   "an entry with keys of its own, such as name: …", inside=False)  # fmt: skip


def _languages(walk: Walk, spot: Spot, entry: Field) -> None:
    if spot.value.kind != "map":
        _wrong(walk, spot, "ein Abschnitt je Sprache, etwa de:", "a section for each language, such as de:")
        return
    if not spot.value.content:
        _empty(walk, spot)
    for key, value in spot.value.content:
        part = Spot(f"{spot.path}.{key.content}", key, value)
        values.tag(walk, Spot(part.path, key, key), spot.path if walk.reference else part.path)
        if value.kind in {"map", "null"}:
            walk.values[part.path] = part
            _section(walk, value._replace(content=value.content or ()), key, part.path, entry.fields)
        else:
            _wrong(
                walk,
                part,
                "ein Abschnitt mit shortDescription und mehr",
                "a section with shortDescription and more",
            )


def _wrong(
    walk: Walk, spot: Spot, de: str, en: str, edits: tuple[Edit, ...] = (), *, inside: bool = True
) -> None:
    """Wrong kind of value. The reference names the first thing inside a list or map where it stands."""
    walk.undecoded.add(spot.path)
    path = spot.path
    if walk.reference and inside and spot.value.kind in {"list", "map"} and spot.value.content:
        first = spot.value.content[0]
        path += "[0]" if spot.value.kind == "list" else f".{first[0].content}"
    walk.say("type", path, spot.value, f"Hier muss {de} stehen.", f"There must be {en} here.", edits)


KINDS = {
    "text": _text, "flag": _flag, "texts": _texts, "section": _inner, "sections": _inners,
    "languages": _languages,
}  # fmt: skip
