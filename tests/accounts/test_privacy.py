# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is kept about people is listed, can be taken along, and goes."""

import json
from datetime import timedelta
from http import HTTPStatus

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.apps import apps
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from allmende.accounts import actions, queries
from allmende.accounts.models import AccessKey, Membership, OperatorMode, Person, Role, Standing
from allmende.accounts.personal import kept_for, tables
from allmende.audit import queries as audit
from tests.accounts.people import AT, HOME, PASSWORD, code, member, person
from tools.privacy import PAPER, table

pytestmark = pytest.mark.django_db
# Applications whose tables hold nothing about people.
IMPERSONAL = {"auth", "catalogue", "compliance", "contenttypes", "register", "search", "transfers"}


def listed() -> dict[str, set[str]]:
    return {one.model._meta.label: set(one.purposes) for one in tables()}


def busy() -> tuple[Person, Client]:
    """Somebody who left traces in as many tables as possible."""
    anna, client = person(), Client()
    client.post("/konto/anmelden/", {"login": anna.email, "password": PASSWORD})
    client.post("/konto/bestaetigen/", {"password": PASSWORD})
    TOTP.activate(anna, generate_totp_secret())
    actions.rename(by=anna.reference, person=anna, name="Anna Beispiel", at=AT)
    actions.appoint(by="command", person=anna, key=HOME, role=Role.EDITOR, at=AT)
    actions.switch_on(by=anna.reference, person=anna, reason="Test", length=timedelta(hours=1), at=AT)
    otto = person("otto@example.test")
    request = actions.ask(by=otto.reference, person=otto, key=HOME, role=Role.READER, at=AT, domains={})
    actions.confirm(by=anna.reference, membership_id=request.pk, at=AT)
    return anna, client


def everything() -> str:
    """Every value of every table."""
    rows = [list(model._default_manager.values_list()) for model in apps.get_models()]
    return str(rows)


def test_every_field_of_every_table_about_people_has_its_purpose() -> None:
    wanted = {
        model._meta.label: {field.name for field in model._meta.concrete_fields}
        for model in apps.get_models()
        if model._meta.app_label not in IMPERSONAL
    }
    assert listed() == wanted


def test_the_paper_says_what_the_tables_hold() -> None:
    assert table() in PAPER.read_text("utf-8"), "Bitte `python tools/privacy.py` aufrufen."


def test_the_export_holds_what_is_kept_and_no_secret() -> None:
    anna, client = busy()
    answer = client.get("/konto/daten/datei/")
    content = answer.content.decode()
    kept = json.loads(content)
    assert kept["accounts.Person"][0]["name"] == "Anna Beispiel"
    assert kept["accounts.Membership"][0]["key"] == HOME
    assert {"rename", "totp_activated"} & {event["verb"] for event in kept["audit.Event"]}
    assert len(kept["usersessions.UserSession"]) == 1
    for secret in (anna.password, client.session.session_key, "secret"):
        assert str(secret) not in content
    assert "otto@example.test" not in content


def test_a_deleted_account_leaves_nothing_that_leads_to_the_person() -> None:
    anna, client = busy()
    assert "anna@example.test" in everything()
    answer = client.post("/konto/daten/", {"address": "Anna@example.test "})
    assert answer.status_code == HTTPStatus.FOUND
    left = everything()
    for trace in ("anna@example.test", "Anna Beispiel", str(anna.pk), anna.pk.hex):
        assert trace not in left
    otto = Membership.objects.get(person__email="otto@example.test")
    assert otto.state == Standing.CONFIRMED
    assert otto.confirmed_by.startswith("former:")
    assert "rename" in [event.verb for event in audit.of(otto.confirmed_by)]
    assert client.get("/konto/").status_code == HTTPStatus.FOUND


def test_an_account_is_deleted_only_by_typing_its_address() -> None:
    anna, client = busy()
    answer = client.post("/konto/daten/", {"address": "otto@example.test"})
    assert "Nichts wurde gelöscht" in answer.content.decode()
    assert Person.objects.filter(pk=anna.pk).exists()


def test_deleting_asks_once_more_who_it_is() -> None:
    anna, client = person(), Client()
    client.post("/konto/anmelden/", {"login": anna.email, "password": PASSWORD})
    answer = client.post("/konto/daten/", {"address": anna.email})
    assert answer["Location"].startswith("/konto/bestaetigen/")
    assert Person.objects.exists()
    client.post(answer["Location"], {"password": PASSWORD})
    assert not Person.objects.exists()  # what was begun goes on by itself


def test_who_signs_in_by_mail_only_deletes_without_a_password() -> None:
    anna, client = person(), Client()
    anna.set_unusable_password()
    anna.save()
    client.post("/konto/anmelden/code/", {"email": anna.email})
    client.post("/konto/anmelden/code/eingeben/", {"code": code()})
    client.post("/konto/daten/", {"address": anna.email})
    assert not Person.objects.exists()


def test_a_deleted_account_is_signed_out_everywhere() -> None:
    anna, client = busy()
    other = Client()
    other.force_login(anna)
    client.post("/konto/daten/", {"address": anna.email})
    assert other.get("/konto/").status_code == HTTPStatus.FOUND


def test_what_was_kept_long_enough_goes() -> None:
    now = timezone.now()
    stranger = Person.objects.create_user("fremd@example.test")
    gone, fresh = person("weg@example.test"), person("neu@example.test")
    Person.objects.filter(pk=stranger.pk).update(
        joined_at=now - kept_for("unconfirmed_account") - timedelta(1)
    )
    Person.objects.filter(pk=gone.pk).update(joined_at=now - kept_for("unused_account") - timedelta(1))
    old = now - timedelta(400)
    actions.ask(by="x", person=fresh, key=HOME, role=Role.READER, at=old, domains={})
    left = member(Role.READER)
    actions.end(by="x", membership_id=queries.memberships(left)[0].pk, at=old)
    OperatorMode.objects.create(person=fresh, reason="Test", since=old, until=old)
    Session.objects.create(session_key="a", session_data="", expire_date=old)
    AccessKey.objects.create(person=fresh, name="alt", digest="d", made_at=old, ends_at=old)
    gone = actions.expire(by="command", at=now)
    assert gone == {
        "accounts": 2, "requests": 1, "memberships": 1, "modes": 1, "keys": 1, "sessions": 1,
    }  # fmt: skip
    assert [(one.who, one.after) for one in audit.history("accounts", "all")] == [("command", gone)]
    assert set(Person.objects.values_list("email", flat=True)) == {fresh.email, left.email}
    assert queries.memberships(fresh)[0].state == Standing.ENDED
    assert set(actions.expire(by="command", at=now).values()) == {0}
