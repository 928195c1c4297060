# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Refuse what no text can hold: a zero byte in path, query or a field of a form (PostgreSQL stores none)."""

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, JsonResponse

from allmende.doors.problems import MEDIA_TYPE

Answer = Callable[[HttpRequest], HttpResponse]
API = "/api/"


def refuse_zero_bytes(answer: Answer) -> Answer:
    """Middleware: 422 as a problem for the API, the page for status 400 for everybody else."""

    def refuse_or_answer(request: HttpRequest) -> HttpResponse:
        address = request.path + request.META.get("QUERY_STRING", "").replace("%00", "\0")
        fields = (text for texts in request.POST.lists() for text in (texts[0], *texts[1]))
        if "\0" not in address and not any("\0" in text for text in fields):
            return answer(request)
        if not request.path.startswith(API):
            raise BadRequest("zero byte")
        title = "Die Adresse enthält ein Nullbyte; bitte ohne dieses Zeichen erneut anfragen."
        body = {"type": "about:blank", "status": 422, "title": title}
        return JsonResponse(body, status=422, content_type=MEDIA_TYPE)

    return refuse_or_answer
