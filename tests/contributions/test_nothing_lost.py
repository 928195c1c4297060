# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Nothing that was typed is lost: back button, double click, two tabs, another session, a colleague."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from allmende.accounts.models import Person, Role
from allmende.catalogue.models import Solution
from allmende.contributions import actions, facts, queries
from allmende.contributions.models import Comment, Contribution
from allmende.domain.experience import Experience
from allmende.domain.records import OwnSolution
from allmende.domain.review import Step
from tests.catalogue.build import solution
from tests.contributions.build import AT, HOME, NEIGHBOURS, WRITTEN, draft, helped, person, released, take
from tests.contributions.test_pages import field, page, signed_in
from tests.contributions.test_records import LAMPS
from tests.contributions.test_records import released as released_record

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stock")]
LONG = "Ein langer Text, der nicht verloren gehen darf, weil jemand lange daran schrieb."


def said(row: Contribution) -> Any:
    return facts.written(row, queries.newest(row))


def first_page(client: Client, **texts: str) -> tuple[dict[str, str], Any]:
    sent = {"token": field(page(client, "/beitraege/neu/"), "token"), **texts}
    return sent, client.post("/beitraege/neu/", sent)


def test_who_goes_back_to_the_first_page_and_sends_something_else_changes_the_draft() -> None:
    client = signed_in(person(Role.REPORTER))
    sent, _ = first_page(client, other_solution="Melder")
    answer = client.post("/beitraege/neu/", {**sent, "other_solution": "Melder für Schäden", "weiter": "1"})
    row = Contribution.objects.get()
    assert answer.headers["Location"] == f"/beitraege/{row.pk}/erfahrung/"
    assert said(row).other_solution == "Melder für Schäden"


def test_who_goes_back_after_later_pages_sees_both_and_loses_neither() -> None:
    client = signed_in(person(Role.REPORTER))
    sent, answer = first_page(client, other_solution="Melder")
    later = answer.headers["Location"]
    client.post(later, {"text": LONG, "version": field(page(client, later), "version")})
    conflict = client.post("/beitraege/neu/", {**sent, "other_solution": "Melder für Schäden"})
    text = conflict.content.decode()
    row = Contribution.objects.get()
    assert conflict.status_code == 409
    assert "Melder für Schäden" in text
    assert "Inzwischen haben Sie schon etwas anderes gespeichert" in text
    assert f'action="/beitraege/{row.pk}/loesung/"' in text
    assert (said(row).other_solution, said(row).text) == ("Melder", LONG)


def test_a_second_body_chosen_on_going_back_gets_a_draft_of_its_own() -> None:
    who = person(Role.REPORTER)
    who.memberships.create(
        key=NEIGHBOURS[0],
        role=Role.REPORTER,
        state="confirmed",
        asked_at=AT,
        confirmed_at=AT,
        confirmed_by="x",
    )
    client = signed_in(who)
    sent, _ = first_page(client, other_solution="Melder", kommune=HOME)
    for _ in range(2):
        client.post("/beitraege/neu/", {**sent, "kommune": NEIGHBOURS[0]})
    assert sorted(Contribution.objects.values_list("key", flat=True)) == sorted((HOME, NEIGHBOURS[0]))


def test_a_double_click_on_a_later_page_is_no_conflict() -> None:
    author = person(Role.REPORTER)
    row, client = draft(author), signed_in(author)
    sent = {"text": LONG, "title": "t", "version": "1", "weiter": "1"}
    places = [client.post(f"/beitraege/{row.pk}/erfahrung/", sent).headers["Location"] for _ in range(2)]
    assert places == [f"/beitraege/{row.pk}/faktoren/"] * 2
    assert row.revisions.count() == 2


