# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""The page of a solution says what became of it elsewhere, for the municipality that asks."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from allmende.domain.lifecycle import Outcome, State
from allmende.transfers.actions import note_edition
from allmende.transfers.telling import Statement, Telling, tell_report, tell_state, untell
from tests.catalogue.build import deployment, municipality, solution

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 24)
ADDRESS = "/loesungen/pegel/?kommune=12069020"
SAID = Statement("contribution:1", "pegel", State.STOPPED, "2026", "12069021", "Nebenan")


@pytest.fixture(autouse=True)
def _stock() -> None:
    """It runs in a place like Bad Belzig and in one that is not."""
    municipality("12069020", "Bad Belzig")
    municipality("12069021", "Nebenan")
    municipality("12069022", "Dritter Ort")
    far = {"population": 1_000_000, "urbanisation": 1, "latitude": 54.0, "longitude": 7.0}
    municipality("05315000", "Ganz anders", **far)
    row = solution("pegel", title="Pegel")
    deployment(row, "12069022")
    deployment(row, "05315000")
    note_edition(by="test", stamp="bundled", read_on=DAY)


def shown(client: Client, address: str = ADDRESS) -> str:
    """The words of the page outside of what is folded away."""
    html = re.sub(r"<details.*?</details>", " ", client.get(address).content.decode(), flags=re.S)
    return re.sub(r"(<[^>]*>|\s)+", " ", html)


def estimated(text: str) -> tuple[int, int, int]:
    """Mean, lower and upper end of the estimate in a page."""
    found = re.search(
        r"Geschätzt bleiben (\d+) von 100 solchen Einsätzen in Betrieb \(mit 80 % Wahrscheinlichkeit "
        r"zwischen (\d+) und (\d+)\)",
        text,
    )
    assert found
    mean, low, high = map(int, found.groups())
    return mean, low, high


def test_the_estimate_for_my_municipality_and_its_range_stand_open_on_the_page(client: Client) -> None:
    mean, low, high = estimated(shown(client))
    assert low < mean < high
    assert "in Betrieb 2; in Kommunen wie Ihrer 1 von 1" in shown(client)


def test_the_places_behind_the_number_of_those_like_mine_are_marked(client: Client) -> None:
    text = shown(client)
    assert "Dritter Ort wie Ihre Kommune in Betrieb" in text
    assert text.count("wie Ihre Kommune in Betrieb") == 1
    assert "wie Ihre Kommune" not in shown(Client(), "/loesungen/pegel/")
    own = shown(client, "/loesungen/pegel/?kommune=12069022")
    assert "Dritter Ort Ihre Kommune in Betrieb" in own


def test_what_is_told_moves_the_estimate_at_once_and_what_is_taken_back_moves_it_back(client: Client) -> None:
    before = estimated(shown(client))
    tell_report(by="test", said=SAID, told=Telling("Aus", Outcome.STOPPED, "Es fror."), on=DAY)
    stopped = shown(client)
    assert estimated(stopped)[0] < before[0]
    assert "in Betrieb 2 · vorzeitig beendet 1; in Kommunen wie Ihrer 1 von 2" in stopped
    untell(by="test", origin=SAID.origin)
    assert estimated(shown(client)) == before


def test_a_place_told_of_by_two_sides_is_one_place_in_every_count(client: Client) -> None:
    said = {"place": "12069022", "place_name": "Dritter Ort", "origin": "undertaking:1"}
    own = Statement(solution="pegel", state=State.STOPPED, as_of="2026-03-01", **said)
    tell_state(by="test", said=own, on=DAY)
    text = shown(client)
    assert "in Betrieb 1 · vorzeitig beendet 1; in Kommunen wie Ihrer 0 von 1" in text
    assert "Wo sie läuft in Betrieb 1 · vorzeitig beendet 1 Orte" in text
    assert re.search(r"10\.000 bis 20\.000 (– )*1 \(davon 1 beendet oder abgelehnt\)", text)
    assert "2026 – – 1 : Dritter Ort" in text
    assert "verschiedene Angaben" in text


def test_nothing_observed_says_that_the_estimate_is_what_is_usual(client: Client) -> None:
    solution("leer", title="Leer")
    text = shown(client, "/loesungen/leer/?kommune=12069020")
    assert "Noch hat niemand einen Einsatz berichtet" in text
    assert "Das beruht allein auf dem, was im Handlungsfeld üblich ist." in text


@pytest.fixture(autouse=True)
def _static_files_as_they_lie(settings: Any) -> None:
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "whitenoise" not in name]
