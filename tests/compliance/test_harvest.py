# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""The harvest finds, proposes, merges and explains, and it does nothing twice."""

import dataclasses
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from allmende.adapters.errors import MissingError, RateLimitedError, RefusedError, UnreachableError
from allmende.adapters.forges.base import RepositoryRef
from allmende.adapters.http import Answer
from allmende.audit import queries as audit
from allmende.catalogue.models import Origin, Solution
from allmende.compliance import actions, harvest, queries
from allmende.compliance.models import Proposal, Visit
from allmende.compliance.publishers import Publisher
from allmende.compliance.visiting import Pace, Result, World, tell
from tests.catalogue.build import field, solution

pytestmark = pytest.mark.django_db

START = datetime(2026, 11, 24, 8, tzinfo=UTC)
ORG = "https://github.com/stadt"
GROUP = Publisher("stadt", "group", "Stadt", ORG)


def publiccode(word: str, **more: str) -> bytes:
    facts = {"name": word, "url": f"{ORG}/{word}", "short": f"Kurz: {word}", **more}
    return (
        f"name: {facts['name']}\nurl: {facts['url']}\nlegal: {{license: EUPL-1.2}}\n"
        f"description: {{de: {{shortDescription: '{facts['short']}'}}}}\n"
    ).encode()


@dataclasses.dataclass
class Forge:
    """A forge in memory. `trouble`: what to raise, by address of group or repository."""

    files: dict[str, bytes | None]
    activity: dict[str, datetime] = dataclasses.field(default_factory=dict)
    trouble: dict[str, Exception] = dataclasses.field(default_factory=dict)
    asked: Counter[str] = dataclasses.field(default_factory=Counter)

    def _ask(self, url: str) -> None:
        self.asked[url] += 1
        if url in self.trouble:
            raise self.trouble[url]

    def repositories(self, group: str) -> Iterator[RepositoryRef]:
        for name in self.files:
            yield RepositoryRef(f"{ORG}/{name}", "main", False, False, self.activity.get(name))
        self._ask(group)

    def file(self, url: str, path: str, *, limit: int = 0) -> bytes | None:
        self._ask(url)
        return self.files[url.rpartition("/")[2]]


@dataclasses.dataclass
class Season:
    """Runs harvests against one forge; the clock moves when told to."""

    forge: Forge
    now: datetime = START

    def harvest(
        self, *publishers: Publisher, again: bool = False, check: bool = False, **options: Any
    ) -> Counter[str]:
        world = World(now=lambda: self.now, forge=lambda url: self.forge, pace=Pace(0), **options)  # type: ignore[arg-type,return-value]
        return harvest.harvest(
            publishers=publishers or [GROUP],
            world=world,
            workers=1,
            again=again,
            check=check,
            progress=lambda v, o: None,
        )


@pytest.fixture
def season() -> Season:
    names = ("app", "map")
    return Season(Forge({**{name: publiccode(name) for name in names}, "plain": None}))


def log() -> dict[str, str]:
    return {visit.url.removeprefix(ORG): visit.ending for visit in queries.visits()}


def decisions() -> dict[str, str]:
    return {one.values["title"]: one.decision for one in queries.proposals()}


def test_repositories_with_a_description_are_proposed(season: Season) -> None:
    assert season.harvest() == {"listed": 1, "proposed": 2, "absent": 1}
    assert decisions() == {"app": "proposed", "map": "proposed"}
    assert log() == {"": "listed", "/app": "proposed", "/map": "proposed", "/plain": "absent"}
    assert not Solution.objects.exists()


def test_a_second_harvest_on_the_same_day_asks_nobody(season: Season) -> None:
    season.harvest()
    before = season.forge.asked.copy()
    assert season.harvest() == {}
    assert season.forge.asked == before


def test_the_next_day_only_what_moved_is_read_again(season: Season) -> None:
    season.forge.activity = dict.fromkeys(season.forge.files, START)
    season.harvest()
    season.now += timedelta(days=1)
    season.forge.activity["map"] = season.now
    season.forge.files["map"] = publiccode("map", short="Neu")
    assert season.harvest() == {"listed": 1, "proposed": 1, "unchanged": 2}
    assert season.forge.asked[f"{ORG}/app"] == 1
    assert Proposal.objects.get(identity="github.com/stadt/map").values["summary"] == "Neu"
    assert log()["/plain"] == "absent"


