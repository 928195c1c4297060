# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Rows as the rules see them: solutions with everything that was observed."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import Min, QuerySet

from allmende import data
from allmende.catalogue.models import AsOfBasis, Solution
from allmende.domain.anonymity import PlaceClass
from allmende.domain.evidence import Observation, latest
from allmende.domain.explain import Text, Unknown
from allmende.domain.factors import Account, Polarity, Statement
from allmende.domain.lifecycle import State
from allmende.domain.matching import SolutionFacts
from allmende.domain.municipality import Level, SizeClass, size_class
from allmende.transfers.models import Deployment, Edition, Factor, Report, Transfer


def stamp() -> str:
    """Changes with every import and whatever is told or taken back; empty before the first import."""
    known = Edition.objects.values_list("stamp", "revision").first()
    return f"{known[0]}.{known[1]}" if known else ""


def solution_facts(slugs: Collection[str] | None = None) -> list[SolutionFacts]:
    """All solutions, or those of these slugs, ordered by slug; four queries."""
    rows = Solution.objects.order_by("slug")
    if slugs is not None:
        rows = rows.filter(slug__in=slugs)
    links = Solution.fields.through._default_manager.order_by("actionfield__position")
    if slugs is not None:
        links = links.filter(solution_id__in=slugs)
    fields: defaultdict[str, list[str]] = defaultdict(list)
    for slug, field in links.values_list("solution_id", "actionfield_id"):
        fields[slug].append(field)
    seen = observations(slugs)
    return [_facts(row, tuple(fields[row.slug]), tuple(seen.get(row.slug, ()))) for row in rows.iterator()]


def _facts(row: Solution, fields: tuple[str, ...], seen: tuple[Observation, ...]) -> SolutionFacts:
    years = [one.year for one in seen if one.year]
    years += [row.as_of_year] if row.as_of_year else []
    return SolutionFacts(
        slug=row.slug,
        title=row.title,
        fields=fields,
        observations=seen,
        preconditions=tuple(row.preconditions),
        open_source=row.open_source,
        licence=row.licence or None,
        repository=row.repository or None,
        cost_known=row.cost_known,
        newest=date(max(years), 1, 1) if years else None,
    )


def observations(slugs: Collection[str] | None = None) -> dict[str, list[Observation]]:
    """What was observed of each solution: its deployments and transfers; two queries."""
    columns = ("solution_id", "municipality_id", "place_name", *_SAID)
    found: dict[str, list[Observation]] = defaultdict(list)
    _collect(found, _rows(Deployment.objects.all(), slugs).values_list(*columns, "source"))
    # a place with a deployment of its own may be known later, or in a later state, from a transfer
    taken = Transfer.objects.exclude(deployments__isnull=False)
    columns = ("solution_id", "taker_id", "taker_name", *_SAID)
    _collect(found, _rows(taken, slugs).values_list(*columns, "source"))
    return found


def counting(rows: Iterable[Deployment]) -> list[Deployment]:
    """Of what different sides say of one place the statement that counts in the evidence; each place once."""
    seen = [(_observation(row), row) for row in rows]
    kept = {id(one) for one in latest(one for one, _ in seen)}
    return [row for one, row in seen if id(one) in kept]


def _observation(row: Deployment) -> Observation:
    said = (row.state, row.as_of, row.as_of_basis, row.within, row.origin)
    return _observed(row.municipality_id, row.place_name, *said, source="")


def _rows(rows: QuerySet[Deployment] | QuerySet[Transfer], slugs: Collection[str] | None) -> QuerySet:  # type: ignore[type-arg]
    chosen = rows if slugs is None else rows.filter(solution_id__in=slugs)
    return chosen.annotate(source=Min("sources__url")).order_by("slug")


_SAID = ("state", "as_of", "as_of_basis", "within", "origin")


def _collect(found: dict[str, list[Observation]], rows: Iterable[tuple[str, ...]]) -> None:
    for slug, *said, source in rows:
        found[slug].append(_observed(*said, source=source))


