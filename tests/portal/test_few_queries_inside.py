# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Pages and answers for members ask the database as often for many rows as for few."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from allmende.accounts.actions import make_key
from allmende.accounts.models import Membership, Person, Role
from allmende.contributions import actions
from allmende.contributions.models import Contribution
from allmende.domain.records import OwnSolution
from allmende.domain.review import ReviewState, Step
from allmende.subscriptions.models import Subscription
from tests.catalogue.build import field, municipality, solution
from tests.contributions.build import HOME, WRITTEN, person
from tests.undertakings.build import begun

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 12, tzinfo=UTC)
AWAY = "12069030"
PUBLIC = "/loesungen/pegel/"
PAGES = (
    PUBLIC, "/beitraege/", "/vorhaben/", "/abonnements/", "/konto/mitgliedschaften/", "/konto/daten/",
    "/konto/betriebsmodus/", "/api/v1/contributions", "/api/v1/me",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _as_they_lie(settings: Any, tmp_path: Path) -> None:
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "whitenoise" not in name]
    settings.SEARCH_INDEX = tmp_path


def told(key: str, written: Any, *steps: Step) -> Contribution:
    """Something of somebody, as far as these steps lead."""
    who = person(Role.REPORTER, key)
    row = actions.begin(by=who.reference, key=key, token=uuid4(), written=written, at=AT)
    after = {Step.SUBMIT: ReviewState.SUBMITTED, Step.RELEASE: ReviewState.RELEASED}
    for step in steps:
        row = actions.take(
            by=who.reference, pk=row.pk, version=row.version, step=step, after=after[step], at=AT
        )
    return row


def place(number: int) -> str:
    """Official key of one of the places."""
    return f"121690{number:02}"


def more(who: Person, first: int, last: int) -> None:
    """Rows of every list, with these numbers."""
    through = (Step.SUBMIT, Step.RELEASE)
    for number in range(first, last):
        key = place(number)
        solution(f"sensor-{number}", fields=(f"feld-{number}",))
        told(HOME, WRITTEN)
        told(HOME, WRITTEN, Step.SUBMIT)
        told(AWAY, replace(WRITTEN, visibility="registered"), *through)
        told(
            key, OwnSolution(title="Pegel", about="pegel", state="operational", visibility="public"), *through
        )
        begun(who, solution=f"sensor-{number}")
        for subject, name in (
            ("loesung", f"sensor-{number}"),
            ("handlungsfeld", f"feld-{number}"),
            ("kommune", key),
        ):
            Subscription.objects.create(person=who, subject=subject, key=name, told_until=AT.date())
        for home in (HOME, AWAY):
            asking = Person.objects.create_user(f"{uuid4().hex}@example.test")
            Membership.objects.create(person=asking, key=home, role=Role.READER, asked_at=AT)
        person(Role.READER)


@pytest.fixture
def asked() -> Callable[[], dict[str, int]]:
    """Number of queries of each page; somebody of everything asks."""
    for key in (HOME, AWAY, *map(place, range(8))):
        municipality(key)
    solution("pegel", title="Pegel")
    field("feld-0")
    who = person(Role.EDITOR)
    for role in (Role.TRANSFER, Role.OPERATION):
        Membership.objects.filter(person=person(role)).update(person=who)
    text = make_key(by=who.reference, person=who, name="Test", days=1, at=timezone.now())
    client, program = Client(), Client(headers={"Authorization": f"Bearer {text}"})
    client.force_login(who)
    row = told(HOME, WRITTEN)

    def count(address: str) -> int:
        asking = program if address.startswith("/api/") else client
        asking.get(address)
        with CaptureQueriesContext(connection) as seen:
            assert asking.get(address).status_code == 200
        return len(seen)

    def counts() -> dict[str, int]:
        return {address: count(address) for address in (*PAGES, f"/beitraege/{row.pk}/")}

    def grow(first: int, last: int) -> dict[str, int]:
        more(who, first, last)
        for number in range(first, last):
            actions.comment(by=person(Role.EDITOR).reference, pk=row.pk, text=f"{number}", at=AT)
        return counts()

    return grow


def test_what_members_see_asks_no_more_for_more_rows(asked: Callable[[int, int], dict[str, int]]) -> None:
    few = asked(0, 2)
    assert asked(2, 8) == few
