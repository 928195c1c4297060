# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Public pages say when something came to stand there; all revisions only to those who may read them."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from allmende.accounts.models import Person, Role
from allmende.catalogue.models import ModelProject, Solution
from allmende.contributions import actions, facts
from allmende.contributions.models import Contribution
from allmende.domain.records import OwnSolution
from allmende.domain.review import ReviewState, Step
from allmende.transfers.models import Report
from tests.catalogue.build import model_project, report, source
from tests.contributions.build import AT, NEIGHBOURS, draft, person, released, take
from tests.contributions.test_pages import page, signed_in
from tests.contributions.test_records import LAMPS, WAYS
from tests.contributions.test_records import released as released_record

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stock")]


def history(client: Client, address: str) -> str:
    """The part of a page that is its history, in one line."""
    html = page(client, address)
    return html.partition('id="geschichte"')[2].partition("</section>")[0]


def behind(row: Contribution) -> str:
    return f'<a href="/beitraege/{row.pk}/">Alle Fassungen'


def again(row: Contribution, author: Person, reviewer: Person, days: int, **changes: object) -> Contribution:
    """Change a report and release it once more, some days later."""
    at = AT + timedelta(days)
    row.refresh_from_db()
    assert row.in_force
    written = replace(facts.written(row, row.in_force), text="Auch der zweite Winter.", **changes)  # type: ignore[type-var]
    row = actions.revise(by=author.reference, pk=row.pk, version=row.version, written=written, at=at)
    take(author, row, Step.SUBMIT)
    row.refresh_from_db()
    return actions.take(
        by=reviewer.reference, pk=row.pk, version=row.version, step=Step.RELEASE,
        after=ReviewState.RELEASED, at=at,
    )  # fmt: skip


def test_a_report_says_when_it_was_first_and_last_released_and_checked() -> None:
    author, reviewer = person(Role.REPORTER), person(Role.EDITOR)
    row = released(author, reviewer)
    address = f"/erfahrungen/{Report.objects.get().pk}/"
    assert "veröffentlicht am 24.11.2026 · geprüft am 24.11.2026" in history(Client(), address)
    again(row, author, reviewer, 2)
    actions.confirm(by=author.reference, pk=row.pk, at=AT + timedelta(5))
    said = history(Client(), address)
    assert "zuerst veröffentlicht am 24.11.2026 · zuletzt veröffentlicht am 26.11.2026" in said
    assert "geprüft am 29.11.2026" in said


def test_what_is_bundled_says_when_its_sources_were_read() -> None:
    report("bericht")
    project = model_project("helle-wege")
    for row in (project, Solution.objects.get(pk="pegel")):
        row.sources.add(source())
    for address in ("/erfahrungen/bericht/", "/loesungen/pegel/", "/modellprojekte/helle-wege/"):
        assert "Quellen zuletzt gelesen am 22.11.2026" in history(Client(), address), address
        assert "/beitraege/" not in history(signed_in(person(Role.EDITOR)), address), address


def test_all_revisions_are_one_link_away_for_those_who_may_read_them() -> None:
    told = released(person(Role.REPORTER), person(Role.EDITOR))
    lamps, ways = released_record(LAMPS), released_record(WAYS)
    pages = {
        f"/erfahrungen/{Report.objects.get().pk}/": told,
        f"/loesungen/{Solution.objects.get(kept_as=lamps.origin).pk}/": lamps,
        f"/modellprojekte/{ModelProject.objects.get().pk}/": ways,
    }
    readers = [person(Role.READER), person(Role.EDITOR, key=NEIGHBOURS[0]), person(Role.TRANSFER)]
    others = [Client(), signed_in(person(Role.OPERATION))]
    for address, row in pages.items():
        for reader in readers:
            client = signed_in(reader)
            assert behind(row) in history(client, address), address
            assert client.get(f"/beitraege/{row.pk}/").status_code == 200
        for client in others:
            assert "veröffentlicht am 24.11.2026" in history(client, address), address
            assert str(row.pk) not in page(client, address), address


def test_an_anonymised_report_leads_nobody_elsewhere_to_its_place() -> None:
    author, reviewer = person(Role.REPORTER), person(Role.EDITOR)
    row = released(author, reviewer, visibility="anonymised", read_through=True)
    again(row, author, reviewer, 2)
    address = f"/erfahrungen/{Report.objects.get().pk}/"
    elsewhere, visitor = signed_in(person(Role.EDITOR, key=NEIGHBOURS[0])), Client()
    assert history(elsewhere, address) == history(visitor, address)
    assert "24.11.2026" not in history(visitor, address)
    assert "veröffentlicht am 26.11.2026 · geprüft am 26.11.2026" in history(visitor, address)
    assert str(row.pk) not in page(elsewhere, address)
    assert behind(row) in history(signed_in(person(Role.READER)), address)


def test_a_draft_that_was_never_released_changes_nothing() -> None:
    draft(person(Role.REPORTER))
    assert "/beitraege/" not in history(signed_in(person(Role.EDITOR)), "/loesungen/pegel/")


def test_claims_of_many_municipalities_are_folded_and_cost_no_more_queries() -> None:
    client = signed_in(person(Role.READER))

    def asked(places: tuple[str, ...]) -> int:
        for key in places:
            released_record(OwnSolution(**{**LAMPS.as_data(), "fields": ("wasser",), "about": "pegel"}), key)
        client.get("/loesungen/pegel/")
        with CaptureQueriesContext(connection) as seen:
            said = history(client, "/loesungen/pegel/")
        assert said.count("Alle Fassungen") == Contribution.objects.count()
        assert ("<details>" in said) is (Contribution.objects.count() > 2)
        return len(seen)

    few = asked(NEIGHBOURS[:2])
    assert asked(NEIGHBOURS[2:]) == few
