# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Operators hand out two roles, for a time, with a reason, in sight of all operators, and nothing else."""

from http import HTTPStatus

import pytest
from django.test import Client

from allmende.accounts import access
from allmende.accounts.models import OperatorMode, Role
from allmende.audit import queries as audit
from tests.accounts.people import HOME, member, person

pytestmark = pytest.mark.django_db
PAGE = "/konto/betriebsmodus/"


def operator() -> Client:
    client = Client()
    client.force_login(member(Role.OPERATION))
    return client


def test_a_role_is_handed_out_only_while_the_mode_is_on() -> None:
    anna, client = person(), operator()
    form = {"address": anna.email, "role": "transfer"}
    assert client.post(f"{PAGE}ernennen/", form).status_code == HTTPStatus.FORBIDDEN
    client.post(PAGE, {"reason": "Erste Transferstelle", "minutes": "15"})
    assert client.post(f"{PAGE}ernennen/", form).status_code == HTTPStatus.FOUND
    assert access.is_transfer_office(anna)
    client.post(f"{PAGE}beenden/")
    assert client.post(f"{PAGE}ernennen/", form).status_code == HTTPStatus.FORBIDDEN


def test_the_mode_needs_a_reason_and_leaves_a_trace() -> None:
    client = operator()
    client.post(PAGE, {"reason": " ", "minutes": "15"})
    client.post(PAGE, {"reason": "Test", "minutes": "100000"})
    assert not OperatorMode.objects.exists()
    client.post(PAGE, {"reason": "Erste Transferstelle", "minutes": "15"})
    client.post(f"{PAGE}beenden/")
    mode = OperatorMode.objects.get()
    events = audit.history("operator-mode", str(mode.pk))
    assert [event.verb for event in events] == ["switch-on", "switch-off"]
    assert events[0].after["reason"] == "Erste Transferstelle"
    assert "Erste Transferstelle" in client.get(PAGE).content.decode()


@pytest.mark.parametrize("role", ["transfer", "operation"])
def test_nobody_names_oneself(role: str) -> None:
    somebody, client = member(Role.OPERATION), Client()
    client.force_login(somebody)
    client.post(PAGE, {"reason": "Test", "minutes": "15"})
    answer = client.post(f"{PAGE}ernennen/", {"address": somebody.email, "role": role})
    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert not access.is_transfer_office(somebody)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.OPERATION])
def test_nobody_else_gets_to_see_the_page(role: Role) -> None:
    client = Client()
    client.force_login(member(role))
    answer = client.get(PAGE)
    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert "Dafür fehlt ein Recht" in answer.content.decode()


def test_operators_make_nobody_an_editor() -> None:
    anna, client = person(), operator()
    client.post(PAGE, {"reason": "Test", "minutes": "15"})
    client.post(f"{PAGE}ernennen/", {"address": anna.email, "role": "editor"})
    assert not access.may_edit(anna, HOME)
