# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the check of its code found is seen on a solution's page and counts in its match."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from allmende.compliance import registry
from allmende.compliance.models import Check, Finding, Repository
from allmende.domain.repository.findings import Verdict
from tests.catalogue.build import municipality, solution

pytestmark = pytest.mark.django_db
CODE = "https://gitlab.opencode.de/beispiel/pegel"
PAGE = "/loesungen/pegel/?kommune=12069020"


def check(verdict: Verdict, number: int = 1) -> None:
    """A stored check in which every rule of the funding duty came out like this."""
    repository, _ = Repository.objects.get_or_create(url=CODE, defaults={"slug": "pegel-code"})
    moment = datetime(2026, 11, number, 12, tzinfo=UTC)
    row = Check.objects.create(repository=repository, number=number, moment=moment, by="test")
    Repository.objects.filter(pk=repository.pk).update(latest=row)
    for rule in {rule for clause in registry.duty() for rule in clause.rules}:
        Finding.objects.create(check_run=row, rule=rule, verdict=verdict, text_de="Befund", text_en="finding")


def test_a_solutions_page_tells_of_the_newest_check_at_once(client: Client) -> None:
    municipality("12069020")
    solution("pegel", repository=CODE)
    before = client.get(PAGE).content.decode()
    assert "Code-Prüfung" in before
    assert "Code geprüft" not in before
    check(Verdict.UNMET)
    unmet = client.get(PAGE).content.decode()
    assert "Code geprüft am 01.11.2026: die Veröffentlichungspflicht ist nicht ganz erfüllt." in unmet
    assert "Geprüft am 01.11.2026" in unmet
    assert 'href="/code-pruefungen/pegel-code/"' in unmet
    check(Verdict.MET, number=2)
    met = client.get(PAGE).content.decode()
    assert "Code geprüft am 02.11.2026: die Veröffentlichungspflicht ist erfüllt, soweit prüfbar." in met


def test_a_page_of_a_solution_without_code_says_nothing_of_checks(client: Client) -> None:
    municipality("12069020")
    solution("ohne-code")
    assert "eprüft am" not in client.get("/loesungen/ohne-code/?kommune=12069020").content.decode()
