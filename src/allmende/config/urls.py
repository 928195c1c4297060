# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses. German pages have no prefix, English ones start with /en/."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from allmende.config.api import api

urlpatterns = [
    path("api/v1/", api.urls),
    path("konto/extern/", include("allmende.accounts.external_urls")),
    *i18n_patterns(
        path("", include("allmende.accounts.urls")),
        path("konto/", include("allmende.accounts.sign_in_urls")),
        path("", include("allmende.register.urls")),
        path("", include("allmende.catalogue.urls")),
        path("", include("allmende.transfers.urls")),
        path("", include("allmende.compliance.urls")),
        path("", include("allmende.contributions.urls")),
        path("", include("allmende.subscriptions.urls")),
        path("", include("allmende.undertakings.urls")),
        path("", include("allmende.publiccode.urls")),
        path("", include("allmende.portal.urls")),
        prefix_default_language=False,
    ),
]
handler400 = "allmende.portal.views.unreadable"
handler404 = "allmende.portal.views.not_found"
handler500 = "allmende.portal.views.broken"
