# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Many send at once: one form makes one report, and no text is lost."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from django.db import connection

from allmende.accounts.models import Role
from allmende.contributions import actions, facts
from allmende.contributions.models import Contribution
from tests.contributions.build import AT, HOME, WRITTEN, draft, person

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("stock")]


def test_fifty_times_the_same_form_make_one_report() -> None:
    author, token = person(Role.REPORTER), uuid4()

    def send(_number: int) -> UUID:
        try:
            row = actions.begin(by=author.reference, key=HOME, token=token, written=WRITTEN, at=AT)
            return row.pk
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as senders:
        made = set(senders.map(send, range(50)))
    assert made == {Contribution.objects.get().pk}
    assert Contribution.objects.get().revisions.count() == 1


def test_twenty_editors_on_one_report_lose_no_text() -> None:
    row = draft(person(Role.REPORTER))
    editors = [person(Role.EDITOR) for _ in range(20)]

    def write(number: int) -> str:
        """Save, and again with what one then sees where somebody was faster, as the page lets people do."""
        text = f"Text der Redaktion {number}"
        try:
            while True:
                seen = Contribution.objects.get(pk=row.pk).version
                written = replace(WRITTEN, text=text)
                try:
                    actions.revise(
                        by=editors[number].reference, pk=row.pk, version=seen, written=written, at=AT
                    )
                except actions.StaleError:
                    continue
                return text
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as writers:
        texts = set(writers.map(write, range(20)))
    kept = [facts.written(row, one).text for one in row.revisions.all()]
    assert set(kept) == {WRITTEN.text, *texts}
    assert len(kept) == 21
