# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""One mail for each person with what is new about what they follow; nothing where nothing is new.

Only whole days are told: each day before today, once. What was sent is noted after the mail server has taken
the mail. Killed in between, the next run tells it again: on the same day under the same Message-ID, later in
a mail of its own. One mail tells at most fifty entries of a subscription; older ones stand on the page alone.
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from allmende.accounts.models import Person
from allmende.subscriptions import actions, queries
from allmende.subscriptions.models import Subscription
from allmende.transfers.feeds import NewsFeed

SALT = "allmende.subscriptions"
_FEED = NewsFeed()


@dataclass(frozen=True, slots=True)
class Line:
    """One piece of news: title, text, address."""

    title: str
    text: str
    address: str


@dataclass(frozen=True, slots=True)
class Part:
    """What is new about one thing that is followed, and the address that ends it."""

    name: str
    lines: Sequence[Line]
    unfollow: str


@dataclass(slots=True)
class Sent:
    """How many mails went out, how many people had no news, how many mails the server refused."""

    mails: int = 0
    silent: int = 0
    failed: int = 0


def token(row: Subscription) -> str:
    """Proof that the mail about this subscription arrived; it ends the subscription, nothing else."""
    return signing.dumps(str(row.pk), salt=SALT)


def subscription_of(text: str) -> UUID | None:
    """The subscription that a token of ours is about; None for anything else."""
    try:
        return UUID(signing.loads(text, salt=SALT))
    except (signing.BadSignature, ValueError, TypeError):
        return None


def send(*, by: str, today: date, tell: Callable[[str], None] = lambda text: None) -> Sent:
    """Tell everybody what is due; queries grow with the things that are followed, not with the people."""
    done, by_person = Sent(), defaultdict(list)
    for row in queries.due(today):
        by_person[row.person].append(row)
    known: dict[tuple[str, str, date], Sequence[Line]] = {}
    connection = get_connection()
    for person, rows in by_person.items():
        _tell(person, rows, today, known, connection, by, done, tell)
    return done


def _tell(
    person: Person, rows: list[Subscription], today: date, known: dict[tuple[str, str, date], Sequence[Line]],
    connection: BaseEmailBackend, by: str, done: Sent, tell: Callable[[str], None],
) -> None:  # fmt: skip
    with override("de"):
        parts = [_part(row, today, known) for row in rows]
    news = [part for part in parts if part.lines]
    if news:
        try:
            _mail(person, news, rows, today, connection).send()
        except OSError as error:  # smtplib's errors are OSErrors too
            done.failed += 1
            tell(_("Nicht zugestellt, der nächste Lauf versucht es wieder: %(error)s") % {"error": error})
            return
        done.mails += 1
    else:
        done.silent += 1
    actions.told(by=by, pks=[row.pk for row in rows], until=today)


def _part(row: Subscription, today: date, known: dict[tuple[str, str, date], Sequence[Line]]) -> Part:
    about = (row.subject, row.key, row.told_until)
    if about not in known:
        known[about] = _lines(row, today)
    name = queries.name(row.subject, row.key) if known[about] else ""
    unfollow = settings.ADDRESS + reverse("subscriptions:unfollow", args=[token(row)])
    return Part(name or str(row.get_subject_display()), known[about], unfollow)


def _lines(row: Subscription, today: date) -> list[Line]:
    entries = queries.news(row.subject, row.key, row.told_until, today)
    return [
        Line(_FEED.item_title(one), _FEED.item_description(one), settings.ADDRESS + _FEED.item_link(one))
        for one in entries
    ]


def _mail(
    person: Person, parts: list[Part], rows: list[Subscription], today: date, connection: BaseEmailBackend
) -> EmailMultiAlternatives:
    number = sum(len(part.lines) for part in parts)
    context = {"parts": parts, "overview": settings.ADDRESS + reverse("subscriptions:overview")}
    with override("de"):
        subject = ngettext("Allmende: %(n)s Neuigkeit", "Allmende: %(n)s Neuigkeiten", number) % {"n": number}
        text = render_to_string("subscriptions/digest.txt", context)
        html = render_to_string("subscriptions/digest.html", context)
    mail = EmailMultiAlternatives(subject, text, to=[person.email], connection=connection)
    mail.attach_alternative(html, "text/html")
    mail.extra_headers = {**_unsubscribe(rows, parts), "Message-ID": _message_id(person, today)}
    return mail


def _unsubscribe(rows: list[Subscription], parts: list[Part]) -> dict[str, str]:
    """One click in the mail program (RFC 8058) where the mail is about one thing; else the list of all."""
    if len(rows) == 1:
        return {
            "List-Unsubscribe": f"<{parts[0].unfollow}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
    everything = settings.ADDRESS + reverse("subscriptions:unfollow_all", args=[token_of(rows[0].person)])
    return {"List-Unsubscribe": f"<{everything}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def token_of(person: Person) -> str:
    """Proof that a mail reached this person; it ends all their subscriptions, nothing else."""
    return signing.dumps(str(person.pk), salt=f"{SALT}.all")


def person_of(text: str) -> UUID | None:
    """The person that a token of ours is about; None for anything else."""
    try:
        return UUID(signing.loads(text, salt=f"{SALT}.all"))
    except (signing.BadSignature, ValueError, TypeError):
        return None


def _message_id(person: Person, today: date) -> str:
    host = settings.ADDRESS.split("//")[1].split("/")[0].split(":")[0]
    digest = hashlib.blake2b(f"{person.pk} {today}".encode(), digest_size=12).hexdigest()
    return f"<{digest}@{host}>"
