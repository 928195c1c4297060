# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""A new publiccode.yml, from what the repository tells and what its people answer."""

from dataclasses import dataclass
from typing import Any

import yaml

from allmende.publiccode.place import Told


@dataclass(frozen=True, slots=True)
class Answers:
    """Everything a first publiccode.yml needs."""

    name: str
    url: str
    licence: str
    short: str
    long: str
    features: tuple[str, ...]
    status: str
    kind: str
    platforms: tuple[str, ...]
    contact: str
    version: str = ""
    language: str = "de"


def from_told(told: Told) -> Answers:
    """What can be said without asking anybody."""
    return Answers(
        name=told.name, url=told.address, licence=told.licence, short=told.short, long=told.long, features=(),
        status="development", kind="standalone/web", platforms=("web",), contact="", version=told.version,
    )  # fmt: skip


def written(answers: Answers) -> str:
    """The file. What is not known is left out, so that the check names it."""
    content: dict[str, Any] = {
        "publiccodeYmlVersion": "0",
        "name": answers.name,
        "url": answers.url,
        "softwareVersion": answers.version,
        "platforms": list(answers.platforms),
        "developmentStatus": answers.status,
        "softwareType": answers.kind,
        "description": {
            answers.language: _filled(
                shortDescription=answers.short, longDescription=answers.long, features=list(answers.features)
            )
        },
        "legal": _filled(license=answers.licence),
        "maintenance": {"type": "internal", "contacts": [{"name": answers.contact}]}
        if answers.contact
        else {"type": "none"},
        "localisation": {"localisationReady": False, "availableLanguages": [answers.language]},
    }
    return yaml.safe_dump(_filled(**content), allow_unicode=True, sort_keys=False, width=100)


def _filled(**values: Any) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value not in ("", [], {})}
