# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""A report about something new: what the catalogue has is proposed, with and without JavaScript."""

from typing import Any

import pytest
from django.test import Client

from allmende.accounts.models import Role
from allmende.contributions import bulk, facts, queries, tables
from allmende.contributions.facts import What
from allmende.contributions.models import Contribution
from allmende.search import actions as search
from allmende.transfers.queries import documents
from tests.catalogue.build import solution
from tests.contributions.build import HOME, person
from tests.contributions.test_pages import field, page, signed_in
from tests.contributions.test_records import send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stock")]


def said() -> Any:
    row = Contribution.objects.get()
    return facts.written(row, queries.newest(row))


def begin(client: Client, name: str) -> str:
    token = field(page(client, "/beitraege/neu/"), "token")
    sent = {"token": token, "other_solution": name, "ending": "failed", "weiter": "1"}
    return str(client.post("/beitraege/neu/", sent).headers["Location"])


def test_the_field_for_a_new_solution_proposes_those_of_the_catalogue() -> None:
    text = page(signed_in(person(Role.REPORTER)), "/beitraege/neu/")
    assert text.count('data-suggest="/beitraege/loesungen/"') == 2


def test_a_name_of_the_catalogue_means_what_stands_there() -> None:
    begin(signed_in(person(Role.REPORTER)), "PEGEL für Starkregen")
    assert (said().solution, said().other_solution) == ("pegel", "")


def test_what_is_alike_is_shown_first_and_can_be_chosen() -> None:
    search.rebuild(list(documents()), by="test")
    client = signed_in(person(Role.REPORTER))
    address = begin(client, "Pegel am Bach")
    assert address == f"/beitraege/{Contribution.objects.get().pk}/aehnlich/"
    text = page(client, address)
    assert "Pegel für Starkregen" in text
    assert "Pegel am Bach" in text
    assert send(client, address, eintrag="pegel").endswith("/erfahrung/")
    assert (said().solution, said().other_solution, said().ending) == ("pegel", "", "failed")
    assert client.get(address).headers["Location"].endswith("/erfahrung/")


def test_none_of_these_leaves_the_new_name() -> None:
    search.rebuild(list(documents()), by="test")
    client = signed_in(person(Role.REPORTER))
    assert send(client, begin(client, "Pegel am Bach")).endswith("/erfahrung/")
    assert (said().solution, said().other_solution) == ("", "Pegel am Bach")


def test_a_table_is_known_again_when_the_catalogue_has_the_new_name_meanwhile() -> None:
    row = {"Kommune": HOME, "Andere Lösung": "Laubmelder", "Überschrift": "Es ging nicht"}
    rows = tables.read(tables.write("jsonl", [row], {}), "jsonl")
    (before,) = bulk.plan(rows, {HOME: "Bad Belzig"}, None)
    solution("laub", title="Laubmelder")
    (after,) = bulk.plan(rows, {HOME: "Bad Belzig"}, None)
    assert before.what is after.what is What.NEW
    assert before.token == after.token
