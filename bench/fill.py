# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Prepare an installation in ALLMENDE_VAR and add made-up solutions: `python -m bench.fill 20000`."""

import itertools
import os
import random
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "allmende.config.settings")
django.setup()

from allmende.catalogue.models import ActionField, Solution  # noqa: E402
from allmende.domain.lifecycle import State  # noqa: E402
from allmende.portal import actions  # noqa: E402
from allmende.register.models import Municipality  # noqa: E402
from allmende.transfers.models import Deployment  # noqa: E402
from bench.made_up import SEED, solutions  # noqa: E402

BATCH = 2_000
STATES = [state.value for state in State]


def fill(count: int) -> None:
    """As many solutions as are missing to `count`, each in one to six municipalities; then the index."""
    actions.prepare(by="bench")
    chance = random.Random(SEED + 3)  # noqa: S311
    keys = list(
        Municipality.objects.filter(level="municipality").order_by("key").values_list("key", flat=True)
    )
    fields = set(ActionField.objects.values_list("key", flat=True))
    rows = solutions(count - Solution.objects.count())
    while batch := list(itertools.islice(rows, BATCH)):
        _add(batch, chance, keys, fields)
    actions.rebuild_index(by="bench")


def _add(batch: list[dict[str, object]], chance: random.Random, keys: list[str], fields: set[str]) -> None:
    plain = ("slug", "title_en", "summary", "summary_en", "keywords", "preconditions", "open_source")
    Solution.objects.bulk_create(
        Solution(
            **{name: one[name] for name in plain}, title=str(one["title"])[:200],
            as_of="2025", as_of_basis="text", brief=False,
        )
        for one in batch
    )  # fmt: skip
    links = Solution.fields.through
    links.objects.bulk_create(
        links(solution_id=one["slug"], actionfield_id=field)
        for one in batch
        for field in one["fields"]  # type: ignore[attr-defined]
        if field in fields
    )
    Deployment.objects.bulk_create(
        Deployment(
            slug=f"{one['slug']}--{key}", solution_id=one["slug"], municipality_id=key,
            state=chance.choice(STATES), as_of="2024", as_of_basis="text",
        )
        for one in batch
        for key in chance.sample(keys, chance.randint(1, 6))
    )  # fmt: skip


if __name__ == "__main__":
    fill(int(sys.argv[1]))
