# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Pages: begin, go on, correct, confirm; nothing breaks, nothing is lost, nothing runs that was typed."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from allmende.accounts.models import Person, Role
from allmende.domain.lifecycle import State
from allmende.transfers.models import Deployment, Transfer
from allmende.undertakings.models import Confirmation, Step, Undertaking
from tests.catalogue.build import deployment, municipality, solution
from tests.undertakings.build import AT, GIVER, HOME, begun, client_of, hidden, page, person, step

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stock")]
NEW = "/vorhaben/neu/?loesung=pegel"
OFFERED = "Wir sehen uns das an"


def first(text: str, **changes: str) -> dict[str, str]:
    """What a browser sends from the form of the first step."""
    sent = {
        "token": hidden(text, "token"), "key": HOME, "state": "planned", "on": "2026-01-15",
        "visibility": "public", "origin": "",
    }  # fmt: skip
    return {**sent, **changes}


def test_a_solution_offers_it_to_people_with_an_account_only() -> None:
    assert OFFERED not in page(Client(), "/loesungen/pegel/")
    assert OFFERED in page(client_of(person(Role.REPORTER)), "/loesungen/pegel/")


def test_visitors_are_not_looked_up_in_sessions() -> None:
    row = begun(person(Role.REPORTER))
    for address in (f"/vorhaben/{row.pk}/", "/loesungen/pegel/"):
        with CaptureQueriesContext(connection) as seen:
            page(Client(), address)
        assert not [one for one in seen if "session" in one["sql"] or "accounts_person" in one["sql"]]


def test_who_wrote_what_is_shown_to_those_of_the_municipality_and_nobody_else() -> None:
    writer, colleague = person(Role.REPORTER), person(Role.EDITOR)
    type(writer).objects.filter(pk=writer.pk).update(name="Rita")
    row = begun(writer)
    step(colleague, row, State.PILOTING, date(2026, 2, 15))
    address = f"/vorhaben/{row.pk}/"
    own = page(client_of(colleague), address)
    assert "begonnen (Rita)" in own
    assert "Schritt eingetragen (Sie)" in own
    for other in (Client(), client_of(person(Role.EDITOR, GIVER)), client_of(person(Role.TRANSFER))):
        assert "Rita" not in page(other, address)


def test_one_form_begins_it_and_everybody_sees_it_at_once() -> None:
    row = solution("andere")
    deployment(row, GIVER)
    Deployment.objects.update(solution="pegel")
    client = client_of(person(Role.REPORTER))
    text = page(client, NEW)
    sent = first(text, origin=GIVER, reason="Wir schauen")
    answers = [client.post(NEW, sent) for _ in range(2)]
    made = Undertaking.objects.get()
    assert [one.headers["Location"] for one in answers] == [f"/vorhaben/{made.pk}/"] * 2
    assert Step.objects.count() == 1
    assert "Bad Belzig" in page(Client(), "/loesungen/pegel/")
    assert "von Stuttgart" in page(Client(), "/loesungen/pegel/")
    assert "Pegel für Starkregen" in page(Client(), f"/kommunen/{HOME}/")
    assert Transfer.objects.get().origins.get().pk == GIVER
    assert "Pegel für Starkregen" in page(client, "/vorhaben/")
    assert client.get(NEW).headers["Location"] == f"/vorhaben/{made.pk}/"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"state": "stopped"}, "Bitte eine gültige Auswahl treffen"),
        ({"on": "2999-01-01"}, "Der Tag liegt in der Zukunft."),
        ({"on": "0001-01-01"}, "Bitte einen Tag ab 1990 angeben."),
        ({"on": "gestern"}, "Bitte einen Tag angeben, zum Beispiel 24.11.2026."),
        ({"origin": "99999999"}, "Bitte eine gültige Auswahl treffen"),
        ({"key": GIVER}, "Bitte eine gültige Auswahl treffen"),
    ],
)
def test_what_makes_no_sense_is_said_at_the_form(changes: dict[str, str], sentence: str) -> None:
    client = client_of(person(Role.REPORTER))
    answer = client.post(NEW, first(page(client, NEW), **changes))
    assert answer.status_code == 422
    assert sentence in answer.content.decode() or changes.keys() & {"key", "origin", "state"}
    assert not Undertaking.objects.exists()