def _observed(
    key: str | None, name: str, state: str, as_of: str, basis: str, within: str, origin: str, *, source: str
) -> Observation:
    on = None if basis == AsOfBasis.RESEARCH else _on(as_of)
    # a class is no name: two anonymised places of one class are two
    shown, own = ("", False) if within else (name, bool(origin))
    return Observation(key or None, State(state), on, source or "", shown, within or None, own)


def _on(as_of: str) -> date | int:
    """A day where the statement names one, else its year."""
    return date.fromisoformat(as_of) if len(as_of) == len("2026-11-24") else int(as_of[:4])


def unknowns(row: Solution) -> list[Unknown]:
    """What nobody has said about a solution, in the order in which people ask."""
    return [Unknown(code, text) for code, text, known in _questions(row) if not known]


def _questions(row: Solution) -> Iterable[tuple[str, Text, bool]]:
    yield "costs", Text("Was sie kostet", "What it costs"), row.cost_known
    yield (
        "running-costs",
        Text("Was der Betrieb im Jahr kostet", "What operating it costs a year"),
        row.cost_annual_eur is not None,
    )
    yield "staff", Text("Wie viel Personal sie braucht", "How much staff it needs"), bool(row.staff_note)
    yield (
        "preconditions",
        Text("Welche Voraussetzungen sie hat", "Which preconditions it has"),
        bool(row.preconditions),
    )
    yield "results", Text("Was sie bewirkt hat", "What it achieved"), bool(row.results)
    yield "open", Text("Ob der Code quelloffen ist", "Whether its code is open"), row.open_source is not None
    yield "licence", Text("Unter welcher Lizenz sie steht", "Which licence it has"), bool(row.licence)
    yield "repository", Text("Wo der Code liegt", "Where the code is"), bool(row.repository)
    yield (
        "contact",
        Text("Welche Stelle Auskunft gibt", "Which office answers questions"),
        bool(row.contact_unit),
    )


def accounts() -> list[Account]:
    """All reports as the sums of factors need them, ordered by slug; five queries."""
    said: defaultdict[str, list[Statement]] = defaultdict(list)
    columns = ("report_id", "dimension_id", "polarity", "remedy")
    for slug, dimension, polarity, remedy in Factor.objects.values_list(*columns):
        said[slug].append(Statement(dimension, Polarity(polarity), remedy))
    fields: defaultdict[str, list[str]] = defaultdict(list)
    for slug, field in Report.fields.through._default_manager.values_list("report_id", "actionfield_id"):
        fields[slug].append(field)
    sizes = _sizes()
    rows = Report.objects.order_by("slug").values_list("slug", "solution__technologies")
    return [
        Account(slug, tuple(said[slug]), tuple(fields[slug]), tuple(sorted(sizes[slug])), kinds(words))
        for slug, words in rows
    ]


def _sizes() -> defaultdict[str, set[SizeClass]]:
    """Size classes of the municipalities of each report, of a hidden one as its class tells; districts and
    Länder have none."""
    found: defaultdict[str, set[SizeClass]] = defaultdict(set)
    places = Report.places.through._default_manager.filter(
        municipality__level=Level.MUNICIPALITY, municipality__population__isnull=False
    )
    for slug, population in places.values_list("report_id", "municipality__population"):
        found[slug].add(size_class(population or 0))
    for slug, within in Report.objects.exclude(within="").values_list("slug", "within"):
        if size := PlaceClass.from_code(within).size:
            found[slug].add(size)
    return found


def kinds(technologies: Collection[str] | None) -> tuple[str, ...]:
    """Kinds of a solution by the words for its technology (data/solution_kinds.yaml); none without words."""
    text = "".join(f" {re.sub(r'[^0-9a-zäöü]+', ' ', word.casefold())} " for word in technologies or ())
    known = data.read_yaml("solution_kinds.yaml")
    return tuple(kind for kind, texts in known.items() if any(word in text for word in texts["words"]))
