# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""The harvest against forges that answer over https on this machine."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from allmende.compliance import queries
from allmende.compliance.harvest import harvest
from allmende.compliance.kept import KeptAnswers
from allmende.compliance.publishers import Publisher
from allmende.compliance.visiting import Pace, World
from tests.adapters.fakes import FakeForge
from tests.adapters.street import Street, answer, open_street

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def street(tmp_path: Path) -> Iterator[Street]:
    yield from open_street(tmp_path)


@pytest.fixture(params=["gitlab", "github", "gitea"])
def fake(request: pytest.FixtureRequest, street: Street) -> FakeForge:
    made = FakeForge(street, request.param, {"app": None, "map": None, "plain": None})
    for name in ("app", "map"):
        text = f"name: {name}\nurl: {made.url(name)}\nlegal: {{license: EUPL-1.2}}\n"
        text += "description: {de: {shortDescription: x}}\n"
        made.repositories[name] = text.encode()
    return made


def bring_in(fake: FakeForge, folder: Path, now: datetime) -> Counter[str]:
    kept = KeptAnswers(folder / "kept")
    world = World(
        forge=lambda url: fake.adapter(cache=kept, now=lambda: now, seconds=5), now=lambda: now, pace=Pace(0)
    )
    publisher = Publisher("stadt", "group", "Stadt", fake.group)
    return harvest(
        publishers=[publisher], world=world, workers=1, check=False, progress=lambda visit, ending: None
    )


def test_a_quiet_day_costs_one_short_answer_per_page(fake: FakeForge, tmp_path: Path) -> None:
    assert bring_in(fake, tmp_path, NOW) == {"listed": 1, "proposed": 2, "absent": 1}
    before = len(fake.asked)
    fake.statuses.clear()
    assert bring_in(fake, tmp_path, NOW + DAY) == {"listed": 1, "unchanged": 3}
    assert fake.statuses == [304, 304]
    assert len(fake.asked) == before + 2


def test_a_limited_forge_is_left_alone_until_the_moment_it_names(fake: FakeForge, tmp_path: Path) -> None:
    fake.trouble = answer(status=429, Retry_After="600")
    assert bring_in(fake, tmp_path, NOW) == {"later": 1}
    assert bring_in(fake, tmp_path, NOW + timedelta(minutes=9)) == {}
    assert len(fake.asked) == 1
    fake.trouble = None
    assert bring_in(fake, tmp_path, NOW + timedelta(minutes=10))["proposed"] == 2


def test_a_forge_that_fails_or_lies_proposes_nothing(fake: FakeForge, tmp_path: Path) -> None:
    fake.trouble = answer(b'{"error": true}')
    assert bring_in(fake, tmp_path, NOW) == {"later": 1}
    fake.trouble, fake.lies = None, {"path_with_namespace": "../..", "full_name": 3}
    assert bring_in(fake, tmp_path, NOW + DAY) == {"listed": 1}
    assert not queries.proposals().exists()
