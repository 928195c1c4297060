# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Pages on which somebody follows something, sees what they follow, and ends it."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from allmende.accounts.access import who
from allmende.doors.access import public, signed_in
from allmende.subscriptions import actions, digests, queries
from allmende.subscriptions.models import Rhythm, Subject, Subscription

FEEDS = {
    Subject.SOLUTION: "transfers:solution_feed", Subject.FIELD: "transfers:field_feed",
    Subject.LIKE: "portal:municipality_feed", Subject.ALL: "transfers:feed",
}  # fmt: skip


@signed_in
def overview(request: HttpRequest) -> HttpResponse:
    """What I follow."""
    return render(request, "subscriptions/overview.html", {"rows": _named(queries.of(who(request)))})


def _named(rows: list[Subscription]) -> list[tuple[Subscription, str | None]]:
    names = queries.names([(row.subject, row.key) for row in rows])
    return [(row, names[row.subject, row.key]) for row in rows]


@public
def follow(request: HttpRequest) -> HttpResponse:
    """Follow something by mail, or without an account as a feed."""
    subject, key = request.GET.get("art", ""), request.GET.get("schluessel", "")[:80].replace("\x00", "")
    name = queries.name(subject, key) if subject in Subject.values else None
    if name is None:
        raise Http404
    if request.method == "POST" and request.user.is_authenticated:
        rhythm = request.POST.get("rhythmus", "")
        person = who(request)
        if rhythm in Rhythm.values:
            actions.follow(
                by=person.reference, person=person, subject=Subject(subject), key=key, rhythm=Rhythm(rhythm),
                at=timezone.now(), today=timezone.localdate(),
            )  # fmt: skip
            text = _("Gespeichert. Gibt es etwas Neues, bekommen Sie %(often)s eine Mail.")
            messages.success(request, text % {"often": Rhythm(rhythm).label})
            return redirect("subscriptions:overview")
    context = {
        "subject": Subject(subject), "name": name, "key": key, "feed": FEEDS[Subject(subject)],
        "rhythms": Rhythm.choices,
        "mine": queries.followed(who(request), subject, key) if request.user.is_authenticated else None,
    }  # fmt: skip
    return render(request, "subscriptions/follow.html", context)


@require_POST
@signed_in
def end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """No longer follow something."""
    row = queries.subscription(pk)
    if row is None or row.person_id != who(request).pk:
        raise Http404
    actions.unfollow(by=row.person.reference, pk=pk, at=timezone.now())
    messages.success(request, _("Beendet. Dazu kommt keine Mail mehr."))
    return redirect("subscriptions:overview")


# Mail programs send this form themselves, without cookies; the token is the proof.
@csrf_exempt
@public
def unfollow(request: HttpRequest, token: str) -> HttpResponse:
    """End one subscription from a mail, without signing in; a GET changes nothing."""
    pk = digests.subscription_of(token)
    if pk is None:
        raise Http404
    row = queries.subscription(pk)
    return _ended(request, [row] if row else [])


@csrf_exempt
@public
def unfollow_all(request: HttpRequest, token: str) -> HttpResponse:
    """End all subscriptions of somebody from a mail, without signing in; a GET changes nothing."""
    pk = digests.person_of(token)
    if pk is None:
        raise Http404
    return _ended(request, queries.of_person(pk))


def _ended(request: HttpRequest, rows: list[Subscription]) -> HttpResponse:
    if request.method == "POST":
        for row in rows:
            actions.unfollow(by=row.person.reference, pk=row.pk, at=timezone.now())
        rows = []
    return render(request, "subscriptions/unfollow.html", {"rows": _named(rows)})
