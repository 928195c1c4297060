# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads answer what they are named for, with as many queries for ten rows as for twenty."""

from datetime import date

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from allmende.catalogue import queries as catalogue
from allmende.catalogue.facets import chosen_from
from allmende.catalogue.models import Solution
from allmende.domain.lifecycle import State
from allmende.domain.municipality import SizeClass, size_class
from allmende.transfers import facts, queries
from allmende.transfers.lists import BOUNDS, SOLUTION_FACETS
from tests.catalogue.build import deployment, field, model_project, municipality, report, solution, transfer

pytestmark = pytest.mark.django_db


def group(name: str, chosen: dict[str, tuple[str, ...]] | None = None) -> dict[str, int]:
    """Counts of one facet by value."""
    for facet, counted in zip(SOLUTION_FACETS, queries.solution_groups(chosen or {}), strict=True):
        if facet.name == name:
            return {option["value"]: option["count"] for option in counted["options"]}
    raise AssertionError(name)


@pytest.fixture
def stock() -> None:
    municipality("08111000", "Stuttgart", population=600_000)
    municipality("07131003", "Altenahr", population=1_600)
    municipality("06631", "Landkreis Fulda", population=220_000)
    for key, name in (("08", "Baden-Württemberg"), ("07", "Rheinland-Pfalz"), ("06", "Hessen")):
        municipality(key, name)
    offen = solution("offen", open_source=True, cost_note="50 Euro je Gerät")
    deployment(offen, "08111000")
    deployment(offen, "07131003", "stopped")
    kreis = solution("kreis", fields=("energie",))
    deployment(kreis, "06631", "planned")
    solution("ohne-ort", open_source=False)
    report("lief", solution=offen)


@pytest.mark.usefixtures("stock")
class TestFacets:
    def test_each_facet_counts_solutions_not_places(self) -> None:
        assert group("field") == {"wasser": 2, "energie": 1}
        assert group("state") == {"operational": 1, "stopped": 1, "planned": 1}
        assert group("land") == {"08": 1, "07": 1, "06": 1}
        assert group("size") == {"rural": 1, "large-city": 1, "district": 1}
        assert group("open") == {"yes": 1, "no": 1, "unknown": 1}
        assert group("costs") == {"known": 1, "unknown": 2}
        assert group("outcome") == {"success": 1}

    def test_a_choice_narrows_the_other_facets_but_not_its_own(self) -> None:
        chosen = {"land": ("06",)}
        assert group("land", chosen) == {"08": 1, "07": 1, "06": 1}
        assert group("field", chosen) == {"energie": 1}

    def test_several_values_widen_and_several_facets_narrow(self) -> None:
        assert {row.slug for row in queries.solutions({"land": ("06", "07")})} == {"kreis", "offen"}
        assert {row.slug for row in queries.solutions({"land": ("06", "07"), "open": ("yes",)})} == {"offen"}

    def test_a_chosen_value_stays_visible_when_nothing_is_left(self) -> None:
        assert group("land", {"land": ("08",), "field": ("energie",)})["08"] == 0

    def test_what_is_no_value_counts_as_not_said(self) -> None:
        asked = QueryDict("land=06&land=99&stand=&feld=wasser'--&groesse=district")
        chosen = chosen_from(asked, SOLUTION_FACETS)
        assert {name: values for name, values in chosen.items() if values} == {
            "land": ("06",), "size": ("district",),
        }  # fmt: skip


@pytest.mark.parametrize(
    "population", [0, 4_999, 5_000, 9_999, 10_000, 19_999, 20_000, 99_999, 100_000, 3_000_000]
)
def test_the_database_sorts_into_the_size_classes_of_the_rules(population: int) -> None:
    bound = next((size for limit, size in BOUNDS if population < limit), SizeClass.LARGE_CITY)
    assert bound == size_class(population)


def test_places_are_named_and_the_rest_counted() -> None:
    row = solution("a")
    for number in range(5):
        deployment(row, f"0811100{number}", place_name=f"Ort {number}")
    assert queries.places_in_words(row) == "Ort 0, Ort 1, Ort 2 und 2 weitere Kommunen"


def test_observations_carry_place_state_year_and_source() -> None:
    row = solution("a")
    deployment(row, "08111000", "stopped", as_of="2023")
    deployment(row, None, "planned", as_of="2026-11-22", as_of_basis="research")
    placed, unplaced = sorted(queries.observations(["a"])["a"], key=lambda one: one.state, reverse=True)
    assert (placed.place, placed.state, placed.on) == ("08111000", State.STOPPED, 2023)
    assert placed.source == "https://example.org/seite"
    assert (unplaced.place, unplaced.name, unplaced.on) == (None, "irgendwo", None)


def test_a_transfer_without_deployment_is_an_observation_too() -> None:
    transfer(solution("a"), "09162000", "08111000", "decided-against")
    (one,) = queries.observations()["a"]
    assert (one.place, one.state) == ("09162000", State.DECIDED_AGAINST)


