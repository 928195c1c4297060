# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""What depends on more than one key: version, duties under conditions, languages, the place of the file."""

from allmende.domain.publiccode import languages, surroundings, vocabulary
from allmende.domain.publiccode.findings import Edit
from allmende.domain.publiccode.reading import Node
from allmende.domain.publiccode.schema import DROP, ROOT, Field
from allmende.domain.publiccode.walk import Spot, Walk, short

KEY = "publiccodeYmlVersion"


def version(walk: Walk, root: Node) -> bool:
    """Check the version; False where the reference reads no further."""
    for key, node in root.content:
        if key.content == KEY:
            return _version(walk, Spot(KEY, key, node))
    walk.say(
        "version.missing", KEY, None,
        f'Die Pflichtangabe {KEY} fehlt. Schreiben Sie als erste Zeile {KEY}: "0".',
        f'The mandatory key {KEY} is missing. Write as the first line {KEY}: "0".', _first_line(walk, root),
    )  # fmt: skip
    return not walk.reference


def _first_line(walk: Walk, root: Node) -> tuple[Edit, ...]:
    if walk.source[root.start : root.start + 1] == "{" or root.column != 1:
        return ()
    return (Edit(root.start, root.start, f'{KEY}: "0"\n'),)


def _version(walk: Walk, spot: Spot) -> bool:
    text, edits = spot.text, walk.replace(spot.value, vocabulary.LATEST)
    if spot.value.kind in {"list", "map"}:
        return True
    if spot.value.kind in {"number", "flag"}:
        walk.undecoded.add(KEY)
        walk.say(
            "type", KEY, spot.value, f'Die Version gehört in Anführungszeichen, am besten: {KEY}: "0".',
            f'The version needs quotes, best: {KEY}: "0".', (Edit(spot.value.start, spot.value.end, '"0"'),),
        )  # fmt: skip
        return True
    if text in vocabulary.VERSIONS:
        if text not in vocabulary.CURRENT:
            walk.say(
                "version.old", KEY, spot.value,
                f"{text} ist nicht die neueste Version. Schreiben Sie \"0\"; geprüft wurde nach"
                f" {vocabulary.READ}.",
                f"{text} is not the latest version. Write \"0\"; it was checked by {vocabulary.READ}.", edits,
            )  # fmt: skip
        return True
    rule = "version.unpublished" if text in vocabulary.UNPUBLISHED else "version.unknown"
    walk.say(
        rule, KEY, spot.value,
        f"Die Version „{short(text)}“ des Standards gibt es nicht. Schreiben Sie \"0\".",
        f"There is no version “{short(text)}” of the standard. Write \"0\".", edits,
    )  # fmt: skip
    return not walk.reference


def remark(walk: Walk, spot: Spot, entry: Field) -> None:
    """What the schema says about the key itself: deprecated, or newer than the version of the file."""
    if spot.value.kind != "null" and entry.deprecated and spot.value.content not in ("", ()):
        walk.say(
            "key.deprecated", spot.path, spot.key,
            f"Der Schlüssel {spot.name} ist veraltet. {entry.deprecated.de}",
            f"The key {spot.name} is deprecated. {entry.deprecated.en}",
            walk.without(spot) if entry.deprecated is DROP else (),
        )  # fmt: skip
    declared = vocabulary.VERSIONS.get(walk.values[KEY].text, 7) if KEY in walk.values else 7
    if entry.since > declared:
        walk.say(
            "version.newer-key", spot.path, spot.key,
            f"{spot.name} gibt es erst seit 0.{entry.since}. Schreiben Sie {KEY}: \"0\".",
            f"{spot.name} exists since 0.{entry.since} only. Write {KEY}: \"0\".",
        )  # fmt: skip


def after(walk: Walk, root: Node) -> None:
    """Everything that needs several keys at once."""
    _descriptions(walk)
    _maintenance(walk)
    _italy(walk, root)
    _languages(walk)
    surroundings.compare(walk)
    if walk.reference:
        _follow_up(walk)


def _descriptions(walk: Walk) -> None:
    parts = list(walk.described())
    for name, de in (("longDescription", "ausführliche Beschreibung"), ("features", "Liste der Funktionen")):
        lacking = [spot for _, spot, inside in parts if name not in inside or not inside[name].content]
        for spot in lacking:
            walk.say(
                "description.each", f"{spot.path}.{name}", spot.key,
                f"In dieser Sprache fehlt {name} ({de}).",
                f"This language lacks {name}.",
            )  # fmt: skip
        if lacking and len(lacking) == len(parts):
            walk.say(
                "description.once", f"{lacking[0].path}.{name}", lacking[0].key,
                f"{name} ({de}) fehlt; in mindestens einer Sprache ist die Angabe Pflicht.",
                f"{name} is missing; it is mandatory in at least one language.",
            )  # fmt: skip


