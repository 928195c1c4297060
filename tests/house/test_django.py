# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""What Django can check about itself."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.house.plan import ROOT

# Decisions for the operator of a domain, not for the software: HSTS for sub domains and preload lists.
LEFT_TO_THE_OPERATOR = ["security.W005", "security.W021"]


def test_the_system_check_for_production_finds_nothing(tmp_path: Path) -> None:
    for_tests_only = {"ALLMENDE_SECRET_KEY", "DJANGO_ALLOW_ASYNC_UNSAFE"}
    environment = {
        **{name: value for name, value in os.environ.items() if name not in for_tests_only},
        "ALLMENDE_VAR": str(tmp_path),
        "ALLMENDE_HTTPS": "true",
        "DJANGO_SETTINGS_MODULE": "allmende.config.settings",
    }
    code = (
        "import django; from django.conf import settings; from django.core.management import call_command;"
        f"settings.SILENCED_SYSTEM_CHECKS = {LEFT_TO_THE_OPERATOR!r}; django.setup();"
        "call_command('check', deploy=True, fail_level='WARNING')"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", check=True, dry_run=True, interactive=False, verbosity=0)


def test_warnings_are_errors() -> None:
    options = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["pytest"]["ini_options"]
    assert options["filterwarnings"][0] == "error"
    assert options["xfail_strict"]