def test_a_conflict_is_told_in_words_not_codes() -> None:
    author, editor = person(Role.REPORTER), person(Role.EDITOR)
    row = draft(author)
    actions.revise(
        by=editor.reference, pk=row.pk, version=1, at=AT,
        written=Experience(**{**WRITTEN.as_data(), "ending": "limited", "when": "2026-04", "factors": ()}),
    )  # fmt: skip
    sent = {"ending": "failed", "version": "1", "solution": "Pegel für Starkregen"}
    answer = signed_in(author).post(f"/beitraege/{row.pk}/loesung/", sent)
    theirs = answer.content.decode().partition("Was jetzt gespeichert ist")[2]
    assert "nur eingeschränkt in Betrieb" in theirs
    assert "4/2026" in theirs
    assert "limited" not in theirs


def test_a_form_of_an_ended_session_comes_back_ready_to_be_sent_again() -> None:
    author = person(Role.REPORTER)
    row = draft(author)
    address = f"/beitraege/{row.pk}/faktoren/"
    sent = {"dimension-0": "ORG", "statement-0": LONG, "version": "1"}
    text = Client().post(address, sent).content.decode()
    assert f"{LONG}</textarea>" in text
    assert (field(text, "dimension-0"), field(text, "version")) == ("ORG", "1")
    assert 'name="statement-0"' in text


def strict(who: Person | None) -> Client:
    client = Client(enforce_csrf_checks=True)
    if who:
        client.force_login(who)
    return client


def test_after_signing_in_again_in_another_tab_the_old_form_comes_back_with_a_token_that_fits() -> None:
    author = person(Role.REPORTER)
    row, client = draft(author), strict(author)
    address = f"/beitraege/{row.pk}/erfahrung/"
    page(client, address)
    sent = {"text": LONG, "title": "t", "version": "1", "csrfmiddlewaretoken": "x" * 64}
    answer = client.post(address, sent, headers={"origin": "http://testserver"})
    text = answer.content.decode()
    assert answer.status_code == 403
    assert LONG in text
    assert "neu angemeldet" in text
    sent["csrfmiddlewaretoken"] = field(text, "csrfmiddlewaretoken")
    assert client.post(address, sent, headers={"origin": "http://testserver"}).status_code == 302
    assert said(row).text == LONG


def test_what_another_site_sent_is_never_offered_to_be_sent_again() -> None:
    author = person(Role.REPORTER)
    row, client = draft(author), strict(author)
    for headers in ({}, {"origin": "https://evil.example"}, {"origin": "null"}):
        answer = client.post(f"/beitraege/{row.pk}/erfahrung/", {"text": LONG}, headers=headers)
        assert answer.status_code == 403
        assert LONG not in answer.content.decode()
    password = strict(None).post(
        "/konto/anmelden/", {"password": "geheim-geheim"}, headers={"origin": "http://testserver"}
    )
    assert password.status_code == 403
    assert "geheim" not in password.content.decode()


def test_who_writes_while_a_colleague_hands_it_in_gets_the_text_back() -> None:
    author, editor = person(Role.REPORTER), person(Role.EDITOR)
    row = draft(author)
    take(editor, row, Step.SUBMIT)
    answer = signed_in(author).post(f"/beitraege/{row.pk}/erfahrung/", {"text": LONG, "version": "1"})
    text = answer.content.decode()
    assert answer.status_code == 409
    assert LONG in text
    assert "Noch einmal senden" not in text


@pytest.mark.parametrize("word", ["schritt", "bestaetigen"])
def test_a_click_after_the_session_ended_leads_back_to_a_page_that_exists(word: str) -> None:
    row = draft(person(Role.REPORTER))
    answer = Client().post(
        f"/beitraege/{row.pk}/{word}/", {}, headers={"referer": f"http://testserver/beitraege/{row.pk}/"}
    )
    assert answer.status_code == 302
    assert answer.headers["Location"].endswith(f"beitraege/{row.pk}/")
    away = Client().post(f"/beitraege/{row.pk}/{word}/", {}, headers={"referer": "https://evil.example/x"})
    assert "evil" not in away.headers["Location"]


