# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the search answers to programs."""

from ninja import Schema


class Sentence(Schema):
    """A reason, gap or unknown: stable code and the sentence in two languages."""

    code: str
    de: str
    en: str


class Step(Schema):
    """One part of the order value; value null: not known."""

    part: str
    value: float | None
    factor: float
    product: float


class EvidenceData(Schema):
    """What happened elsewhere: counts by state, the estimated share that stays in operation and its range."""

    counts: dict[str, int]
    near_running: int | None
    near_scored: int | None
    mean: float
    low: float
    high: float
    interval: float
    prior_only: bool
    summary_de: str


class SearchResult(Schema):
    """One solution of the answer. aliases: earlier names of the same solution."""

    slug: str
    aliases: list[str]
    title: str
    summary: str
    places: str
    order: float
    reasons: list[Sentence]
    gaps: list[Sentence]
    unknowns: list[Sentence]
    evidence: EvidenceData
    parts: list[Step]


class SearchAnswer(Schema):
    """A page of the answer; next is the cursor of the next page."""

    query: str
    municipality: str | None
    order: str
    total: int
    correction: str | None
    results: list[SearchResult]
    next: str | None = None
