# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""The JSON API: every room's router under one address and one description."""

from importlib import import_module

from ninja import NinjaAPI
from ninja.throttling import AnonRateThrottle

from allmende import __version__
from allmende.config.settings import PACKAGE
from allmende.doors import problems

api = NinjaAPI(
    title="Allmende",
    version=__version__,
    description="Was in Kommunen funktioniert hat und was nicht. Lesend, ohne Anmeldung.",
    docs_url=None,
    throttle=[AnonRateThrottle("300/m")],
)
for room in ("register", "catalogue", "transfers", "portal"):
    if (PACKAGE / room / "api.py").exists():
        api.add_router("", import_module(f"allmende.{room}.api").router)
problems.install(api)
