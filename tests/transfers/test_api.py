# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Programs get the same facts as people."""

import json
from typing import Any

import pytest
from django.test import Client

from tests.catalogue.build import deployment, model_project, municipality, report, solution, transfer

pytestmark = pytest.mark.django_db


def get(client: Client, address: str, status: int = 200) -> Any:
    answer = client.get(f"/api/v1{address}")
    assert answer.status_code == status, answer.content
    return json.loads(answer.content)


def test_a_list_is_read_page_by_page_without_a_row_twice_or_missing(client: Client) -> None:
    for number in range(7):
        solution(f"s{number}")
    seen, cursor = [], ""
    while cursor is not None:
        answer = get(client, f"/solutions?limit=3{f'&cursor={cursor}' if cursor else ''}")
        seen += [item["slug"] for item in answer["items"]]
        cursor = answer["next"]
    assert seen == [f"s{number}" for number in range(7)]


def test_solutions_are_filtered_like_the_page(client: Client) -> None:
    municipality("08", "Baden-Württemberg")
    deployment(solution("a", open_source=True), "08111000", "stopped")
    solution("b")
    for query in ("land=08", "state=stopped", "open=yes", "size=larger-town", "field=wasser&land=08"):
        assert [item["slug"] for item in get(client, f"/solutions?{query}")["items"]] == ["a"], query
    assert get(client, "/solutions?land=09")["items"] == []


def test_a_solution_tells_places_transfers_costs_and_sources(client: Client) -> None:
    row = solution("a", aliases=["alt"], cost_annual_eur=5, cost_note="Miete")
    deployment(row, "08111000")
    transfer(row, "09162000", "08111000", year=2022)
    report("r", solution=row)
    found = get(client, "/solutions/a")
    assert found["deployments"][0] == {
        "place": {"name": "Ort 08111000", "key": "08111000"}, "state": "operational", "started": "",
        "as_of": "2024", "as_of_basis": "text", "sources": ["https://example.org/seite"], "mark": "",
    }  # fmt: skip
    assert found["transfers"][0]["year"] == 2022
    assert (found["cost_annual_eur"], found["cost_note"], found["open_source"]) == (5, "Miete", None)
    assert found["reports"] == ["r"]
    assert found["sources"][0]["url"] == "https://example.org/seite"
    assert get(client, "/solutions/alt")["slug"] == "a"


def test_reports_carry_factors_and_can_be_asked_by_outcome(client: Client) -> None:
    report("gut")
    report("aus", "stopped")
    assert [item["slug"] for item in get(client, "/reports?outcome=stopped")["items"]] == ["aus"]
    factors = get(client, "/reports/aus")["factors"]
    assert [(one["polarity"], one["remedy"]) for one in factors] == [
        ("success", ""),
        ("barrier", "Früh planen"),
    ]


def test_model_projects_name_their_places_and_call(client: Client) -> None:
    municipality("08", "Baden-Württemberg")
    model_project("a", "08111000")
    model_project("b", None)
    assert [item["slug"] for item in get(client, "/projects?land=08")["items"]] == ["a"]
    found = get(client, "/projects/b")
    assert (found["call"], found["places"], found["funding_eur"]) == (
        1,
        [{"name": "Region", "key": None}],
        None,
    )


def test_action_fields_come_with_both_names(client: Client) -> None:
    solution("a")
    assert get(client, "/fields") == [{"key": "wasser", "name": "Wasser", "name_en": "wasser (en)"}]


@pytest.mark.parametrize("address", ["/solutions/x", "/reports/x", "/projects/x"])
def test_what_does_not_exist_is_a_problem(client: Client, address: str) -> None:
    assert get(client, address, 404)["status"] == 404


def test_a_cursor_of_somebody_else_is_a_problem(client: Client) -> None:
    assert get(client, "/solutions?cursor=%21%21", 422)["status"] == 422
