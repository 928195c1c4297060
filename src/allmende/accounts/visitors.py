# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who looks at a page, without asking the database for those who never signed in."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control, patch_vary_headers

Answer = Callable[[HttpRequest], HttpResponse]


def has_session(request: HttpRequest) -> bool:
    """Whether the request carries a session cookie; without one nothing needs to be looked up."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES


def visitor(request: HttpRequest) -> dict[str, object]:
    """Context processor: `person`, somebody with an account or Django's AnonymousUser."""
    nobody = AnonymousUser()
    return {"person": getattr(request, "user", nobody) if has_session(request) else nobody}


def keep_apart(get_response: Answer) -> Answer:
    """Middleware: pages differ by cookie, and what a signed-in person sees is stored nowhere on the way."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.get("Content-Type", "").startswith("text/html"):
            patch_vary_headers(response, ("Cookie",))
            if has_session(request):
                patch_cache_control(response, private=True, no_store=True)
        return response

    return answer
