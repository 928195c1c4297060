# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""A question, and the whole stock as the rules see it, read once for each state of the database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from urllib.parse import urlencode

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from allmende import data
from allmende.compliance import queries as compliance
from allmende.domain import ranking
from allmende.domain.anonymity import members
from allmende.domain.evidence import BaseRates, EvidenceRules, base_rates
from allmende.domain.matching import CodeCheck, MatchRules, SolutionFacts, nearness
from allmende.domain.municipality import Level, Profile
from allmende.domain.ranking import Order
from allmende.domain.repository.findings import Verdict
from allmende.register import facts as register
from allmende.register.models import Municipality
from allmende.transfers import facts as transfers

ORDERS = {
    "passung": (Order.MATCH, _("Passung insgesamt")),
    "treffer": (Order.RELEVANCE, _("Treffer zu den Worten")),
    "naehe": (Order.FIT, _("Läuft in ähnlichen Kommunen")),
    "belege": (Order.EVIDENCE, _("Beleglage")),
    "neueste": (Order.NEWEST, _("Neueste Angabe")),
}


@dataclass(frozen=True, slots=True)
class Question:
    """Words, municipality, filters, order and view that a person chose."""

    words: str = ""
    place_text: str = ""
    municipality: Municipality | None = None
    candidates: tuple[Municipality, ...] = ()
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    order: str = "passung"
    view: str = "liste"

    @property
    def place_problem(self) -> bool:
        """Something was typed that is not exactly one municipality."""
        return bool(self.place_text) and self.municipality is None

    @property
    def filtered(self) -> bool:
        """At least one filter is set."""
        return any(self.filters.values())

    @property
    def unfiltered(self) -> str:
        """The address parameters without filters."""
        chosen = {"kommune": self.municipality.key} if self.municipality else {}
        return urlencode({"q": self.words, "ordnung": self.order, **chosen})


@dataclass(frozen=True, slots=True)
class Holdings:
    """All solutions as facts and as arrays, base rates of their action fields, and of which import."""

    facts: Mapping[str, SolutionFacts]
    arrays: ranking.Stock
    position: Mapping[str, int]
    rates: BaseRates
    stamp: str


@dataclass(frozen=True, slots=True)
class Nearness:
    """Similarity of a municipality to the places of the stock: by key, and as `ranking.rank` takes it."""

    by_key: Mapping[str, float]
    by_place: ranking.Floats


@dataclass(frozen=True, slots=True)
class Judged:
    """What a question is answered by: the stock as it is now, and the municipality, if one was chosen."""

    holdings: Holdings
    profile: Profile | None = None
    near: Nearness | None = None


@cache
def rules() -> MatchRules:
    """The rules of data/matching.yaml and data/evidence.yaml."""
    evidence = EvidenceRules.from_mapping(data.read_yaml("evidence.yaml"))
    return MatchRules.from_mapping(data.read_yaml("matching.yaml"), evidence)


def holdings() -> Holdings:
    """All solutions; read again only when what is written down or a check of their code has changed."""
    return _holdings(f"{transfers.stamp()}/{compliance.stamp()}")


@lru_cache(maxsize=1)
def _holdings(stamp: str) -> Holdings:
    solutions = _with_checks(transfers.solution_facts())
    rates = base_rates([(one.fields, one.observations) for one in solutions], rules().evidence)
    arrays = ranking.stock(solutions, rates, rules())
    facts = {one.slug: one for one in solutions}
    return Holdings(facts, arrays, {slug: number for number, slug in enumerate(arrays.slugs)}, rates, stamp)


def _with_checks(solutions: Sequence[SolutionFacts]) -> list[SolutionFacts]:
    """Solutions with what the newest check of their code found."""
    duty = {Verdict.MET: True, Verdict.UNMET: False}
    checks = {
        slug: CodeCheck(timezone.localdate(found.moment), duty.get(found.duty_met))
        for slug, found in compliance.latest().items()
    }
    return [replace(one, code_check=checks[one.slug]) if one.slug in checks else one for one in solutions]


def judged_by(municipality: Municipality | None) -> Judged:
    """The stock and how near its places are to the municipality; asks for the state of both tables once."""
    stock = holdings()
    if municipality is None:
        return Judged(stock)
    profile = register.profile(municipality)
    return Judged(stock, profile, _nearness(profile, stock.stamp, register.stamp()))


@lru_cache(maxsize=256)
def _nearness(profile: Profile, stock_stamp: str, register_stamp: str) -> Nearness:
    same_level = register.similarities(profile.key)
    is_district = profile.level is Level.DISTRICT
    districts = same_level if is_district else register.similarities(profile.key[:5])
    arrays = _holdings(stock_stamp).arrays
    found = nearness(
        profile, arrays.places, same_level=same_level, districts=districts, rules=rules(),
        members=_members(stock_stamp, register_stamp),
    )  # fmt: skip
    return Nearness(found, arrays.similarities(found))


@lru_cache(maxsize=1)
def _members(stock_stamp: str, register_stamp: str) -> Mapping[str, tuple[str, ...]]:
    """Keys of the bodies of each class that hides the place of an anonymised observation, by its code."""
    seen = (one for facts in _holdings(stock_stamp).facts.values() for one in facts.observations)
    codes = sorted({one.within for one in seen if one.within})
    bodies = (body for level in Level for body in register.profiles(level).values()) if codes else ()
    return members(codes, bodies)
