# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Feeds are valid Atom with lasting ids and true dates, and lead to what they announce."""

import re
import uuid
from datetime import date, datetime
from xml.etree import ElementTree as ET

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from allmende.catalogue.models import Solution, Source
from allmende.transfers.models import Deployment, Report
from tests.catalogue.build import deployment, municipality, report, solution

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
ALL = "/erfahrungen/feed/"
FEEDS = (ALL, "/loesungen/pegel/feed/", "/handlungsfelder/wasser/feed/", "/kommunen/08111000/feed/")


@pytest.fixture
def stock() -> Solution:
    """A solution in one place with a report; another in a place that is not alike, in another field."""
    municipality("08111000", "Ähnlich & Söhne", population=12_000, urbanisation=2)
    municipality(
        "05315000", "Ganz anders", population=1_000_000, urbanisation=1, latitude=54.0, longitude=7.0
    )
    row = solution("pegel")
    deployment(row, "08111000", note="Läuft <b>gut</b>")
    report("bericht", solution=row, places=("08111000",))
    deployment(solution("licht", fields=("energie",)), "05315000")
    return row


def feed(client: Client, address: str) -> ET.Element:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ET.fromstring(answer.content)  # noqa: S314  # our own answer


def texts(node: ET.Element, name: str) -> list[str]:
    return [found.text or "" for found in node.iter(f"{ATOM}{name}")]


@pytest.mark.usefixtures("stock")
@pytest.mark.parametrize("address", FEEDS)
def test_every_feed_has_what_atom_demands(client: Client, address: str) -> None:
    """RFC 4287, 4.1.1 and 4.1.2: id, title and updated, an author, a link to itself, absolute addresses."""
    tree = feed(client, address)
    assert tree.tag == f"{ATOM}feed"
    assert tree.find(f"{ATOM}author/{ATOM}name") is not None
    links = {link.get("rel"): link.get("href") for link in tree.findall(f"{ATOM}link")}
    assert links["self"] == f"http://testserver{address}"
    entries = tree.findall(f"{ATOM}entry")
    assert entries
    for one in (tree, *entries):
        assert all(len(one.findall(f"{ATOM}{name}")) == 1 for name in ("id", "title", "updated"))
        assert uuid.UUID(one.findtext(f"{ATOM}id") or "")
        assert datetime.fromisoformat(one.findtext(f"{ATOM}updated") or "").tzinfo
    addresses = [link.get("href", "") for link in tree.iter(f"{ATOM}link")]
    assert all(found.startswith("http://testserver/") for found in addresses)
    ids = texts(tree, "id")
    assert len(set(ids)) == len(ids)


@pytest.mark.usefixtures("stock")
@pytest.mark.parametrize("address", FEEDS)
def test_every_entry_leads_to_a_page(client: Client, address: str) -> None:
    for entry in feed(client, address).findall(f"{ATOM}entry"):
        link = entry.find(f"{ATOM}link")
        assert link is not None
        path, _, anchor = link.get("href", "").removeprefix("http://testserver").partition("#")
        page = client.get(path)
        assert page.status_code == 200
        assert f'id="{anchor}"' in page.content.decode() or not anchor


@pytest.mark.usefixtures("stock")
@pytest.mark.parametrize(("address", "number"), list(zip(FEEDS, (3, 2, 2, 2), strict=True)))
def test_a_feed_holds_only_what_it_is_about(client: Client, address: str, number: int) -> None:
    assert len(feed(client, address).findall(f"{ATOM}entry")) == number


@pytest.mark.usefixtures("stock")
def test_entries_say_what_happened_where(client: Client) -> None:
    tree = feed(client, "/loesungen/pegel/feed/")
    assert "Ähnlich & Söhne: Lösung pegel – in Betrieb" in texts(tree, "title")
    assert "in Betrieb (Stand 2024). Läuft <b>gut</b>" in texts(tree, "summary")


@pytest.mark.usefixtures("stock")
def test_dates_are_those_on_which_the_newest_source_was_read(client: Client) -> None:
    row = Report.objects.get(slug="bericht")
    row.sources.add(Source.objects.create(url="https://example.org/neu", read_on=date(2026, 12, 1)))
    tree = feed(client, ALL)
    assert texts(tree, "updated") == [
        "2026-12-01T00:00:00+00:00",
        "2026-12-01T00:00:00+00:00",
        *["2026-11-22T00:00:00+00:00"] * 2,
    ]


@pytest.mark.usefixtures("stock")
def test_ids_stay_until_the_state_of_a_place_changes(client: Client) -> None:
    before = set(texts(feed(client, "/loesungen/pegel/feed/"), "id"))
    assert set(texts(feed(client, "/en/loesungen/pegel/feed/"), "id")) == before
    Deployment.objects.filter(solution="pegel").update(note="Neue Anmerkung")
    assert set(texts(feed(client, "/loesungen/pegel/feed/"), "id")) == before
    Deployment.objects.filter(solution="pegel").update(state="stopped")
    assert len(set(texts(feed(client, "/loesungen/pegel/feed/"), "id")) - before) == 1


@pytest.mark.usefixtures("stock")
@pytest.mark.parametrize("address", FEEDS)
def test_who_has_the_newest_gets_no_content(client: Client, address: str) -> None:
    first = client.get(address)
    assert client.get(address, headers={"if-none-match": first["ETag"]}).status_code == 304


def test_a_second_release_of_a_day_is_not_missed_by_who_came_in_between(
    client: Client, stock: Solution
) -> None:
    first = client.get(ALL)
    assert "Last-Modified" not in first
    report("am-selben-tag", solution=stock, places=("08111000",))
    same = {"if-none-match": first["ETag"], "if-modified-since": "Sun, 22 Nov 2026 00:00:00 GMT"}
    for headers in (same, {"if-modified-since": same["if-modified-since"]}):
        assert "Bericht am-selben-tag" in client.get(ALL, headers=headers).content.decode()


def test_a_feed_without_entries_does_not_pretend_to_be_new(client: Client) -> None:
    solution("leer")
    tree = feed(client, "/loesungen/leer/feed/")
    assert tree.findall(f"{ATOM}entry") == []
    assert tree.findtext(f"{ATOM}updated") == "2026-01-01T00:00:00+00:00"


@pytest.mark.parametrize(
    "address", ["/loesungen/fehlt/feed/", "/handlungsfelder/fehlt/feed/", "/kommunen/99999999/feed/"]
)
def test_a_feed_of_nothing_is_not_found(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.usefixtures("stock")
@pytest.mark.parametrize("address", FEEDS)
def test_the_page_above_each_feed_announces_it(client: Client, address: str) -> None:
    html = client.get(address.removesuffix("feed/")).content.decode()
    assert re.search(rf'<link rel="alternate" type="application/atom\+xml" href="{address}"', html)
    assert f'<a href="{address}" type="application/atom+xml">Feed abonnieren</a>' in html


@pytest.mark.parametrize("address", FEEDS)
def test_more_news_takes_no_more_queries(client: Client, stock: Solution, address: str) -> None:
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for number in range(8):
        deployment(stock, f"0811600{number}")
        report(f"noch-{number}", solution=stock, places=("08111000",))
    client.get(address)
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) == len(few)
