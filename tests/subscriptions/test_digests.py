# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Mails with what is new: once, only where something is new, easy to end; through a real mail server."""

import json
import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from allmende.accounts.models import Person
from allmende.catalogue.models import Solution
from allmende.domain.lifecycle import Outcome, State
from allmende.subscriptions import actions, digests, queries
from allmende.subscriptions.cli import subscriptions
from allmende.subscriptions.models import Rhythm, Subject, Subscription
from allmende.transfers.actions import import_knowledge
from allmende.transfers.telling import Statement, Telling, tell_report
from tests.catalogue.build import field, municipality, solution
from tests.catalogue.bundles import KEYS, write
from tests.subscriptions.conftest import Letters

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)
AT = datetime(2026, 11, 24, 12, tzinfo=UTC)


def follows(
    address: str, subject: Subject = Subject.SOLUTION, key: str = "pegel", rhythm: Rhythm = Rhythm.DAILY,
    since: date = TODAY - timedelta(days=8),
) -> Subscription:  # fmt: skip
    """Somebody who follows something since a while."""
    person = Person.objects.filter(email=address).first() or Person.objects.create_user(address)
    return actions.follow(
        by="test", person=person, subject=subject, key=key, rhythm=rhythm, at=AT, today=since
    )


def told(number: int = 1, on: date = TODAY - timedelta(days=1)) -> None:
    """A report that was released on a day."""
    municipality("12069020", "Bad Belzig")
    row = Solution.objects.filter(pk="pegel").first() or solution("pegel", title="Pegel")
    row.fields.add(field())
    said = Statement(f"contribution:{number}", "pegel", State.STOPPED, "2026", "12069020", "Bad Belzig")
    tell_report(by="test", said=said, told=Telling(f"Ausfall {number}", Outcome.FAILED, "Frost"), on=on)


def send(today: date = TODAY) -> digests.Sent:
    return digests.send(by="test", today=today)


def test_what_is_new_arrives_as_text_and_as_html_and_says_how_to_end_it(letters: Letters) -> None:
    told()
    follows("anna@example.test")
    assert send().mails == 1
    mail = letters.arrived[0]
    assert mail["To"] == "anna@example.test"
    text, html = (mail.get_body((kind,)).get_content() for kind in ("plain", "html"))
    for body in (text, html):
        assert "Ausfall 1" in body
        assert "https://allmende.example/erfahrungen/bericht-" in body
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "https://allmende.example/abonnements/ende/" in mail["List-Unsubscribe"]


def test_nothing_is_told_twice_and_nothing_sent_when_nothing_is_new(letters: Letters) -> None:
    told()
    follows("anna@example.test")
    assert [send().mails, send().mails, send(TODAY + timedelta(days=1)).mails] == [1, 0, 0]
    told(2, on=TODAY + timedelta(days=1))
    assert send(TODAY + timedelta(days=2)).mails == 1
    assert "Ausfall 1" not in letters.arrived[-1].get_body(("plain",)).get_content()


def test_today_is_told_tomorrow_when_the_day_is_whole(letters: Letters) -> None:
    told(on=TODAY)
    follows("anna@example.test")
    assert [send().mails, send(TODAY + timedelta(days=1)).mails] == [0, 1]
    assert len(letters.arrived) == 1


def test_a_weekly_mail_comes_after_a_week(letters: Letters) -> None:
    told()
    follows("anna@example.test", rhythm=Rhythm.WEEKLY, since=TODAY - timedelta(days=6))
    assert [send().mails, send(TODAY + timedelta(days=1)).mails] == [0, 1]
    assert len(letters.arrived) == 1


@pytest.mark.parametrize(
    ("subject", "key"),
    [(Subject.FIELD, "wasser"), (Subject.LIKE, "12069020"), (Subject.ALL, ""), (Subject.SOLUTION, "pegel")],
)
def test_everything_that_can_be_followed_is_told(letters: Letters, subject: Subject, key: str) -> None:
    told()
    follows("anna@example.test", subject, key)
    assert send().mails == 1
    assert "Ausfall 1" in letters.arrived[0].get_body(("plain",)).get_content()


def test_what_the_server_refuses_is_tried_again_and_others_get_theirs(letters: Letters) -> None:
    told()
    follows("voll@example.test")
    follows("anna@example.test")
    done = send()
    assert (done.mails, done.failed) == (1, 1)
    refused = Subscription.objects.get(person__email="voll@example.test")
    assert refused.told_until < TODAY
    assert (send().mails, send().failed) == (0, 1)


def test_all_mails_of_a_run_take_one_connection(letters: Letters) -> None:
    told()
    for number in range(4):
        follows(f"{number}@example.test")
    assert send().mails == 4
    assert list(letters.connections.values()) == [4]


def test_a_server_that_ends_a_connection_after_some_mails_gets_the_others_on_new_ones(
    letters: Letters,
) -> None:
    told()
    letters.most = 2
    for number in range(5):
        follows(f"{number}@example.test")
    done = send()
    assert (done.mails, done.failed) == (5, 0)
    assert sorted(mail["To"] for mail in letters.arrived) == [f"{n}@example.test" for n in range(5)]


