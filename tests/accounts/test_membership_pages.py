# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Somebody asks to belong to a municipality, somebody there says yes or no."""

from http import HTTPStatus
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.test import Client

from allmende.accounts import access, actions, queries
from allmende.accounts.models import TRANSFER, Membership, Person, Role, Standing
from allmende.audit import queries as audit
from allmende.register.models import Municipality
from tests.accounts.people import AT, HOME, PASSWORD, code, member, person
from tests.catalogue.build import municipality

pytestmark = pytest.mark.django_db
PAGE = "/konto/mitgliedschaften/"
NAME = "Bad Belzig"


@pytest.fixture(autouse=True)
def _place() -> Municipality:
    return municipality(HOME, NAME)


def signed_in(who: Person) -> Client:
    client = Client()
    client.force_login(who)
    return client


def ask(who: Person, role: Role = Role.REPORTER, place: str = HOME) -> Membership:
    signed_in(who).post(f"{PAGE}beantragen/", {"kommune": place, "rolle": role})
    return queries.memberships(who)[-1]


def decide(who: Person, membership: Membership, step: str) -> int:
    return signed_in(who).post(f"{PAGE}{membership.pk}/{step}/").status_code


def test_what_was_asked_for_counts_once_an_editor_there_has_agreed() -> None:
    anna, editor = person(), member(Role.EDITOR)
    membership = ask(anna)
    assert not access.may_write(anna, HOME)
    assert "anna@example.test" in signed_in(editor).get(PAGE).content.decode()
    assert decide(editor, membership, "bestaetigen") == HTTPStatus.FOUND
    assert access.may_write(anna, HOME)
    membership.refresh_from_db()
    assert membership.confirmed_by == editor.reference
    assert [(e.verb, e.who) for e in audit.history("membership", str(membership.pk))] == [
        ("ask", anna.reference),
        ("confirm", editor.reference),
    ]


def test_who_belongs_nowhere_yet_is_told_what_comes_next() -> None:
    anna = person()
    assert "Als Nächstes" in signed_in(anna).get("/konto/").content.decode()
    ask(anna)
    assert "Als Nächstes" not in signed_in(anna).get("/konto/").content.decode()
    assert "Antrag zurückziehen" in signed_in(anna).get(PAGE).content.decode()


def test_a_refused_request_may_be_made_again() -> None:
    anna, office = person(), member(Role.TRANSFER)
    decide(office, ask(anna), "ablehnen")
    assert not access.may_write(anna, HOME)
    assert ask(anna).state == Standing.ASKED
    assert len(queries.memberships(anna)) == 2


@pytest.mark.parametrize("role", [Role.READER, Role.REPORTER, Role.OPERATION])
@pytest.mark.parametrize("step", ["bestaetigen", "ablehnen", "beenden"])
def test_nobody_else_decides(role: Role, step: str) -> None:
    membership = ask(person())
    assert decide(member(role), membership, step) == HTTPStatus.FORBIDDEN
    membership.refresh_from_db()
    assert membership.state == Standing.ASKED


def test_nobody_decides_about_their_own_request() -> None:
    office = member(Role.TRANSFER)
    assert decide(office, ask(office), "bestaetigen") == HTTPStatus.FORBIDDEN


def test_a_decision_that_comes_too_late_is_told_so() -> None:
    editor, membership = member(Role.EDITOR), ask(person())
    decide(editor, membership, "bestaetigen")
    assert decide(editor, membership, "ablehnen") == HTTPStatus.FORBIDDEN
    membership.refresh_from_db()
    assert membership.state == Standing.CONFIRMED


def test_the_same_request_twice_is_one(client: Client) -> None:
    anna = person()
    ask(anna)
    ask(anna)
    assert len(queries.memberships(anna)) == 1


def test_a_verified_address_of_the_mail_domain_confirms_at_once(settings: Any) -> None:
    settings.MEMBER_DOMAINS = {"example.test": HOME}
    anna = person()
    assert ask(anna).confirmed_by == "domain:example.test"
    assert access.may_write(anna, HOME)


