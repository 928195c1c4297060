# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is told, taken back or accepted is in the answers as soon as it is committed."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from allmende.compliance.actions import accept_proposal
from allmende.compliance.models import Proposal
from allmende.domain.lifecycle import Outcome, State
from allmende.portal import queries
from allmende.portal.facts import Question
from allmende.search import actions as search
from allmende.search import queries as search_queries
from allmende.transfers.actions import note_edition
from allmende.transfers.telling import Statement, Telling, tell_report, untell
from tests.catalogue.build import field, municipality, solution

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 24)
SAID = Statement("contribution:1", "pegel", State.STOPPED, "2026", "12069020", "Bad Belzig")
TOLD = Telling("Sirene verstummt", Outcome.FAILED, "Die Notstromdiesel fehlten.")


@pytest.fixture(autouse=True)
def _running(settings: Any, tmp_path: Path) -> None:
    """A server that has been asked before, so that it holds stock and index in memory."""
    settings.SEARCH_INDEX = tmp_path
    municipality("12069020", "Bad Belzig")
    solution("pegel", title="Pegel", summary="Misst Wasserstände.")
    note_edition(by="test", stamp="bundled", read_on=DAY)
    search.rebuild(queries.documents(), by="test")
    answers("Pegel")


def answers(words: str) -> tuple[list[str], list[str]]:
    """Slugs of solutions and titles of reports for these words."""
    found = queries.find(Question(words), start=0, size=10)
    return list(found.slugs), [one.title for one in found.reports]


def test_a_report_is_found_once_it_is_told_and_no_more_once_it_is_taken_back(
    django_capture_on_commit_callbacks: Any,
) -> None:
    assert answers("Notstromdiesel")[1] == []
    with django_capture_on_commit_callbacks(execute=True):
        tell_report(by="test", said=SAID, told=TOLD, on=DAY)
    assert answers("Notstromdiesel")[1] == ["Sirene verstummt"]
    assert answers("Belzig")[0] == ["pegel"]
    with django_capture_on_commit_callbacks(execute=True):
        untell(by="test", origin=SAID.origin)
    assert answers("Notstromdiesel")[1] == []
    assert "Sirene verstummt" not in search_queries.suggest("sirene")


def test_an_accepted_proposal_is_found_at_once(django_capture_on_commit_callbacks: Any) -> None:
    field("wasser")
    proposal = Proposal.objects.create(
        identity="forge.example/stadt/leiter", url="https://forge.example/stadt/leiter", read_on=DAY,
        publisher="stadt",
        values={
            "title": "Drehleiterplan", "summary": "Plant Drehleitern.",
            "repository": "https://forge.example/stadt/leiter",
        },
    )  # fmt: skip
    with django_capture_on_commit_callbacks(execute=True):
        accept_proposal(
            by="editor", proposal=proposal, fields=["wasser"], at=datetime(2026, 11, 24, 9, tzinfo=UTC)
        )
    assert answers("Drehleiterplan")[0] == ["drehleiterplan"]


def test_what_is_told_stands_even_if_the_index_cannot_be_written(
    django_capture_on_commit_callbacks: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: object, **more: object) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr("allmende.search.index._build", full)
    with django_capture_on_commit_callbacks(execute=True):
        tell_report(by="test", said=SAID, told=TOLD, on=DAY)
    assert answers("Pegel")[0] == ["pegel"]
    assert search_queries.is_stale(queries.documents())
