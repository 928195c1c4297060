# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""What became of a solution: years as its sources give them, kinds of municipality, the proof."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from allmende.catalogue.models import Solution
from allmende.transfers import outcomes, queries
from tests.catalogue.build import deployment, municipality, report, solution, transfer

pytestmark = pytest.mark.django_db


@pytest.fixture
def row() -> Solution:
    """Begun in one place, taken over by a second, over in a third, of no known year and place in a fourth."""
    municipality("08111000", "Stuttgart", population=600_000, urbanisation=1)
    municipality("07131003", "Altenahr", population=1_600, urbanisation=3)
    municipality("09162000", "München", population=1_400_000, urbanisation=1)
    made = solution("pegel")
    deployment(made, "08111000", started="2019-05")
    taken = transfer(made, "07131003", "08111000", year=2021)
    deployment(made, "07131003", transfer=taken)
    deployment(made, "09162000", "stopped", started="2018", as_of="2023")
    deployment(made, None, "stopped", as_of="2026-11-22", as_of_basis="research")
    report("bericht", solution=made, places=("09162000",))
    return made


def test_each_year_names_what_began_was_taken_over_and_was_over(row: Solution) -> None:
    page = queries.solution("pegel")
    assert page
    found = outcomes.years(page.deployments.all(), page.transfers.all())
    assert [(y.year, len(y.begun), len(y.taken), len(y.over)) for y in found] == [
        (2018, 1, 0, 0),
        (2019, 1, 0, 0),
        (2021, 0, 1, 0),
        (2023, 0, 0, 1),
    ]


def test_the_page_shows_years_as_drawing_and_table_and_says_which_are_not_known(
    client: Client, row: Solution
) -> None:
    html = client.get("/loesungen/pegel/").content.decode()
    text = re.sub(r"(<[^>]*>|\s)+", " ", html)
    assert '<title id="jahre-titel">Was in welchem Jahr geschah</title>' in html
    assert "2018 1 : München – –" in text
    assert "2021 – 1 : Ort 07131003 –" in text.replace("Altenahr", "Ort 07131003")
    assert "Bei 1 Einsatz ist nicht bekannt, wann er begann." in text


def test_the_page_counts_kinds_of_municipality_with_those_where_it_is_over(
    client: Client, row: Solution
) -> None:
    text = re.sub(r"(<[^>]*>|\s)+", " ", client.get("/loesungen/pegel/").content.decode())
    assert "Größe der Kommune dicht besiedelt dünn besiedelt nicht bekannt" in text
    assert "bis 5.000 Einwohner – 1 – über 100.000 2 (davon 1 beendet oder abgelehnt) – –" in text
    assert "Ort oder Größe nicht bekannt – – 1 (davon 1 beendet oder abgelehnt)" in text


def test_a_hidden_place_stands_under_the_size_that_its_class_tells(client: Client, row: Solution) -> None:
    deployment(
        row, None, "stopped", slug="verborgen", within="municipality:rural:12:", place_name="eine Kommune"
    )
    text = re.sub(r"(<[^>]*>|\s)+", " ", client.get("/loesungen/pegel/").content.decode())
    assert "bis 5.000 Einwohner – 1 1 (davon 1 beendet oder abgelehnt)" in text


def test_each_place_has_its_reports_and_sources_beside_it(client: Client, row: Solution) -> None:
    html = client.get("/loesungen/pegel/").content.decode()
    place = re.search(r'<tr id="ort-pegel--09162000">.*?</tr>', html, re.S)
    assert place
    assert "/erfahrungen/bericht/" in place[0]
    assert "https://example.org/seite" in place[0]
    assert 'href="#ort-pegel--09162000"' in html


def test_a_solution_without_places_has_no_table_of_years(client: Client) -> None:
    solution("leer")
    assert "Was daraus wurde" not in client.get("/loesungen/leer/").content.decode()


def test_more_places_reports_and_transfers_take_no_more_queries(client: Client, row: Solution) -> None:
    with CaptureQueriesContext(connection) as few:
        client.get("/loesungen/pegel/")
    for number in range(8):
        key = f"0811600{number}"
        taken = transfer(row, key, "08111000", year=2020)
        deployment(row, key, transfer=taken)
        report(f"noch-{number}", solution=row, places=(key,))
    with CaptureQueriesContext(connection) as many:
        client.get("/loesungen/pegel/")
    assert len(many) == len(few)
