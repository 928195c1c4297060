# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""The question by mail reaches who wrote last, once, and one line answers it."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest
from click.testing import CliRunner
from django.core import signing
from django.test import Client

from allmende.accounts.models import Membership, Role
from allmende.audit import queries as audit
from allmende.domain.lifecycle import State
from allmende.transfers.models import Deployment
from allmende.undertakings import actions, facts, reminding
from allmende.undertakings.cli import undertakings
from allmende.undertakings.models import Confirmation, Reminder, Step, Undertaking
from tests.conftest import free_port
from tests.undertakings.build import AT, begun, client_of, hidden, page, person, step
from tests.undertakings.conftest import Letters

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stock")]
LONG_AGO = AT - timedelta(days=190)


def silent(who: Any, **values: Any) -> Undertaking:
    """An undertaking of which nobody has said anything for more than six months."""
    return begun(who, **{"state": State.OPERATIONAL, "at": LONG_AGO, "on": date(2026, 1, 1), **values})


def address_in(letter: Any) -> str:
    """The address in a mail that answers it."""
    found = re.search(
        r"https://allmende\.example(/vorhaben/antwort/\S+)", letter.get_body(("plain",)).get_content()
    )
    assert found
    return found.group(1)


def test_the_mail_is_german_in_text_and_html_with_an_address_to_answer(letters: Letters) -> None:
    who = person(Role.REPORTER, address="anna@example.test")
    row = silent(who)
    assert reminding.remind(by="command", at=AT).mails == 1
    letter = letters.arrived[0]
    assert letter["To"] == "anna@example.test"
    assert letter["Subject"].strip() == "Allmende: Wie geht es weiter mit „Pegel für Starkregen“?"
    text, html = (letter.get_body((kind,)).get_content() for kind in ("plain", "html"))
    for part in (text, html):
        assert "Ihre Kommune hat zuletzt am 18.05.2026 zu „Pegel für Starkregen“ gesagt" in part
        assert f"https://allmende.example/vorhaben/{row.pk}/" in part
    assert address_in(letter) in html
    assert [one.verb for one in audit.history("undertaking", str(row.pk))] == ["begin", "remind"]


def test_nobody_is_asked_twice(letters: Letters) -> None:
    silent(person(Role.REPORTER))
    for _ in range(3):
        reminding.remind(by="command", at=AT)
    assert len(letters.arrived) == 1


def test_killed_while_sending_and_run_again_nobody_gets_two(letters: Letters) -> None:
    silent(person(Role.REPORTER))
    with (
        patch.object(actions, "sent", side_effect=KeyboardInterrupt),
        pytest.raises(KeyboardInterrupt),
    ):
        reminding.remind(by="command", at=AT)
    assert len(letters.arrived) == 1
    assert reminding.remind(by="command", at=AT).mails == 0
    assert len(letters.arrived) == 1


def test_where_the_line_breaks_nobody_gets_two(letters: Letters) -> None:
    silent(person(Role.REPORTER))
    letters.answer = None
    assert reminding.remind(by="command", at=AT).failed == 1
    letters.answer = "250 OK"
    assert reminding.remind(by="command", at=AT).mails == 0
    assert reminding.remind(by="command", at=AT + timedelta(days=200)).mails == 1


def test_what_the_server_refuses_is_sent_by_the_next_run(letters: Letters) -> None:
    silent(person(Role.REPORTER))
    letters.answer = "451 later"
    assert reminding.remind(by="command", at=AT).failed == 1
    letters.answer = "250 OK"
    assert reminding.remind(by="command", at=AT).mails == 1
    assert Reminder.objects.get().sent_at == AT


def test_a_server_that_cannot_be_reached_is_said_in_a_sentence(letters: Letters, settings: Any) -> None:
    silent(person(Role.REPORTER))
    settings.EMAIL_PORT = free_port()
    result = CliRunner().invoke(undertakings, ["remind"])
    assert result.exit_code == 1
    assert "Mailserver 127.0.0.1 ist nicht zu erreichen" in result.output
    assert "Niemand wurde gefragt" in result.output
    assert not Reminder.objects.exists()


def test_the_command_says_how_many_mails_went_out(letters: Letters) -> None:
    who = person(Role.REPORTER)
    long_ago = datetime(2020, 1, 1, tzinfo=UTC)
    silent(who, at=long_ago, on=date(2020, 1, 1))
    result = CliRunner().invoke(undertakings, ["remind"])
    assert result.output == "1 Erinnerungen verschickt.\n"


def test_who_never_answers_is_asked_three_times_and_then_left_alone(letters: Letters) -> None:
    silent(person(Role.REPORTER))
    for month in range(0, 48, 3):
        reminding.remind(by="command", at=AT + timedelta(days=31 * month))
    assert len(letters.arrived) == facts.value("ask_at_most")


@pytest.mark.parametrize(
    ("state", "days", "asked"),
    [
        ("operational", 182, False),
        ("operational", 183, True),
        ("planned", 183, True),
        ("stopped", 900, False),
    ],
)
def test_only_what_goes_on_is_asked_after_and_only_after_six_months(
    state: str, days: int, asked: bool
) -> None:
    begun(person(Role.REPORTER))
    Undertaking.objects.update(state=state, confirmed_on=AT.date() - timedelta(days=days))
    assert bool(list(reminding.questions(AT.date()))) is asked