def test_who_wants_to_report_asks_as_reporter_and_is_led_back_once_they_belong(settings: Any) -> None:
    settings.MEMBER_DOMAINS = {"example.test": HOME}
    visitor = signed_in(person())
    closed = visitor.get("/beitraege/neu/?loesung=pegel&x=ä")
    there = "?rolle=reporter&amp;weiter=%2Fbeitraege%2Fneu%2F%3Floesung%3Dpegel%26x%3D"
    assert there in closed.content.decode()
    form = visitor.get(
        f"{PAGE}?rolle=reporter&weiter=%2Fbeitraege%2Fneu%2F%3Floesung%3Dpegel"
    ).content.decode()
    assert '<option value="reporter" selected>' in form
    assert 'name="weiter" value="/beitraege/neu/?loesung=pegel"' in form
    sent = {"kommune": HOME, "rolle": "reporter", "weiter": "/beitraege/neu/?loesung=pegel"}
    answer = visitor.post(f"{PAGE}beantragen/", sent)
    assert answer["Location"] == "/beitraege/neu/?loesung=pegel"
    assert visitor.get(answer["Location"]).status_code == HTTPStatus.OK


@pytest.mark.parametrize(
    "page", ["https://example.org/", "//example.org/", "/\\example.org", "javascript:alert(1)", ""]
)
def test_nobody_is_led_to_another_site(settings: Any, page: str) -> None:
    settings.MEMBER_DOMAINS = {"example.test": HOME}
    sent = {"kommune": HOME, "rolle": "reporter", "weiter": page}
    assert signed_in(person()).post(f"{PAGE}beantragen/", sent)["Location"] == PAGE


def test_a_mail_domain_makes_nobody_an_editor(settings: Any) -> None:
    settings.MEMBER_DOMAINS = {"example.test": HOME}
    assert ask(person(), Role.EDITOR).state == Standing.ASKED


def test_an_address_that_is_not_verified_confirms_nothing(settings: Any) -> None:
    settings.MEMBER_DOMAINS = {"example.test": HOME}
    assert ask(Person.objects.create_user("otto@example.test")).state == Standing.ASKED


def test_a_mail_domain_confirms_for_its_own_body_only(settings: Any) -> None:
    settings.MEMBER_DOMAINS = {"example.test": "05315000"}
    assert ask(person()).state == Standing.ASKED


@pytest.mark.parametrize(
    "address",
    ["anna@amt.stadt.test", "anna@xstadt.test", "anna@stadt.test.evil.test", '"a@stadt.test"@evil.test'],
)
def test_a_mail_domain_is_that_domain_and_no_other(settings: Any, address: str) -> None:
    settings.MEMBER_DOMAINS = {"stadt.test": HOME}
    assert ask(person(address)).state == Standing.ASKED


@pytest.mark.parametrize(("address", "stays"), [("anna@privat.test", False), ("amt@example.test", True)])
def test_who_leaves_the_mail_domain_leaves_what_it_alone_had_confirmed(
    settings: Any, address: str, stays: bool
) -> None:
    settings.MEMBER_DOMAINS = {"example.test": HOME}
    anna, client = person(), Client()
    actions.appoint(by="command", person=anna, key="05315000", role=Role.READER, at=AT)
    ask(anna)
    client.post("/konto/anmelden/", {"login": anna.email, "password": PASSWORD})
    client.post("/konto/bestaetigen/", {"password": PASSWORD})
    client.post("/konto/adresse/", {"email": address, "action_add": ""})
    assert access.may_write(anna, HOME)
    client.post("/konto/adresse/bestaetigen/", {"code": code()})
    assert queries.verified_domains(anna) == [address.rpartition("@")[2]]
    assert access.may_write(anna, HOME) is stays
    assert access.may_read_own(anna, "05315000")


