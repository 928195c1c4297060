# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Somebody tries to find the place of an anonymised report by everything that is public.

The strongest way to say that nothing gives it away: whichever municipality of the class wrote it, every
public answer is the same, byte for byte: then no filter, count, difference or order can tell them apart.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import product
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from django.forms.models import model_to_dict
from django.test import Client
from django.utils.timezone import now

from allmende.accounts.actions import make_key
from allmende.accounts.models import Person, Role
from allmende.catalogue.models import Source
from allmende.contributions import actions
from allmende.contributions.models import Contribution
from allmende.domain.anonymity import PlaceClass
from allmende.domain.experience import Helped
from allmende.domain.lifecycle import Move, State
from allmende.domain.municipality import Level
from allmende.domain.records import OwnSolution
from allmende.domain.review import ReviewState, Step
from allmende.portal import queries as portal
from allmende.register import facts as register
from allmende.search import actions as search
from allmende.subscriptions import digests
from allmende.subscriptions.actions import follow
from allmende.subscriptions.models import Rhythm, Subject
from allmende.transfers.models import Deployment, Dimension, Edition, Factor, Report, Transfer
from allmende.transfers.telling import Statement
from allmende.undertakings import actions as undertakings
from tests.catalogue.build import deployment, municipality, solution
from tests.contributions.build import AT, HOME, NEIGHBOURS, WRITTEN, draft, person, take

PLACES = (HOME, *NEIGHBOURS)
ELSEWHERE = "05515040"
TOLD = replace(
    WRITTEN, visibility="anonymised", read_through=True, cost="rund 20.000 Euro", again=True,
    factors=(Helped("ORG", "barrier", "Niemand las die Werte ab.", "Vorher klären."),),
)  # fmt: skip
SAME = UUID(int=7)
QUESTIONS = ("", "Pegel", "Frost", "Kreis Nordost", "Bad Belzig", "Musterort 31")
FILTERS = (
    "",
    "&land=12",
    "&groesse=larger-town",
    "&stand=stopped",
    "&ergebnis=failed",
    "&land=12&stand=stopped",
)
PAGES = (
    "/", "/loesungen/", "/loesungen/pegel/", "/loesungen/pegel/feed/", "/erfahrungen/", "/erfahrungen/feed/",
    "/erfahrungen/?land=12", "/erfahrungen/?land=05", "/erfahrungen/?groesse=larger-town",
    "/erfahrungen/einflussfaktoren/", "/erfahrungen/einflussfaktoren/?groesse=larger-town",
    "/handlungsfelder/wasser/", "/handlungsfelder/wasser/feed/", "/api/v1/reports", "/api/v1/solutions/pegel",
    "/api/v1/factors", "/api/v1/solutions?land=12", "/en/", "/en/loesungen/pegel/", "/en/erfahrungen/",
    "/erfahrungen/einflussfaktoren/?feld=wasser&groesse=larger-town", "/api/v1/factors?size=larger-town",
    "/vergleichen/?loesung=pegel&loesung=laub", "/finden/vorschlaege/?q=Peg", "/quellen/",
    "/erfahrungen/gibt-es-nicht/",
    f"/vergleichen/?loesung=pegel&loesung=laub&kommune={HOME}", "/loesungen/eigen/", "/modellprojekte/",
    f"/loesungen/pegel/?kommune={NEIGHBOURS[2]}",
)  # fmt: skip

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stock")]


@pytest.fixture(autouse=True)
def _elsewhere(stock: None) -> None:
    """Towns of other classes, a second solution that runs in the open, an edition whose stamp can change."""
    for number in range(40, 48):
        municipality(f"055150{number}", f"Anderswo {number}", population=150_000, urbanisation=1)
    deployment(solution("laub", title="Laubmelder"), HOME)
    texts = {"name": "Organisation", "name_en": "Organisation", "description": "…", "description_en": "…"}
    Dimension.objects.get_or_create(code="ORG", defaults={**texts, "position": 1})
    Edition.objects.update_or_create(
        id=1, defaults={"stamp": "x", "read_on": AT.date(), "imported_at": now(), "imported_by": "test"}
    )


