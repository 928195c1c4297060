# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Pages of undertakings: what our municipality looks at, tries out, runs, and how each went on."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from allmende.accounts.access import who
from allmende.doors.access import public, signed_in
from allmende.doors.keeping import keeping_text
from allmende.doors.paging import page_of
from allmende.undertakings import access, actions, facts, queries, shown
from allmende.undertakings.forms import (
    BeginForm,
    ChoiceForm,
    ConfirmForm,
    CorrectionForm,
    SettingsForm,
    StepForm,
    token_of,
)
from allmende.undertakings.models import Undertaking, Visibility

POST = "POST"
CONFLICT = 409
STEP_FIELDS = ("state", "on", "reason")
UNREADABLE = 422
Write = Callable[[Any], Undertaking]


@signed_in
def overview(request: HttpRequest) -> HttpResponse:
    """What our municipality does, the latest first."""
    person = who(request)
    bodies = queries.bodies(person, writing=False)
    page = page_of(request, queries.of_bodies(bodies))
    context = {
        "page": page,
        "lines": shown.lines(list(page), timezone.localdate()),
        "several": len(bodies) > 1,
        "belongs": bool(bodies),
    }
    return render(request, "undertakings/overview.html", context)


@keeping_text
@signed_in
def begin(request: HttpRequest) -> HttpResponse:
    """The first step with the solution that the address names."""
    person, bodies = who(request), shown.body_choices(who(request))
    solution = queries.solution(request.GET.get("loesung", "")[:80])
    if solution is None or not bodies:
        if request.method == POST:  # the text goes back to who typed it
            raise PermissionDenied
        return render(request, "undertakings/nothing.html", {"bodies": bodies})
    there = queries.of(bodies[0][0], solution.pk) if len(bodies) == 1 else None
    sent = request.POST if request.method == POST else None
    if there and sent is None:
        return redirect("undertakings:undertaking", there.pk)
    origins = queries.origins(solution.pk, bodies[0][0] if len(bodies) == 1 else "")
    form = BeginForm(bodies, timezone.localdate(), sent)
    only = origins[0][0] if len(origins) == 1 else ""
    choice = ChoiceForm(origins, sent, initial={"visibility": Visibility.PUBLIC, "origin": only})
    if sent is not None and form.is_valid() and choice.is_valid():
        return _begun(request, person.reference, solution.pk, form, choice)
    context = {"form": form, "choice": choice, "solution": solution, "one_body": len(bodies) == 1}
    status = UNREADABLE if form.errors or choice.errors else 200
    return render(request, "undertakings/begin.html", context, status=status)


def _begun(request: HttpRequest, by: str, slug: str, form: BeginForm, choice: ChoiceForm) -> HttpResponse:
    key, origin = form.cleaned_data["key"], choice.cleaned_data["origin"]
    try:
        row = actions.begin(
            by=by, key=key, solution=slug, visibility=choice.cleaned_data["visibility"],
            origin="" if origin == key else origin, move=form.move(), token=form.cleaned_data["token"],
            at=timezone.now(),
        )  # fmt: skip
    except actions.ExistsError:
        there = queries.of(key, slug)
        return _there(request, there, form) if there else redirect("undertakings:overview")
    messages.success(request, _("Eingetragen."))
    return redirect("undertakings:undertaking", row.pk)


def _there(request: HttpRequest, row: Undertaking, form: BeginForm) -> HttpResponse:
    """What a colleague has begun meanwhile, with what was typed as its next step."""
    said = _("Ihre Kommune hat dazu schon ein Vorhaben begonnen; Ihre Eingabe steht bei „Nächster Schritt“.")
    messages.info(request, said)
    context = shown.undertaking(row, timezone.localdate())
    context |= _forms(row, context, form.cleaned_data)
    return render(request, "undertakings/undertaking.html", context, status=CONFLICT)


def _readable(request: HttpRequest, pk: UUID) -> Undertaking:
    row = queries.undertaking(pk)
    if row is None or not access.may_read(request.user, row):
        raise Http404
    return row


def _writable(request: HttpRequest, pk: UUID) -> Undertaking:
    row = _readable(request, pk)
    if not access.may_write(request.user, row):
        raise PermissionDenied
    return row