def test_a_forbidden_step_is_refused_in_german_and_the_text_stays() -> None:
    who = person(Role.REPORTER)
    row = begun(who, State.OPERATIONAL)
    client = client_of(who)
    text = page(client, f"/vorhaben/{row.pk}/")
    sent = {"version": "1", "token": hidden(text, "token"), "state": "stopped", "on": "2026-02-01"}
    answer = client.post(f"/vorhaben/{row.pk}/schritt/", sent)
    assert answer.status_code == 422
    assert "Wo es endet, gehört ein Grund dazu." in answer.content.decode()
    answer = client.post(f"/vorhaben/{row.pk}/schritt/", {**sent, "reason": "Zu teuer"})
    assert answer.status_code == 302
    assert "Zu teuer" in page(Client(), f"/vorhaben/{row.pk}/")


def test_a_form_that_arrives_after_the_session_ended_gives_the_text_back() -> None:
    note = "Die Stadtwerke sind dabei, und der Rat hat am Ende zugestimmt."
    for address in (NEW, f"/vorhaben/{uuid4()}/schritt/"):
        answer = Client().post(address, {"note": note})
        assert answer.status_code == 403
        assert note in answer.content.decode()


def test_who_comes_second_sees_both() -> None:
    who, other = person(Role.REPORTER), person(Role.EDITOR)
    row = begun(who, State.PILOTING)
    step(other, row, State.OPERATIONAL, date(2026, 3, 1), "Vom Rat beschlossen")
    sent = {
        "version": "1",
        "token": str(uuid4()),
        "state": "stopped",
        "on": "2026-04-01",
        "reason": "Mein Grund",
    }
    answer = client_of(who).post(f"/vorhaben/{row.pk}/schritt/", sent)
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Mein Grund" in text
    assert "Vom Rat beschlossen" in text
    assert hidden(text, "version") == "2"
    sent = {**sent, "version": "2", "token": hidden(text, "token")}
    assert client_of(who).post(f"/vorhaben/{row.pk}/schritt/", sent).status_code == 302
    assert row.steps.count() == 3


def test_two_colleagues_who_begin_it_at_once_lose_nothing() -> None:
    client = client_of(person(Role.REPORTER))
    sent = first(page(client, NEW), state="piloting", reason="Der Bauhof probiert es aus.")
    row = begun(person(Role.EDITOR))
    answer = client.post(NEW, sent)
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Der Bauhof probiert es aus." in text
    assert 'value="piloting" selected' in text
    assert 'value="2026-01-15"' in text
    assert Undertaking.objects.count() == row.steps.count() == 1


def test_a_day_is_taken_as_people_type_it() -> None:
    client = client_of(person(Role.REPORTER))
    client.post(NEW, first(page(client, NEW), on="15.1.26"))
    assert Step.objects.get().on == date(2026, 1, 15)


def test_a_correction_shows_what_stood_there() -> None:
    who = person(Role.REPORTER)
    row = begun(who)
    client = client_of(who)
    address = f"/vorhaben/{row.pk}/schritte/1/"
    text = page(client, address)
    sent = {
        "version": hidden(text, "version"),
        "token": hidden(text, "token"),
        "state": "piloting",
        "on": "2026-02-01",
    }
    assert client.post(address, sent).status_code == 302
    shown = page(Client(), f"/vorhaben/{row.pk}/")
    assert "davor stand hier" in shown
    assert "15.01.2026: Wir sehen uns das an" in shown
    assert client.get(f"/vorhaben/{row.pk}/schritte/9/").status_code == 404


def test_what_is_old_says_so_and_asks_to_be_confirmed() -> None:
    who = person(Role.REPORTER)
    row = begun(who, State.OPERATIONAL, on=date(2020, 1, 1), at=datetime(2021, 5, 3, 9, tzinfo=UTC))
    sentence = "Stand von 03.05.2021, seit zwei Jahren nicht bestätigt"
    client = client_of(who)
    assert sentence in page(client, "/vorhaben/")
    text = page(Client(), f"/vorhaben/{row.pk}/")
    assert sentence in text
    assert "Läuft weiter wie bisher" not in text
    assert "(seit zwei Jahren nicht bestätigt)" in page(Client(), "/loesungen/pegel/")
    text = page(client, f"/vorhaben/{row.pk}/")
    sent = {"version": "1", "token": hidden(text, "token"), "text": ""}
    for _ in range(2):
        assert client.post(f"/vorhaben/{row.pk}/gilt/", sent).status_code == 302
    assert Confirmation.objects.count() == 1
    assert sentence not in page(client, "/vorhaben/")
    assert "seit zwei Jahren nicht bestätigt" not in page(Client(), "/loesungen/pegel/")


