# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Writing, looking at and releasing a report in the browser, as plain forms."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from allmende.accounts.models import Person, Role
from allmende.contributions import actions, facts, queries
from allmende.contributions.models import Comment, Contribution
from allmende.domain.review import Step
from allmende.doors.paging import PAGE_SIZE
from allmende.transfers.models import Dimension, Report
from tests.contributions.build import AT, WRITTEN, draft, person, released, take

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stock")]


def signed_in(who: Person) -> Client:
    client = Client()
    client.force_login(who)
    return client


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return str(answer.content.decode())


def field(text: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', text)
    assert found
    return found.group(1)


def test_a_report_is_written_in_four_pages_and_saved_at_each() -> None:
    client = signed_in(person(Role.REPORTER))
    Dimension.objects.create(code="ORG", name="Organisation", name_en="Organisation", position=1)
    begun = page(client, "/beitraege/neu/?loesung=pegel")
    assert "Pegel für Starkregen" in begun
    sent = {
        "token": field(begun, "token"),
        "solution": "pegel für starkregen",
        "ending": "failed",
        "when": "2026",
    }
    address = client.post("/beitraege/neu/", sent).headers["Location"]
    row = Contribution.objects.get()
    assert address == f"/beitraege/{row.pk}/erfahrung/"
    sent = {
        "title": "Ausfall",
        "text": "Frost",
        "again": "False",
        "sources": "https://example.org/a",
        "weiter": "1",
    }
    answer = client.post(address, {**sent, "version": field(page(client, address), "version")})
    address = answer.headers["Location"]
    sent = {"dimension-0": "ORG", "polarity-0": "barrier", "statement-0": "Niemand zuständig", "weiter": "1"}
    answer = client.post(address, {**sent, "version": field(page(client, address), "version")})
    address = answer.headers["Location"]
    sent = {"visibility": "public", "version": field(page(client, address), "version")}
    assert client.post(address, sent).headers["Location"] == f"/beitraege/{row.pk}/"
    written = facts.written(row, queries.newest(row))
    assert (written.solution, written.ending, written.title, written.again) == (
        "pegel",
        "failed",
        "Ausfall",
        False,
    )
    assert (written.factors[0].statement, written.sources) == (
        "Niemand zuständig",
        ("https://example.org/a",),
    )
    assert row.revisions.count() == 4


def test_an_editor_releases_and_the_page_of_the_solution_tells_it() -> None:
    author, editor = person(Role.REPORTER), person(Role.EDITOR)
    row = draft(author)
    for client, step in ((signed_in(author), "submit"), (signed_in(editor), "release")):
        shown = page(client, f"/beitraege/{row.pk}/")
        client.post(f"/beitraege/{row.pk}/schritt/", {"schritt": step, "version": field(shown, "version")})
    assert Report.objects.get().title == WRITTEN.title
    assert WRITTEN.title in page(Client(), "/loesungen/pegel/")


def test_who_saves_second_sees_both_texts() -> None:
    author, editor = person(Role.REPORTER), person(Role.EDITOR)
    row = draft(author)
    address = f"/beitraege/{row.pk}/erfahrung/"
    clients = [signed_in(author), signed_in(editor)]
    versions = [field(page(client, address), "version") for client in clients]
    texts = ["Fassung der Verfasserin", "Fassung der Redaktion"]
    answers = [
        client.post(address, {"text": text, "title": "t", "version": version})
        for client, text, version in zip(clients, texts, versions, strict=True)
    ]
    assert [answer.status_code for answer in answers] == [302, 409]
    conflict = answers[1].content.decode()
    assert all(text in conflict for text in texts)
    clients[1].post(address, {"text": texts[1], "title": "t", "version": field(conflict, "version")})
    kept = [facts.written(row, one).text for one in row.revisions.all()]
    assert kept == [WRITTEN.text, *texts]


def test_a_form_that_arrives_after_the_session_ended_gives_the_text_back() -> None:
    row = draft(person(Role.REPORTER))
    text = "Ein langer Text, der nicht verloren gehen darf, weil jemand lange daran schrieb."
    answer = Client().post(f"/beitraege/{row.pk}/erfahrung/", {"text": text, "version": "1"})
    assert answer.status_code == 403
    assert text in answer.content.decode()
    assert row.revisions.count() == 1


def test_somebody_of_another_municipality_finds_nothing_there() -> None:
    row = released(person(Role.REPORTER), person(Role.EDITOR), visibility="anonymised")
    stranger = signed_in(person(Role.EDITOR, key="12069030"))
    assert stranger.get(f"/beitraege/{row.pk}/").status_code == 404
    assert stranger.post(f"/beitraege/{row.pk}/schritt/", {"schritt": "withdraw"}).status_code == 404
    assert Client().get(f"/beitraege/{row.pk}/").status_code == 302


def test_what_the_text_gives_away_is_marked_before_it_is_released() -> None:
    author = person(Role.REPORTER)
    row = draft(author, text="In Bad Belzig fror es.", visibility="anonymised")
    shown = page(signed_in(author), f"/beitraege/{row.pk}/sichtbarkeit/")
    assert "<mark>Bad Belzig</mark>" in shown
    assert "mindestens fünf Kommunen" in shown


def test_scripts_in_a_text_are_shown_and_never_run() -> None:
    author = person(Role.REPORTER)
    evil = "<script>alert(1)</script>"
    row = draft(author, title=evil, text=evil)
    actions.comment(by=author.reference, pk=row.pk, text=evil, at=AT)
    for address in (f"/beitraege/{row.pk}/", "/beitraege/", f"/beitraege/{row.pk}/erfahrung/"):
        assert evil not in page(signed_in(author), address)


def test_a_source_that_is_no_web_address_is_refused_with_the_line() -> None:
    author = person(Role.REPORTER)
    row = draft(author)
    sent = {"sources": "javascript:alert(1)", "version": "1"}
    answer = signed_in(author).post(f"/beitraege/{row.pk}/erfahrung/", sent)
    assert answer.status_code == 422
    assert "javascript:alert(1)" in answer.content.decode()
    assert row.revisions.count() == 1


def test_lists_ask_no_more_for_more_reports() -> None:
    author, editor = person(Role.REPORTER), person(Role.EDITOR)
    client = signed_in(editor)

    def asked() -> int:
        with CaptureQueriesContext(connection) as seen:
            page(client, "/beitraege/")
        return len(seen)

    def more(number: int) -> None:
        for _ in range(number):
            released(author, editor)
            take(author, draft(author), Step.SUBMIT)
            away = released(author, editor, visibility="registered")
            Contribution.objects.filter(pk=away.pk).update(key="12069030")

    more(2)
    few = asked()
    more(4)
    assert asked() == few


def test_what_others_wrote_since_hides_nothing_of_ones_own() -> None:
    author, editor = person(Role.REPORTER), person(Role.EDITOR)
    row = draft(author, title="Mein erster Entwurf")
    Contribution.objects.update(changed_at=AT - timedelta(days=1))
    for _ in range(PAGE_SIZE + 1):
        draft(editor)
    assert str(row.pk) in page(signed_in(author), "/beitraege/")
    assert str(row.pk) not in page(signed_in(editor), "/beitraege/")
    assert str(row.pk) in page(signed_in(editor), "/beitraege/?wartende=7&seite=2")


def test_a_comment_that_is_too_long_is_given_back() -> None:
    author, text = person(Role.REPORTER), "Wort " * 500
    row = draft(author)
    answer = signed_in(author).post(f"/beitraege/{row.pk}/kommentar/", {"text": text})
    assert answer.status_code == 422
    assert text.strip() in answer.content.decode()
    lines = "\r\n".join(["x"] * 1000)  # 1,999 signs as a browser counts them
    assert signed_in(author).post(f"/beitraege/{row.pk}/kommentar/", {"text": lines}).status_code == 302


FIELDS = (
    "solution", "other_solution", "ending", "when", "title", "text", "effort", "cost", "again", "sources",
    "dimension-0", "polarity-0", "statement-0", "remedy-0", "visibility", "read_through", "version", "token",
    "kommune", "schritt", "weiter",
)  # fmt: skip


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from(FIELDS), st.text(max_size=60), max_size=8), st.integers(0, 6))
def test_no_form_breaks_whatever_is_sent(sent: dict[str, str], which: int) -> None:
    author = person(Role.REPORTER)
    row = draft(author)
    places = ("", "loesung/", "erfahrung/", "faktoren/", "sichtbarkeit/", "schritt/", "kommentar/")
    address = f"/beitraege/{row.pk}/{places[which]}" if which else "/beitraege/neu/"
    answer = signed_in(author).post(address, sent)
    assert answer.status_code < 500
    assert all(one.content for one in row.revisions.all())
    assert Comment.objects.filter(contribution=row).count() <= 1


def test_a_form_of_somebody_else_makes_a_report_of_ones_own() -> None:
    row = draft(person(Role.REPORTER))
    sent = {"token": str(row.token), "solution": "pegel", "ending": "failed", "when": "2026"}
    answer = signed_in(person(Role.REPORTER)).post("/beitraege/neu/", sent)
    assert answer.status_code == 302
    assert str(row.pk) not in answer.headers["Location"]
    assert row.revisions.count() == 1
