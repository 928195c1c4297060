# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Settings for all tests: a data folder of their own, the same rules for randomness everywhere."""

import os
import tempfile

os.environ.setdefault("ALLMENDE_VAR", tempfile.mkdtemp(prefix="allmende-test-"))
os.environ.setdefault("ALLMENDE_SECRET_KEY", "only-for-tests-" * 3)
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright runs a loop beside Django's live server

from hypothesis import settings  # noqa: E402

settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci")
