# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""What two sides say stands side by side; only what excludes each other is called a contradiction."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allmende.domain.claims import Aspect, Claim, side_by_side
from allmende.domain.records import OwnProject, OwnSolution, missing


def sides(aspect: Aspect, *values: str) -> bool:
    (found,) = side_by_side(Claim(aspect, value, f"Ort {n}") for n, value in enumerate(values))
    return found.contradictory


@pytest.mark.parametrize(
    ("aspect", "first", "second", "contradict"),
    [
        (Aspect.COST_ONCE, "20000", "25000", True),
        (Aspect.COST_ONCE, "20000", "20000", False),
        (Aspect.LICENCE, "EUPL-1.2", "eupl-1.2", False),
        (Aspect.LICENCE, "GPL-3.0-only", "GPL-3.0", False),
        (Aspect.OPEN_SOURCE, "yes", "no", True),
        (Aspect.REPOSITORY, "https://example.org/a.git", "http://www.example.org/a/", False),
        (Aspect.REPOSITORY, "https://example.org/a", "https://example.org/b", True),
        (Aspect.START, "2023", "2023-05", False),
        (Aspect.START, "2023", "2024", True),
        (Aspect.SUMMARY, "Sie misst.", "Sie zählt.", False),
    ],
)
def test_only_what_excludes_each_other_contradicts(
    aspect: Aspect, first: str, second: str, contradict: bool
) -> None:
    assert sides(aspect, first, second) is contradict
    assert sides(aspect, second, first) is contradict


@given(st.lists(st.tuples(st.sampled_from(list(Aspect)), st.text(max_size=8)), max_size=30))
def test_nothing_that_is_said_is_lost_and_one_side_never_contradicts_itself(
    said: list[tuple[Aspect, str]],
) -> None:
    found = side_by_side(Claim(aspect, value, "Ort") for aspect, value in said)
    assert sum(len(one.claims) for one in found) == sum(1 for _, value in said if value)
    assert [one.aspect for one in found] == sorted({a for a, v in said if v}, key=list(Aspect).index)
    assert all(not one.contradictory for one in found if len({c.value for c in one.claims}) == 1)


def test_a_solution_that_is_there_needs_less_than_a_new_one() -> None:
    new = {gap.code for gap in missing(OwnSolution("Laternen"))}
    there = {gap.code for gap in missing(OwnSolution("Laternen", about="laternen"))}
    assert new == {"summary", "fields", "state", "visibility"}
    assert there == {"state", "visibility"}


def test_a_grant_above_the_volume_is_named() -> None:
    codes = {gap.code for gap in missing(OwnProject("Wege", "wege", funding_eur=3, budget_eur=2))}
    assert "grant-within-volume" in codes


@given(st.builds(OwnProject, measures=st.lists(st.tuples(st.text(), st.text())).map(tuple)))
def test_what_is_stored_is_read_as_it_was(written: OwnProject) -> None:
    assert OwnProject.from_data(json.loads(json.dumps(written.as_data()))) == written
