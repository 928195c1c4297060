# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Pages ask the database as often for many rows as for few."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from allmende.portal import queries
from allmende.search import actions as search
from allmende.transfers.models import Edition
from tests.catalogue.build import deployment, municipality, report, solution

pytestmark = pytest.mark.django_db
PLACES = ("08111000", "12069020")


def stock(first: int, last: int) -> None:
    """Solutions with these numbers, each at two places and with a report, as an import of its own."""
    for number in range(first, last):
        row = solution(f"pegel-{number}", title=f"Pegel Nummer {number}", preconditions=["Strom"])
        for key in PLACES:
            deployment(row, key)
        report(f"bericht-{number}", places=PLACES, solution=row, title=f"Pegel {number} läuft")
    values = {
        "stamp": uuid4().hex,
        "read_on": date(2026, 11, 22),
        "imported_at": now(),
        "imported_by": "test",
    }
    Edition.objects.update_or_create(id=1, defaults=values)
    search.rebuild(queries.documents(), by="test")


def asked(client: Client, address: str) -> int:
    """Number of queries of a page, once what is kept in memory has been read."""
    assert client.get(address).status_code == 200
    with CaptureQueriesContext(connection) as seen:
        client.get(address)
    return len(seen)


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/finden/",
        "/finden/?q=Pegel",
        "/finden/?q=Pegel&kommune=12069020",
        "/finden/?q=Pegel&kommune=12069020&ansicht=karte",
        "/finden/?q=Pegel&feld=wasser&ordnung=neueste",
        "/api/v1/search?q=Pegel&municipality=12069020",
        "/loesungen/",
        "/erfahrungen/",
        "/modellprojekte/",
        "/handlungsfelder/",
        "/kommunen/",
        "/kommunen/12069020/",
        "/vergleichen/?loesung=pegel-0&loesung=pegel-1&kommune=12069020",
        "/erfahrungen/einflussfaktoren/",
        "/programme/",
        "/quellen/",
        "/code-pruefungen/",
        "/api/v1/solutions",
        "/api/v1/reports",
        "/api/v1/factors",
        "/api/v1/projects",
        "/api/v1/fields",
        "/api/v1/municipalities",
        "/api/v1/checks",
    ],
)
def test_a_page_asks_no_more_for_more_rows(client: Client, address: str) -> None:
    municipality(PLACES[0])
    municipality(PLACES[1])
    stock(0, 2)
    few = asked(client, address)
    stock(2, 9)
    assert asked(client, address) == few