def test_an_address_that_cannot_be_written_keeps_nobody_from_their_mail(letters: Letters) -> None:
    told()
    broken = follows("kaputt@example.test").person
    follows("anna@example.test")
    follows("berta@example.test")
    Person.objects.filter(pk=broken.pk).update(email="kaputt\n@example.test")
    done = send()
    assert (done.mails, done.failed) == (2, 1)


def test_a_server_that_is_gone_in_the_middle_ends_the_run_and_the_next_tells_the_others(
    letters: Letters, monkeypatch: pytest.MonkeyPatch
) -> None:
    told()
    for name in ("anna", "berta", "clara"):
        follows(f"{name}@example.test")
    sent = EmailMultiAlternatives.send

    def leave(mail: EmailMultiAlternatives) -> int:
        if letters.arrived:
            mail.connection.port = 1
            raise ConnectionResetError
        return sent(mail)

    with monkeypatch.context() as left:
        left.setattr(EmailMultiAlternatives, "send", leave)
        with pytest.raises(OSError, match="refused"):
            send()
    assert send().mails == 2
    assert len({mail["To"] for mail in letters.arrived}) == len(letters.arrived) == 3


def test_a_run_that_was_killed_while_sending_repeats_nothing(
    letters: Letters, monkeypatch: pytest.MonkeyPatch
) -> None:
    told()
    follows("anna@example.test")
    follows("berta@example.test")

    def die(mail: EmailMultiAlternatives) -> int:
        raise SystemExit

    with monkeypatch.context() as killed:
        killed.setattr(EmailMultiAlternatives, "send", die)
        with pytest.raises(SystemExit):
            send()
    assert send().mails == 1
    assert len(letters.arrived) == 1
    assert send().mails == 0


def test_of_two_runs_at_once_one_tells_each_person(letters: Letters, monkeypatch: pytest.MonkeyPatch) -> None:
    told()
    follows("anna@example.test")
    due = queries.due(TODAY)
    assert send().mails == 1
    monkeypatch.setattr(queries, "due", lambda today: due)
    done = send()
    assert (done.mails, done.silent) == (0, 0)
    assert len(letters.arrived) == 1


def test_what_two_subscriptions_are_about_stands_in_the_mail_once(letters: Letters) -> None:
    told()
    somebody = follows("anna@example.test").person
    for subject, key in ((Subject.FIELD, "wasser"), (Subject.ALL, "")):
        follows(somebody.email, subject, key)
    assert send().mails == 1
    text = letters.arrived[0].get_body(("plain",)).get_content()
    addresses = re.findall(r"^ *(http\S+)\s*$", text, re.M)
    assert addresses
    assert len(addresses) == len(set(addresses))


def test_more_than_fifty_entries_are_cut_and_the_mail_says_where_the_others_are(letters: Letters) -> None:
    for number in range(60):
        told(number)
    follows("anna@example.test")
    send()
    text = letters.arrived[0].get_body(("plain",)).get_content()
    assert "mehr steht auf der Seite" in text
    assert f"{settings.ADDRESS}/loesungen/pegel/" in text


def test_a_server_that_cannot_be_reached_ends_the_run_and_nothing_is_lost(settings: Any) -> None:
    told()
    row = follows("anna@example.test")
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    answer = CliRunner().invoke(subscriptions, ["send"])
    assert answer.exit_code == 1
    assert "Der Mailserver ist nicht erreichbar" in answer.output
    before = row.told_until
    row.refresh_from_db()
    assert row.told_until == before


def test_a_solution_that_was_merged_is_still_told_under_its_new_name(letters: Letters) -> None:
    told()
    row = follows("anna@example.test")
    Solution.objects.filter(pk="pegel").update(aliases=["alter-pegel"])
    Subscription.objects.filter(pk=row.pk).update(key="alter-pegel")
    assert send().mails == 1
    text = letters.arrived[0].get_body(("plain",)).get_content()
    assert Solution.objects.get(pk="pegel").title in text


def test_queries_do_not_grow_with_the_people_beyond_noting_each(letters: Letters) -> None:
    told()

    def asked(number: int) -> int:
        for one in range(number):
            follows(f"{number}-{one}@example.test")
        with CaptureQueriesContext(connection) as seen:
            assert send().mails == number
        return len(seen)

    few, many = asked(2), asked(12)
    assert many - few <= 3 * 10  # a claim in its transaction


