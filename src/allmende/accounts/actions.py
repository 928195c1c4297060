# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every write about people and memberships; each leaves an event. Who may, `access.py` says, at the door."""

import secrets
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import IntegrityError, transaction
from django.utils import timezone

from allmende.accounts import queries
from allmende.accounts.models import AccessKey, Membership, OperatorMode, Person, Role, Standing
from allmende.accounts.personal import kept_for, tables
from allmende.audit import actions as audit

MOST_KEYS = 5
MOST_REQUESTS = 10  # a day and person: each sends a mail to people who did not ask for it
DOMAIN = "domain:"
LONGEST_MODE = timedelta(hours=4)
ENOUGH_BY_DOMAIN = (Role.READER, Role.REPORTER)


class RefusedError(Exception):
    """A write that makes no sense now; its text is for the person who tried."""


def note(*, by: str, person: Person, what: str, at: datetime) -> None:
    """Add to the record what happened to an account: join, password_changed, totp_activated, …

    The event is the person's own, so that it becomes pseudonymous with the others; `by` where somebody else
    did it.
    """
    other = {"by": by} if by != person.reference else None
    audit.record(by=person.reference, verb=what, subject="account", key="", at=at, after=other)


@transaction.atomic
def ask(
    *, by: str, person: Person, key: str, role: Role, at: datetime, domains: Mapping[str, str]
) -> Membership:
    """Ask to belong to a body; confirmed at once where a verified address is of its mail domain.

    `domains` names the official key of each trusted mail domain. An editor is always confirmed by a human.
    Raises RefusedError for somebody who belongs there already or has asked, or who asks all day long.
    """
    if queries.asked_since(person, at - timedelta(days=1)) >= MOST_REQUESTS:
        raise RefusedError("Mehr Anträge an einem Tag gehen nicht. Bitte versuchen Sie es morgen wieder.")
    try:
        with transaction.atomic():
            membership = Membership.objects.create(person=person, key=key, role=role, asked_at=at)
    except IntegrityError as error:
        raise RefusedError("Dort gehören Sie schon dazu, oder Ihr Antrag wartet noch.") from error
    _record(by, "ask", membership, at)
    domain = next((d for d in queries.verified_domains(person) if domains.get(d) == key), "")
    if domain and role in ENOUGH_BY_DOMAIN:
        _confirm(membership, f"{DOMAIN}{domain}", at)
    return membership


@transaction.atomic
def confirm(*, by: str, membership_id: int, at: datetime) -> Membership:
    """Confirm what was asked for. Raises RefusedError where somebody else was faster."""
    membership = _locked(membership_id, Standing.ASKED)
    _confirm(membership, by, at)
    return membership


@transaction.atomic
def refuse(*, by: str, membership_id: int, at: datetime) -> Membership:
    """Refuse what was asked for; one may ask again. Raises RefusedError where somebody else was faster."""
    membership = _locked(membership_id, Standing.ASKED)
    _end(membership, "refuse", by, at)
    return membership


@transaction.atomic
def end(*, by: str, membership_id: int, at: datetime) -> Membership:
    """End a membership or take a request back. Raises RefusedError for one that has ended."""
    membership = _locked(membership_id, Standing.ASKED, Standing.CONFIRMED)
    _end(membership, "end", by, at)
    return membership


@transaction.atomic
def end_by_domain(*, by: str, person: Person, at: datetime) -> None:
    """End what a mail domain alone has confirmed, once no verified address of the person is of it."""
    proved = [f"{DOMAIN}{domain}" for domain in queries.verified_domains(person)]
    vouched = queries.confirmed(person).filter(confirmed_by__startswith=DOMAIN)
    for membership in vouched.exclude(confirmed_by__in=proved).select_for_update():
        _end(membership, "end", by, at)


