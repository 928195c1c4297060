# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Mails about memberships: to those who decide, and to the one who asked. A mail that fails stops nothing."""

import logging
from collections.abc import Iterable

from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from allmende.accounts import queries
from allmende.accounts.models import Membership, Person, Standing

LOG = logging.getLogger(__name__)


def tell_deciders(membership: Membership, body: str, address: str) -> None:
    """Tell those who may decide that a request waits at `address`; editors of the body, else the office."""
    with override("de"):
        subject = _("Ein Antrag auf Mitgliedschaft wartet")
        _send(queries.deciders(membership), subject, "request", membership, body, address)


def tell_asker(membership: Membership, body: str, address: str) -> None:
    """Tell the person who asked how it was decided."""
    with override("de"):
        confirmed = membership.state == Standing.CONFIRMED
        subject = _("Ihre Mitgliedschaft ist bestätigt") if confirmed else _("Ihr Antrag wurde abgelehnt")
        _send([membership.person], subject, "decision", membership, body, address)


def _send(
    people: Iterable[Person], subject: str, kind: str, membership: Membership, body: str, address: str
) -> None:
    context = {"one": membership, "body": body, "address": address}
    text = render_to_string(f"portal/letters/{kind}.txt", context).strip() + "\n"
    for person in people:
        try:
            EmailMessage(f"Allmende: {subject}", text, to=[person.email]).send()
        except OSError:  # smtplib's errors too
            LOG.warning("A mail about membership %s could not be sent.", membership.pk)