def test_one_click_ends_it_without_signing_in_and_a_look_does_not(letters: Letters) -> None:
    told()
    follows("anna@example.test")
    send()
    found = re.search(r"<https://allmende.example(.*)>", letters.arrived[0]["List-Unsubscribe"])
    assert found
    client = Client(enforce_csrf_checks=True)
    assert "Beenden" in client.get(found[1]).content.decode()
    assert Subscription.objects.count() == 1
    assert client.post(found[1], {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert Subscription.objects.count() == 0
    assert client.post(found[1]).status_code == 200


def test_a_mail_about_several_things_ends_them_all_with_one_click(letters: Letters) -> None:
    told()
    follows("anna@example.test")
    follows("anna@example.test", Subject.ALL, "")
    follows("berta@example.test")
    send()
    mail = next(one for one in letters.arrived if one["To"] == "anna@example.test")
    found = re.search(r"<https://allmende.example(.*)>", mail["List-Unsubscribe"])
    assert found
    Client().post(found[1])
    assert [one.person.email for one in Subscription.objects.all()] == ["berta@example.test"]


def test_a_mail_about_one_of_several_things_ends_that_one(letters: Letters) -> None:
    told()
    follows("anna@example.test")
    municipality("08111000", "Stuttgart", latitude=48.8, longitude=9.2, population=600_000)
    follows("anna@example.test", Subject.LIKE, "08111000")
    send()
    found = re.search(r"<https://allmende.example(.*)>", letters.arrived[0]["List-Unsubscribe"])
    assert found
    Client().post(found[1])
    assert [one.subject for one in Subscription.objects.all()] == [Subject.LIKE]


@pytest.mark.parametrize("token", ["x", "abc:def:ghi", "%00", "a" * 500])
def test_a_forged_link_ends_nothing(token: str) -> None:
    solution("pegel")
    follows("anna@example.test")
    for address in (f"/abonnements/ende/{token}/", f"/abonnements/ende-aller/{token}/"):
        assert Client().post(address).status_code in (400, 404)
    assert Subscription.objects.count() == 1


def test_somebody_signs_in_and_follows_and_sees_only_their_own() -> None:
    solution("pegel", title="Pegel")
    follows("berta@example.test")
    anna = Person.objects.create_user("anna@example.test")
    client = Client()
    page = client.get("/abonnements/neu/?art=loesung&schluessel=pegel").content.decode()
    assert "/loesungen/pegel/feed/" in page
    client.force_login(anna)
    sent = {"rhythmus": "daily"}
    assert client.post("/abonnements/neu/?art=loesung&schluessel=pegel", sent).status_code == 302
    assert client.post("/abonnements/neu/?art=loesung&schluessel=pegel", sent).status_code == 302
    assert anna.subscriptions.count() == 1
    other = Subscription.objects.exclude(person=anna).get()
    assert client.post(f"/abonnements/{other.pk}/ende/").status_code == 404
    client.post(f"/abonnements/{anna.subscriptions.get().pk}/ende/")
    assert [one.person.email for one in Subscription.objects.all()] == ["berta@example.test"]


def test_the_rhythm_is_changed_from_the_overview_and_the_form_shows_the_present_one() -> None:
    solution("pegel", title="Pegel")
    row = follows("anna@example.test")
    client = Client()
    client.force_login(row.person)
    page = client.get("/abonnements/").content.decode()
    found = re.search(r'href="(/abonnements/neu/[^"]*)">Rhythmus ändern', page)
    assert found
    address = found[1].replace("&amp;", "&")
    assert '<option value="daily" selected>' in client.get(address).content.decode()
    answer = client.post(address, {"rhythmus": "weekly"}, follow=True).content.decode()
    assert "bekommen Sie wöchentlich eine Mail" in answer
    row.refresh_from_db()
    assert (row.rhythm, Subscription.objects.count()) == (Rhythm.WEEKLY, 1)


def test_what_is_gone_is_said_to_be_gone_and_can_still_be_ended() -> None:
    row = follows("anna@example.test", key="verschwunden")
    client = Client()
    client.force_login(row.person)
    page = client.get("/abonnements/").content.decode()
    assert "Das gibt es nicht mehr" in page
    assert "Rhythmus ändern" not in page
    assert client.post(f"/abonnements/{row.pk}/ende/").status_code == 302
    assert not Subscription.objects.exists()


def test_what_a_later_edition_brings_is_mailed_whenever_its_sources_were_read(
    letters: Letters, tmp_path: Path
) -> None:
    for key in KEYS:
        municipality(key)
    reports = write(tmp_path) / "knowledge/reports.jsonl"
    line = reports.read_text()
    reports.write_text("")
    import_knowledge(by="test", folder=tmp_path)
    today = timezone.localdate()
    follows("anna@example.test", Subject.ALL, "", since=today)
    reports.write_text(line)
    import_knowledge(by="test", folder=tmp_path)
    assert [send(today).mails, send(today + timedelta(days=1)).mails] == [0, 1]
    text = letters.arrived[0].get_body(("plain",)).get_content()
    assert json.loads(line)["title"] in text
    assert text.count("\n* ") == 1


@pytest.mark.parametrize(
    "rest",
    [
        "",
        "?art=alles&schluessel=x",
        "?art=x",
        "?art=loesung&schluessel=nichts",
        "?art=kommune&schluessel=%00",
    ],
)
def test_what_does_not_exist_cannot_be_followed(rest: str) -> None:
    assert Client().get(f"/abonnements/neu/{rest}").status_code in (400, 404)


def test_with_the_account_go_its_subscriptions() -> None:
    solution("pegel")
    follows("anna@example.test").person.delete()
    assert not Subscription.objects.exists()
