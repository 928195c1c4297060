# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Events are added, never changed; only their author can become unknowable."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, transaction

from allmende.audit import actions, queries
from allmende.audit.models import Event, UnchangeableError

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)


def event() -> Event:
    return actions.record(
        by="person:1", verb="change", subject="report", key="r", at=AT, after={"title": "x"}
    )


def test_the_history_of_a_subject_is_in_order() -> None:
    event()
    actions.record(by="person:2", verb="release", subject="report", key="r", at=AT)
    actions.record(by="person:2", verb="change", subject="report", key="other", at=AT)
    assert [e.verb for e in queries.history("report", "r")] == ["change", "release"]


def test_the_model_refuses_every_change() -> None:
    row = event()
    for change in (
        row.save,
        row.delete,
        Event.objects.all().delete,
        lambda: Event.objects.update(verb="x"),
        lambda: Event.objects.bulk_update([row], ["verb"]),
    ):
        with pytest.raises(UnchangeableError):
            change()


def test_the_database_refuses_a_change_past_the_model() -> None:
    event()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE audit_event SET verb = 'x'")


def test_an_author_becomes_a_pseudonym() -> None:
    event()
    pseudonym = actions.pseudonymise(by="person:1", who="person:1", at=AT)
    assert queries.of("person:1") == []
    assert len(queries.of(pseudonym)) == 2