@public
def undertaking(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One undertaking with its history; who writes for the municipality goes on from here."""
    row = _readable(request, pk)
    context = shown.undertaking(row, timezone.localdate())
    if access.may_write(request.user, row):
        context |= {**_forms(row, context), "record": shown.record(row, who(request))}
    return render(request, "undertakings/undertaking.html", context)


def _forms(row: Undertaking, context: dict[str, Any], typed: dict[str, Any] | None = None) -> dict[str, Any]:
    version = {"version": row.version}
    step = {**version, **{name: text for name, text in (typed or {}).items() if name in STEP_FIELDS}}
    origins = queries.origins(row.solution, row.key)
    chosen = {**version, "visibility": row.visibility, "origin": row.origin}
    return {
        "may_write": True,
        "step_form": StepForm(context["history"], timezone.localdate(), initial=step),
        "confirm_form": ConfirmForm(initial=version, auto_id="gilt_%s"),
        "settings_form": SettingsForm(origins, initial=chosen, auto_id="angabe_%s"),
    }


def _second_click(request: HttpRequest, row: Undertaking) -> bool:
    """What was sent has been written before; against the history of today it may make no sense any more."""
    token = token_of(request.POST)
    return token is not None and queries.has_arrived(row.pk, token)


def _written(
    request: HttpRequest, row: Undertaking, form: Any, write: Write, *, back: Any = None, title: str
) -> HttpResponse:
    """Write and go back, or show the form again: with what is wrong, or with what somebody else wrote."""
    status = UNREADABLE
    if form.is_valid():
        try:
            write(form)
        except actions.RefusedError as error:
            for gap in error.gaps:
                form.add_error(None, gap.text.de)
        except actions.StaleError:
            row.refresh_from_db()
            form.data = {**form.data.dict(), "version": row.version}
            status = CONFLICT
        else:
            messages.success(request, _("Eingetragen."))
            return back or redirect("undertakings:undertaking", row.pk)
    elif _second_click(request, row):
        return redirect("undertakings:undertaking", row.pk)
    context = shown.undertaking(row, timezone.localdate())
    context |= {"form": form, "conflict": status == CONFLICT, "title": title}
    return render(request, "undertakings/form.html", context, status=status)


@require_POST
@keeping_text
@signed_in
def step(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The next step."""
    row = _writable(request, pk)
    return _written(
        request,
        row,
        _step_form(request, row),
        _step(row, who(request).reference),
        title=_("Nächster Schritt"),
    )


def _step_form(request: HttpRequest, row: Undertaking) -> StepForm:
    history = [facts.move(one) for one in facts.counting(queries.steps(row))]
    return StepForm(history, timezone.localdate(), request.POST)


def _step(row: Undertaking, by: str) -> Write:
    return lambda form: actions.step(
        by=by, pk=row.pk, version=form.cleaned_data["version"], move=form.move(),
        token=form.cleaned_data["token"], at=timezone.now(),
    )  # fmt: skip


@require_POST
@keeping_text
@signed_in
def confirm(request: HttpRequest, pk: UUID) -> HttpResponse:
    """It goes on as before."""
    row = _writable(request, pk)
    form = ConfirmForm(request.POST)
    return _written(request, row, form, _confirm(row, who(request).reference), title=_("Läuft weiter"))


def _confirm(row: Undertaking, by: str) -> Write:
    return lambda form: actions.confirm(
        by=by, pk=row.pk, version=form.cleaned_data["version"], text=form.cleaned_data["text"],
        token=form.cleaned_data["token"], at=timezone.now(),
    )  # fmt: skip


@require_POST
@keeping_text
@signed_in
def choose(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Who may see it, and where it was taken over from."""
    row, by = _writable(request, pk), who(request).reference
    form = SettingsForm(queries.origins(row.solution, row.key), request.POST)

    def write(sent: Form) -> Undertaking:
        chosen = sent.cleaned_data
        return actions.choose(
            by=by, pk=pk, version=chosen["version"], visibility=chosen["visibility"],
            origin=chosen["origin"], at=timezone.now(),
        )  # fmt: skip

    return _written(request, row, form, write, title=_("Wer es sehen darf"))


@keeping_text
@signed_in
def correct(request: HttpRequest, pk: UUID, position: int) -> HttpResponse:
    """Put something else in place of a step; what stood there stays in the history."""
    row, by = _writable(request, pk), who(request).reference
    counting = facts.counting(queries.steps(row))
    place = next((n for n, one in enumerate(counting) if one.position == position), None)
    if place is None:
        if _second_click(request, row):
            return redirect("undertakings:undertaking", row.pk)
        raise Http404
    old = counting[place]
    sent = request.POST if request.method == POST else None
    initial = {"version": row.version, "state": old.state, "on": old.on, "reason": old.reason}
    history = [facts.move(one) for one in counting]
    form = CorrectionForm(history, place, timezone.localdate(), sent, initial=initial)
    form.fields["on"].initial = old.on

    def write(sent: CorrectionForm) -> Undertaking:
        return actions.correct(
            by=by, pk=pk, version=sent.cleaned_data["version"], position=position, move=sent.result(),
            token=sent.cleaned_data["token"], at=timezone.now(),
        )  # fmt: skip

    title = _("Schritt berichtigen")
    if sent is not None:
        return _written(request, row, form, write, title=title)
    context = {**shown.undertaking(row, timezone.localdate()), "form": form, "title": title}
    return render(request, "undertakings/form.html", context)
