# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""The page behind the address in the mail: one line is enough. Looking at it changes nothing.

The address lets one person, who may still write for the municipality, answer once for one undertaking.
"""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers

from allmende.accounts.models import Person
from allmende.doors.access import public
from allmende.undertakings import access, actions, facts, queries, reminding, shown
from allmende.undertakings.forms import ConfirmForm, StepForm, token_of
from allmende.undertakings.models import Undertaking

GONE = 410


@public
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Ask how it goes on, and take the answer of whom the token is for."""
    found = reminding.read(token)
    row = queries.undertaking(found[0]) if found else None
    person = queries.person(found[1]) if found else None
    if row and _has_answered(request, row):
        return _private(render(request, "undertakings/thanks.html", {"row": row}))
    if row is None or found is None or row.version != found[2] or not access.may_write(person, row):
        typed = [text for name in ("text", "reason") if (text := request.POST.get(name, ""))]
        return _private(render(request, "undertakings/spent.html", {"row": row, "typed": typed}, status=GONE))
    if person is None:  # may_write has said so already
        raise Http404
    history = [facts.move(one) for one in facts.counting(queries.steps(row))]
    sent = request.POST if request.method == "POST" else None
    a_step = bool(sent) and request.POST.get("antwort") == "schritt"
    initial = {"version": row.version}
    step = StepForm(history, timezone.localdate(), sent if a_step else None, initial=initial)
    goes_on = ConfirmForm(None if a_step else sent, initial=initial, auto_id="gilt_%s")
    if sent is not None and _written(row, person, step if a_step else goes_on):
        return _private(render(request, "undertakings/thanks.html", {"row": row}))
    context = {**shown.undertaking(row, timezone.localdate()), "step_form": step, "confirm_form": goes_on}
    return _private(render(request, "undertakings/answer.html", context, status=422 if sent else 200))


def _has_answered(request: HttpRequest, row: Undertaking) -> bool:
    """Whether what arrives has been written before: a double click."""
    token = token_of(request.POST)
    return token is not None and queries.has_arrived(row.pk, token)


def _written(row: Undertaking, person: Person, form: Any) -> bool:
    """Write the answer; False where the form has faults or somebody else was faster."""
    if not form.is_valid():
        return False
    said: dict[str, Any] = {
        "by": person.reference,
        "pk": row.pk,
        "version": row.version,
        "at": timezone.now(),
    }
    said["token"] = form.cleaned_data["token"]
    try:
        if isinstance(form, StepForm):
            actions.step(move=form.move(), **said)
        else:
            actions.confirm(text=form.cleaned_data["text"], **said)
    except (actions.StaleError, actions.RefusedError):
        return False
    return True


def _private(response: HttpResponse) -> HttpResponse:
    """The address is a key: no copy on the way, no trace in a search engine."""
    add_never_cache_headers(response)
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "same-origin"  # with none at all, browsers hide where a form comes from
    return response
