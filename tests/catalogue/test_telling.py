# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a municipality says of a solution or a project of its own, or of one that is there already."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from allmende.catalogue.models import Claim, Measure, ModelProject, Solution
from allmende.catalogue.telling import tell_project, tell_solution, untell
from allmende.domain.records import OwnProject, OwnSolution
from allmende.transfers.actions import import_knowledge
from tests.catalogue import bundles
from tests.catalogue.build import deployment, field, municipality, solution

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 24)
PLACE = "12069020"
LAMPS = OwnSolution(
    "Laternen nach Bedarf", "", "Sie leuchten, wenn jemand kommt.", ("energie",), state="operational",
    cost_once_eur=20_000, cost_sources=("https://example.org/haushalt",), licence="EUPL-1.2",
    open_source=True,
)  # fmt: skip
PROJECT = OwnProject(
    "Helle Wege", "", "Licht, wo Menschen gehen.", ("energie",), funding="Landesprogramm", start="2025",
    measures=(("Laternen umrüsten", ""), ("Daten zeigen", "nichts-davon")),
)  # fmt: skip


@pytest.fixture(autouse=True)
def places() -> None:
    municipality(PLACE, "Bad Belzig")
    field("energie")


def tell(written: OwnSolution = LAMPS, origin: str = "contribution:1") -> Solution:
    return tell_solution(by="person:1", origin=origin, place=PLACE, written=written, on=DAY)


def test_a_solution_of_its_own_stands_in_the_catalogue_with_the_source_of_each_claim() -> None:
    row = tell()
    assert (row.title, row.keeper_id, row.cost_once_eur) == ("Laternen nach Bedarf", PLACE, 20_000)
    assert row.cost_note == "Angabe der Kommune"
    claim = Claim.objects.get(aspect="cost-once")
    assert claim.value == "20000"
    assert [one.host for one in claim.sources.all()] == ["example.org"]
    assert not Claim.objects.get(aspect="licence").sources.exists()


def test_told_again_it_changes_and_keeps_its_address() -> None:
    first = tell()
    again = tell(replace(LAMPS, title="Licht nach Bedarf", licence=""))
    assert again.pk == first.pk
    assert again.title == "Licht nach Bedarf"
    assert not Claim.objects.filter(aspect="licence").exists()


def test_claims_about_a_solution_that_is_there_overwrite_nothing() -> None:
    there = solution("laternen", licence="MIT", cost_note="nicht genannt")
    tell(replace(LAMPS, about="laternen"))
    there.refresh_from_db()
    assert there.licence == "MIT"
    assert there.keeper is None
    assert set(there.claims.values_list("aspect", flat=True)) >= {"licence", "cost-once"}


def test_what_turns_out_to_be_there_already_leaves_no_second_record() -> None:
    solution("laternen")
    own = tell()
    tell(replace(LAMPS, about="laternen"))
    assert not Solution.objects.filter(pk=own.pk).exists()


def test_two_municipalities_describe_one_solution_without_touching_each_other() -> None:
    solution("laternen")
    tell(replace(LAMPS, about="laternen"))
    tell(replace(LAMPS, about="laternen", licence="MIT"), origin="contribution:2")
    assert sorted(Claim.objects.filter(aspect="licence").values_list("value", flat=True)) == [
        "EUPL-1.2",
        "MIT",
    ]


def test_taken_back_nothing_of_it_is_left() -> None:
    tell()
    assert untell(by="person:1", origin="contribution:1")
    assert not Solution.objects.exists()
    assert not Claim.objects.exists()
    assert not untell(by="person:1", origin="contribution:1")


def test_what_others_spoke_of_keeps_its_bare_title_and_comes_back_when_told_again() -> None:
    row = tell()
    deployment(row, "08111000")
    untell(by="person:1", origin="contribution:1")
    row.refresh_from_db()
    assert (row.title, row.summary, row.cost_once_eur, row.keeper) == (LAMPS.title, "", None, None)
    assert tell().pk == row.pk
    assert row.deployments.count() == 1


def test_a_project_has_its_place_and_its_measures() -> None:
    row = tell_project(by="person:1", origin="contribution:3", place=PLACE, written=PROJECT, on=DAY)
    assert [one.name for one in row.places.all()] == ["Bad Belzig"]
    assert [(one.title, one.solution_id) for one in row.measures.all()] == [
        ("Laternen umrüsten", None),
        ("Daten zeigen", None),
    ]
    untell(by="person:1", origin="contribution:3")
    assert not ModelProject.objects.exists()
    assert not Measure.objects.exists()


def test_the_import_of_the_bundle_leaves_what_municipalities_keep(tmp_path: Path) -> None:
    row = tell()
    project = tell_project(by="person:1", origin="contribution:3", place=PLACE, written=PROJECT, on=DAY)
    for key in bundles.KEYS:
        municipality(key)
    import_knowledge(by="test", folder=bundles.write(tmp_path))
    assert Solution.objects.filter(pk=row.pk).exists()
    assert ModelProject.objects.get(pk=project.pk).measures.count() == 2
    assert Claim.objects.filter(solution=row).exists()
