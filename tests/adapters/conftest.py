# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""One street for all tests of the adapters."""

from collections.abc import Iterator

import pytest

from tests.adapters.street import Street, open_street


@pytest.fixture(scope="session")
def street(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Street]:
    yield from open_street(tmp_path_factory.mktemp("street"))
