# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""A key reads through the interface what its person reads on the pages, and nothing else."""

import itertools

import pytest
from django.test import Client
from django.utils import timezone

from allmende.accounts.actions import make_key
from allmende.accounts.models import Person, Role
from allmende.contributions import access
from allmende.contributions.models import Contribution, Visibility
from tests.contributions.build import NEIGHBOURS, draft, person, released

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stock")]


def read(who: Person) -> dict[str, dict[str, str]]:
    """Identifiers in both lists, each with the text of what is released."""
    key = make_key(by=who.reference, person=who, name="Test", days=1, at=timezone.now())
    answer = Client().get("/api/v1/contributions", headers={"Authorization": f"Bearer {key}"})
    assert answer.status_code == 200
    return {
        name: {one["id"]: one["content"].get("text", "") for one in rows}
        for name, rows in answer.json().items()
    }


def test_every_role_reads_exactly_what_the_pages_show_it() -> None:
    author, editor = person(Role.REPORTER), person(Role.EDITOR)
    for number, visibility in enumerate(Visibility):
        draft(author, text=f"Entwurf {number}", visibility=visibility.value)
        released(author, editor, text=f"Freigegeben {number}", visibility=visibility.value)
    others = [person(role, key) for role, key in itertools.product(Role, ("12069020", NEIGHBOURS[0]))]
    for who in (author, editor, *others):
        lists = read(who)
        seen = {**lists["own"], **lists["registered"]}
        allowed = {str(row.pk) for row in Contribution.objects.all() if access.may_read(who, row)}
        assert set(seen) <= allowed
        assert not any(text.startswith("Entwurf") for text in seen.values())
        if who.memberships.filter(role=Role.OPERATION).exists():
            assert seen == {}


def test_somebody_without_a_place_reads_nothing() -> None:
    released(person(Role.REPORTER), person(Role.EDITOR), visibility=Visibility.REGISTERED.value)
    assert read(Person.objects.create_user("niemand@example.test")) == {"own": {}, "registered": {}}
