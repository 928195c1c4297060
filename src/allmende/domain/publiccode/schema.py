# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""The keys of publiccode.yml 0.7 as data: kind, duty, check, since when, what replaces them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from allmende.domain.explain import Text
from allmende.domain.publiccode import licences, values, vocabulary

DROP = Text("Er kann entfallen.", "It can go.")


@dataclass(frozen=True, slots=True)
class Field:
    """A key. `kind`: text, flag, texts, either (text or list of texts), section, sections, languages.

    `needed`: mandatory; `filled`: a list must hold something; `check` is called for each text; `since`: minor
    version that brought the key; `deprecated`: what to do instead; `drops`: what the reference misses
    besides when anything inside cannot be decoded.
    """

    kind: str = "text"
    needed: bool = False
    check: Callable[[Any, Any], None] | None = None
    fields: Mapping[str, "Field"] = field(default_factory=dict)
    filled: bool = False
    since: int = 2
    deprecated: Text | None = None
    drops: tuple[str, ...] = ()
    reference_kind: str = ""


def _paths(*, deprecated: Text | None = None) -> Field:
    return Field(check=values.logo, deprecated=deprecated)


ORGANISATION = {
    "uri": Field(needed=True, check=values.identifier),
    "name": Field(),
}
FUNDER_TEXT = {"name": Field(needed=True), "uri": Field(check=values.identifier)}
DEPENDENCY = {
    "name": Field(needed=True),
    "version": Field(),
    "versionMin": Field(),
    "versionMax": Field(),
    "optional": Field("flag"),
}
DESCRIPTION = {
    "localisedName": Field(),
    "genericName": Field(check=values.generic_name, deprecated=DROP),
    "shortDescription": Field(needed=True, check=values.short_description),
    "longDescription": Field(check=values.long_description),
    "documentation": Field(check=values.web),
    "apiDocumentation": Field(check=values.web),
    "features": Field("texts"),
    "screenshots": Field("texts", check=values.screenshot),
    "videos": Field("texts", check=values.video),
    "awards": Field("texts"),
}
ITALY = {
    "countryExtensionVersion": Field(check=values.choice(vocabulary.EXTENSIONS)),
    "conforme": Field(
        "section",
        deprecated=DROP,
        fields={
            key: Field("flag")
            for key in ("lineeGuidaDesign", "modelloInteroperabilita", "misureMinimeSicurezza", "gdpr")
        },
    ),
    "riuso": Field(
        "section",
        fields={
            "codiceIPA": Field(
                check=values.italian_code,
                deprecated=Text(
                    "Nutzen Sie organisation.uri mit urn:x-italian-pa:….",
                    "Use organisation.uri with urn:x-italian-pa:….",
                ),
            )
        },
    ),
    "piattaforme": Field(
        "section", fields={key: Field("flag") for key in ("spid", "pagopa", "cie", "anpr", "io")}
    ),
}
ROOT: Mapping[str, Field] = {
    "publiccodeYmlVersion": Field(),
    "name": Field(needed=True, drops=("name",)),
    "applicationSuite": Field(),
    "url": Field(needed=True, check=values.url, drops=("url",)),
    "landingURL": Field(check=values.web),
    "isBasedOn": Field("either", check=values.url),
    "softwareVersion": Field(),
    "releaseDate": Field(check=values.date_of_release),
    "logo": _paths(),
    "monochromeLogo": _paths(deprecated=Text("Nutzen Sie logo.", "Use logo.")),
    "organisation": Field("section", fields=ORGANISATION, since=5),
    "inputTypes": Field("texts", check=values.media_type, deprecated=DROP),
    "outputTypes": Field("texts", check=values.media_type, deprecated=DROP),
    "platforms": Field("either", needed=True, filled=True, reference_kind="texts", drops=("platforms",)),
    "categories": Field("texts", check=values.listed("categories")),
    "usedBy": Field("texts"),
    "fundedBy": Field("sections", fields=FUNDER_TEXT, since=5),
    "roadmap": Field(check=values.web),
    "developmentStatus": Field(
        needed=True, check=values.choice(vocabulary.STATES), drops=("developmentStatus",)
    ),
    "softwareType": Field(needed=True, check=values.choice(vocabulary.TYPES), drops=("softwareType",)),
    "supports": Field("sections", fields={"id": Field(needed=True, check=values.law)}, since=7),
    "intendedAudience": Field(
        "section",
        fields={
            "scope": Field("texts", check=values.listed("scopes")),
            "countries": Field("texts", check=values.country),
            "unsupportedCountries": Field("texts", check=values.country),
        },
    ),
    "description": Field("languages", needed=True, filled=True, fields=DESCRIPTION, drops=("description",)),
    "legal": Field(
        "section",
        needed=True,
        drops=("legal.license",),
        fields={
            "license": Field(needed=True, check=licences.licence),
            "mainCopyrightOwner": Field(),
            "repoOwner": Field(deprecated=Text("Nutzen Sie organisation.name.", "Use organisation.name.")),
            "authorsFile": Field(check=values.path, deprecated=DROP),
        },
    ),
    "maintenance": Field(
        "section",
        needed=True,
        drops=("maintenance.type",),
        fields={
            "type": Field(needed=True, check=values.choice(vocabulary.MAINTENANCE)),
            "contractors": Field(
                "sections",
                fields={
                    "name": Field(needed=True),
                    "until": Field(needed=True, check=values.date_of_contract),
                    "email": Field(check=values.mail),
                    "website": Field(check=values.web),
                },
            ),
            "contacts": Field(
                "sections",
                fields={
                    "name": Field(needed=True),
                    "email": Field(check=values.mail),
                    "phone": Field(),
                    "affiliation": Field(),
                },
            ),
        },
    ),
    "localisation": Field(
        "section",
        needed=True,
        drops=("localisation.localisationReady", "localisation.availableLanguages"),
        fields={
            "localisationReady": Field("flag", needed=True),
            "availableLanguages": Field("texts", needed=True, filled=True, check=values.language),
        },
    ),
    "dependsOn": Field(
        "section",
        fields={key: Field("sections", fields=DEPENDENCY) for key in ("open", "proprietary", "hardware")},
    ),
    "IT": Field("section", fields=ITALY),
    "it": Field("section", fields=ITALY),
}
REFERENCE: Mapping[str, Field] = {
    **ROOT,
    "fundedBy": Field("sections", fields=ORGANISATION, since=5),
}


def places(key: str) -> list[str]:
    """Paths at which a key is at home, for keys that stand in the wrong place."""
    return [path for path in _walk(ROOT, "") if path.rpartition(".")[2] == key and not path.startswith("it.")]


def _walk(fields: Mapping[str, Field], before: str) -> list[str]:
    found: list[str] = []
    for key, entry in fields.items():
        path = f"{before}{key}"
        inside = {"sections": "[]", "languages": ".[lang]"}.get(entry.kind, "")
        found += [path, *_walk(entry.fields, f"{path}{inside}.")]
    return found