@transaction.atomic
def change_role(*, by: str, membership_id: int, role: Role, at: datetime) -> Membership:
    """Give a confirmed member of a body another role there."""
    membership = _locked(membership_id, Standing.CONFIRMED)
    before = {"role": membership.role}
    membership.role = role
    membership.save(update_fields=["role"])
    after = {"role": str(role)}
    key = str(membership.pk)
    audit.record(by=by, verb="change", subject="membership", key=key, at=at, before=before, after=after)
    return membership


@transaction.atomic
def appoint(*, by: str, person: Person, key: str, role: Role, at: datetime) -> Membership:
    """Confirmed at once, without a request: for the command line and for operators in their mode."""
    open_ones = Membership.objects.filter(person=person, key=key).exclude(state=Standing.ENDED)
    for old in open_ones.select_for_update():
        _end(old, "end", by, at)
    membership = Membership.objects.create(person=person, key=key, role=role, asked_at=at)
    _confirm(membership, by, at)
    return membership


@transaction.atomic
def switch_on(*, by: str, person: Person, reason: str, length: timedelta, at: datetime) -> OperatorMode:
    """Begin a time in which an operator may hand out roles. Raises RefusedError without reason."""
    if not reason.strip() or not timedelta(0) < length <= LONGEST_MODE:
        raise RefusedError("Der Betriebsmodus braucht einen Grund und dauert höchstens vier Stunden.")
    mode = OperatorMode.objects.create(person=person, reason=reason.strip(), since=at, until=at + length)
    after = {"reason": mode.reason, "until": mode.until.isoformat()}
    audit.record(by=by, verb="switch-on", subject="operator-mode", key=str(mode.pk), at=at, after=after)
    return mode


@transaction.atomic
def switch_off(*, by: str, person: Person, at: datetime) -> None:
    """End the operator's mode before its time."""
    for mode in OperatorMode.objects.select_for_update().filter(person=person, until__gt=at):
        mode.until = at
        mode.save(update_fields=["until"])
        audit.record(by=by, verb="switch-off", subject="operator-mode", key=str(mode.pk), at=at)


@transaction.atomic
def open_account(*, by: str, address: str, name: str, at: datetime) -> Person:
    """An account for somebody whose address is known to be theirs; they sign in with a code by mail.

    Raises RefusedError for an address that has one already.
    """
    try:
        with transaction.atomic():
            person = Person.objects.create_user(address, name=name)
    except IntegrityError as error:
        raise RefusedError("Mit dieser E-Mail-Adresse gibt es schon ein Konto.") from error
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    note(by=by, person=person, what="create", at=at)
    return person


@transaction.atomic
def rename(*, by: str, person: Person, name: str, at: datetime) -> None:
    """Change the name that is shown; the record does not keep it."""
    person.name = name.strip()
    person.save(update_fields=["name"])
    note(by=by, person=person, what="rename", at=at)


@transaction.atomic
def drop_unproved(*, by: str, person: Person, ways: Collection[str], at: datetime) -> None:
    """At the first sign-in, drop other ways in: who laid them had not proved that the address was theirs.

    `ways`: how the person signs in now. A code leaves no password standing, whatever is not an account from
    elsewhere leaves none of those.
    """
    if "code" in ways and person.has_usable_password():
        person.set_unusable_password()
        person.save(update_fields=["password"])
        note(by=by, person=person, what="password_dropped", at=at)
    if "socialaccount" not in ways and SocialAccount.objects.filter(user=person).delete()[0]:
        note(by=by, person=person, what="account_dropped", at=at)


@transaction.atomic
def close_account(*, by: str, person: Person, at: datetime) -> None:
    """Delete an account with all that belongs to it; what the person did for others stays, by a pseudonym."""
    reference = person.reference
    sessions = UserSession.objects.filter(user=person).values("session_key")
    Session.objects.filter(session_key__in=sessions).delete()
    note(by=by, person=person, what="delete", at=at)
    pseudonym = audit.pseudonymise(by=by, who=reference, at=at)
    for table in reversed(tables()):
        rows = table.model._default_manager
        for field in table.references:
            rows.filter(**{field: reference}).update(**{field: pseudonym})
        if table.owner:
            rows.filter(**{table.owner: person.pk}).delete()


