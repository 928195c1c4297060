# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Pages of one's own account."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from allmende.doors.access import signed_in


@signed_in
def account(request: HttpRequest) -> HttpResponse:
    """What one can do with one's account."""
    return render(request, "accounts/account.html")