def test_facts_know_what_the_rules_ask() -> None:
    row = solution("a", preconditions=["LoRaWAN-Netz"], cost_note="viel", licence="MIT", as_of="2020")
    deployment(row, as_of="2024")
    (known,) = facts.solution_facts(["a"])
    assert (known.fields, known.preconditions, known.cost_known) == (("wasser",), ("LoRaWAN-Netz",), True)
    assert (known.licence, known.repository, known.open_source) == ("MIT", None, None)
    assert known.newest == date(2024, 1, 1)


def test_what_nobody_has_said_is_listed() -> None:
    nothing = {unknown.code for unknown in facts.unknowns(solution("a"))}
    assert nothing == {
        "costs", "running-costs", "staff", "preconditions", "results", "open", "licence", "repository",
        "contact",
    }  # fmt: skip
    told = solution("b", cost_note="1 Euro", cost_annual_eur=1, staff_note="eine", preconditions=["Netz"],
                    results="gut", open_source=False, licence="-", repository="https://x.de/a",
                    contact_unit="Amt")  # fmt: skip
    assert facts.unknowns(told) == []


def test_replications_name_origin_and_taker() -> None:
    transfer(solution("a"), "09162000", "08111000")
    assert queries.replications() == [("08111000", "09162000", "a")]


def test_related_solutions_share_words_before_fields() -> None:
    row = solution("a", keywords=["Pegel", "Hochwasser"])
    solution("b", keywords=["Pegel"])
    solution("c", fields=("energie",), keywords=["Pegel"])
    solution("d", keywords=[])
    assert [other.slug for other in queries.similar_solutions(row)] == ["b"]


def test_lately_reported_are_successes_and_setbacks_apart() -> None:
    report("gut", as_of="2024")
    report("schlecht", "stopped", as_of="2023")
    report("undatiert", "failed", as_of="2026-11-22", as_of_basis="research")
    assert [row.slug for row in queries.recent_reports(successes=True)] == ["gut"]
    assert [row.slug for row in queries.recent_reports(successes=False)] == ["schlecht"]


def test_factors_are_counted_by_dimension() -> None:
    report("a")
    report("b")
    (row,) = queries.factor_counts(queries.reports())
    assert (row["dimension"].code, row["successes"], row["barriers"]) == ("FIN", 2, 2)


def test_a_municipality_knows_its_deployments_reports_and_projects() -> None:
    deployment(solution("a"), "08111000")
    report("r", places=("08111000",))
    model_project("p", "08111000")
    assert [row.solution_id for row in queries.in_municipality(["08111000"])] == ["a"]
    assert [row.slug for row in queries.reports_of(["08111000"])] == ["r"]
    assert [row.slug for row in catalogue.projects_of(["08111000"])] == ["p"]
    assert not queries.in_municipality(["09162000"])


def test_documents_carry_texts_and_facets() -> None:
    row = solution("a", keywords=["Pegel"], technologies=["LoRaWAN"], lessons=["Früh messen"])
    municipality("08", "Baden-Württemberg")
    deployment(row, "08111000")
    report("r", "stopped", solution=row, places=("08111000",))
    model_project("p")
    found = {one.name: one for one in [*queries.documents(), *catalogue.documents()]}
    assert set(found) == {"solution:a", "report:r", "project:p"}
    document = found["solution:a"]
    assert "LoRaWAN" in document.body
    assert "Früh messen" in document.body
    assert "Ort 08111000" in document.body
    assert document.facets == {
        "field": ("wasser",), "state": ("operational",), "land": ("08",), "size": ("larger-town",),
        "open": ("unknown",), "costs": ("unknown",), "outcome": ("stopped",),
    }  # fmt: skip
    assert found["report:r"].facets["outcome"] == ("stopped",)
    assert found["project:p"].facets["land"] == ("08",)


def fill(start: int, end: int) -> None:
    for number in range(start, end):
        row = solution(f"s{number:02}", open_source=True)
        deployment(row, f"081110{number:02}")
        transfer(row, f"091620{number:02}", f"081110{number:02}")
        report(f"r{number:02}", solution=row, places=(f"081110{number:02}",))
        model_project(f"p{number:02}", f"081110{number:02}")


READS = {
    "solutions": lambda: [
        (row.title, list(row.fields.all()), queries.places_in_words(row))
        for row in queries.solutions({"open": ("yes",)})
    ],
    "facets": lambda: queries.solution_groups({"open": ("yes",)}),
    "reports": lambda: [(row.solution, list(row.places.all())) for row in queries.reports()],
    "projects": lambda: [
        (row.call.number, [place.municipality for place in row.places.all()])
        for row in catalogue.model_projects()
    ],
    "facts": facts.solution_facts,
    "documents": lambda: [*queries.documents(), *catalogue.documents()],
    "in a municipality": lambda: [row.solution.title for row in queries.in_municipality(["08111000"])],
    "fields": lambda: list(catalogue.fields()),
}


@pytest.mark.parametrize("name", READS)
def test_twenty_rows_take_as_many_queries_as_ten(name: str) -> None:
    field()
    fill(0, 10)
    with CaptureQueriesContext(connection) as ten:
        READS[name]()
    fill(10, 20)
    with CaptureQueriesContext(connection) as twenty:
        READS[name]()
    assert len(ten) == len(twenty) > 0
    assert Solution.objects.count() == 20
