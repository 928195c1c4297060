# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""What municipalities tell stands beside the bundle, survives its import, and can be taken back."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from allmende.domain.lifecycle import Outcome, State
from allmende.transfers import facts, queries, telling
from allmende.transfers.actions import import_knowledge
from allmende.transfers.models import Deployment, Factor, Report, Transfer
from allmende.transfers.telling import Statement, Telling, tell_report, tell_state, tell_takeover, untell
from tests.catalogue.build import deployment, municipality, solution

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 24)
CLASS = "municipality:rural:12:"
TELLING = Telling("Pegel verrostet", Outcome.FAILED, "Die Pegel hielten dem Winter nicht stand.")


def hidden(slug: str, origin: str = "contribution:1") -> Statement:
    return Statement(origin, slug, State.STOPPED, "2026", None, "eine Landgemeinde", CLASS)


def named(slug: str, origin: str = "undertaking:1") -> Statement:
    sources = ("https://example.org/beschluss",)
    return Statement(origin, slug, State.OPERATIONAL, "2026-05-01", "12069020", "Bad Belzig", "", sources)


def test_a_statement_names_its_place_or_its_class() -> None:
    with pytest.raises(ValueError, match="either a place or the class"):
        Statement("contribution:1", "pegel", State.STOPPED, "2026", "12069020", "Bad Belzig", CLASS)
    with pytest.raises(ValueError, match="either a place or the class"):
        Statement("contribution:1", "pegel", State.STOPPED, "2026", None, "Bad Belzig")


def test_two_hidden_places_of_one_class_are_two_observations_without_a_name() -> None:
    row = solution("pegel")
    for number in range(2):
        tell_report(by="test", said=hidden(row.slug, f"contribution:{number}"), told=TELLING, on=DAY)
    seen = facts.observations(["pegel"])["pegel"]
    assert [(one.place, one.name, one.within) for one in seen] == [(None, "", CLASS)] * 2


def test_a_named_place_is_told_beside_what_the_bundle_says_of_it() -> None:
    municipality("12069020")
    row = solution("pegel")
    deployment(row, "12069020", state="planned")
    told = tell_state(by="test", said=named(row.slug), on=DAY)
    assert Deployment.objects.filter(municipality="12069020").count() == 2
    assert [one.url for one in told.sources.all()] == ["https://example.org/beschluss"]


def test_telling_again_changes_the_same_row() -> None:
    row = solution("pegel")
    first = tell_report(by="test", said=hidden(row.slug), told=TELLING, on=DAY)
    second = tell_report(by="test", said=hidden(row.slug), told=TELLING, on=date(2026, 12, 1))
    assert first.pk == second.pk
    assert Report.objects.count() == Deployment.objects.count() == 1


def test_a_takeover_is_one_observation() -> None:
    municipality("12069020")
    municipality("08111000")
    row = solution("pegel")
    tell_state(by="test", said=named(row.slug), on=DAY)
    tell_takeover(by="test", said=named(row.slug), on=DAY, year=2026, origins=["08111000"])
    assert Transfer.objects.get().deployments.count() == 1
    assert len(facts.observations(["pegel"])["pegel"]) == 1


def test_the_stamp_changes_when_something_is_told_or_taken_back(bundle: Path) -> None:
    import_knowledge(by="test", folder=bundle)
    slug = str(queries.solutions().values_list("pk", flat=True)[0])
    stamps = {facts.stamp()}
    tell_report(by="test", said=hidden(slug), told=TELLING, on=DAY)
    stamps.add(facts.stamp())
    assert untell(by="test", origin="contribution:1")
    stamps.add(facts.stamp())
    assert len(stamps) == 3
    assert not Report.objects.filter(origin="contribution:1").exists()


def test_an_import_of_the_bundle_leaves_alone_what_was_told(bundle: Path) -> None:
    import_knowledge(by="test", folder=bundle)
    slug = str(queries.solutions().values_list("pk", flat=True)[0])
    municipality("12069020")
    factors = (("PRO", "barrier", "Zu wenig Personal", "Zwei Stellen"),)
    dimension = str(queries.dimensions()[0].pk)
    told = Telling("Pegel", Outcome.SUCCESS, "…", factors=((dimension, *factors[0][1:]),))
    said = named(slug, "contribution:2")
    tell_report(by="test", said=said, told=told, on=DAY)
    tell_takeover(by="test", said=said, on=DAY, year=2026, origins=[])
    before = facts.stamp()
    changes = import_knowledge(by="test", folder=bundle, again=True)
    assert not changes
    row = Report.objects.get(origin="contribution:2")
    assert [one.url for one in row.sources.all()] == ["https://example.org/beschluss"]
    assert list(row.places.values_list("pk", flat=True)) == ["12069020"]
    assert Factor.objects.filter(report=row).count() == 1
    assert facts.stamp() == before


def test_what_is_told_is_news_of_the_day_of_its_release() -> None:
    row = solution("pegel")
    tell_report(by="test", said=hidden(row.slug), told=TELLING, on=DAY)
    assert {one.read for one in queries.news(queries.Scope())} == {DAY}  # type: ignore[union-attr]


def test_nothing_of_the_bundle_can_be_taken_back() -> None:
    with pytest.raises(ValueError, match="bundle"):
        untell(by="test", origin="")


def test_several_statements_in_one_transaction_refresh_the_index_once(
    django_capture_on_commit_callbacks: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(telling, "update", lambda **named: asked.append(named["by"]))
    solution("pegel")
    municipality("12069020", "Bad Belzig")
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        tell_report(by="person:1", said=named("pegel"), told=TELLING, on=DAY)
        tell_takeover(by="person:1", said=named("pegel"), on=DAY, year=2026, origins=[])
    assert asked == ["person:1"]
