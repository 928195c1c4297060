# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Pages of memberships: what one belongs to, what waits for one, who belongs to one's municipality."""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from allmende.accounts import access, actions, queries
from allmende.accounts.models import TRANSFER, Membership, Person, Role, Standing
from allmende.doors.access import signed_in
from allmende.doors.paging import page_of
from allmende.portal import letters
from allmende.portal.waiting import named
from allmende.register import queries as register

ROLES = (Role.READER, Role.REPORTER, Role.EDITOR)
LONGEST = 300
MayAct = Callable[[Person, Membership, datetime], bool]
Act = Callable[..., Membership]
# What can be done with a membership: who may, and what is then done.
STEPS: dict[str, tuple[MayAct, Act]] = {
    "bestaetigen": (access.may_confirm, actions.confirm),
    "ablehnen": (access.may_confirm, actions.refuse),
    "beenden": (lambda person, membership, at: access.may_end(person, membership), actions.end),
}


def _body(person: Person, text: str) -> str:
    """The body whose members are to be seen: the one that was named, else the first that one edits for."""
    found = register.resolve(text[:LONGEST])
    if found:
        return found.key
    edited = (one.key for one in queries.confirmed(person) if one.role == Role.EDITOR)
    return next(edited, TRANSFER)


@signed_in
def memberships(request: HttpRequest, wrong: str = "") -> HttpResponse:
    """What one belongs to, what waits for one, and, for those who may see it, who belongs to a body."""
    person = access.who(request)
    key = _body(person, request.GET.get("zeigen", ""))
    sees = access.may_see_members(person, key)
    others = [one for one in queries.members(key) if one.person_id != person.pk] if sees else []
    waiting = page_of(request, access.confirmable(person, timezone.now()), parameter="wartende")
    members = page_of(request, others)
    context = {
        "own": named(queries.memberships(person)),
        "waiting": named(waiting),
        "pages": {"waiting": waiting, "members": members},
        "sees_members": sees,
        "sees_all": access.is_transfer_office(person),
        "members": named(members),
        "roles": [(role.value, role.label) for role in ROLES],
        "asked": request.POST.get("kommune", "")[:LONGEST],
        "role": request.POST.get("rolle", request.GET.get("rolle", "")),
        "wanted": _wanted(request),
        "wrong": wrong,
    }
    return render(request, "portal/memberships.html", context, status=422 if wrong else 200)


@require_POST
@signed_in
def ask(request: HttpRequest) -> HttpResponse:
    """Ask to belong to a municipality, a district, a Land, an association, or the transfer office."""
    person, key, role = access.who(request), TRANSFER, Role.TRANSFER
    if "kommune" in request.POST:
        body = register.resolve(request.POST["kommune"][:LONGEST])
        if body is None or request.POST.get("rolle") not in ROLES:
            wrong = _("Bitte wählen Sie eine Kommune aus den Vorschlägen und eine Rolle.")
            return memberships(request, wrong=wrong)
        key, role = body.key, Role(request.POST["rolle"])
    try:
        made = actions.ask(
            by=person.reference, person=person, key=key, role=role, at=timezone.now(),
            domains=settings.MEMBER_DOMAINS,
        )  # fmt: skip
    except actions.RefusedError as error:
        messages.warning(request, str(error))
    else:
        if made.state == Standing.ASKED:
            letters.tell_deciders(made, named([made])[0][1], _address(request))
        messages.success(request, _asked(made))
        if made.state == Standing.CONFIRMED and (wanted := _wanted(request)):
            return redirect(wanted)
    return redirect("portal:memberships")


def _wanted(request: HttpRequest) -> str:
    """The page of this site that was closed to somebody who belonged nowhere; open once they belong."""
    page = (request.POST or request.GET).get("weiter", "")
    return page if page.startswith("/") and url_has_allowed_host_and_scheme(page, None) else ""


def _address(request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("portal:memberships"))


def _asked(membership: Membership) -> str:
    if membership.state == Standing.CONFIRMED:
        return _("Sie gehören dazu: Ihre E-Mail-Adresse hat es bestätigt.")
    return _("Beantragt. Sie gehören dazu, sobald die Redaktion dort oder die Transferstelle zustimmt.")


@require_POST
@signed_in
def decide(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Confirm or refuse a request, end a membership."""
    person, membership, now = access.who(request), queries.membership(pk), timezone.now()
    if membership is None or step not in STEPS:
        raise Http404
    may, act = STEPS[step]
    if not may(person, membership, now):
        raise PermissionDenied
    decided = _try(request, lambda: act(by=person.reference, membership_id=pk, at=now))
    if decided and membership.state == Standing.ASKED and decided.person_id != person.pk:
        letters.tell_asker(decided, named([decided])[0][1], _address(request))
    return redirect("portal:memberships")


@require_POST
@signed_in
def change_role(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a member another role."""
    person, membership, role = access.who(request), queries.membership(pk), request.POST.get("rolle")
    if membership is None or role not in ROLES:
        raise Http404
    if not access.may_change_role(person, membership):
        raise PermissionDenied
    at = timezone.now()
    _try(
        request,
        lambda: actions.change_role(by=person.reference, membership_id=pk, role=Role(role), at=at),
    )
    return redirect("portal:memberships")


def _try(request: HttpRequest, act: Callable[[], Membership]) -> Membership | None:
    try:
        done = act()
    except actions.RefusedError as error:
        messages.warning(request, str(error))
        return None
    messages.success(request, _("Gespeichert."))
    return done
