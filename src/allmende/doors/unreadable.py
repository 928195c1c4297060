# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Refuse addresses that no text can hold: a zero byte in path or query (PostgreSQL stores none)."""

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, JsonResponse

from allmende.doors.problems import MEDIA_TYPE

Answer = Callable[[HttpRequest], HttpResponse]
API = "/api/"


def refuse_zero_bytes(answer: Answer) -> Answer:
    """Middleware: 422 as a problem for the API, the page for status 400 for everybody else."""

    def refuse_or_answer(request: HttpRequest) -> HttpResponse:
        if "\0" not in request.path and "%00" not in request.META.get("QUERY_STRING", ""):
            return answer(request)
        if not request.path.startswith(API):
            raise BadRequest("zero byte")
        title = "Die Adresse enthält ein Nullbyte; bitte ohne dieses Zeichen erneut anfragen."
        body = {"type": "about:blank", "status": 422, "title": title}
        return JsonResponse(body, status=422, content_type=MEDIA_TYPE)

    return refuse_or_answer