def test_a_known_solution_is_linked_and_not_a_word_of_it_changed(season: Season) -> None:
    known = solution("karte", repository=f"{ORG}/Map.git/", summary="Unsere Worte")
    season.harvest()
    proposal = Proposal.objects.get(identity="github.com/stadt/map")
    assert (proposal.decision, proposal.solution) == ("linked", known)
    known.refresh_from_db()
    assert known.summary == "Unsere Worte"
    assert decisions()["app"] == "proposed"


def test_rejections_say_why_and_whom_to_tell(season: Season) -> None:
    season.forge.files = {"fork": publiccode("fork", url="https://github.com/orig/app"), "broken": b"a: ["}
    assert season.harvest()["rejected"] == 2
    visits = {visit.url: visit for visit in queries.visits(ending="rejected")}
    fork = visits[f"{ORG}/fork"]
    assert "anderes Repository (https://github.com/orig/app)" in fork.reasons[0]["de"]
    assert "Zeile" in visits[f"{ORG}/broken"].reasons[0]["de"]
    assert tell(fork, "") == f"{ORG}/fork/issues"
    assert tell(fork, "https://stadt.example/kontakt") == "https://stadt.example/kontakt"
    assert not Proposal.objects.exists()


def test_missing_and_refused_addresses_are_logged_and_do_not_stop_the_others(season: Season) -> None:
    season.forge.trouble = {
        f"{ORG}/app": MissingError("missing", "Gibt es nicht.", "Is not there."),
        f"{ORG}/map": RefusedError("size", "Zu groß.", "Too large."),
    }
    season.harvest()
    assert log() == {"": "listed", "/app": "missing", "/map": "rejected", "/plain": "absent"}


def test_a_rate_limit_puts_the_whole_host_off_and_the_next_run_goes_on(season: Season) -> None:
    until = START + timedelta(minutes=30)
    season.forge.trouble = {f"{ORG}/app": RateLimitedError(until)}
    assert season.harvest() == {"listed": 1, "later": 1}
    assert season.harvest() == {}
    assert queries.waiting_until(["stadt"], START) == until
    season.forge.trouble = {}
    season.now = until + timedelta(seconds=1)
    assert season.harvest() == {"proposed": 2, "absent": 1}


def test_a_list_that_breaks_off_keeps_what_it_had_and_comes_again(season: Season) -> None:
    season.forge.trouble = {ORG: UnreachableError("time", "Zu langsam.", "Too slow.")}
    season.forge.files = {f"r{number}": None for number in range(150)}
    assert season.harvest() == {"later": 1, "absent": 100}
    season.forge.trouble = {}
    season.now += timedelta(hours=1)
    assert season.harvest() == {"listed": 1, "absent": 50}


def test_patience_with_an_unreachable_place_grows(season: Season) -> None:
    season.forge.trouble = {f"{ORG}/app": UnreachableError("time", "Zu langsam.", "Too slow.")}
    waits = []
    for _ in range(4):
        season.harvest()
        due = Visit.objects.get(url=f"{ORG}/app").due
        waits.append(due - season.now)
        season.now = due
    assert waits == [timedelta(minutes=minutes) for minutes in (10, 20, 40, 80)]


def test_a_mistake_of_ours_is_logged_and_the_harvest_goes_on(
    season: Season, caplog: pytest.LogCaptureFixture
) -> None:
    season.forge.trouble = {f"{ORG}/app": ZeroDivisionError("ours")}
    assert season.harvest() == {"listed": 1, "later": 1, "proposed": 1, "absent": 1}
    assert f"Ernte von {ORG}/app" in caplog.text
    assert Visit.objects.get(url=f"{ORG}/app").reasons[0]["code"] == "bug"


def test_again_visits_everything_and_proposes_nothing_twice(season: Season) -> None:
    season.harvest()
    assert season.harvest(again=True) == {"listed": 1, "proposed": 2, "absent": 1}
    assert Proposal.objects.count() == 2
    assert set(Visit.objects.values_list("times", flat=True)) == {2}


