# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""What goes wrong and what helps: counted in reports, with the reports behind each number, at every door."""

import json
import re
from datetime import date
from typing import Any

import pytest
from click.testing import CliRunner
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from allmende.config.cli import main
from allmende.domain.lifecycle import Outcome, State
from allmende.transfers import facts, sums
from allmende.transfers.models import Dimension, Edition, Factor, Report
from allmende.transfers.telling import Statement, Telling, tell_report
from tests.catalogue.build import field, municipality, report, solution

pytestmark = pytest.mark.django_db
ADDRESS = "/erfahrungen/einflussfaktoren/"


def say(row: Report, dimension: str, polarity: str, statement: str, remedy: str = "") -> None:
    """One more statement of a report."""
    names = {
        "name": dimension,
        "name_en": dimension,
        "description": "…",
        "description_en": "…",
        "position": 9,
    }
    Dimension.objects.get_or_create(code=dimension, defaults=names)
    number = row.factors.count()
    Factor.objects.create(
        id=f"{row.slug}-{number}", report=row, position=number, dimension_id=dimension,
        polarity=polarity, statement=statement, remedy=remedy,
    )  # fmt: skip


@pytest.fixture
def reports() -> None:
    """Three reports; each says that money helped and hindered (tests/catalogue/build.py)."""
    municipality("08111000", population=600_000)
    app = solution("app", technologies=["DorfFunk-App"])
    report("dorf", solution=app, places=("07131003",))
    report("stadt", places=("08111000",))
    strom = report("strom")
    strom.fields.set([field("energie")])
    say(strom, "ORG", "barrier", "Niemand zuständig", "Zuständigkeit klären")


def text(client: Client, address: str = ADDRESS) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return re.sub(r"(<[^>]*>|\s)+", " ", answer.content.decode())


@pytest.mark.usefixtures("reports")
def test_every_number_says_of_how_many_reports_and_leads_to_them(client: Client) -> None:
    html = client.get(ADDRESS).content.decode()
    assert "in 3 von 3 Berichten" in html
    assert "in 1 von 3 Berichten" in html
    assert '<a href="/erfahrungen/strom/">Bericht strom</a>: Niemand zuständig' in html
    assert "Zuständigkeit klären" in html


@pytest.mark.usefixtures("reports")
def test_the_most_frequent_barrier_comes_first_in_chart_and_table(client: Client) -> None:
    said = text(client)
    assert re.search(r"Geld 3 hinderte 3 half .*ORG 1 hinderte 0 half .*Geld … in 3 von 3", said)


@pytest.mark.usefixtures("reports")
@pytest.mark.parametrize(
    ("choice", "number"),
    [
        ("feld=energie", 1),
        ("groesse=large-city", 1),
        ("groesse=larger-town", 1),
        ("art=app", 1),
        ("feld=wasser&groesse=large-city", 1),
        ("feld=gibt-es-nicht", 3),
        ("feld=wasser&feld=energie", 3),
    ],
)
def test_choices_narrow_the_reports(client: Client, choice: str, number: int) -> None:
    assert f"in {number} von {number} " in text(client, f"{ADDRESS}?{choice}")


@pytest.mark.usefixtures("reports")
def test_a_hidden_place_counts_under_the_size_that_its_class_tells(client: Client) -> None:
    report("verborgen", within="municipality:rural:12:")
    report("weiter", within="municipality:rural,smaller-town:12:")
    assert "in 1 von 1 " in text(client, f"{ADDRESS}?groesse=rural")
    assert "Größe der Kommune: Bei 2 Berichten ist dazu nichts" in text(client, f"{ADDRESS}?groesse=rural")


@pytest.mark.usefixtures("reports")
def test_a_choice_without_reports_says_how_to_go_on(client: Client) -> None:
    html = client.get(f"{ADDRESS}?feld=energie&groesse=rural").content.decode()
    assert "Mit diesen Eingrenzungen gibt es keinen Bericht" in html
    assert 'href="?groesse=rural"' in html
    assert 'href="?feld=energie"' in html