@pytest.fixture
def _known_by_name(stock: None, _elsewhere: None) -> None:
    """One town of the class says in public, in three ways, what it does with this solution."""
    author, editor = person(Role.REPORTER), person(Role.EDITOR)
    undertakings.begin(
        by=author.reference, key=HOME, solution="pegel", visibility="public", origin="",
        move=Move(State.PLANNED, AT.date()), token=UUID(int=9), at=AT,
    )  # fmt: skip
    for about, title in (("pegel", "Pegel für Starkregen"), ("", "Eigener Pegel")):
        said = OwnSolution(
            title, about, "Misst.", ("wasser",), visibility="public", state="stopped", cost_once_eur=20_000
        )
        row = actions.begin(by=author.reference, key=HOME, token=uuid4(), written=said, at=AT)
        take(author, row, Step.SUBMIT)
        take(editor, row, Step.RELEASE)


def told(key: str, author: Person, reviewer: Person) -> Contribution:
    """The same report, as if this municipality had written and released it."""
    row = Contribution.objects.create(
        id=SAME, key=key, author=author.reference, token=SAME, begun_at=AT, changed_at=AT
    )
    for version, written in ((1, replace(TOLD, read_through=False)), (2, TOLD)):
        actions.revise(by=author.reference, pk=SAME, version=version, written=written, at=AT)
    for version, by, step, after in (
        (3, author, Step.SUBMIT, ReviewState.SUBMITTED),
        (4, reviewer, Step.RELEASE, ReviewState.RELEASED),
    ):
        row = actions.take(by=by.reference, pk=SAME, version=version, step=step, after=after, at=AT)
    return row


def public(addresses: list[str], client: Client | None = None) -> Iterator[tuple[str, str]]:
    """Every answer that somebody gets, with an account or without, less what differs each time."""
    client = client or Client()
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code in (200, 302, 401, 404), address
        text = answer.content.decode() + str(answer.headers.get("ETag"))
        yield address, re.sub(r'nonce="[^"]*"|csrfmiddlewaretoken" value="[^"]*"', "", text)


def rows() -> list[Any]:
    """Everything in the public tables, links included."""
    models = (Report, Deployment, Transfer, Factor, Source)
    return [sorted(str(model_to_dict(row)) for row in model._default_manager.all()) for model in models] + [
        sorted(map(str, model.places.through.objects.values_list())) for model in (Report,)
    ]


def answers(key: str, author: Person, reviewer: Person, addresses: list[str]) -> tuple[Any, Any]:
    """What is public after this municipality told it; then it is as if it never had."""
    edition = Edition.objects.get().revision
    with transaction.atomic():
        Edition.objects.update(stamp=key)  # nothing kept in memory is taken from the run before
        told(key, author, reviewer)
        search.rebuild(portal.documents(), by="test")
        seen = rows(), dict(public(addresses))
        transaction.set_rollback(True)
    assert Edition.objects.get().revision == edition
    return seen


def page_of_report() -> str:
    """Address of the page of the report, which says nothing of its place either."""
    said = Statement(Contribution(id=SAME).origin, None, State.STOPPED, "2026", None, "", "hidden")
    return f"/erfahrungen/bericht-{said.word}/"


def addresses() -> list[str]:
    asked = [f"/finden/?q={q}{f}" for q, f in product(QUESTIONS, FILTERS)]
    own = [f"/kommunen/{key}/" for key in PLACES] + [f"/kommunen/{key}/feed/" for key in PLACES]
    near = [f"/finden/?q=Pegel&kommune={key}&ordnung=naehe" for key in PLACES[:4]]
    fits = [f"/api/v1/search?q=Pegel&municipality={key}" for key in PLACES[:4]]
    behind = [f"/beitraege/{SAME}/", "/beitraege/", f"/beitraege/{UUID(int=8)}/"]
    return [*PAGES, page_of_report(), *asked, *own, *near, *fits, *behind]


