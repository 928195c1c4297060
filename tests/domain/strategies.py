# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Hypothesis strategies for the facts that the rules read."""

from datetime import date

from hypothesis import strategies as st

from allmende.data import read_yaml
from allmende.domain.evidence import EvidenceRules, Observation, Prior
from allmende.domain.lifecycle import State
from allmende.domain.matching import CodeCheck, MatchRules, SolutionFacts

EVIDENCE_RULES = EvidenceRules.from_mapping(read_yaml("evidence.yaml"))
MATCH_RULES = MatchRules.from_mapping(read_yaml("matching.yaml"), EVIDENCE_RULES)
PLACES = tuple(f"120690{number:02d}" for number in range(20))
CLASSES = ("municipality:rural:12:", "municipality:rural:13:")
NEEDS = ("LoRaWAN-Netz", "Redaktion, die Inhalte laufend pflegt", "Baumkataster", "LED-Umrüstung")
FIELDS = ("wasser", "netze", "mobilitaet")

shares = st.floats(0, 1)
states = st.sampled_from(State)
days = st.none() | st.integers(2015, 2026) | st.dates(date(2015, 1, 1), date(2026, 12, 31))
priors = st.builds(Prior, mean=st.floats(0.05, 0.95), strength=st.floats(0.5, 20))
weights = st.dictionaries(st.sampled_from(PLACES), shares)
hidden_weights = st.dictionaries(st.sampled_from((*PLACES, *CLASSES)), shares)
known = st.dictionaries(st.sampled_from((*NEEDS, "LoRaWAN")), st.booleans())


code_checks = st.builds(
    CodeCheck, day=st.dates(date(2015, 1, 1), date(2026, 12, 31)), duty_met=st.none() | st.booleans()
)
places = st.none() | st.sampled_from(PLACES)


def observations(state=states):
    """One observation."""
    return st.builds(Observation, place=places, state=state, on=days, source=st.sampled_from("abc"))


def hidden_observations(state=states):
    """One anonymised observation."""
    within = st.sampled_from(CLASSES)
    return st.builds(Observation, place=st.none(), state=state, on=days, within=within)


def stocks(min_size=0):
    """The observations of one solution."""
    return st.lists(observations(), min_size=min_size, max_size=12)


def solutions():
    """One solution."""
    return st.builds(
        SolutionFacts,
        slug=st.uuids().map(str),
        title=st.just("Lösung"),
        fields=st.lists(st.sampled_from(FIELDS), unique=True).map(tuple),
        observations=stocks().map(tuple),
        preconditions=st.lists(st.sampled_from(NEEDS), unique=True).map(tuple),
        open_source=st.none() | st.booleans(),
        licence=st.none() | st.just("EUPL-1.2"),
        repository=st.none() | st.just("https://code.example/solution"),
        cost_known=st.booleans(),
        newest=st.none() | st.dates(date(2015, 1, 1), date(2026, 12, 31)),
        code_check=st.none() | code_checks,
    )
