# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""A solution's page: first what a clerk needs, each part one link away, and who says what."""

import re

import pytest
from django.test import Client

from allmende.transfers.models import Report, Transfer
from tests.catalogue.build import deployment, municipality, report, solution, transfer

pytestmark = pytest.mark.django_db
PLACES = ("08111000", "07131003")


@pytest.fixture(autouse=True)
def _stock() -> None:
    row = solution("pegel")
    for key in PLACES:
        municipality(key)
        deployment(row, key)
    transfer(row, PLACES[1], PLACES[0], year=2021)
    report("bericht", solution=row, places=PLACES[:1])


def page(client: Client, address: str = "/loesungen/pegel/") -> str:
    return " ".join(client.get(address).content.decode().split())


def test_what_happened_and_what_it_costs_stand_before_the_long_tables(client: Client) -> None:
    html = page(client)
    order = ["passung", "geschehen", "faktoren", "bedingungen", "wo", "nachnutzung", "verlauf", "quellen"]
    assert sorted(order, key=lambda name: html.index(f'<h2 id="{name}"')) == order


def test_every_link_of_the_page_to_itself_leads_somewhere(client: Client) -> None:
    html = page(client)
    own = set(re.findall(r'href="#([^"]+)"', html))
    assert {"passung", "geschehen", "bedingungen", "wo", "nachnutzung", "mitmachen", "quellen"} <= own
    assert own <= set(re.findall(r'id="([^"]+)"', html))


def test_the_way_to_the_field_of_the_municipality_ends_there(client: Client) -> None:
    there = re.search(r'href="/#([^"]+)"', page(client))
    assert there
    assert f'id="{there[1]}"' in page(client, "/")


def test_a_report_says_who_told_it_and_from_there_one_tells_ones_own(client: Client) -> None:
    address = "/erfahrungen/bericht/"
    html = page(client, address)
    assert "der Redaktion von Allmende, aus öffentlichen Quellen" in html
    assert "Hinweis der Redaktion, nicht aus der Quelle" in html
    assert 'href="/beitraege/neu/?loesung=pegel"' in html
    Report.objects.update(origin="contribution:1")
    Report.objects.get().sources.clear()
    html = page(client, address)
    assert "der Kommune selbst" in html
    assert "Angabe der Kommune" in html
    assert "Rat der Kommune:" in html
    assert "Redaktion" not in html
    Report.objects.update(within="a:b:c")
    assert "einer Kommune dieser Gruppe" in page(client, address)


def test_where_no_source_stands_it_is_marked_as_what_the_municipality_says(client: Client) -> None:
    assert "Angabe der Kommune" not in page(client)
    Transfer.objects.get().sources.clear()
    assert page(client).count("Angabe der Kommune") == 1


def test_the_list_of_reports_says_which_a_municipality_wrote_itself(client: Client) -> None:
    assert "von der Kommune selbst" not in page(client, "/erfahrungen/")
    Report.objects.update(origin="contribution:1")
    assert "von der Kommune selbst" in page(client, "/erfahrungen/")


def test_a_statement_without_a_date_says_when_it_was_read(client: Client) -> None:
    Report.objects.update(as_of="2027-03-05", as_of_basis="research")
    assert "ohne Datum, gelesen im März 2027" in page(client, "/erfahrungen/bericht/")