def test_one_worker_alone_has_a_visit(season: Season) -> None:
    actions.plan_harvest(by="x", publishers=[GROUP], now=START)
    first = actions.claim_visit(by="one/1", now=START, publishers=["stadt"])
    assert first
    assert actions.claim_visit(by="two/2", now=START, publishers=["stadt"]) is None
    late = actions.claim_visit(by="two/2", now=START + actions.LEASE * 2, publishers=["stadt"])
    assert late
    assert late.pk == first.pk
    result = Result(actions.Ending.LISTED)
    assert actions.settle(by="one/1", visit=first, result=result, now=START) == ""
    assert actions.settle(by="two/2", visit=late, result=result, now=START) == "listed"
    assert Visit.objects.get().times == 1


def test_claims_of_workers_that_died_here_are_given_back() -> None:
    mine = harvest.worker_name()
    host = mine.rpartition("/")[0]
    dead = f"{host}/{2**22 + 5}"
    assert harvest.gone([f"{mine}/a", f"{dead}/b", "elsewhere/1/c"]) == {dead}
    actions.plan_harvest(by="x", publishers=[GROUP], now=START)
    actions.claim_visit(by=dead, now=START, publishers=["stadt"])
    assert actions.release_claims(by=mine, workers={f"{host}/4"}) == 0
    assert actions.release_claims(by=mine, workers={dead}) == 1
    assert actions.claim_visit(by=mine, now=START, publishers=["stadt"])


def test_a_list_of_another_catalogue_is_read_as_lines_or_json(season: Season) -> None:
    other = Publisher("other", "list", "Katalog", "https://catalogue.example/list")
    for body in (f"{ORG}/app\nhttp://no.example/x\n", f'["{ORG}/map", {{"url": "{ORG}/plain"}}, 3, null]'):
        answer = Answer(200, other.url, {}, body.encode())
        season.harvest(other, again=True, fetch=lambda url, answer=answer, **options: answer)
    assert log() == {other.url: "listed", "/app": "proposed", "/map": "proposed", "/plain": "absent"}


def accepted(season: Season) -> Solution:
    season.harvest()
    field("wasser")
    proposal = queries.proposal(f"{ORG}/app")
    assert proposal
    return actions.accept_proposal(by="editor", proposal=proposal, fields=["wasser"], at=START)


def test_an_accepted_proposal_is_a_solution_with_its_source(season: Season) -> None:
    found = accepted(season)
    assert (found.pk, found.licence, found.origin) == ("app", "EUPL-1.2", Origin.PROPOSED)
    assert found.repository == f"{ORG}/app"
    assert [source.url for source in found.sources.all()] == [f"{ORG}/app"]
    assert [one.key for one in found.fields.all()] == ["wasser"]
    proposal = Proposal.objects.get(solution=found)
    assert (proposal.decision, proposal.decided_by) == ("accepted", "editor")
    (event,) = audit.history("proposal", str(proposal.pk))
    assert (event.who, event.verb, event.after["solution"]) == ("editor", "decide", "app")


def test_what_the_source_changes_is_renewed_and_what_people_wrote_stays(season: Season) -> None:
    found = accepted(season)
    Solution.objects.filter(pk=found.pk).update(summary="Von Hand verbessert")
    season.forge.files["app"] = publiccode("app", name="App 2", short="Neuer Text")
    season.harvest(again=True)
    found.refresh_from_db()
    assert (found.title, found.summary) == ("App 2", "Von Hand verbessert")
    season.forge.files["app"] = publiccode("app", name="App 3", short="Noch neuer")
    season.harvest(again=True)
    found.refresh_from_db()
    assert (found.title, found.summary) == ("App 3", "Von Hand verbessert")
    assert Proposal.objects.get(solution=found).decision == "accepted"


def test_a_rejected_proposal_is_not_proposed_again(season: Season) -> None:
    season.harvest()
    proposal = Proposal.objects.get(identity="github.com/stadt/app")
    actions.reject_proposal(by="editor", proposal=proposal, note="Kein Nutzen für andere", at=START)
    season.forge.files["app"] = publiccode("app", short="Anders")
    season.harvest(again=True)
    assert decisions()["app"] == "rejected"
    with pytest.raises(ValueError, match="schon entschieden"):
        actions.accept_proposal(by="editor", proposal=proposal, fields=[], at=START)


def test_a_solution_that_comes_into_the_catalogue_meanwhile_is_linked(season: Season) -> None:
    season.harvest()
    known = solution("karte", repository=f"{ORG}/map")
    season.harvest(again=True)
    proposal = Proposal.objects.get(identity="github.com/stadt/map")
    assert (proposal.decision, proposal.solution) == ("linked", known)


