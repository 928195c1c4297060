# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""A key reads through the interface what its person reads on the pages, and nothing else."""

import itertools
from dataclasses import replace

import pytest
from django.test import Client
from django.utils import timezone

from allmende.accounts.actions import make_key
from allmende.accounts.models import Person, Role
from allmende.contributions import access, actions, api, facts, queries
from allmende.contributions.models import Contribution, Visibility
from allmende.domain.review import Step
from tests.contributions.build import AT, NEIGHBOURS, draft, person, released, take

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stock")]


def read(who: Person) -> dict[str, dict[str, str]]:
    """Identifiers in both lists, each with the text of what is released."""
    key = make_key(by=who.reference, person=who, name="Test", days=1, at=timezone.now())
    answer = Client().get("/api/v1/contributions", headers={"Authorization": f"Bearer {key}"})
    assert answer.status_code == 200
    return {
        name: {one["id"]: one["content"].get("text", "") for one in rows}
        for name, rows in answer.json().items()
        if name != "next"
    }


def test_every_role_reads_exactly_what_the_pages_show_it() -> None:
    author, editor = person(Role.REPORTER), person(Role.EDITOR)
    for number, visibility in enumerate(Visibility):
        draft(author, text=f"Entwurf {number}", visibility=visibility.value, read_through=True)
        released(author, editor, text=f"Freigegeben {number}", visibility=visibility.value, read_through=True)
    others = [person(role, key) for role, key in itertools.product(Role, ("12069020", NEIGHBOURS[0]))]
    for who in (author, editor, *others):
        lists = read(who)
        seen = {**lists["own"], **lists["registered"]}
        allowed = {str(row.pk) for row in Contribution.objects.all() if access.may_read(who, row)}
        assert set(seen) <= allowed
        assert not any(text.startswith("Entwurf") for text in seen.values())
        if who.memberships.filter(role=Role.OPERATION).exists():
            assert seen == {}


def test_page_by_page_everything_is_read_once() -> None:
    author = person(Role.REPORTER)
    rows = [draft(author) for _ in range(3)]
    key = make_key(by=author.reference, person=author, name="Test", days=1, at=timezone.now())
    seen, page = [], 1
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(api, "PAGE", 2)
        while page:
            address = f"/api/v1/contributions?page={page}"
            answer = Client().get(address, headers={"Authorization": f"Bearer {key}"}).json()
            seen += [one["id"] for one in answer["own"]]
            page = answer["next"]
    assert sorted(seen) == sorted(str(row.pk) for row in rows)


def test_the_lists_of_the_pages_are_what_the_rules_allow() -> None:
    author, editor = person(Role.REPORTER), person(Role.EDITOR)
    for writer, visibility in itertools.product((author, editor), Visibility):
        draft(writer, visibility=visibility.value, read_through=True)
        take(writer, draft(writer, visibility=visibility.value, read_through=True), Step.SUBMIT)
        row = released(author, editor, visibility=visibility.value, read_through=True)
        take(editor, released(author, editor, visibility=visibility.value, read_through=True), Step.WITHDRAW)
        written = facts.written(row, queries.newest(row))
        for seen in (False, True):
            changed = replace(written, text="Neu", read_through=seen)
            row = actions.revise(by=writer.reference, pk=row.pk, version=row.version, written=changed, at=AT)
        take(writer, row, Step.SUBMIT)
    others = [person(role, key) for role, key in itertools.product(Role, ("12069020", NEIGHBOURS[0]))]
    for who in (author, editor, *others):
        roles = {one.key: one.role for one in who.memberships.all()}
        lists = {
            "mine": queries.in_sight(who.reference, roles),
            "waiting": queries.waiting(who.reference, roles),
        }
        allowed = {
            "mine": {
                row.pk for row in Contribution.objects.filter(key__in=roles) if access.may_read(who, row)
            },
            "waiting": {
                row.pk for row in Contribution.objects.all() if Step.RELEASE in access.steps(who, row)
            },
        }
        assert {name: {row.pk for row in rows} for name, rows in lists.items()} == allowed


def test_somebody_without_a_place_reads_nothing() -> None:
    released(person(Role.REPORTER), person(Role.EDITOR), visibility=Visibility.REGISTERED.value)
    assert read(Person.objects.create_user("niemand@example.test")) == {"own": {}, "registered": {}}
