# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Repositories and their findings, made once for all tests."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from allmende.adapters import git
from allmende.adapters.errors import MissingError
from allmende.compliance import registry, snapshots
from allmende.domain.repository.findings import Finding
from allmende.domain.repository.rules import check
from allmende.domain.repository.snapshot import Forge, Snapshot
from tests.compliance import repositories as made

Found = Mapping[str, Finding]


@pytest.fixture(autouse=True)
def _static_files_as_they_lie(settings: Any) -> None:
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "whitenoise" not in name]


@pytest.fixture(scope="session")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """Repositories by what they are like."""
    root = tmp_path_factory.mktemp("repositories")
    return {
        "good": made.make(root / "good", made.GOOD, authors=3, tags=[("v1", True)]),
        "bad": made.make(root / "bad", made.BAD, commits=2, authors=1, tags=[("v1", False)]),
        "empty": made.make(root / "empty", made.EMPTY, commits=1, age=400),
        "closed": made.make(root / "closed", made.CLOSED, commits=1, age=400),
    }


@pytest.fixture(scope="session")
def look(folders: Mapping[str, Path]) -> Callable[..., Snapshot]:
    """The snapshot of one of the repositories, as if it lay at a public address; "private" lies nowhere."""

    def snapshot(name: str, address: str = made.ADDRESS) -> Snapshot:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(git, "clone", made.cloning(folders[name]) if name in folders else _refuse)
            patch.setattr(snapshots, "_forge", lambda *_: Forge(is_archived=name != "good"))
            return snapshots.of_address(address, moment=made.MOMENT, forges=())

    return snapshot


@pytest.fixture(scope="session")
def judged(look: Callable[..., Snapshot]) -> Callable[..., Found]:
    """Findings of one of the repositories by rule."""

    def findings(name: str, address: str = made.ADDRESS) -> Found:
        return found(look(name, address))

    return findings


def found(snapshot: Snapshot) -> Found:
    """Findings by rule."""
    return {f.rule: f for f in check(snapshot, registry.rules().values(), registry.standard())}


def _refuse(*_: Any, **__: Any) -> None:
    raise MissingError("git", "Dort ist nichts.", "There is nothing.")
