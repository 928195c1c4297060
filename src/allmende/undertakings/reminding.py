# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""A mail to whom nothing was heard from for months, with an address where one line is enough.

A question is claimed before it is sent. Killed in between, nobody gets it twice; who then got none is asked
again after the next pause. Only where the server says that it does not take a mail, the claim is given back.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from smtplib import SMTPResponseException
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from allmende.accounts.models import Person
from allmende.undertakings import actions, facts, queries
from allmende.undertakings.models import Reminder, Undertaking

SALT = "allmende.undertakings"


@dataclass(frozen=True, slots=True)
class Question:
    """Whom to ask about which undertaking as of which day, and how often it was asked before."""

    row: Undertaking
    person: Person
    about: date
    asked_before: int


@dataclass(slots=True)
class Asked:
    """How many mails the server took, and how many it refused."""

    mails: int = 0
    failed: int = 0


def token(row: Undertaking, person: Person) -> str:
    """Lets one person answer for one undertaking as it stands now; with the next write it is spent."""
    return signing.dumps([row.pk.hex, person.pk.hex, row.version], salt=SALT)


def read(text: str) -> tuple[UUID, UUID, int] | None:
    """Undertaking, person and version of a token of ours that is still valid; None for anything else."""
    days = timedelta(days=facts.value("link_days"))
    try:
        row, person, version = signing.loads(text, salt=SALT, max_age=days)
        return UUID(row), UUID(person), int(version)
    except (signing.BadSignature, ValueError, TypeError):
        return None


def questions(today: date) -> Iterator[Question]:
    """Who is to be asked today."""
    for row, about in queries.silent(today):
        for person in queries.responsible(row):
            before = queries.asked(row, person, about)
            waits = bool(before) and before[-1].on + facts.pause() > today
            if not waits and len(before) < facts.value("ask_at_most"):
                yield Question(row, person, about, len(before))


def remind(*, by: str, at: datetime) -> Asked:
    """Ask everybody who is to be asked. Raises OSError where the mail server cannot be reached."""
    done, today = Asked(), timezone.localdate(at)
    with get_connection() as connection:
        for one in list(questions(today)):
            claimed = actions.claim(
                by=by, row=one.row, person=one.person, about=one.about, number=one.asked_before + 1, on=today
            )
            if claimed:
                _send(claimed, one, connection, by, at, done)
    return done


def _send(
    claimed: Reminder, one: Question, connection: BaseEmailBackend, by: str, at: datetime, done: Asked
) -> None:
    try:
        _mail(one, connection).send()
    except SMTPResponseException:
        actions.give_back(by=by, reminder=claimed)
        done.failed += 1
    except OSError:  # perhaps it was taken, perhaps not: better one mail too few; includes smtplib's errors
        done.failed += 1
    else:
        actions.sent(by=by, reminder=claimed, at=at)
        done.mails += 1


def _mail(one: Question, connection: BaseEmailBackend) -> EmailMultiAlternatives:
    solution = queries.solution(one.row.solution)
    context = {
        "row": one.row,
        "title": solution.title if solution else one.row.solution,
        "months": facts.value("ask_after_months"),
        "days": facts.value("link_days"),
        "answer": settings.ADDRESS + reverse("undertakings:answer", args=[token(one.row, one.person)]),
        "page": settings.ADDRESS + reverse("undertakings:undertaking", args=[one.row.pk]),
    }
    with override("de"):
        subject = _("Allmende: Wie geht es weiter mit „%(title)s“?") % {"title": context["title"]}
        text = render_to_string("undertakings/mail/reminder.txt", context)
        html = render_to_string("undertakings/mail/reminder.html", context)
    subject = " ".join(subject.split())
    mail = EmailMultiAlternatives(subject, text, to=[one.person.email], connection=connection)
    mail.attach_alternative(html, "text/html")
    return mail
