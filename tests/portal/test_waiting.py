# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who is to decide something sees it at the head of every page; who waits is told that it is under way."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from allmende.accounts.models import Person, Role, Standing
from allmende.domain.review import Step
from tests.accounts.people import member
from tests.catalogue.build import field, municipality, solution
from tests.contributions.build import HOME, draft, person, take

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _stock() -> None:
    municipality(HOME, "Bad Belzig")
    solution("pegel", title="Pegel für Starkregen").fields.add(field())


def seen(who: Person, address: str = "/impressum/") -> str:
    client = Client()
    client.force_login(who)
    return " ".join(client.get(address).content.decode().split())


def given_in() -> Person:
    """Somebody who has given a report to be reviewed."""
    author = person(Role.REPORTER)
    take(author, draft(author), Step.SUBMIT)
    return author


@pytest.mark.parametrize("role", [Role.EDITOR, Role.TRANSFER])
def test_who_reviews_sees_how_much_waits_on_every_page_and_in_the_account(role: Role) -> None:
    given_in()
    reviewer = person(role)
    assert "Beiträge (1 zu prüfen)" in seen(reviewer)
    assert "1 wartet auf Ihre Prüfung" in seen(reviewer, "/konto/")
    assert "Wartet auf Ihre Prüfung (1)" in seen(reviewer, "/beitraege/")


@pytest.mark.parametrize("role", [Role.READER, Role.REPORTER, Role.OPERATION])
def test_others_are_told_of_nothing(role: Role) -> None:
    author = given_in()
    assert "zu prüfen" not in seen(author) + seen(person(role))


def test_the_transfer_office_reads_that_nothing_waits_and_not_of_a_municipality_it_has_not() -> None:
    page = seen(person(Role.TRANSFER), "/beitraege/")
    assert "Gerade nichts." in page
    assert "Aus unserer Kommune" not in page


@pytest.mark.parametrize("role", [Role.EDITOR, Role.TRANSFER])
def test_who_confirms_members_sees_their_requests_counted(role: Role) -> None:
    decider = person(role)
    member(Role.READER, Standing.ASKED)
    assert "Mein Konto (1 Antrag)" in seen(decider)
    assert "1 Antrag wartet auf Sie" in seen(decider, "/konto/")
    member(Role.REPORTER, Standing.ASKED)
    assert "Mein Konto (2 Anträge)" in seen(decider)


@pytest.mark.parametrize("address", ["/beitraege/", "/beitraege/neu/", "/vorhaben/", "/vorhaben/neu/"])
def test_who_has_asked_to_belong_reads_that_it_is_under_way(address: str) -> None:
    page = seen(member(Role.REPORTER, Standing.ASKED), address)
    assert "Sie haben die Mitgliedschaft beantragt: Bad Belzig." in page
    assert "Mitgliedschaft beantragen" not in page
    assert "Mitgliedschaft beantragen" in seen(Person.objects.create_user("neu@example.test"), address)


def test_counting_asks_the_database_once_for_who_decides_nothing(client: Client) -> None:
    with CaptureQueriesContext(connection) as visitor:
        client.get("/impressum/")
    assert len(visitor) == 0
    client.force_login(person(Role.REPORTER))
    client.get("/impressum/")
    with CaptureQueriesContext(connection) as reporter:
        client.get("/impressum/")
    assert sum("membership" in one["sql"] for one in reporter) == 1


def test_the_account_tells_what_is_for_the_municipality_from_what_is_for_the_way_in() -> None:
    page = seen(person(Role.REPORTER), "/konto/")
    ours, mine = page.index("Für meine Kommune</h2>"), page.index("Mein Zugang</h2>")
    assert ours < page.index('href="/vorhaben/"') < mine < page.index("Wo ich angemeldet bin")


def test_undertakings_are_found_from_the_contributions() -> None:
    assert 'href="/vorhaben/"' in seen(person(Role.REPORTER), "/beitraege/")