@pytest.mark.usefixtures("_known_by_name")
def test_every_public_answer_is_the_same_whoever_of_the_class_wrote_it() -> None:
    author, reviewer, asked = person(Role.REPORTER), person(Role.TRANSFER), addresses()
    reference = answers(HOME, author, reviewer, asked)
    assert "Pegel fielen im Winter aus" in reference[1]["/erfahrungen/"]
    assert "geschichte" in reference[1][page_of_report()]
    for key in NEIGHBOURS:
        other = answers(key, author, reviewer, asked)
        assert other[0] == reference[0], key
        assert {address for address in asked if other[1][address] != reference[1][address]} == set(), key


def test_the_class_that_is_told_has_at_least_five_members() -> None:
    told(HOME, person(Role.REPORTER), person(Role.TRANSFER))
    within = PlaceClass.from_code(Report.objects.get().within)
    members = [one for one in register.profiles(Level.MUNICIPALITY).values() if within.holds(one)]
    assert len(members) >= 5
    assert {one.key for one in members} >= {HOME, *NEIGHBOURS}


def member(key: str) -> tuple[Client, Client]:
    """Somebody of another municipality: signed in, and with an access key."""
    stranger = person(Role.EDITOR, key)
    inside, by_key = Client(), Client()
    inside.force_login(stranger)
    word = make_key(by=stranger.reference, person=stranger, name="Test", days=1, at=now())
    by_key.defaults["HTTP_AUTHORIZATION"] = f"Bearer {word}"
    return inside, by_key


@pytest.mark.usefixtures("_known_by_name")
def test_no_member_of_another_municipality_sees_more_whoever_of_the_class_wrote_it() -> None:
    author, reviewer = person(Role.REPORTER), person(Role.TRANSFER)
    draft(author, visibility="registered")
    clients = member(ELSEWHERE)
    asked = [
        "/beitraege/", "/vorhaben/", "/abonnements/", "/loesungen/pegel/", "/konto/", f"/beitraege/{SAME}/",
        f"/beitraege/{SAME}/fassungen/1/", "/api/v1/me", "/api/v1/contributions", "/api/v1/reports",
        "/api/v1/solutions/pegel", *(f"/kommunen/{key}/" for key in PLACES),
        *(f"/api/v1/search?q=Pegel&municipality={key}" for key in PLACES[:3]),
    ]  # fmt: skip
    reference: Any = None
    for key in PLACES:
        with transaction.atomic():
            Edition.objects.update(stamp=key)
            told(key, author, reviewer)
            search.rebuild(portal.documents(), by="test")
            seen = {(n, a): text for n, one in enumerate(clients) for a, text in public(asked, one)}
            transaction.set_rollback(True)
        reference = reference or seen
        assert {where for where, text in seen.items() if text != reference[where]} == set(), key


@pytest.mark.usefixtures("_known_by_name")
def test_no_mail_differs_whoever_of_the_class_wrote_it(mailoutbox: Any) -> None:
    author, reviewer, reader = person(Role.REPORTER), person(Role.TRANSFER), person(Role.READER, ELSEWHERE)
    for subject, key in ((Subject.SOLUTION, "pegel"), (Subject.LIKE, HOME), (Subject.ALL, "")):
        follow(
            by=reader.reference, person=reader, subject=subject, key=key, rhythm=Rhythm.DAILY, at=AT,
            today=AT.date(),
        )  # fmt: skip
    mails = []
    for key in PLACES:
        mailoutbox.clear()
        with transaction.atomic():
            told(key, author, reviewer)
            digests.send(by="test", today=AT.date() + timedelta(days=1))
            transaction.set_rollback(True)
        mails.append([re.sub(r"ende[^/]*/[^/\s]+/", "", one.body) for one in mailoutbox])
    assert WRITTEN.title in mails[0][0]
    assert all(one == mails[0] for one in mails)


def test_what_lies_behind_answers_strangers_as_if_it_did_not_exist() -> None:
    told(HOME, person(Role.REPORTER), person(Role.TRANSFER))
    stranger = Client()
    stranger.force_login(person(Role.EDITOR, key="12069030"))
    known, unknown = (stranger.get(f"/beitraege/{pk}/") for pk in (SAME, UUID(int=8)))
    assert (known.status_code, unknown.status_code) == (404, 404)
    assert str(SAME) not in stranger.get("/beitraege/").content.decode()
