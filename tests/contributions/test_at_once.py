# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Many send at once: one form makes one contribution, and no text is lost."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from allmende.accounts.models import Role
from allmende.audit import queries as audit
from allmende.contributions import actions, bulk, facts, tables
from allmende.contributions.models import Contribution, Revision
from allmende.domain.records import OwnProject, OwnSolution
from tests.at_once import fifty_times
from tests.contributions.build import AT, HOME, WRITTEN, draft, person

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("stock")]


@pytest.mark.parametrize(
    "written",
    [WRITTEN, OwnSolution(title="Laternen"), OwnProject(title="Helle Wege")],
    ids=["report", "solution", "project"],
)
def test_fifty_times_the_same_form_make_one_contribution(written: facts.Written) -> None:
    author, token = person(Role.REPORTER), uuid4()
    made = fifty_times(
        lambda: actions.begin(by=author.reference, key=HOME, token=token, written=written, at=AT).pk
    )
    assert set(made) == {Contribution.objects.get().pk}
    assert Contribution.objects.get().revisions.count() == 1


def test_fifty_times_the_same_comment_is_one() -> None:
    author = person(Role.REPORTER)
    row = draft(author)
    fifty_times(lambda: actions.comment(by=author.reference, pk=row.pk, text="Wann genau?", at=AT).pk)
    assert row.comments.count() == 1
    assert sum(one.verb == "comment" for one in audit.history(actions.SUBJECT, str(row.pk))) == 1


def test_a_table_that_is_confirmed_fifty_times_is_taken_over_once() -> None:
    author = person(Role.REPORTER)
    lines = [json.dumps({"Andere Lösung": "Laubmelder", "Überschrift": f"Bericht {n}"}) for n in range(3)]
    rows = tables.read("\n".join(lines).encode(), "jsonl")
    planned = bulk.plan(rows, {HOME: "Bad Belzig"}, author)

    def send() -> bool:
        try:
            actions.take_over(by=author.reference, planned=planned, at=timezone.now())
        except actions.StaleError:
            return False
        return True

    assert set(fifty_times(send)) == {True, False}
    assert (Contribution.objects.count(), Revision.objects.count()) == (3, 3)


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