def test_behind_a_number_stand_so_many_reports_that_the_page_stays_one(client: Client) -> None:
    for number in range(53):
        say(report(f"b{number:02}"), "ORG", "barrier", f"Satz {number:02}", f"Rat {number:02}")
    said = text(client)
    assert "in 53 von 53 Berichten" in said
    assert ("Satz 49" in said, "Satz 50" in said) == (True, False)
    assert "und 3 weitere Berichte" in said
    assert ("53 Hinweise" in said, "Rat 19" in said, "Rat 20" in said) == (True, True, False)
    assert "und 33 weitere Hinweise" in said


def test_what_is_told_counts_at_once(client: Client) -> None:
    municipality("12069020", "Bad Belzig")
    Edition.objects.create(stamp="s", read_on="2026-11-01", imported_at=timezone.now(), imported_by="test")
    assert "Es gibt noch keinen Bericht" in text(client)
    solution("app")
    report("dorf")
    said = Statement("contribution:1", "app", State.STOPPED, "2026", "12069020", "Bad Belzig")
    told = Telling("Ausfall", Outcome.FAILED, "Frost", factors=(("FIN", "barrier", "Zu teuer", ""),))
    tell_report(by="test", said=said, told=told, on=date(2026, 11, 24))
    assert "in 2 von 2 Berichten" in text(client)


def test_an_empty_stock_says_so(client: Client) -> None:
    assert "Es gibt noch keinen Bericht" in text(client)


@pytest.mark.usefixtures("reports")
def test_reports_of_unknown_kind_are_counted_aloud(client: Client) -> None:
    assert "Art der Lösung: Bei 2 Berichten ist dazu nichts bekannt" in text(client, f"{ADDRESS}?art=app")


@pytest.mark.usefixtures("reports")
def test_facet_counts_are_what_the_choice_then_finds(client: Client) -> None:
    for group in sums.factor_sums({}).groups:
        for option in group["options"]:
            name = {"feld": "field", "groesse": "size", "art": "kind"}[group["name"]]
            assert sums.factor_sums({name: [option["value"]]}).total == option["count"] > 0


@pytest.mark.usefixtures("reports")
def test_the_interface_answers_the_same(client: Client) -> None:
    answer = client.get("/api/v1/factors?field=energie").json()
    assert (answer["reports"], answer["all_reports"]) == (1, 3)
    barrier = next(one for one in answer["factors"] if one["dimension"] == "ORG")
    assert barrier["reports"] == ["strom"]
    assert barrier["remedies"] == [{"text": "Zuständigkeit klären", "reports": ["strom"]}]
    assert 0 < barrier["low"] < barrier["share"] == 1


@pytest.mark.usefixtures("reports")
def test_the_command_answers_the_same() -> None:
    told = CliRunner().invoke(main, ["factors", "--field", "energie"]).output
    assert "ORG: in 1 von 1 Bericht" in told
    answer = json.loads(CliRunner().invoke(main, ["factors", "--kind", "app", "--json"]).output)
    assert answer["reports"] == 1
    wrong = CliRunner().invoke(main, ["factors", "--kind", "Rakete"])
    assert (wrong.exit_code, "--kind Rakete gibt es nicht. Möglich: sensors" in wrong.output) == (1, True)


@pytest.mark.parametrize(
    ("words", "kinds"),
    [
        ([], ()),
        (None, ()),
        (["Kirche"], ()),
        (["KI-Kamera"], ("sensors", "ai")),
        (["Urbane Datenplattform"], ("data",)),
        (["Elektronische Schließsysteme"], ("devices",)),
    ],
)
def test_kinds_are_told_by_the_words_for_technology(words: Any, kinds: tuple[str, ...]) -> None:
    assert facts.kinds(words) == kinds


@pytest.mark.usefixtures("reports")
def test_more_reports_take_no_more_queries(client: Client) -> None:
    with CaptureQueriesContext(connection) as few:
        client.get(ADDRESS)
    for number in range(10):
        report(f"noch-{number}", solution=solution(f"noch-{number}"), places=("08111000",))
    with CaptureQueriesContext(connection) as many:
        client.get(ADDRESS)
    assert len(many) == len(few)
