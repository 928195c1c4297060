# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Truths are constraints of the database, whoever writes."""

import pytest
from django.db import IntegrityError, transaction

from allmende.catalogue.models import ModelProject, Solution
from allmende.transfers.models import Deployment, Edition, Factor, Report, Transfer
from tests.catalogue.build import deployment, model_project, report, solution, transfer

pytestmark = pytest.mark.django_db


def refused(rows: object, **values: object) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(**values)  # type: ignore[attr-defined]


def test_an_amount_needs_its_note() -> None:
    solution("a")
    refused(Solution.objects, cost_once_eur=1)
    refused(Solution.objects, cost_annual_eur=1)
    Solution.objects.update(cost_once_eur=1, cost_note="Anschaffung")


def test_a_solution_is_not_based_on_itself() -> None:
    solution("a")
    refused(Solution.objects, based_on_id="a")


def test_a_grant_is_within_the_volume() -> None:
    model_project("p", budget_eur=5)
    refused(ModelProject.objects, funding_eur=6)
    ModelProject.objects.update(funding_eur=5)


def test_states_and_outcomes_are_known_words() -> None:
    row = solution("a")
    deployment(row)
    transfer(row, "09162000", "08111000")
    report("r")
    refused(Deployment.objects, state="läuft")
    refused(Transfer.objects, state="läuft")
    refused(Transfer.objects, kind="geklaut")
    refused(Report.objects, outcome="super")
    refused(Factor.objects, polarity="egal")


def test_a_solution_has_one_deployment_and_one_transfer_a_place() -> None:
    row = solution("a")
    deployment(row)
    with pytest.raises(IntegrityError), transaction.atomic():
        deployment(row, slug="anders")
    transfer(row, "09162000", "08111000")
    with pytest.raises(IntegrityError), transaction.atomic():
        Transfer.objects.create(
            slug="b",
            solution=row,
            taker_id="09162000",
            taker_name="x",
            state="planned",
            as_of="2024",
            as_of_basis="text",
        )


def test_there_is_one_edition() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.create(
            id=2, stamp="x", read_on="2026-01-01", imported_at="2026-01-01T00:00Z", imported_by="x"
        )
