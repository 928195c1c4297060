# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Pages of one's own account, of one's own data, and of the operator's mode."""

from http import HTTPStatus
from uuid import UUID

import requests
from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from allauth.socialaccount.providers.openid_connect import views as external
from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from allmende.accounts import access, actions, queries
from allmende.accounts.forms import AppointForm, KeyForm, LeaveForm, ModeForm, NameForm
from allmende.accounts.links import person_of
from allmende.accounts.models import Person, Role
from allmende.accounts.personal import tables
from allmende.doors.access import public, signed_in

POST = "POST"


@public
def sign_in_elsewhere(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Send the browser to the other side; say so where that does not answer."""
    try:
        answer: HttpResponse = external.login(request, provider_id=provider_id)
    except requests.RequestException:
        page = "socialaccount/authentication_error.html"
        return render(request, page, status=HTTPStatus.SERVICE_UNAVAILABLE)
    return answer


@public
@never_cache
def sign_in_by_link(request: HttpRequest, pk: UUID, token: str) -> HttpResponse:
    """One button: whoever merely opens the link, as filters of mail servers do, spends nothing."""
    person = person_of(pk, token)
    if request.method == POST and person is not None:
        record_authentication(request, person, method="code", email=person.email)
        answer: HttpResponse = perform_login(request, person, email=person.email)
        return answer
    status = HTTPStatus.OK if person else HTTPStatus.GONE
    return render(request, "accounts/sign_in_by_link.html", {"somebody": person}, status=status)


@signed_in
def account(request: HttpRequest) -> HttpResponse:
    """What one can do with one's account; the name is changed here."""
    person = access.who(request)
    form = NameForm(request.POST if request.method == POST else None, instance=person)
    if request.method == POST and form.is_valid():
        name = form.cleaned_data["name"]
        actions.rename(by=person.reference, person=person, name=name, at=timezone.now())
        messages.success(request, _("Gespeichert."))
        return redirect("accounts:account")
    context = {
        "form": form,
        "operates": access.is_operator(person),
        "is_new": not queries.memberships(person),
    }
    return render(request, "accounts/account.html", context)


@signed_in
@reauthentication_required(allow_get=True)  # type: ignore[untyped-decorator]
def own_data(request: HttpRequest) -> HttpResponse:
    """What is kept about oneself, and the way out, for which one proves once more who one is."""
    person = access.who(request)
    form = LeaveForm(person, request.POST if request.method == POST else None)
    if request.method == POST and form.is_valid():
        logout(request)
        actions.close_account(by=person.reference, person=person, at=timezone.now())
        messages.success(request, _("Ihr Konto ist gelöscht."))
        return redirect("portal:start")
    return render(request, "accounts/own_data.html", {"form": form, "kept": _kept(person)})


def _kept(person: Person) -> list[tuple[str, int, str]]:
    """Tables with rows about the person: name, number of rows, when they go."""
    counts = {label: len(rows) for label, rows in queries.about(person).items()}
    return [
        (table.name, counts[table.model._meta.label], table.goes)
        for table in tables()
        if counts[table.model._meta.label]
    ]


@signed_in
def own_data_file(request: HttpRequest) -> HttpResponse:
    """Everything that is kept about oneself, without secrets, as a JSON file."""
    answer = JsonResponse(
        queries.about(access.who(request)), json_dumps_params={"ensure_ascii": False, "indent": 1}
    )
    answer["Content-Disposition"] = 'attachment; filename="allmende-meine-daten.json"'
    answer["Cache-Control"] = "private, no-store"
    return answer


@signed_in
@reauthentication_required(allow_get=True)  # type: ignore[untyped-decorator]
def keys(request: HttpRequest) -> HttpResponse:
    """One's access keys; a new one is shown once."""
    person, made, again, status = access.who(request), "", False, HTTPStatus.OK
    form = KeyForm(request.POST if request.method == POST else None)
    if request.method == POST and form.is_valid():
        try:
            made = actions.make_key(
                by=person.reference, person=person, **form.cleaned_data, at=timezone.now()
            )
            form, again = KeyForm(), not made
        except actions.RefusedError as error:
            form.add_error(None, str(error))
    if form.errors:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    context = {
        "form": form, "made": made, "again": again, "keys": queries.access_keys(person),
        "now": timezone.now(),
    }  # fmt: skip
    return render(request, "accounts/keys.html", context, status=status)


@require_POST
@signed_in
def drop_key(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete an access key."""
    person = access.who(request)
    actions.drop_key(by=person.reference, person=person, pk=pk, at=timezone.now())
    messages.success(request, _("Gelöscht. Der Schlüssel öffnet nichts mehr."))
    return redirect("accounts:keys")


def _operator(request: HttpRequest) -> Person:
    person = access.who(request)
    if not access.is_operator(person):
        raise PermissionDenied
    return person


@signed_in
def operator_mode(request: HttpRequest) -> HttpResponse:
    """Switch the mode on with a reason; see when it was on before."""
    person, now = _operator(request), timezone.now()
    form = ModeForm(request.POST if request.method == POST else None)
    if request.method == POST and form.is_valid():
        reason, length = form.cleaned_data["reason"], form.cleaned_data["minutes"]
        actions.switch_on(by=person.reference, person=person, reason=reason, length=length, at=now)
        return redirect("accounts:operator_mode")
    context = {
        "form": form,
        "appoint": AppointForm(),
        "on": queries.in_operator_mode(person, now),
        "modes": queries.operator_modes(),
    }
    return render(request, "accounts/operator_mode.html", context)


@require_POST
@signed_in
def operator_mode_off(request: HttpRequest) -> HttpResponse:
    """Switch the mode off before its time."""
    person = _operator(request)
    actions.switch_off(by=person.reference, person=person, at=timezone.now())
    return redirect("accounts:operator_mode")


@require_POST
@signed_in
def appoint(request: HttpRequest) -> HttpResponse:
    """Name somebody of the transfer office or of operation, while the mode is on."""
    person, now = _operator(request), timezone.now()
    if not access.may_hand_out(person, now):
        raise PermissionDenied
    form = AppointForm(request.POST)
    if form.is_valid():
        somebody, role = form.cleaned_data["address"], Role(form.cleaned_data["role"])
        if not access.may_appoint(person, somebody, now):
            raise PermissionDenied
        actions.appoint(by=person.reference, person=somebody, key=role.value, role=role, at=now)
        messages.success(request, _("Gespeichert."))
    else:
        messages.warning(request, " ".join(str(text) for texts in form.errors.values() for text in texts))
    return redirect("accounts:operator_mode")
