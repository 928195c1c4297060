# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whether a register file may be taken over: complete in itself, no torso beside what we have."""

from collections import Counter
from collections.abc import Iterable, Mapping

from allmende.domain.municipality import Level
from allmende.register.models import Municipality
from allmende.register.readers import Extract, RegisterError

STATES = 16
LEAST_SHARE_OF_STATE = 0.9
LEAST_SHARE_OF_DISTRICT = 0.7
_TORSO = "Die Datei scheint unvollständig zu sein; es wurde nichts übernommen."


def check_extract(extract: Extract) -> None:
    """Raises RegisterError where keys repeat, parents are missing or one of the Länder is."""
    keys = Counter(body["key"] for body in extract.bodies)
    twice = sorted(key for key, count in keys.items() if count > 1)
    if twice:
        raise RegisterError(f"Der Schlüssel {twice[0]} kommt mehrmals vor.")
    for body in extract.bodies:
        for column in ("state_id", "district_id", "association_id"):
            if body.get(column) and body[column] not in keys:
                raise RegisterError(
                    f"{body['name']} ({body['key']}) verweist auf {body[column]}, das fehlt. {_TORSO}"
                )
    states = sum(body["level"] == Level.STATE for body in extract.bodies)
    if states != STATES:
        raise RegisterError(f"Die Datei enthält {states} statt {STATES} Länder. {_TORSO}")
    places = [body for body in extract.bodies if body["level"] == Level.MUNICIPALITY]
    parents = {body[column] for body in places for column in ("state_id", "district_id")}
    for body in extract.bodies:
        if body["level"] in (Level.STATE, Level.DISTRICT) and body["key"] not in parents:
            raise RegisterError(f"{body['name']} ({body['key']}) hat keine Gemeinde. {_TORSO}")


def check_losses(before: Mapping[str, int], bodies: Iterable[Municipality]) -> None:
    """Raises RegisterError if a Land or district lost more people than a reform or a census moves."""
    after = people(bodies)
    for key, count in before.items():
        share = LEAST_SHARE_OF_STATE if len(key) == 2 else LEAST_SHARE_OF_DISTRICT
        if key in after and after[key] < share * count:
            raise RegisterError(
                f"Im Gebiet {key} leben laut Datei {after[key]} statt zuletzt {count} Menschen. {_TORSO}"
            )


def people(bodies: Iterable[Municipality]) -> dict[str, int]:
    """Inhabitants by key of Land and district, summed over the municipalities in force."""
    counts: Counter[str] = Counter()
    for body in bodies:
        if body.level == Level.MUNICIPALITY and body.valid_until is None:
            counts[body.key[:2]] += body.population or 0
            counts[body.key[:5]] += body.population or 0
    return counts