def _maintenance(walk: Walk) -> None:
    spot = walk.values.get("maintenance")
    kind = walk.values.get("maintenance.type")
    if spot is None or spot.value.kind != "map":
        return
    contractors, contacts = (walk.values.get(f"maintenance.{name}") for name in ("contractors", "contacts"))
    how = kind.text if kind else ""
    if how == "contract" and not _filled(walk, contractors):
        walk.say(
            "maintenance.contractors", "maintenance.contractors", spot.key,
            "Bei type: contract gehört dazu, mit wem der Vertrag läuft und bis wann (contractors mit"
            " name und until).",
            "With type: contract it must be said with whom and until when (contractors with name and until).",
        )  # fmt: skip
    if how in {"internal", "community"} and not _filled(walk, contacts):
        walk.say(
            "maintenance.contacts", "maintenance.contacts", spot.key,
            f"Bei type: {how} gehört mindestens eine Ansprechperson dazu (contacts mit name).",
            f"With type: {how} at least one contact is needed (contacts with name).",
        )  # fmt: skip
    surplus = how != "contract" if walk.reference else how in {"internal", "community", "none"}
    if surplus and contractors and contractors.value.kind != "null":
        walk.say(
            "maintenance.surplus", contractors.path, contractors.key,
            "contractors ist nur bei type: contract erlaubt.",
            "contractors is allowed with type: contract only.",
        )  # fmt: skip
        # What is wrong inside goes with it.
        walk.findings = [f for f in walk.findings if not f.key.startswith("maintenance.contractors[")]


def _filled(walk: Walk, spot: Spot | None) -> bool:
    """Whether there is something; the reference takes an empty list for something."""
    return spot is not None and spot.value.kind != "null" and (walk.reference or bool(spot.value.content))


def _italy(walk: Walk, root: Node) -> None:
    found = {
        name: walk.values[name]
        for name in ("it", "IT")
        if name in walk.values and walk.values[name].value.kind != "null"
    }
    if "it" in found:
        spot = found["it"]
        edits = () if "IT" in found else (Edit(spot.key.start, spot.key.end, "IT"),)
        rule = "key.country-twice" if "IT" in found else "key.deprecated"
        walk.say(
            rule, "it", spot.key, "Länderabschnitte schreiben sich mit Großbuchstaben: IT, und nur einmal.",
            "Country sections are written in capitals: IT, and once only.", edits,
        )  # fmt: skip
    for name, spot in found.items():
        walk.say(
            "key.country-section", name, spot.key,
            "Länderabschnitte sind seit 0.7 veraltet. Nutzen Sie supports und organisation.",
            "Country sections are deprecated since 0.7. Use supports and organisation.",
        )  # fmt: skip


def _languages(walk: Walk) -> None:
    listed = walk.values.get("localisation.availableLanguages")
    known = (
        {str(i.content).lower() for i in listed.value.content}
        if listed and listed.value.kind == "list"
        else set()
    )
    for code, spot, inside in walk.described():
        text = inside.get("longDescription")
        told = languages.looks_like(str(text.content)) if text and text.kind == "text" else ""
        if told and code.lower()[:2] in languages.WORDS and told != code.lower()[:2]:
            walk.say(
                "languages.text", f"{spot.path}.longDescription", text,
                f"Dieser Text unter „{code}“ liest sich wie {'Deutsch' if told == 'de' else 'Englisch'}.",
                f"This text under “{code}” reads like {'German' if told == 'de' else 'English'}.",
            )  # fmt: skip
    described = {code.lower()[:2] for code, _, _ in walk.described()}
    if listed and known and described and not described & {code[:2] for code in known}:
        walk.say(
            "languages.described", listed.path, listed.key,
            "In keiner Sprache der Software (availableLanguages) gibt es eine Beschreibung.",
            "There is no description in any language of the software (availableLanguages).",
        )  # fmt: skip


def _follow_up(walk: Walk) -> None:
    """What the reference reports besides because it drops a whole section that it could not decode."""
    tops = {path.split(".")[0].split("[")[0] for path in walk.undecoded}
    for top in sorted(tops & ROOT.keys()):
        for path in ROOT[top].drops:
            spot = walk.values.get(path) or walk.values.get(top)
            walk.say(
                "reference.follow-up", path, spot.key if spot else None,
                f"Die Referenz meldet hier zusätzlich {path}: eine Folge des Fehlers in {top}, kein eigener.",
                f"The reference reports {path} besides: it follows from the error in {top}.",
            )  # fmt: skip
