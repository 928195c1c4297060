# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who may pass a door. Every view says it; a house test finds views that do not."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme

View = TypeVar("View", bound=Callable[..., Any])

PUBLIC = "public"
SIGNED_IN = "signed in"
DECISIONS = (PUBLIC, SIGNED_IN)


def public(view: View) -> View:
    """Mark a view as open to everybody, without login."""
    view.access = PUBLIC  # type: ignore[attr-defined]
    return view


def signed_in(view: View) -> View:
    """Let people with an account in and send everybody else to the sign-in page and back.

    What a person may do there the view asks `access.py`; it raises PermissionDenied (page 403), or Http404
    where not even the existence may be known.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(_back(request))
        answer: HttpResponse = view(request, *args, **named)
        return answer

    guarded.access = SIGNED_IN  # type: ignore[attr-defined]
    return guarded  # type: ignore[return-value]


def _back(request: HttpRequest) -> str:
    """Where to go after signing in: some addresses only take forms, then to the page that held the form."""
    page = request.headers.get("Referer", "")
    fits = url_has_allowed_host_and_scheme(page, {request.get_host()})
    return page if request.method == "POST" and fits else request.get_full_path()
