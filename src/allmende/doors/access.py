# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who may pass a door. Every view says it; a house test finds views that do not."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

View = TypeVar("View", bound=Callable[..., Any])

PUBLIC = "public"
SIGNED_IN = "signed in"
DECISIONS = (PUBLIC, SIGNED_IN)
LONG = 40  # characters; what is longer gets a field of its own


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
            return redirect_to_login(request.get_full_path())
        answer: HttpResponse = view(request, *args, **named)
        return answer

    guarded.access = SIGNED_IN  # type: ignore[attr-defined]
    return guarded  # type: ignore[return-value]


def keeping_text(view: View) -> View:
    """Show what was typed once more where a form arrives after its session has ended."""

    @wraps(view)
    def kept(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
        if request.method == "POST" and not request.user.is_authenticated:
            typed = [(name, text) for name, text in request.POST.items() if name != "csrfmiddlewaretoken"]
            if not any(text for _, text in typed):
                return redirect_to_login(request.get_full_path())
            context = {"typed": typed, "texts": [text for name, text in typed if len(text) > LONG]}
            return render(request, "doors/signed_out.html", context, status=403)
        answer: HttpResponse = view(request, *args, **named)
        return answer

    return kept  # type: ignore[return-value]
