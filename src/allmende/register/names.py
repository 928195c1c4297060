# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""How bodies are called: folded for comparison, in full, and so that namesakes are told apart."""

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

from allmende.domain.municipality import Level
from allmende.register.models import CITY_KINDS, Municipality

_SPELLINGS = (("ß", "ss"), ("ä", "a"), ("ö", "o"), ("ü", "u"), ("ae", "a"), ("oe", "o"), ("ue", "u"))
_SPOKEN_KINDS = frozenset({"Kreis", "Landkreis", "Regionalverband"})
_LONGEST = 400


def folded(text: str) -> str:
    """A name as it is compared: lower case, one spelling for umlauts, words apart by single blanks."""
    lower = text.casefold()
    for spelling, letter in _SPELLINGS:
        lower = lower.replace(spelling, letter)
    return " ".join(re.findall(r"\w+", lower))


def full_name(body: Mapping[str, Any]) -> str:
    """Name with its kind as people say it: "Landkreis Uelzen", "Amt Brück"; the plain name of a Gemeinde."""
    name: str = body["name"]
    kind: str = body["kind"]
    if body["level"] == Level.ASSOCIATION:
        return f"{kind} {name}"
    if body["level"] == Level.DISTRICT and kind in _SPOKEN_KINDS and "kreis" not in name.lower():
        return f"{kind} {name}"
    return name


def label_all(bodies: Mapping[str, Municipality]) -> None:
    """Set the label and the searched text of all bodies of an edition."""
    listed = [body for body in bodies.values() if not body.is_city_district]
    names = Counter(body.full_name for body in listed)
    for body in bodies.values():
        body.label = _label(body, bodies) if names[body.full_name] > 1 else body.full_name
    labels = Counter(body.label for body in listed)
    for body in bodies.values():
        if labels[body.label] > 1 and not body.is_city_district:
            body.label = f"{body.label} {body.key}"
        body.search_name = _searched(body, bodies)


def _label(body: Municipality, bodies: Mapping[str, Municipality]) -> str:
    if body.level == Level.STATE:
        return f"Land {body.full_name}"
    if body.kind in CITY_KINDS:
        return f"{body.full_name} (kreisfreie Stadt)" if body.key[2:] != "000000" else body.full_name
    above = bodies.get(body.district_id or "") or bodies.get(body.state_id or "")
    return f"{body.full_name} ({above.full_name})" if above else body.full_name


def _searched(body: Municipality, bodies: Mapping[str, Municipality]) -> str:
    """The name, a bar, and what else may be typed with it, each part between blanks."""
    above = [bodies[key].full_name for key in (body.district_id, body.state_id) if key and key in bodies]
    more = [body.full_name, body.designation, body.kind, body.regional_name, *above]
    return f" {folded(body.name)} | {' '.join(folded(part) for part in more if part)} "[:_LONGEST]
