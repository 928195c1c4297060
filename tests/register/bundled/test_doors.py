# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Pages, interface and commands of the register."""

import json

import pytest
from click.testing import CliRunner
from django.test import Client

from allmende.register import cli

pytestmark = pytest.mark.usefixtures("full_register")


def test_the_look_up_works_as_a_plain_form(client: Client) -> None:
    page = client.get("/kommunen/", {"q": "neustadt"}).content.decode()
    assert "Neustadt an der Weinstraße" in page
    assert "/kommunen/07316000/" in page


def test_an_unambiguous_text_leads_to_the_municipality(client: Client) -> None:
    assert client.get("/kommunen/", {"q": "Bad Belzig"}).headers["Location"] == "/kommunen/12069020/"


def test_nothing_found_helps_on(client: Client) -> None:
    assert "Keine Kommune gefunden" in client.get("/kommunen/", {"q": "qqqqqqq"}).content.decode()


def test_what_was_typed_is_never_markup(client: Client) -> None:
    assert "<script>x" not in client.get("/kommunen/", {"q": "<script>x"}).content.decode()


def test_suggestions_are_a_list_of_labels(client: Client) -> None:
    assert client.get("/kommunen/vorschlaege/", {"q": "bad bel"}).json() == ["Bad Belzig", "Bad Bellingen"]


def test_sources_print_every_attribution(client: Client) -> None:
    page = client.get("/quellen/").content.decode()
    for text in (
        "© Daten (im Auftrag der Herausgebergemeinschaft",
        "© BKG (2025) dl-de/by-2-0",
        "Zensus 2022: ©",
    ):
        assert text in page
    assert "https://www.govdata.de/dl-de/by-2-0" in page


@pytest.mark.parametrize("key", ["12069020", "12069", "010515163", "12", "11000000"])
def test_every_level_has_a_page_with_facts_place_and_similar_ones(client: Client, key: str) -> None:
    page = client.get(f"/kommunen/{key}/").content.decode()
    assert "Kommunen wie wir" in page
    assert "<svg" in page
    assert "gleiches Land" in page or key in {"12", "11000000"}


def test_the_interface_pages_through_all_bodies(client: Client) -> None:
    first = client.get("/api/v1/municipalities", {"limit": 200}).json()
    second = client.get("/api/v1/municipalities", {"limit": 200, "cursor": first["next"]}).json()
    keys = [item["key"] for item in first["items"] + second["items"]]
    assert keys == sorted(set(keys))
    assert len(keys) == 400


def test_the_interface_looks_up_and_filters_by_level(client: Client) -> None:
    found = client.get("/api/v1/municipalities", {"q": "uelzen", "level": "district"}).json()["items"]
    assert [item["key"] for item in found] == ["03360"]


def test_the_interface_gives_facts_and_null_for_the_unknown(client: Client) -> None:
    answer = client.get("/api/v1/municipalities/07232503").json()
    assert answer["name"] == "Obergeckler"
    assert answer["urbanisation"] is None
    assert answer["district"] == "07232"


def test_the_interface_explains_similar_ones(client: Client) -> None:
    answer = client.get("/api/v1/municipalities/12069020/similar", {"limit": 3}).json()
    assert len(answer) == 3
    assert all(0 < one["similarity"] <= 1 and one["reasons"] for one in answer)


def test_an_unknown_key_is_a_problem(client: Client) -> None:
    answer = client.get("/api/v1/municipalities/00000000")
    assert answer.status_code == 404
    assert answer.headers["Content-Type"].startswith("application/problem+json")


def run(*arguments: str) -> str:
    command, rest = getattr(cli, arguments[0]), list(arguments[1:])
    result = CliRunner().invoke(command, rest, catch_exceptions=False)
    return result.output


def test_the_command_shows_a_municipality() -> None:
    assert "Einwohner: 11.118 (31.12.2024)" in run("municipality", "show", "Bad Belzig")
    assert json.loads(run("municipality", "show", "12069020", "--json"))["population"] == 11_118


def test_the_command_lists_similar_ones_with_reasons() -> None:
    assert len(run("similar", "Bad Belzig", "--limit", "4").splitlines()) == 4
    answer = json.loads(run("similar", "Bad Belzig", "--limit", "2", "--json"))
    assert answer[0]["municipality"]["key"] != "12069020"


def test_the_command_asks_back_where_a_name_is_ambiguous() -> None:
    assert "Gemeint sein könnte: Mühlhausen" in run("similar", "Mühlhausen")


def test_the_command_refuses_a_foreign_file_in_german() -> None:
    assert "Ist das eine GV100AD-Datei?" in run("register", "import", __file__)


def test_real_takers_are_nearer_to_the_origin_than_chance() -> None:
    choosing, checking = json.loads(run("similarity", "validate", "--json"))
    assert checking["municipality"]["value"] >= 0.90
    assert checking["inhabitant"]["value"] >= 0.80
    assert choosing["pairs"] + checking["pairs"] >= 150
    for auc in (checking["municipality"], checking["inhabitant"]):
        assert auc["low"] < auc["value"] < auc["high"]


def test_the_validation_is_told_in_sentences() -> None:
    assert "Hälfte zum Prüfen" in run("similarity", "validate")
