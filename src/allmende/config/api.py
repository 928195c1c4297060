# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""The JSON API: every room's router under one address and one description."""

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest
from ninja.throttling import SimpleRateThrottle

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


class Throttle(SimpleRateThrottle):
    """Counts by network address, with a key or without, in the memory of the process: exact enough."""

    cache = caches["process"]

    def get_cache_key(self, request: HttpRequest) -> str:
        return f"throttle_{self.get_ident(request)}"


LIMIT = Throttle(settings.API_RATE)

api = problems.ProblemAPI(
    title="Allmende",
    version=__version__,
    description="Was in Kommunen funktioniert hat und was nicht. Lesend, ohne Anmeldung oder mit Schlüssel.",
    docs_url=None,
    auth=AccessKeyAuth(),
    throttle=[LIMIT],
)
for room in (register, catalogue, transfers, compliance, portal, accounts, contributions):
    api.add_router("", room)
problems.install(api)
