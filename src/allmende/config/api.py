# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""The JSON API: every room's router under one address and one description."""

from django.conf import settings
from django.core.cache import caches
from ninja.throttling import AnonRateThrottle

from allmende import __version__
from allmende.accounts.api import AccessKeyAuth
from allmende.accounts.api import router as accounts
from allmende.catalogue.api import router as catalogue
from allmende.compliance.api import router as compliance
from allmende.contributions.api import router as contributions
from allmende.doors import problems
from allmende.portal.api import router as portal
from allmende.register.api import router as register
from allmende.transfers.api import router as transfers


class Throttle(AnonRateThrottle):
    """Counts in the memory of the process: fast, and exact enough against abuse."""

    cache = caches["process"]


api = problems.ProblemAPI(
    title="Allmende",
    version=__version__,
    description="Was in Kommunen funktioniert hat und was nicht. Lesend, ohne Anmeldung oder mit Schlüssel.",
    docs_url=None,
    auth=AccessKeyAuth(),
    throttle=[Throttle(settings.API_RATE)],
)
for room in (register, catalogue, transfers, compliance, portal, accounts, contributions):
    api.add_router("", room)
problems.install(api)
