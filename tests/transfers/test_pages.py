# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Pages say in plain German what is known, as of when, and what is not known."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.catalogue.build import deployment, model_project, municipality, report, solution, transfer

pytestmark = pytest.mark.django_db


def page(client: Client, address: str, status: int = 200) -> str:
    """The text of a page as one reads it."""
    answer = client.get(address)
    assert answer.status_code == status, answer.status_code
    return re.sub(r"(<[^>]*>|\s)+", " ", answer.content.decode())


def test_a_solution_shows_where_it_runs_with_state_and_date(client: Client) -> None:
    row = solution("pegel")
    deployment(row, "08111000", started="2020-03")
    deployment(row, None, "stopped", as_of="2026-11-22", as_of_basis="research")
    text = page(client, "/loesungen/pegel/")
    assert "in Betrieb 1 · vorzeitig beendet 1" in text
    assert "Ort 08111000 in Betrieb März 2020 Stand 2024" in text
    assert "ohne Datum, gelesen im November 2026" in text


def test_the_map_names_each_place_and_the_table_stands_beside_it(client: Client) -> None:
    deployment(solution("pegel"))
    html = client.get("/loesungen/pegel/").content.decode()
    assert html.count('class="map__dot') == 1
    assert "<title>Ort 08111000: in Betrieb</title>" in html
    assert "Die Orte stehen auch in der Tabelle." in html


def test_without_a_place_there_is_no_map_but_a_sentence(client: Client) -> None:
    solution("pegel")
    assert "map__dot" not in client.get("/loesungen/pegel/").content.decode()
    assert "Noch kein Einsatz berichtet." in page(client, "/loesungen/pegel/")


def test_factors_come_with_our_advice_marked_as_ours(client: Client) -> None:
    report("bericht", solution=solution("pegel"))
    for address in ("/loesungen/pegel/", "/erfahrungen/bericht/"):
        text = page(client, address)
        assert "Geld: Spende half" in text
        assert "Hinweis der Redaktion, nicht aus der Quelle: Früh planen" in text


def test_costs_are_shown_only_with_what_they_mean(client: Client) -> None:
    solution("pegel", cost_once_eur=11_300, cost_note="Anschaffung ohne Betrieb")
    assert "11.300 Euro einmalig. Anschaffung ohne Betrieb" in page(client, "/loesungen/pegel/")


def test_what_is_not_known_is_a_list_of_its_own(client: Client) -> None:
    solution("pegel")
    text = page(client, "/loesungen/pegel/")
    assert "Was nicht bekannt ist Was sie kostet" in text
    assert "Niemand hat das bisher berichtet." in text


def test_transfers_are_told_with_year_origin_and_source(client: Client) -> None:
    transfer(solution("pegel"), "09162000", "08111000", year=2021, kind="same-software", effort="zwei Tage")
    text = page(client, "/loesungen/pegel/")
    assert "Ort 09162000 (2021): in Betrieb, gleiche Software von Ort 08111000 . Aufwand: zwei Tage." in text
    assert "example.org" in text


def test_a_former_name_leads_to_the_merged_solution(client: Client) -> None:
    solution("neu", aliases=["alt"])
    answer = client.get("/loesungen/alt/")
    assert (answer.status_code, answer["Location"]) == (301, "/loesungen/neu/")


def test_a_local_use_and_its_base_point_at_each_other(client: Client) -> None:
    base = solution("basis")
    solution("dorf", based_on=base)
    assert "Beruht auf: Lösung basis" in page(client, "/loesungen/dorf/")
    assert "Eigene Einträge zu örtlichen Einsätzen: Lösung dorf" in page(client, "/loesungen/basis/")


def test_a_brief_entry_says_that_it_is_one(client: Client) -> None:
    solution("kurz", brief=True)
    assert "Kurzeintrag" in page(client, "/loesungen/kurz/")


def test_english_pages_show_english_texts(client: Client) -> None:
    solution("pegel")
    text = page(client, "/en/loesungen/pegel/")
    assert "Solution pegel" in text
    assert "It measures." in text


def test_the_list_narrows_by_address_and_keeps_the_choice(client: Client) -> None:
    municipality("08", "Baden-Württemberg")
    deployment(solution("a"), "08111000")
    solution("b", open_source=True)
    html = client.get("/loesungen/?land=08").content.decode()
    assert "Lösung a" in html
    assert "Lösung b" not in html
    assert re.search(r'name="land" value="08" checked', html)


def test_a_list_without_hits_helps_on(client: Client) -> None:
    solution("a")
    text = page(client, "/loesungen/?offen=yes")
    assert "Mit diesen Eingrenzungen gibt es keine Lösung" in text
    assert "Alle Lösungen" in text


def test_reports_show_outcome_place_and_the_factors_of_the_choice(client: Client) -> None:
    report("gut")
    report("aus", "stopped", period="2022-2024")
    text = page(client, "/erfahrungen/?ausgang=stopped")
    assert "1 Bericht " in text
    assert "Bericht aus vorzeitig beendet Ort, 2022-2024 · Stand 2024" in text
    assert "Bericht gut" not in text
    assert "Geld … 1 1" in text


def test_a_report_tells_an_end_as_planned_from_a_stop(client: Client) -> None:
    report("plan", "ended")
    assert "planmäßig ausgelaufen" in page(client, "/erfahrungen/plan/")


def test_a_model_project_shows_call_money_and_what_came_of_it(client: Client) -> None:
    row = model_project("stadt", funding_eur=9_000_000)
    solution("pegel", model_project=row)
    report("bericht", model_project=row)
    text = page(client, "/modellprojekte/stadt/")
    assert "Programm , Staffel 1 (2019)" in text
    assert "9.000.000 Euro vom Bund, gerundet oder als Obergrenze" in text
    assert "Lösung pegel" in text
    assert "Bericht bericht" in text


@pytest.mark.parametrize(
    "address",
    ["/loesungen/x/", "/erfahrungen/x/", "/modellprojekte/x/", "/handlungsfelder/x/", "/programme/x/"],
)
def test_what_does_not_exist_is_not_found(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    "address", ["/loesungen/", "/erfahrungen/", "/modellprojekte/", "/handlungsfelder/", "/programme/"]
)
def test_every_list_stands_before_anything_was_imported(client: Client, address: str) -> None:
    page(client, address)


def fill(start: int, end: int) -> None:
    base = solution("basis") if start == 0 else None
    for number in range(start, end):
        row = solution(f"s{number:02}")
        key = f"081110{number:02}"
        project = model_project(f"p{number:02}", key)
        entry = report(f"r{number:02}", solution=row, places=(key,), model_project=project)
        deployment(row, key)
        shared = base or type(row).objects.get(slug="basis")
        deployment(shared, key)
        transfer(shared, f"091620{number:02}", key)
        entry.solution = shared
        entry.save()


@pytest.mark.parametrize(
    "address",
    ["/loesungen/", "/loesungen/?feld=wasser", "/loesungen/basis/", "/erfahrungen/", "/erfahrungen/r00/",
     "/modellprojekte/", "/modellprojekte/p00/", "/handlungsfelder/", "/handlungsfelder/wasser/",
     "/programme/", "/programme/programm/"],
)  # fmt: skip
def test_a_page_takes_as_many_queries_for_twenty_rows_as_for_ten(client: Client, address: str) -> None:
    fill(0, 10)
    with CaptureQueriesContext(connection) as ten:
        page(client, address)
    fill(10, 20)
    with CaptureQueriesContext(connection) as twenty:
        page(client, address)
    assert len(ten) == len(twenty) <= 20
