# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Fifty send the same form at once: it makes one subscription, and ends it once."""

from datetime import UTC, date, datetime

import pytest

from allmende.accounts.models import Person
from allmende.audit import queries as audit
from allmende.subscriptions import actions
from allmende.subscriptions.models import Rhythm, Subject, Subscription
from tests.at_once import fifty_times

pytestmark = pytest.mark.django_db(transaction=True)
AT = datetime(2026, 11, 24, 12, tzinfo=UTC)


def test_fifty_times_the_same_form_follow_once_and_end_it_once() -> None:
    who = Person.objects.create_user("fuenfzig@example.test")
    made = fifty_times(
        lambda: actions.follow(
            by=who.reference, person=who, subject=Subject.ALL, key="", rhythm=Rhythm.DAILY, at=AT,
            today=date(2026, 11, 24),
        ).pk
    )  # fmt: skip
    row = Subscription.objects.get()
    assert set(made) == {row.pk}
    assert fifty_times(lambda: actions.unfollow(by=who.reference, pk=row.pk, at=AT)).count(True) == 1
    assert [one.verb for one in audit.history(actions.SUBJECT, str(row.pk))] == ["follow", "unfollow"]
