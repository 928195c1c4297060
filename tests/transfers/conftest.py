# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Pages are rendered without collected static files; a small bundle and its places."""

from pathlib import Path
from typing import Any

import pytest

from tests.catalogue.build import municipality
from tests.catalogue.bundles import KEYS, write


@pytest.fixture(autouse=True)
def _static_files_as_they_lie(settings: Any) -> None:
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "whitenoise" not in name]


@pytest.fixture
def places() -> None:
    for key in KEYS:
        municipality(key)


@pytest.fixture
def bundle(tmp_path: Path, places: None) -> Path:
    return write(tmp_path)