def test_a_comment_too_long_comes_back_and_a_double_click_says_it_once() -> None:
    author = person(Role.REPORTER)
    row, client = draft(author), signed_in(author)
    address = f"/beitraege/{row.pk}/kommentar/"
    answer = client.post(address, {"text": "zu lang " * 300})
    assert answer.status_code == 422
    assert answer.content.decode().count("zu lang") == 300
    for _ in range(2):
        assert client.post(address, {"text": "Bitte prüfen"}).status_code == 302
    assert Comment.objects.count() == 1


def test_no_field_cuts_what_is_pasted_and_too_much_comes_back_whole() -> None:
    author = person(Role.REPORTER)
    row, client = draft(author), signed_in(author)
    address = f"/beitraege/{row.pk}/erfahrung/"
    assert "maxlength" not in page(client, address)
    answer = client.post(address, {"text": "Wort " * 2_500, "version": "1"})
    assert answer.status_code == 422
    assert answer.content.decode().count("Wort ") == 2_500


def test_advice_without_its_field_is_asked_about_and_not_dropped() -> None:
    author = person(Role.REPORTER)
    row, client = draft(author), signed_in(author)
    answer = client.post(f"/beitraege/{row.pk}/faktoren/", {"remedy-0": "Früher fragen", "version": "1"})
    assert answer.status_code == 422
    assert "Früher fragen" in answer.content.decode()


def test_lines_that_are_filled_stand_before_the_fold() -> None:
    author = person(Role.REPORTER)
    row = draft(author, factors=tuple(helped("ORG") for _ in range(5)))
    before, _, folded = page(signed_in(author), f"/beitraege/{row.pk}/faktoren/").partition("<details>")
    assert before.count("<fieldset") == 6
    assert folded.count("<fieldset") == 2


def test_every_revision_can_be_read_again_by_those_who_see_drafts() -> None:
    author, editor = person(Role.REPORTER), person(Role.EDITOR)
    row = released(author, editor)
    row.refresh_from_db()
    changed = Experience(**{**WRITTEN.as_data(), "text": LONG, "factors": ()})
    actions.revise(by=editor.reference, pk=row.pk, version=row.version, written=changed, at=AT)
    client = signed_in(author)
    assert f'href="/beitraege/{row.pk}/fassungen/2/"' in page(client, f"/beitraege/{row.pk}/")
    assert WRITTEN.text in page(client, f"/beitraege/{row.pk}/fassungen/1/")
    assert LONG in page(client, f"/beitraege/{row.pk}/fassungen/2/")
    assert client.get(f"/beitraege/{row.pk}/fassungen/9/").status_code == 404
    reader = signed_in(person(Role.READER))
    assert reader.get(f"/beitraege/{row.pk}/fassungen/1/").status_code == 404


def test_who_changes_a_text_has_to_read_it_through_again() -> None:
    author = person(Role.REPORTER)
    row = draft(author, read_through=True)
    client = signed_in(author)
    client.post(f"/beitraege/{row.pk}/erfahrung/", {"text": LONG, "title": "t", "version": "1"})
    assert not said(row).read_through
    client.post(f"/beitraege/{row.pk}/sichtbarkeit/", {"read_through": "on", "version": "2"})
    assert said(row).read_through


@pytest.mark.parametrize("typed", ["3/2025", "03.2025", "März 2025", "2025-03", "Mrz. 2025"])
def test_a_month_is_taken_as_people_type_it(typed: str) -> None:
    client = signed_in(person(Role.REPORTER))
    _, answer = first_page(client, when=typed)
    row = Contribution.objects.get()
    assert said(row).when == "2025-03"
    assert "März 2025" in page(client, f"/beitraege/{row.pk}/")
    assert 'value="3/2025"' in page(client, f"/beitraege/{row.pk}/loesung/")
    assert answer.status_code == 302


@pytest.mark.parametrize("typed", ["2099", "Lenz 2025", "13/2025", "gestern"])
def test_what_is_no_month_of_the_past_is_refused_and_stays(typed: str) -> None:
    _, answer = first_page(signed_in(person(Role.REPORTER)), when=typed)
    assert answer.status_code == 422
    assert f'value="{typed}"' in answer.content.decode()


