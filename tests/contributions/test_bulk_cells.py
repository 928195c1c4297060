# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whatever stands in the cells: refused with a reason, or taken over so that once more changes nothing."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from allmende.accounts.models import Person, Role
from allmende.contributions import actions, bulk, columns, tables
from allmende.contributions.facts import What
from tests.contributions.build import HOME, person
from tests.contributions.test_pages import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stock")]
BODIES = {HOME: "Bad Belzig"}
CALM = settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
LIKELY = st.sampled_from([
    "", "Bad Belzig", "Pegel für Starkregen", "gescheitert", "beendet", "2026", "2026-05", "ja", "nein",
    "=1+1", "-5 Grad", "@x", "<script>alert(1)</script>", "https://example.org/a",
    "\ud800", "\x00", "a\u2028b",
])  # fmt: skip
CELLS = LIKELY | st.text(st.characters(exclude_categories=()), max_size=40)
VALUES = CELLS | st.none() | st.booleans() | st.integers() | st.floats(allow_nan=True)
ROWS = st.lists(st.dictionaries(st.sampled_from(list(columns.REPORTS)), VALUES, min_size=3), max_size=4)


@pytest.fixture
def author() -> Person:
    return person(Role.REPORTER)


def read(rows: list[dict[str, Any]]) -> list[tables.Row]:
    return tables.read("\n".join(map(json.dumps, rows)).encode(), "jsonl")


@CALM
@given(ROWS)
def test_what_is_taken_over_changes_nothing_a_second_time(author: Person, rows: list[dict[str, Any]]) -> None:
    try:
        lines = read(rows)
    except tables.TableError:
        return
    planned = bulk.plan(lines, BODIES, author)
    good = [line for line, one in zip(lines, planned, strict=True) if one.what is not What.REFUSED]
    assert all(one.problems for one in planned if one.what is What.REFUSED)
    with transaction.atomic():
        actions.take_over(by=author.reference, planned=bulk.plan(good, BODIES, author), at=timezone.now())
    assert {one.what for one in bulk.plan(good, BODIES, author)} <= {What.SAME}


@settings(CALM, max_examples=15)
@given(ROWS)
def test_every_table_has_a_page_without_a_script_of_its_own(
    author: Person, rows: list[dict[str, Any]]
) -> None:
    client = signed_in(author)
    content = "\n".join(map(json.dumps, rows)).encode()
    answer = client.post("/beitraege/einlesen/", {"datei": SimpleUploadedFile("a.jsonl", content)})
    assert answer.status_code in (302, 422)
    if answer.status_code == 302:
        page = client.get(answer.headers["Location"])
        assert page.status_code == 200
        assert "<script>alert" not in page.content.decode()


@settings(CALM, max_examples=25)
@given(
    st.dictionaries(st.sampled_from(list(columns.REPORTS)), CELLS, min_size=1), st.sampled_from(tables.FORMS)
)
def test_what_is_written_is_read_again_and_calculates_nothing(row: dict[str, str], form: str) -> None:
    try:
        clean = {name: text for name, text in read([row])[0].texts.items() if text}
        shown = {columns.TITLES["report"][name]: text for name, text in clean.items()}
        (line,) = tables.read(tables.write(form, [shown], {}), form)
    except tables.TableError:
        return
    found = {name: text for name, text in line.texts.items() if text}
    spread = {
        name: f"'{text}" if form != "jsonl" and text[0] in "=+-@" else text for name, text in clean.items()
    }
    assert {name: text.replace("\r", "\n") for name, text in found.items()} == {
        name: text.replace("\r\n", "\n").replace("\r", "\n") for name, text in spread.items()
    }
