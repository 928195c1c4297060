# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""No field takes a mail address or telephone number: browser and table say so in the same words."""

import pytest

from allmende.accounts.models import Role
from allmende.contributions import bulk, tables
from allmende.contributions.columns import COLUMNS
from allmende.contributions.facts import CLASSES, What
from allmende.contributions.models import Revision
from allmende.contributions.record_forms import PAGES
from allmende.domain.records import Kind, OwnSolution
from tests.contributions.build import HOME, draft, person
from tests.contributions.test_pages import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stock")]
MAIL, PHONE = "muster@stadt.example", "033841 / 12345"
FREE = [
    (kind, word, name)
    for kind, word, name in (
        (Kind.REPORT, "loesung", "other_solution"), (Kind.REPORT, "erfahrung", "title"),
        (Kind.REPORT, "erfahrung", "text"), (Kind.REPORT, "erfahrung", "effort"),
        (Kind.REPORT, "erfahrung", "cost"), (Kind.REPORT, "faktoren", "statement-0"),
        (Kind.REPORT, "faktoren", "remedy-0"), (Kind.SOLUTION, "loesung", "title"),
        (Kind.SOLUTION, "loesung", "summary"), (Kind.SOLUTION, "code", "licence"),
        (Kind.SOLUTION, "code", "contact_unit"), (Kind.SOLUTION, "kosten", "cost_note"),
        (Kind.SOLUTION, "kosten", "staff_note"), (Kind.SOLUTION, "erkenntnisse", "preconditions"),
        (Kind.SOLUTION, "erkenntnisse", "results"), (Kind.SOLUTION, "erkenntnisse", "lessons"),
        (Kind.PROJECT, "modellprojekt", "summary"), (Kind.PROJECT, "modellprojekt", "theme"),
        (Kind.PROJECT, "modellprojekt", "funding"), (Kind.PROJECT, "massnahmen", "measure-0"),
    )
]  # fmt: skip


@pytest.mark.parametrize(("kind", "word", "name"), FREE)
def test_both_doors_refuse_a_mail_address_at_its_field_in_the_same_words(
    kind: Kind, word: str, name: str
) -> None:
    form = PAGES[kind][word][1](CLASSES[kind](), {name: f"Fragen an {MAIL} oder {PHONE}."})
    assert not form.is_valid()
    said = " ".join(form.errors[name])
    assert f"„{MAIL}“ ist eine E-Mail-Adresse; bitte nehmen Sie sie heraus" in said
    assert f"„{PHONE}“ ist eine Telefonnummer" in said
    column = next(title for title, field in COLUMNS[kind].items() if field == name)
    row = {"Kommune": HOME, column: f"Fragen an {MAIL} oder {PHONE}.", "Sichtbarkeit": ""}
    rows = tables.read(tables.write("csv", [row], {}, kind), "csv")
    (one,) = bulk.plan(rows, {HOME: "Bad Belzig"}, None)
    assert one.what is What.REFUSED
    assert f"Spalte {column}: {said}" in one.problems


def test_the_page_says_it_at_the_field_keeps_the_text_and_writes_nothing() -> None:
    author = person(Role.REPORTER)
    row = draft(author)
    answer = signed_in(author).post(
        f"/beitraege/{row.pk}/erfahrung/", {"text": f"Fragen Sie {MAIL}.", "version": "1"}
    )
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "ist eine E-Mail-Adresse" in text
    assert f"Fragen Sie {MAIL}.</textarea>" in text
    assert Revision.objects.count() == 1


def test_addresses_amounts_dates_and_hours_are_no_data_of_persons() -> None:
    text = "2024-05-01, 01.05.2024, 20.000 Euro, 8-16 Uhr, DIN 276, https://stadt.example/a@b?t=0331/12345"
    assert PAGES[Kind.SOLUTION]["erkenntnisse"][1](OwnSolution("Neu"), {"results": text}).is_valid()