def test_who_left_is_not_asked_but_the_editors_are() -> None:
    left, editor = person(Role.REPORTER), person(Role.EDITOR)
    person(Role.READER)
    silent(left)
    assert [one.person for one in reminding.questions(AT.date())] == [left]
    Membership.objects.filter(person=left).update(state="ended", ended_at=AT)
    assert [one.person for one in reminding.questions(AT.date())] == [editor]


def test_looking_changes_nothing_and_one_click_confirms(letters: Letters) -> None:
    silent(person(Role.REPORTER))
    reminding.remind(by="command", at=AT)
    address, client = address_in(letters.arrived[0]), Client(enforce_csrf_checks=True)
    before = list(Undertaking.objects.values())
    answer = client.get(address)
    text = answer.content.decode()
    assert answer.status_code == client.head(address).status_code == 200
    assert (answer["X-Robots-Tag"], answer["Referrer-Policy"]) == ("noindex", "same-origin")
    assert "no-store" in answer["Cache-Control"]
    assert (list(Undertaking.objects.values()), Confirmation.objects.count()) == (before, 0)
    sent = {
        "csrfmiddlewaretoken": hidden(text, "csrfmiddlewaretoken"), "token": hidden(text, "token"),
        "version": hidden(text, "version"), "antwort": "gilt",
    }  # fmt: skip
    assert "Danke" in client.post(address, sent).content.decode()
    row = Undertaking.objects.get()
    assert (Confirmation.objects.count(), row.version) == (1, 2)
    assert Deployment.objects.get().as_of == row.confirmed_on.isoformat()  # type: ignore[union-attr]
    assert "Danke" in client.post(address, sent).content.decode()
    late = client.post(address, {**sent, "token": "0" * 32, "text": "Der Bauhof macht weiter."})
    assert late.status_code == client.get(address).status_code == 410
    assert "Der Bauhof macht weiter." in late.content.decode()
    assert Confirmation.objects.count() == 1
    assert Confirmation.objects.count() == 1


def test_a_step_or_a_sentence_answers_too() -> None:
    who = person(Role.REPORTER)
    row = silent(who)
    address = f"/vorhaben/antwort/{reminding.token(row, who)}/"
    text = page(Client(), address)
    sent = {
        "token": hidden(text, "token"),
        "version": "1",
        "antwort": "schritt",
        "state": "stopped",
        "on": "2026-02-01",
    }
    answer = Client().post(address, sent)
    assert answer.status_code == 422
    assert "Wo es endet, gehört ein Grund dazu." in answer.content.decode()
    assert Client().post(address, {**sent, "reason": "Kein Geld mehr"}).status_code == 200
    assert Step.objects.get(position=2).by == who.reference
    assert Deployment.objects.get().state == "stopped"


def test_the_address_writes_for_its_person_and_its_undertaking_alone() -> None:
    who, other = person(Role.REPORTER), person(Role.EDITOR)
    row = silent(who)
    good = reminding.token(row, who)
    forged = [
        good[:-1] + ("A" if good[-1] != "A" else "B"), "x", "a" * 3000,
        signing.dumps([row.pk.hex, who.pk.hex, 1], salt="other"), signing.dumps("x", salt=reminding.SALT),
        signing.dumps([row.pk.hex, "x", 1], salt=reminding.SALT), signing.dumps([1, 2], salt=reminding.SALT),
        reminding.token(row, person(Role.READER)), reminding.token(row, person(Role.EDITOR, "08111000")),
    ]  # fmt: skip
    for token in forged:
        assert Client().post(f"/vorhaben/antwort/{token}/", {"version": "1"}).status_code == 410
    assert Client().get(f"/vorhaben/antwort/{good}/").status_code == 200
    step(other, row, State.STOPPED, date(2026, 3, 1), "Kein Geld")
    assert Client().get(f"/vorhaben/antwort/{good}/").status_code == 410
    assert not Confirmation.objects.exists()


def test_the_address_ends_with_the_membership_the_account_and_its_time() -> None:
    who = person(Role.REPORTER)
    row = silent(who)
    address = f"/vorhaben/antwort/{reminding.token(row, who)}/"
    signed = "django.core.signing.time.time"
    with patch(signed, return_value=datetime(2030, 1, 1, tzinfo=UTC).timestamp()):
        assert Client().get(address).status_code == 410
    assert Client().get(address).status_code == 200
    who.is_active = False
    who.save()
    assert Client().get(address).status_code == 410
    who.is_active = True
    who.save()
    Membership.objects.all().update(state="ended", ended_at=AT)
    assert Client().get(address).status_code == 410


def test_the_version_of_a_signed_address_is_not_taken_from_the_form() -> None:
    who = person(Role.REPORTER)
    row = silent(who)
    address = f"/vorhaben/antwort/{reminding.token(row, who)}/"
    step(who, row, State.STOPPED, date(2026, 3, 1), "Kein Geld")
    sent = {"version": "2", "antwort": "gilt", "token": "0" * 32}
    assert client_of(who).post(address, sent).status_code == 410
    assert not Confirmation.objects.exists()