def test_a_pause_is_kept_between_two_visits_at_one_host() -> None:
    slept: list[float] = []
    pace = Pace(0.5, slept.append)
    for host in ("a", "a", "b", "", "", "a"):
        pace.wait(host)
    assert [round(seconds, 1) for seconds in slept] == [0.5, 1.0]


def test_a_visit_that_another_worker_finished_meanwhile_is_not_claimed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    actions.plan_harvest(by="x", publishers=[GROUP], now=START)
    names = iter(["slow", "quick", "again"])

    def name(length: int) -> str:
        word = next(names)
        if word == "slow":  # has chosen, not yet claimed: now the other one comes and finishes
            other = actions.claim_visit(by="two/2", now=START, publishers=["stadt"])
            assert other
            actions.settle(by="two/2", visit=other, result=Result(actions.Ending.LISTED), now=START)
        return word

    monkeypatch.setattr(actions.secrets, "token_hex", name)
    assert actions.claim_visit(by="one/1", now=START, publishers=["stadt"]) is None
    assert Visit.objects.get().times == 1


class Checked(list[str]):
    """Stands for the check of repositories: keeps the addresses, raises for those in `trouble`."""

    def __init__(self, trouble: dict[str, Exception] | None = None) -> None:
        self.trouble = trouble or {}

    def __call__(self, *, by: str, url: str) -> None:
        self.append(url)
        if url in self.trouble:
            raise self.trouble[url]


def test_what_is_proposed_is_checked_too(season: Season, monkeypatch: pytest.MonkeyPatch) -> None:
    checked = Checked()
    monkeypatch.setattr(actions, "check_repository", checked)
    season.harvest(check=True)
    assert sorted(checked) == [f"{ORG}/app", f"{ORG}/map"]


def test_a_check_that_fails_does_not_cost_the_proposal(
    season: Season, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = RefusedError("size", "Das Repository ist zu groß.", "The repository is too large.")
    monkeypatch.setattr(actions, "check_repository", Checked({f"{ORG}/app": refused}))
    season.harvest(check=True)
    assert decisions() == {"app": "proposed", "map": "proposed"}
    assert Visit.objects.get(url=f"{ORG}/app").reasons[-1]["de"] == "Das Repository ist zu groß."


def test_a_rate_limit_during_the_check_puts_the_visit_off(
    season: Season, monkeypatch: pytest.MonkeyPatch
) -> None:
    until = START + timedelta(minutes=5)
    checked = Checked({f"{ORG}/app": RateLimitedError(until)})
    monkeypatch.setattr(actions, "check_repository", checked)
    season.harvest(check=True)
    assert decisions() == {}
    season.now, checked.trouble = until + timedelta(seconds=1), {}
    season.harvest(check=True)
    assert decisions() == {"app": "proposed", "map": "proposed"}


@pytest.mark.parametrize("sign", ["\\0", "\\ud800", "\\U0001F600", "\\u202e", "x" * 5000], ids=ascii)
def test_signs_that_no_database_takes_stop_nobody(season: Season, sign: str) -> None:
    text = f'name: "App {sign}"\nurl: "{ORG}/app"\nlegal: {{license: "EUPL {sign}"}}\n"k{sign}": "{sign}"\n'
    text += f'description: {{"de{sign}": {{shortDescription: "Kurz {sign}"}}}}\n'
    season.forge.files["app"] = text.encode()
    season.harvest()
    assert log()["/app"] in {"proposed", "rejected"}
    assert log()["/map"] == "proposed"


def test_lists_with_impossible_addresses_are_read_without_them(season: Season) -> None:
    other = Publisher("other", "list", "Katalog", "https://catalogue.example/list")
    body = b'["https://x.example/\\ud800", "https://x.example/\\u0000", "' + ORG.encode() + b'/map"]'
    season.harvest(other, fetch=lambda url, **options: Answer(200, url, {}, body))
    assert log() == {other.url: "listed", "/map": "proposed"}


def test_a_folder_that_is_gone_is_said_to_be_missing(season: Season) -> None:
    assert season.harvest(Publisher("here", "folder", "Hier", "/nowhere/at/all")) == {"missing": 1}
    assert "gibt es nicht" in Visit.objects.get().reasons[0]["de"]
