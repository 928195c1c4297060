# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the API answers about municipalities."""

from datetime import date
from typing import Self

from ninja import Schema

from allmende.register.models import Municipality
from allmende.register.queries import SimilarMunicipality

_KEYS = {"state": "state_id", "district": "district_id", "association": "association_id"}


class MunicipalitySummary(Schema):
    """A body in a list. key: AGS with 2, 5 or 8 digits, ARS with 9; population null: not known."""

    key: str
    level: str
    name: str
    label: str
    kind: str
    state: str | None
    population: int | None

    @classmethod
    def of(cls, row: Municipality) -> Self:
        """From its row."""
        return cls(**{name: getattr(row, _KEYS.get(name, name)) for name in cls.model_fields})


class MunicipalityOut(MunicipalitySummary):
    """A body with its facts; null: not known. Populations 2013 to 2023 rest on the census of 2011,
    `population` on that of 2022."""

    ars: str
    official_name: str
    full_name: str
    district: str | None
    association: str | None
    population_date: date | None
    area_km2: float | None
    density: float | None
    size_class: str | None
    latitude: float | None
    longitude: float | None
    postal_code: str
    urbanisation: int | None
    travel_region_name: str
    typology_date: date | None
    population_2013: int | None
    population_2017: int | None
    population_2021: int | None
    population_2023: int | None
    trend: float | None
    census_population: int | None
    census_dwellings: int | None
    census_vacancy_rate: float | None
    edition: date
    valid_until: date | None


class Said(Schema):
    """A statement: the fact it is about, and the sentence."""

    code: str
    text: str


class SimilarOut(Schema):
    """A similar body: 1 is alike in all that is known."""

    municipality: MunicipalitySummary
    similarity: float
    sentence: str
    reasons: list[Said]
    gaps: list[Said]
    unknowns: list[Said]

    @classmethod
    def of(cls, one: SimilarMunicipality, language: str) -> "SimilarOut":
        """From a result of the rule, in one language."""
        result = one.similarity
        said = [
            [Said(code=item.code, text=item.text.in_language(language)) for item in items]
            for items in (result.reasons, result.gaps, result.unknowns)
        ]
        return cls(
            municipality=MunicipalitySummary.of(one.municipality), similarity=round(result.value, 4),
            sentence=result.sentence.in_language(language), reasons=said[0], gaps=said[1], unknowns=said[2],
        )  # fmt: skip
