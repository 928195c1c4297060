# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Places, people of every role, and drafts; pages are rendered without collected static files."""

from pathlib import Path
from typing import Any

import pytest

from tests.catalogue.build import field, municipality, solution
from tests.contributions.build import HOME, NEIGHBOURS


@pytest.fixture(autouse=True)
def _fast_and_plain(settings: Any, tmp_path: Path) -> None:
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "whitenoise" not in name]
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.SEARCH_INDEX = tmp_path


@pytest.fixture
def stock(db: None) -> None:
    """Bad Belzig, seven towns like it, and one solution."""
    municipality(HOME, "Bad Belzig", urbanisation=3)
    for key in NEIGHBOURS:
        municipality(key, f"Musterort {key[-2:]}", urbanisation=3)
    solution("pegel", title="Pegel für Starkregen").fields.add(field())