def test_what_is_our_own_says_that_it_does_not_count() -> None:
    who = person(Role.REPORTER)
    row = begun(who, visibility="own")
    assert "zählt in keiner Zahl" in page(client_of(who), f"/vorhaben/{row.pk}/")
    assert "Bad Belzig" not in page(Client(), "/loesungen/pegel/")
    sent = {"version": "1", "visibility": "public", "origin": ""}
    assert client_of(who).post(f"/vorhaben/{row.pk}/angaben/", sent).status_code == 302
    assert "Bad Belzig" in page(Client(), "/loesungen/pegel/")


def test_scripts_in_a_reason_are_shown_and_never_run() -> None:
    evil = "<script>alert(1)</script>"
    who = person(Role.REPORTER)
    row = begun(who)
    step(who, row, State.DECIDED_AGAINST, date(2026, 2, 1), evil)
    for address in (
        "/vorhaben/",
        f"/vorhaben/{row.pk}/",
        f"/vorhaben/{row.pk}/schritte/2/",
        "/loesungen/pegel/",
    ):
        assert evil not in page(client_of(who), address)


def test_without_a_role_that_writes_there_is_a_way_to_one() -> None:
    text = page(client_of(person(Role.READER)), NEW)
    assert "Mitgliedschaft beantragen" in text
    assert (
        client_of(person(Role.READER)).post(NEW, first(f'<input name="token" value="{uuid4()}">')).status_code
        == 403
    )
    assert not Undertaking.objects.exists()


def test_lists_and_histories_ask_no_more_for_more_rows() -> None:
    who = person(Role.REPORTER)
    client = client_of(who)
    row = begun(who)

    def asked(address: str) -> int:
        with CaptureQueriesContext(connection) as seen:
            page(client, address)
        return len(seen)

    few = [asked("/vorhaben/"), asked(f"/vorhaben/{row.pk}/")]
    for number in range(5):
        solution(f"pegel-{number}")
        begun(who, solution=f"pegel-{number}")
    for day in range(1, 7):
        state, reason = ((State.DECIDED_AGAINST, "Geld"), (State.PLANNED, ""))[(day + 1) % 2]
        step(who, row, state, date(2026, 3, day), reason)
    assert [asked("/vorhaben/"), asked(f"/vorhaben/{row.pk}/")] == few


FIELDS = (
    "state",
    "on",
    "reason",
    "version",
    "token",
    "visibility",
    "origin",
    "text",
    "undo",
    "key",
    "antwort",
)
VALUES = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        ["planned", "stopped", "2026-02-01", "1", "-1", "9" * 30, "public", HOME, "\x00", str(uuid4())]
    ),
)
PLACES = ("", "schritt/", "gilt/", "angaben/", "schritte/1/", "schritte/99999999999999999999/")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from(FIELDS), VALUES, max_size=8), st.sampled_from(PLACES))
def test_no_form_breaks_whatever_is_sent(sent: dict[str, str], place: str) -> None:
    who = person(Role.REPORTER)
    row = Undertaking.objects.filter(key=HOME).first() or begun(who)
    address = f"/vorhaben/{row.pk}/{place}" if place else NEW
    before = Step.objects.count()
    answer = client_of(who).post(address, sent)
    assert answer.status_code < 500
    assert Step.objects.count() <= before + 1


def test_an_undertaking_outlives_its_solution_in_the_catalogue() -> None:
    who = person(Role.REPORTER)
    row = begun(who)
    Undertaking.objects.update(solution="fort")
    assert "steht nicht mehr im Katalog" in page(client_of(who), f"/vorhaben/{row.pk}/")
    page(client_of(who), "/vorhaben/")
    assert step(who, row, State.PILOTING, date(2026, 3, 1)).state == "piloting"


def test_somebody_of_two_municipalities_says_for_which() -> None:
    municipality("05315000", "Köln")
    who = person(Role.REPORTER)
    who.memberships.create(
        key="05315000",
        role=Role.EDITOR,
        state="confirmed",
        asked_at=AT,
        confirmed_at=AT,
        confirmed_by="command",
    )
    client = client_of(who)
    text = page(client, NEW)
    assert "Für welche Kommune schreiben Sie?" in text
    client.post(NEW, first(text, key="05315000"))
    assert Undertaking.objects.get().key == "05315000"


