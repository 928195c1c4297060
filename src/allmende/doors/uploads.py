# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Refuse what is too large by what the request says of itself, before a byte of it is read."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt, csrf_protect

View = Callable[..., HttpResponse]
FORM_AROUND = 100_000  # bytes: the fields beside the file, and the borders between the parts


def at_most(size: int, refused: Callable[[HttpRequest], HttpResponse]) -> Callable[[View], View]:
    """Decorate a view that takes a file of at most `size` bytes; `refused` answers instead of it.

    The check of the form's token reads the whole body, so it comes after the look at the size.
    """

    def decorate(view: View) -> View:
        protected = csrf_protect(view)

        @csrf_exempt
        @wraps(view)
        def limited(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
            said = request.META.get("CONTENT_LENGTH") or "0"
            if not said.isdecimal() or int(said[:20]) > size + FORM_AROUND:
                return refused(request)
            return protected(request, *args, **named)

        return limited

    return decorate