@pytest.mark.parametrize(
    ("typed", "euros"),
    [
        ("1.500,50 €", 1_501), ("1.500\u00a0€", 1_500), ("20.000,- Euro", 20_000), ("1,5 Mio. €", 1_500_000),
        ("EUR 20000", 20_000), ("1,500", None), ("1500.50", None), ("viel", None), ("-5", None),
    ],
)  # fmt: skip
def test_an_amount_is_taken_as_people_type_it(typed: str, euros: int | None) -> None:
    author = person(Role.REPORTER)
    row = draft(author)
    row = actions.begin(by=author.reference, key=HOME, token=row.pk, written=OwnSolution("Neu"), at=AT)
    sent = {"cost_once_eur": typed, "version": "1", "website": "www.stadt.de"}
    answer = signed_in(author).post(f"/beitraege/{row.pk}/kosten/", sent)
    assert answer.status_code == (422 if euros is None else 302)
    assert said(row).cost_once_eur == euros


def test_an_address_needs_no_https_and_no_browser_refuses_it() -> None:
    author = person(Role.REPORTER)
    row, client = draft(author), signed_in(author)
    client.post(f"/beitraege/{row.pk}/erfahrung/", {"sources": "www.stadt.de/a", "version": "1"})
    assert said(row).sources == ("https://www.stadt.de/a",)
    own = actions.begin(by=author.reference, key=HOME, token=row.pk, written=OwnSolution("Neu"), at=AT)
    assert 'type="url"' not in page(client, f"/beitraege/{own.pk}/code/")
    client.post(f"/beitraege/{own.pk}/code/", {"website": "www.stadt.de", "version": "1"})
    assert said(own).website == "https://www.stadt.de"


@pytest.mark.parametrize("typed", ["überflutung", "ÜBERFLUTUNG", "Ueberflut"])
def test_umlauts_are_found_whatever_their_case_and_spelling(typed: str) -> None:
    solution("flut", title="Überflutung sehen")
    client = signed_in(person(Role.REPORTER))
    assert client.get("/beitraege/loesungen/", {"q": typed}).json() == ["Überflutung sehen"]
    assert queries.slug_of("überflutung SEHEN") == "flut"


@pytest.mark.parametrize("word", ["code", "kosten", "erkenntnisse"])
def test_no_two_fields_of_a_page_have_the_same_name(word: str) -> None:
    author = person(Role.REPORTER)
    row = actions.begin(by=author.reference, key=HOME, token=uuid4(), written=OwnSolution("Neu"), at=AT)
    labels = re.findall(r"<label[^>]*>([^<]*)", page(signed_in(author), f"/beitraege/{row.pk}/{word}/"))
    assert len(labels) == len(set(labels)) > 3


def test_a_name_that_is_not_there_says_what_to_do() -> None:
    answer = first_page(signed_in(person(Role.REPORTER)), solution="Starkregen")[1].content.decode()
    assert "Pegel für Starkregen" in answer
    assert "im Feld darunter" in answer


def test_a_record_that_is_changed_on_its_first_page_stays_its_own() -> None:
    row = released_record(LAMPS)
    editor, second = person(Role.EDITOR), person(Role.EDITOR)
    client, address = signed_in(editor), f"/beitraege/{row.pk}/loesung/"
    sent = {
        "title": LAMPS.title,
        "summary": "Sie leuchten heller.",
        "state": "operational",
        "field-0": "wasser",
    }
    client.post(address, {**sent, "title": "Anders", "version": field(page(client, address), "version")})
    client.post(address, {**sent, "version": field(page(client, address), "version")})
    assert said(row).about == ""
    take(editor, row, Step.SUBMIT)
    take(second, row, Step.RELEASE)
    assert Solution.objects.get(keeper=HOME).summary == "Sie leuchten heller."


