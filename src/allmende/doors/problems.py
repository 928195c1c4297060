# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""One shape for every error of the API: problem+json, RFC 9457."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, Throttled, ValidationError

from allmende.doors.paging import BadCursorError

MEDIA_TYPE = "application/problem+json"
PROBLEM = {
    "type": "object",
    "required": ["status", "title"],
    "properties": {"type": {"type": "string"}, "status": {"type": "integer"}, "title": {"type": "string"}},
}
DOCUMENTED = {
    "401": "Zugangsschlüssel fehlt oder gilt nicht",
    "404": "Das gibt es hier nicht",
    "422": "Angabe nicht gültig",
    "429": "Zu viele Anfragen",
}


class ProblemAPI(NinjaAPI):
    """An API whose description names the problems that every operation may answer."""

    def get_openapi_schema(self, **options: Any) -> Any:
        """The description with the documented problems added to every operation."""
        schema = super().get_openapi_schema(**options)
        for operations in schema["paths"].values():
            for operation in operations.values():
                if "security" in operation:
                    operation["security"].insert(0, {})  # asking without a key is allowed
                for status, title in DOCUMENTED.items():
                    content = {MEDIA_TYPE: {"schema": PROBLEM}}
                    operation["responses"].setdefault(status, {"description": title, "content": content})
        return schema


def problem(api: NinjaAPI, request: HttpRequest, status: int, title: str, **more: Any) -> HttpResponse:
    """An error answer with status, title and, where given, detail and errors."""
    body = {"type": "about:blank", "status": status, "title": title, **more}
    answer = api.create_response(request, body, status=status)
    answer["Content-Type"] = MEDIA_TYPE
    return answer


def _place(location: Any) -> str:
    return ".".join(str(part) for part in location)


def install(api: NinjaAPI) -> None:
    """Make the API answer its errors as problems."""

    def invalid(request: HttpRequest, error: Any) -> HttpResponse:
        places = [{"place": _place(e["loc"]), "message": e["msg"]} for e in error.errors]
        return problem(api, request, 422, "Eine Angabe ist nicht gültig.", errors=places)

    def missing(request: HttpRequest, error: Any) -> HttpResponse:
        return problem(api, request, 404, "Das gibt es hier nicht.", detail=str(error) or None)

    def bad_cursor(request: HttpRequest, error: Any) -> HttpResponse:
        return problem(api, request, 422, "Der Verweis auf die nächste Seite ist nicht gültig.")

    def throttled(request: HttpRequest, error: Any) -> HttpResponse:
        answer = problem(api, request, 429, "Zu viele Anfragen, bitte später wieder.")
        if error.wait:
            answer["Retry-After"] = str(int(error.wait) + 1)
        return answer

    def refused(request: HttpRequest, error: Any) -> HttpResponse:
        return problem(api, request, error.status_code, str(error))

    api.add_exception_handler(ValidationError, invalid)
    api.add_exception_handler(Http404, missing)
    api.add_exception_handler(BadCursorError, bad_cursor)
    api.add_exception_handler(Throttled, throttled)
    api.add_exception_handler(HttpError, refused)
