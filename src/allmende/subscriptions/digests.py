# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""One mail for each person with what is new about what they follow; nothing where nothing is new.

Only whole days are told: each day before today, once. What is told is claimed before it is sent, so that two
runs at once, or one after a killed one, tell nothing twice; who was claimed when a run was killed misses that
mail, and finds it all on the page. Only what the mail server does not take is given back for the next run.
One mail tells at most fifty entries of a subscription and says where the others are.
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
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
from allmende.subscriptions.models import Subject, Subscription
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
    """What is new about one thing that is followed, the address that ends it, and where there is more."""

    name: str
    lines: Sequence[Line]
    unfollow: str
    more: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What is new about one thing, whoever follows it; page: about it; is_cut: there is more than fits."""

    name: str
    lines: Sequence[Line]
    page: str
    is_cut: bool


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
    """Tell everybody what is due; queries grow with the things that are followed, not with the people.

    Raises OSError where the mail server cannot be reached, or no more; whoever was not told yet is told by
    the next run.
    """
    done, by_person = Sent(), defaultdict(list)
    for row in queries.due(today):
        by_person[row.person].append(row)
    known: dict[tuple[str, str, date], Told] = {}
    if by_person:
        with get_connection() as connection:
            for person, rows in by_person.items():
                _tell(person, rows, today, known, connection, by, done, tell)
    return done


def _tell(
    person: Person, rows: list[Subscription], today: date, known: dict[tuple[str, str, date], Told],
    connection: BaseEmailBackend, by: str, done: Sent, tell: Callable[[str], None],
) -> None:  # fmt: skip
    claimed = actions.claim(by=by, rows=rows, until=today)
    with override("de"):
        parts = _parts(claimed, today, known)
    if not parts:
        done.silent += bool(claimed)
        return
    try:
        _deliver(_mail(person, parts, claimed, today, connection), connection)
    except (OSError, ValueError) as error:  # smtplib's errors; an address that cannot be written
        actions.give_back(by=by, rows=claimed, until=today)
        done.failed += 1
        tell(_("Nicht zugestellt, der nächste Lauf versucht es wieder: %(error)s") % {"error": error})
        _reopen(connection)
        return
    done.mails += 1


def _deliver(mail: EmailMultiAlternatives, connection: BaseEmailBackend) -> None:
    """Send it; if that fails once more on a new connection, as many servers end one after some mails."""
    try:
        mail.send()
    except OSError:
        _reopen(connection)
        mail.send()


def _reopen(connection: BaseEmailBackend) -> None:
    connection.close()
    connection.open()


def _parts(rows: list[Subscription], today: date, known: dict[tuple[str, str, date], Told]) -> list[Part]:
    """What is new about each, where anything is; what two are about stands under the first of them."""
    parts, seen = [], set()
    for row in rows:
        about = (row.subject, row.key, row.told_until)
        if about not in known:
            known[about] = _told(row, today)
        told = known[about]
        lines = [line for line in told.lines if line.address not in seen]
        seen |= {line.address for line in lines}
        unfollow = settings.ADDRESS + reverse("subscriptions:unfollow", args=[token(row)])
        if told.lines:
            parts.append(Part(told.name, lines, unfollow, told.page if told.is_cut else ""))
    return parts


def _told(row: Subscription, today: date) -> Told:
    lines = _lines(row, today)
    name = queries.name(row.subject, row.key) if lines else ""
    page = settings.ADDRESS + _PAGES[Subject(row.subject)](queries.current(row.subject, row.key))
    return Told(name or str(row.get_subject_display()), lines, page, len(lines) >= queries.MOST)


_PAGES: Mapping[Subject, Callable[[str], str]] = {
    Subject.SOLUTION: lambda key: reverse("portal:solution", args=[key]),
    Subject.FIELD: lambda key: reverse("catalogue:field", args=[key]),
    Subject.LIKE: lambda key: reverse("portal:municipality", args=[key]),
    Subject.ALL: lambda key: reverse("transfers:reports"),
}


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
    mail.extra_headers = {
        **_unsubscribe(rows, parts), "Message-ID": _message_id(person, today),
        "Auto-Submitted": "auto-generated",  # RFC 3834: so that nobody's absence answers it
    }  # fmt: skip
    return mail


def _unsubscribe(rows: list[Subscription], parts: list[Part]) -> dict[str, str]:
    """One click in the mail program (RFC 8058) where the mail is about one thing; else the list of all."""
    if len(parts) == 1:
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