def test_none_of_these_stays_said_when_the_first_page_is_saved_again() -> None:
    author = person(Role.REPORTER)
    own = OwnSolution("Pegel für Starkregen", "", "Unser eigener.")
    row = actions.begin(by=author.reference, key=HOME, token=draft(author).pk, written=own, at=AT)
    sent = {"title": own.title, "summary": "Anders.", "version": "1"}
    signed_in(author).post(f"/beitraege/{row.pk}/loesung/", sent)
    assert (said(row).about, said(row).summary) == ("", "Anders.")


def test_a_record_is_sent_again_after_signing_in_anew_and_written_once() -> None:
    author = person(Role.REPORTER)
    client = strict(author)
    address, home = "/beitraege/neu/loesung/", {"origin": "http://testserver"}
    sent = {"token": field(page(client, address), "token"), "title": "Laubmelder", "summary": LONG}
    client.logout()
    lost = client.post(address, {**sent, "csrfmiddlewaretoken": "x" * 64}, headers=home)
    assert lost.status_code == 403
    assert LONG in lost.content.decode()
    client.force_login(author)
    again = {**sent, "csrfmiddlewaretoken": field(page(client, address), "csrfmiddlewaretoken")}
    for _ in range(2):
        assert client.post(address, again, headers=home).status_code == 302
    row = Contribution.objects.get()
    assert said(row).summary == LONG
    page_of_code = f"/beitraege/{row.pk}/code/"
    typed = {"licence": "EUPL-1.2", "version": "1", "csrfmiddlewaretoken": "x" * 64}
    back = client.post(page_of_code, typed, headers=home).content.decode()
    assert field(back, "licence") == "EUPL-1.2"
    typed["csrfmiddlewaretoken"] = field(back, "csrfmiddlewaretoken")
    assert client.post(page_of_code, typed, headers=home).status_code == 302
    assert said(row).licence == "EUPL-1.2"


@pytest.mark.parametrize("address", ["/beitraege/neu/", "/beitraege/neu/loesung/", "/beitraege/{}/code/"])
def test_who_has_left_the_municipality_while_typing_gets_the_text_back(address: str) -> None:
    author = person(Role.REPORTER)
    row = actions.begin(by=author.reference, key=HOME, token=uuid4(), written=OwnSolution("Neu"), at=AT)
    author.memberships.all().delete()
    answer = signed_in(author).post(address.format(row.pk), {"summary": LONG, "version": "1"})
    text = answer.content.decode()
    assert answer.status_code in (403, 404)
    assert LONG in text
    assert "Sie dürfen hier nicht mehr schreiben" in text
    assert "Noch einmal senden" not in text
    assert Contribution.objects.get() == row


def test_who_has_left_one_of_two_municipalities_is_told_and_sends_it_for_the_other() -> None:
    client = signed_in(person(Role.REPORTER))
    sent, answer = first_page(client, other_solution="Melder", kommune=NEIGHBOURS[0])
    assert "Für die gewählte Kommune dürfen Sie nicht mehr schreiben." in answer.content.decode()
    assert 'value="Melder"' in answer.content.decode()
    assert not Contribution.objects.exists()
    assert client.post("/beitraege/neu/", {**sent, "kommune": HOME}).status_code == 302


@pytest.mark.parametrize(
    ("address", "heading"),
    [
        ("/beitraege/neu/", "Erfahrung berichten"), ("/beitraege/neu/loesung/", "Lösung eintragen"),
        ("/beitraege/neu/modellprojekt/", "Modellprojekt eintragen"),
        ("/beitraege/einlesen/", "Tabelle einlesen"),
    ],
)  # fmt: skip
def test_who_belongs_to_none_is_told_under_the_heading_of_what_they_came_for(
    address: str, heading: str
) -> None:
    answer = signed_in(person(Role.READER)).get(address)
    assert answer.status_code == 403
    assert f"<h1>{heading}</h1>" in answer.content.decode()