def test_nobody_sends_request_after_request(settings: Any) -> None:
    anna, editor = person(), member(Role.EDITOR)
    for _ in range(12):
        membership = ask(anna)
        decide(anna, membership, "beenden")
    assert len(queries.memberships(anna)) == actions.MOST_REQUESTS
    assert [one.to for one in mail.outbox] == [[editor.email]] * actions.MOST_REQUESTS


@pytest.mark.parametrize(
    "form", [{"kommune": "Nirgendwo", "rolle": "reader"}, {"kommune": HOME, "rolle": "operation"}]
)
def test_what_makes_no_sense_is_said_and_not_stored(form: dict[str, str]) -> None:
    anna = person()
    answer = signed_in(anna).post(f"{PAGE}beantragen/", form)
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Bitte wählen Sie eine Kommune" in answer.content.decode()
    assert queries.memberships(anna) == []


def test_the_transfer_office_is_asked_for_without_a_municipality() -> None:
    anna = person()
    signed_in(anna).post(f"{PAGE}beantragen/")
    asked = queries.memberships(anna)[0]
    assert (asked.key, asked.state) == (TRANSFER, Standing.ASKED)


def test_one_leaves_when_one_likes() -> None:
    reporter = member(Role.REPORTER)
    decide(reporter, queries.memberships(reporter)[0], "beenden")
    assert not access.may_write(reporter, HOME)


def test_an_editor_changes_the_role_of_others_and_not_the_own() -> None:
    editor, reader = member(Role.EDITOR), member(Role.READER)
    for who, expected in ((reader, HTTPStatus.FOUND), (editor, HTTPStatus.FORBIDDEN)):
        address = f"{PAGE}{queries.memberships(who)[0].pk}/rolle/"
        assert signed_in(editor).post(address, {"rolle": Role.REPORTER}).status_code == expected
    assert access.may_write(reader, HOME)
    assert access.may_edit(editor, HOME)


def test_who_belongs_to_a_body_is_seen_by_its_editors_only() -> None:
    reader = member(Role.READER)
    for role, sees in ((Role.EDITOR, True), (Role.REPORTER, False), (Role.OPERATION, False)):
        page = signed_in(member(role)).get(f"{PAGE}?zeigen={HOME}").content.decode()
        assert (reader.email in page) is sees


def test_a_visitor_is_sent_to_the_sign_in(client: Client) -> None:
    assert client.get(PAGE)["Location"].startswith("/konto/anmelden/")
    assert client.post(f"{PAGE}beantragen/")["Location"].startswith("/konto/anmelden/")


def test_those_who_decide_are_told_by_mail_and_the_one_who_asked_is_told_how() -> None:
    anna, editor, office = person(), member(Role.EDITOR), member(Role.TRANSFER)
    membership = ask(anna)
    assert [one.to for one in mail.outbox] == [[editor.email]]
    assert f"anna@example.test möchte dazugehören: {NAME}" in mail.outbox[0].body
    assert f"http://testserver{PAGE}" in mail.outbox[0].body
    decide(editor, membership, "bestaetigen")
    assert [one.to for one in mail.outbox[1:]] == [[anna.email]]
    assert f"Sie gehören jetzt dazu: {NAME}" in mail.outbox[1].body
    assert office.email not in str([one.to for one in mail.outbox])


def test_where_nobody_edits_yet_the_transfer_office_is_told() -> None:
    office = member(Role.TRANSFER)
    member(Role.EDITOR, key="05315000")
    former = member(Role.EDITOR, Standing.ENDED)
    actions.appoint(by="x", person=former, key=HOME, role=Role.READER, at=AT)
    decide(office, ask(person()), "ablehnen")
    assert [one.to[0] for one in mail.outbox] == [office.email, "anna@example.test"]
    assert "abgelehnt" in mail.outbox[1].subject


def test_a_mail_server_that_is_down_stops_no_request(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: EmailMessage, fail_silently: bool = False) -> int:
        raise ConnectionRefusedError

    member(Role.EDITOR)
    monkeypatch.setattr(EmailMessage, "send", refuse)
    assert ask(person()).state == Standing.ASKED