@transaction.atomic
def expire(*, by: str, at: datetime) -> dict[str, int]:
    """Delete what has been kept long enough; how many of what."""
    people = {
        *queries.unconfirmed(at - kept_for("unconfirmed_account")),
        *queries.unused(at - kept_for("unused_account")),
    }
    for person in people:
        close_account(by=by, person=person, at=at)
    requests = queries.unanswered(at - kept_for("unanswered_request"))
    for request in requests:
        _end(request, "expire", by, at)
    ended, _ = Membership.objects.filter(ended_at__lt=at - kept_for("ended_membership")).delete()
    modes, _ = OperatorMode.objects.filter(until__lt=at - kept_for("operator_mode")).delete()
    keys, _ = AccessKey.objects.filter(ends_at__lt=at - kept_for("ended_access_key")).delete()
    sessions, _ = Session.objects.filter(expire_date__lt=at).delete()
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
    gone = {
        "accounts": len(people), "requests": len(requests), "memberships": ended, "modes": modes,
        "keys": keys, "sessions": sessions,
    }  # fmt: skip
    if any(gone.values()):
        audit.record(by=by, verb="expire", subject="accounts", key="all", at=at, after=gone)
    return gone


def _locked(membership_id: int, *states: Standing) -> Membership:
    found = Membership.objects.select_for_update().filter(pk=membership_id, state__in=states).first()
    if found is None:
        raise RefusedError("Darüber ist inzwischen schon entschieden.")
    return found


def _confirm(membership: Membership, by: str, at: datetime) -> None:
    membership.state = Standing.CONFIRMED
    membership.confirmed_at, membership.confirmed_by = at, by
    membership.save(update_fields=["state", "confirmed_at", "confirmed_by"])
    _record(by, "confirm", membership, at)


def _end(membership: Membership, verb: str, by: str, at: datetime) -> None:
    membership.state = Standing.ENDED
    membership.ended_at = at
    membership.save(update_fields=["state", "ended_at"])
    _record(by, verb, membership, at)


def _record(by: str, verb: str, membership: Membership, at: datetime) -> None:
    after = {"key": membership.key, "role": str(membership.role)}
    audit.record(by=by, verb=verb, subject="membership", key=str(membership.pk), at=at, after=after)


@transaction.atomic
def make_key(
    *, by: str, person: Person, name: str, days: int, at: datetime, token: UUID | None = None
) -> str:
    """A new access key; its text is given here and never again: empty for a form that has made one already.

    Raises RefusedError for too many.
    """
    Person.objects.select_for_update().get(pk=person.pk)
    if token and person.access_keys.filter(token=token).exists():
        return ""
    if person.access_keys.filter(ends_at__gt=at).count() >= MOST_KEYS:
        raise RefusedError("Mehr als fünf Zugangsschlüssel gehen nicht. Bitte erst einen löschen.")
    text = f"allmende_{secrets.token_urlsafe(32)}"
    AccessKey.objects.create(
        person=person, name=name, digest=queries.digest(text), made_at=at,
        ends_at=at + timedelta(days=days), token=token,
    )  # fmt: skip
    note(by=by, person=person, what="access_key_made", at=at)
    return text


@transaction.atomic
def drop_key(*, by: str, person: Person, pk: int, at: datetime) -> None:
    """Delete an access key of a person; it no longer opens anything."""
    if AccessKey.objects.filter(person=person, pk=pk).delete()[0]:
        note(by=by, person=person, what="access_key_dropped", at=at)


def use_key(*, by: str, row: AccessKey, at: datetime) -> None:
    """Note the day of use, once a day."""
    today = timezone.localdate(at)
    if row.used_on != today:
        AccessKey.objects.filter(pk=row.pk).update(used_on=today)
