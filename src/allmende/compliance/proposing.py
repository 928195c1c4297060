# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""From a publiccode.yml to the columns of a solution; pure rules, the same answer for the same file."""

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from allmende.domain.explain import Gap, Text
from allmende.domain.repository.address import canonical

LONGEST = {"title": 200, "title_en": 200, "licence": 100, "website": 500, "repository": 500}
SUMMARY = 1000
SLUG = 80


@dataclass(frozen=True, slots=True)
class Description:
    """What was read: columns of Solution, or None with the reasons why nothing can be proposed."""

    values: dict[str, Any] | None
    problems: tuple[Gap, ...] = ()


def identity(url: str) -> str:
    """One form for all ways to write a repository's address, without scheme and capitals."""
    return (canonical(url) or url.strip()).casefold().removeprefix("https://")[: LONGEST["repository"]]


def describe(document: Mapping[str, Any], *, found_at: str) -> Description:
    """Columns of a solution from the content of a publiccode.yml.

    `found_at`: address of the repository it lies in, "" where that is not known. A file that names another
    repository describes that one: this is a copy of it.
    """
    texts = _texts(document.get("description"))
    legal = document.get("legal")
    values = {
        "title": _line(document.get("name")),
        "summary": _summary(texts, "de") or _summary(texts, "en") or _summary(texts, *texts),
        "summary_en": _summary(texts, "en"),
        "licence": _line(legal.get("license")) if isinstance(legal, dict) else "",
        "repository": _web(document.get("url")) or found_at,
        "website": _web(document.get("landingURL")),
        "keywords": _words(document.get("categories")),
    }
    values |= {"title_en": values["title"], "summary_en": values["summary_en"] or values["summary"]}
    problems = tuple(_problems(values, found_at))
    cut = {name: value[: LONGEST[name]] if name in LONGEST else value for name, value in values.items()}
    return Description(None if problems else cut, problems)


def _problems(values: Mapping[str, Any], found_at: str) -> list[Gap]:
    gaps = [
        Gap(f"{code}-missing", Text(de=f"Es fehlt {de}.", en=f"{en} is missing."))
        for code, column, de, en in (
            ("name", "title", "der Name (name)", "The name"),
            ("description", "summary", "eine Kurzbeschreibung (description)", "A short description"),
            ("license", "licence", "die Lizenz (legal/license)", "The licence (legal/license)"),
            ("url", "repository", "die Adresse des Quelltexts (url)", "The address of the code (url)"),
        )
        if not values[column]
    ]
    other = values["repository"]
    if found_at and other and identity(other) != identity(found_at):
        de = f"url nennt ein anderes Repository ({other}); dies ist eine Kopie oder ein Abzweig davon."
        en = f"url names another repository ({other}); this is a copy or fork of it."
        gaps.append(Gap("copy", Text(de=de, en=en)))
    return gaps


def _texts(value: object) -> dict[str, Mapping[str, Any]]:
    """Descriptions by main language ("de" for "de-DE")."""
    if not isinstance(value, dict):
        return {}
    return {str(tag).split("-")[0].lower(): text for tag, text in value.items() if isinstance(text, dict)}


def _summary(texts: Mapping[str, Mapping[str, Any]], *languages: str) -> str:
    for language in languages:
        text = texts.get(language, {})
        if found := _line(text.get("shortDescription")) or _line(text.get("longDescription")):
            return found[:SUMMARY]
    return ""


def _line(value: object) -> str:
    """Text on one line without control characters; "" for anything else."""
    if not isinstance(value, str):
        return ""
    printable = (" " if unicodedata.category(sign) in {"Cc", "Cs", "Zl", "Zp"} else sign for sign in value)
    return " ".join("".join(printable).split())


def _web(value: object) -> str:
    text = _line(value)
    return text if re.match(r"https?://[^\s/]", text) else ""


def _words(value: object) -> list[str]:
    return [word for word in map(_line, value[:50]) if word][:20] if isinstance(value, list) else []


def slug_for(title: str, taken: Collection[str]) -> str:
    """A free word for the address of a solution, from its title."""
    plain = title.lower().translate({228: "ae", 246: "oe", 252: "ue", 223: "ss"})
    ascii_ = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    word = re.sub(r"[^a-z0-9]+", "-", ascii_).strip("-")[: SLUG - 5].rstrip("-") or "loesung"
    number = 1
    while (name := word if number == 1 else f"{word}-{number}") in taken:
        number += 1
    return name


def news(current: Mapping[str, Any], before: Mapping[str, Any], now: Mapping[str, Any]) -> dict[str, Any]:
    """Which columns to renew: those that changed at the source and still say what the source said before.

    A column that people wrote into differs from `before` and stays.
    """
    return {
        name: value
        for name, value in now.items()
        if name in current and value != before.get(name) and current[name] == before.get(name)
    }
