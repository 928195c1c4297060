# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""The file against what lies around it: its repository, the LICENSE file, the pictures. None decides"
" on validity."""

from collections.abc import Iterator

from allmende.domain.publiccode import addresses
from allmende.domain.publiccode.walk import Spot, Walk, short


def compare(walk: Walk) -> None:
    """Everything the surroundings can tell."""
    url = walk.values.get("url")
    if url and addresses.is_url(url.text):
        _here(walk, url)
    licence = walk.values.get("legal.license")
    if licence:
        _licence(walk, licence)
    for spot in list(_files(walk)):
        _file(walk, spot)
    if walk.around.reachable is None and url:
        walk.say(
            "around.reachable", "url", url.value, "Ob die genannten Adressen antworten, wurde nicht geprüft.",
            "Whether the addresses named answer was not checked.", checked=False,
        )  # fmt: skip
    for path, asked in (walk.around.reachable or {}).items():
        place = walk.values.get(path)
        if place and not asked:
            walk.say(
                "around.reachable", path, place.value, "Diese Adresse war nicht erreichbar.",
                "This address could not be reached.",
            )  # fmt: skip


def _here(walk: Walk, spot: Spot) -> None:
    published = walk.around.addresses
    if published is None:
        walk.say("around.url", "url", spot.value, "Ob url dieses Repository nennt, wurde nicht geprüft.",
                 "Whether url names this repository was not checked.", checked=False)  # fmt: skip
    elif published and not any(_plain(spot.text) == _plain(other) for other in published):
        walk.say(
            "around.url", "url", spot.value,
            f"url nennt ein anderes Repository als dieses ({short(published[0])}). Bei einer eigenständigen"
            " Weiterentwicklung gehört die eigene Adresse hierher und das Original zu isBasedOn.",
            f"url names another repository than this one ({short(published[0])}). In a fork of your own"
            " put your"
            " address here and the original into isBasedOn.",
        )  # fmt: skip


def _plain(url: str) -> str:
    """An address for comparison: host and path without user, .git and slash at the end, in lower case."""
    text = url.strip().lower()
    text = text.replace(":", "/", 1).replace("git@", "https://", 1) if text.startswith("git@") else text
    parts = addresses.split(text)
    if parts is None:
        return text
    host = parts.host.rpartition("@")[2].removeprefix("www.")
    return f"{host}{parts.path.rstrip('/').removesuffix('.git').rstrip('/')}"


def _licence(walk: Walk, spot: Spot) -> None:
    found = walk.around.licence
    if not found:
        known = found is not None
        walk.say(
            "around.licence", spot.path, spot.value,
            "Keine Lizenzdatei mit bekanntem Wortlaut wurde gefunden; der Vergleich entfällt." if known
            else "Ob die Lizenz mit der Datei LICENSE übereinstimmt, wurde nicht geprüft.",
            "No licence file with known wording was found; it cannot be compared." if known
            else "Whether the licence agrees with the file LICENSE was not checked.", checked=False,
        )  # fmt: skip
    elif _family(found) not in {
        _family(word) for word in spot.text.replace("(", " ").replace(")", " ").split()
    }:
        walk.say(
            "around.licence", spot.path, spot.value,
            f"Hier steht „{short(spot.text)}“, in der Lizenzdatei aber {found}. Beides muss übereinstimmen.",
            f"Here it is “{short(spot.text)}”, but {found} in the licence file. Both must agree.",
        )  # fmt: skip


def _family(identifier: str) -> str:
    text = identifier.casefold()
    for end in ("-only", "-or-later", "+"):
        text = text.removesuffix(end)
    return text


def _files(walk: Walk) -> Iterator[Spot]:
    for path in ("logo", "monochromeLogo", "legal.authorsFile"):
        if path in walk.values:
            yield walk.values[path]
    for _, spot, inside in walk.described():
        pictures = inside.get("screenshots")
        for i, item in enumerate(pictures.content) if pictures and pictures.kind == "list" else ():
            yield Spot(f"{spot.path}.screenshots[{i}]", item, item)


def _file(walk: Walk, spot: Spot) -> None:
    path = spot.text.removeprefix("./")
    if spot.value.kind != "text" or not path or "://" in path or path.startswith(("/", "file:")):
        return
    if walk.around.files is None:
        walk.say("around.files", spot.path, spot.value, f"Ob es {short(path)} gibt, wurde nicht geprüft.",
                 f"Whether {short(path)} exists was not checked.", checked=False)  # fmt: skip
    elif path not in walk.around.files:
        walk.say(
            "around.files", spot.path, spot.value, f"Die Datei {short(path)} gibt es im Repository nicht.",
            f"There is no file {short(path)} in the repository.",
        )  # fmt: skip
