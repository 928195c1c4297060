# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Nothing typed is lost: a form that cannot be taken is shown once more, ready to be sent again."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import REASON_BAD_ORIGIN
from django.shortcuts import render

View = TypeVar("View", bound=Callable[..., Any])
TOKEN = "csrfmiddlewaretoken"  # noqa: S105  # the name of the field, not what stands in it
SENT_ALONG = frozenset({TOKEN, "version", "token", "weiter", "schritt"})  # by the form, typed by nobody
CONFLICT = 409
LONG = 40  # characters; what is longer gets a field of its own


def keeping_text(view: View) -> View:
    """Mark a view whose forms come back with their text after a session has ended or begun anew, and after
    the right to write, or what it was for, has gone."""

    @wraps(view)
    def kept(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
        typed = any(text for name, text in request.POST.items() if name != TOKEN)
        if typed and not request.user.is_authenticated:
            return once_more(request, status=403)
        try:
            answer: HttpResponse = view(request, *args, **named)
        except (PermissionDenied, Http404) as error:
            if not any(text for name, text in request.POST.items() if name not in SENT_ALONG):
                raise
            return once_more(request, status=404 if isinstance(error, Http404) else 403, locked=True)
        return answer

    kept.keeps_text = True  # type: ignore[attr-defined]
    return kept  # type: ignore[return-value]


def once_more(request: HttpRequest, *, status: int, locked: bool = False) -> HttpResponse:
    """The form as it was sent, to copy and, unless what it was for is locked now, to send again."""
    typed = [(name, text) for name, texts in request.POST.lists() for text in texts if name != TOKEN]
    context = {
        "typed": [(name, text) for name, text in typed if len(text) <= LONG],
        "texts": [(name, text) for name, text in typed if len(text) > LONG],
        "told": [text for name, text in typed if text and len(text) <= LONG and name not in SENT_ALONG],
        "locked": locked,
        "in_review": status == CONFLICT,
    }
    return render(request, "doors/once_more.html", context, status=status)


def refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token is of another session, as after signing in again in another tab.

    What another site sent is never offered to be sent again; nor are passwords, whose pages keep no text.
    """
    origin = request.headers.get("Origin", "")
    ours = bool(origin) and reason != REASON_BAD_ORIGIN % origin
    found = request.resolver_match
    if ours and found and getattr(found.func, "keeps_text", False):
        return once_more(request, status=403)
    return render(request, "doors/outdated.html", status=403)