@pytest.mark.parametrize(
    ("place", "sent"),
    [
        ("schritt/", {"state": "piloting", "on": "2026-02-01"}),
        ("schritte/1/", {"state": "planned", "on": "2026-01-15", "undo": "on"}),
        ("gilt/", {}),
        ("angaben/", {"visibility": "own"}),
    ],
)
def test_a_second_click_leads_where_the_first_one_did(place: str, sent: dict[str, str]) -> None:
    who = person(Role.REPORTER)
    row = begun(who)
    client, form = client_of(who), {"version": str(row.version), "token": str(uuid4()), **sent}
    answers = [client.post(f"/vorhaben/{row.pk}/{place}", form) for _ in range(2)]
    assert [(one.status_code, one["Location"]) for one in answers] == [(302, f"/vorhaben/{row.pk}/")] * 2
    row.refresh_from_db()
    assert row.version == 2


def strict(who: Person) -> Client:
    """A browser whose forms need their token."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(who)
    return client


def test_what_was_typed_is_sent_again_after_signing_in_anew_and_written_once() -> None:
    writer, home = person(Role.REPORTER), {"origin": "http://testserver"}
    client, reason = strict(writer), "Wir sehen uns das an, weil der Bach im letzten Jahr zweimal überlief."
    sent = first(page(client, NEW), reason=reason)
    back = client.post(NEW, {**sent, "csrfmiddlewaretoken": "x" * 64}, headers=home)
    assert back.status_code == 403
    assert reason in back.content.decode()
    sent["csrfmiddlewaretoken"] = hidden(back.content.decode(), "csrfmiddlewaretoken")
    for _ in range(2):
        assert client.post(NEW, sent, headers=home).status_code == 302
    row = Undertaking.objects.get()
    assert Step.objects.get().reason == reason
    address, seen = f"/vorhaben/{row.pk}/schritt/", page(client, f"/vorhaben/{row.pk}/")
    typed = {
        "version": "1", "token": hidden(seen, "token"), "state": "piloting", "on": "2026-02-01",
        "reason": reason, "csrfmiddlewaretoken": "x" * 64,
    }  # fmt: skip
    client.logout()
    gone = client.post(address, typed, headers=home)
    assert reason in gone.content.decode()
    client.force_login(writer)
    typed["csrfmiddlewaretoken"] = hidden(page(client, f"/vorhaben/{row.pk}/"), "csrfmiddlewaretoken")
    for _ in range(2):
        assert client.post(address, typed, headers=home).status_code == 302
    assert Step.objects.count() == 2


@pytest.mark.parametrize("visibility", ["public", "own"])
def test_who_has_left_the_municipality_while_typing_gets_the_text_back(visibility: str) -> None:
    writer = person(Role.REPORTER)
    row = begun(writer, visibility=visibility)
    reason = "Der Bach lief im letzten Jahr zweimal über."
    client = client_of(writer)
    writer.memberships.all().delete()
    for address in (NEW, f"/vorhaben/{row.pk}/schritt/", f"/vorhaben/{row.pk}/gilt/"):
        answer = client.post(address, {"reason": reason, "text": reason, "version": "1"})
        assert answer.status_code in (403, 404)
        assert reason in answer.content.decode()
        assert "Noch einmal senden" not in answer.content.decode()
    assert Step.objects.count() == 1


def test_no_text_takes_a_mail_address_or_telephone_number() -> None:
    client = client_of(person(Role.REPORTER))
    sent = first(page(client, NEW), reason="Fragen an muster@stadt.example")
    answer = client.post(NEW, sent)
    assert answer.status_code == 422
    assert "„muster@stadt.example“ ist eine E-Mail-Adresse" in answer.content.decode()
    assert not Undertaking.objects.exists()
    client.post(NEW, {**sent, "reason": "Fragen ans Tiefbauamt"})
    row = Undertaking.objects.get()
    seen = page(client, f"/vorhaben/{row.pk}/")
    typed = {"version": "1", "token": hidden(seen, "token", 1), "text": "Tel. 033841 / 12345"}
    answer = client.post(f"/vorhaben/{row.pk}/gilt/", typed)
    assert answer.status_code == 422
    assert "ist eine Telefonnummer" in answer.content.decode()
    assert not Confirmation.objects.exists()
