# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is stored of checks, and how it is shown: pages, badge, interface, command line, paper."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result
from django.db import IntegrityError, transaction
from django.test import Client

from allmende.adapters import git
from allmende.adapters.errors import RefusedError, UnreachableError
from allmende.compliance import actions, printed, queries, shown, snapshots
from allmende.compliance.cli import repository as command
from allmende.compliance.models import Check, Finding, Repository
from allmende.domain.repository.findings import Evidence, Verdict
from allmende.domain.repository.snapshot import Snapshot
from tests.catalogue.build import solution
from tests.compliance import repositories as made
from tests.compliance.conftest import found

Look = Callable[..., Snapshot]
pytestmark = pytest.mark.django_db


def store(look: Look, name: str, address: str = made.ADDRESS) -> Check:
    return actions.store(by="test", snapshot=look(name, address))


def test_a_check_is_stored_with_day_commit_and_every_finding(look: Look) -> None:
    check = store(look, "good")
    assert (check.number, check.moment, len(check.commit)) == (1, made.MOMENT, 40)
    assert check.findings.count() == len(found(look("good")))
    assert Repository.objects.get().latest == check
    assert check.facts["licences"] == ["EUPL-1.2"]


def test_the_next_check_keeps_the_one_before(look: Look) -> None:
    store(look, "bad")
    second = store(look, "good")
    assert second.number == 2
    assert Check.objects.count() == 2
    assert Repository.objects.get().latest == second


def test_no_rule_has_two_findings_in_one_check(look: Look) -> None:
    check = store(look, "empty")
    with pytest.raises(IntegrityError), transaction.atomic():
        Finding.objects.create(check_run=check, rule="licence-file", verdict="met", text_de="", text_en="")


def test_an_address_of_no_repository_is_refused() -> None:
    with pytest.raises(RefusedError):
        actions.check_repository(by="test", url="https://github.com/only-an-organisation")


def test_nothing_is_stored_when_nobody_could_say(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise UnreachableError("status", "Störung.", "Failure.")

    monkeypatch.setattr(git, "clone", broken)
    with pytest.raises(UnreachableError):
        actions.check_repository(by="test", url=made.ADDRESS)
    assert not Check.objects.exists()


def test_the_newest_check_of_solutions_is_found_in_three_queries(
    look: Look, django_assert_num_queries: Any
) -> None:
    store(look, "bad")
    store(look, "good")
    for slug, url in (("eins", f"{made.ADDRESS}.git"), ("zwei", made.ELSEWHERE), ("drei", "")):
        solution(slug, repository=url)
    with django_assert_num_queries(3):
        latest = queries.latest(["eins", "zwei", "drei", "fehlt"])
    assert list(latest) == ["eins"]
    assert latest["eins"].verdicts["licence-open"] == Verdict.MET
    assert latest["eins"].duty_met == Verdict.MET
    assert latest["eins"].moment == made.MOMENT


def test_no_solution_with_code_needs_one_query(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        assert queries.latest(["fehlt"]) == {}


def test_due_is_what_the_catalogue_names_and_nobody_checked_lately(look: Look) -> None:
    store(look, "good")
    solution("eins", repository=made.ADDRESS)
    solution("zwei", repository=f"{made.ELSEWHERE}/tree/main")
    assert queries.due_addresses(before=made.MOMENT, days=7) == [made.ELSEWHERE]
    assert queries.due_addresses(before=made.MOMENT, days=0) == [made.ELSEWHERE, made.ADDRESS]


def test_the_list_shows_every_group_of_every_repository(look: Look, client: Client) -> None:
    store(look, "bad")
    store(look, "good", made.ELSEWHERE)
    page = client.get("/code-pruefungen/").content.decode()
    assert page.count("Freie Lizenz") == 2
    assert "gitlab.opencode.de/stadt/app" in page
    assert "github.com/stadt/app" in page


def test_the_list_asks_no_more_for_more_repositories(
    look: Look, client: Client, django_assert_max_num_queries: Any
) -> None:
    for number in range(5):
        store(look, "empty", f"{made.ELSEWHERE}-{number}")
    with django_assert_max_num_queries(8):
        client.get("/code-pruefungen/")
    with django_assert_max_num_queries(8):
        client.get("/api/v1/checks")


def test_a_check_shows_findings_with_their_place_and_remedy(look: Look, client: Client) -> None:
    check = store(look, "bad")
    page = client.get(f"/code-pruefungen/{check.repository.slug}/").content.decode()
    assert f'href="{made.ADDRESS}/-/blob/{check.commit}/app.py#L3"' in page
    assert "So beheben:" in page
    assert "keine amtliche Feststellung" in page
    assert made.TOKEN.decode() not in page


def test_a_check_says_what_changed_and_keeps_its_address(look: Look, client: Client) -> None:
    first = store(look, "bad")
    store(look, "good")
    newest = client.get(f"/code-pruefungen/{first.repository.slug}/").content.decode()
    older = client.get(f"/code-pruefungen/{first.repository.slug}/1/").content.decode()
    assert "Keine Zugangsdaten im Code: nicht erfüllt → erfüllt" in newest
    assert "Dies ist eine ältere Prüfung" in older
    assert client.get(f"/code-pruefungen/{first.repository.slug}/3/").status_code == 404


def test_a_check_speaks_english_as_well(look: Look, client: Client) -> None:
    check = store(look, "bad")
    page = client.get(f"/en/code-pruefungen/{check.repository.slug}/").content.decode()
    assert "There is no SECURITY.md in the root." in page


def test_pages_of_unknown_repositories_are_not_found(client: Client) -> None:
    for address in ("x/", "x/1/", "x/plakette.svg"):
        assert client.get(f"/code-pruefungen/{address}").status_code == 404
    assert client.get("/api/v1/checks/x").status_code == 404


def test_every_rule_is_on_the_page_of_rules(client: Client) -> None:
    page = client.get("/code-pruefungen/regeln/").content.decode()
    assert all(f'id="{rule}"' in page for rule in found(Snapshot(made.MOMENT)))


def test_the_badge_is_spoken_and_dated(look: Look, client: Client) -> None:
    check = store(look, "good")
    answer = client.get(f"/code-pruefungen/{check.repository.slug}/plakette.svg")
    drawing = ElementTree.fromstring(answer.content)  # noqa: S314  # our own
    assert answer["Content-Type"] == "image/svg+xml"
    assert drawing.get("role") == "img"
    assert drawing.get("aria-label") == drawing[0].text
    assert "24.11.2026" in (drawing.get("aria-label") or "")


def test_the_interface_gives_every_finding(look: Look, client: Client) -> None:
    check = store(look, "bad")
    listed = client.get("/api/v1/checks").json()["items"]
    one = client.get(f"/api/v1/checks/{check.repository.slug}").json()
    assert [entry["url"] for entry in listed] == [made.ADDRESS]
    assert one["duty"] == "unmet"
    secret = next(f for f in one["findings"] if f["rule"] == "secure-secrets")
    assert secret["evidence"] == ["app.py:3"]


def run(*arguments: str) -> Result:
    return CliRunner().invoke(command, list(arguments))


def test_the_command_ends_by_what_it_found(folders: Mapping[str, Path], tmp_path: Path) -> None:
    assert run("check", str(folders["good"])).exit_code == 0
    assert run("check", str(folders["bad"])).exit_code == 1
    nothing = run("check", str(tmp_path))
    assert nothing.exit_code == 2
    assert "kein git-Repository" in nothing.output


def test_the_command_shows_what_is_to_mend_and_how(folders: Mapping[str, Path]) -> None:
    said = run("check", str(folders["bad"])).output
    assert "app.py:3" in said
    assert "→ Machen Sie die Zugangsdaten sofort ungültig" in said
    assert "Tests liegen bei." not in said
    assert "Tests liegen bei." in run("check", "--all", str(folders["good"])).output


def test_the_command_refuses_hosts_nobody_named() -> None:
    refused = run("check", "https://127.0.0.1/stadt/app")
    assert refused.exit_code == 2
    assert not Check.objects.exists()


def test_the_command_speaks_to_programs(folders: Mapping[str, Path]) -> None:
    content = json.loads(run("check", "--json", str(folders["bad"])).output)
    assert len(content["findings"]) == len(found(Snapshot(made.MOMENT)))
    sarif = json.loads(run("check", "--sarif", str(folders["bad"])).output)
    results = {result["ruleId"]: result for result in sarif["runs"][0]["results"]}
    place = results["secure-secrets"]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "app.py"
    assert place["region"]["startLine"] == 3
    assert results["published-open"]["kind"] == "open"


def test_refresh_checks_what_is_due_and_goes_on_after_a_failure(
    folders: Mapping[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    solution("eins", repository="https://unbekannt.example/a/b")
    solution("zwei", repository=made.ADDRESS)

    def clone(url: str, **options: Any) -> Any:
        if "unbekannt" in url:
            raise RefusedError("host", "Kein bekannter Rechner.", "No known host.")
        return made.cloning(folders["good"])(url, **options)

    monkeypatch.setattr(git, "clone", clone)
    monkeypatch.setattr(snapshots, "_forge", lambda *_: None)
    result = run("refresh")
    assert result.exit_code == 0
    assert "1 geprüft, 1 nicht erreicht." in result.output
    assert Repository.objects.get().url == made.ADDRESS


ODD = "<img src=x onerror=alert(1)>|](javascript:alert(1))\x1b[2J\u202e.py"


def test_odd_names_act_nowhere(look: Look, client: Client) -> None:
    """Names are written by strangers: on pages, in Markdown and on terminals they are only words."""
    snapshot = look("bad")
    odd = replace(snapshot, secrets=[replace(s, path=ODD) for s in snapshot.secrets or ()])
    page = client.get(
        f"/code-pruefungen/{actions.store(by='test', snapshot=odd).repository.slug}/"
    ).content.decode()
    assert "<img src=x" not in page
    account = shown.account(
        list(found(odd).values()), place=ODD, address=made.ADDRESS, commit="a" * 40, moment=made.MOMENT
    )
    text = "\n".join(printed.as_text(account, everything=True))
    assert not any(character in text for character in "\x1b\u202e")
    markdown = printed.as_markdown(account)
    assert "<img" not in markdown.replace("\\<", "")
    assert "](javascript" not in markdown.replace("\\]", "").replace("\\(", "")
    assert json.loads(printed.as_sarif(account))


def test_only_addresses_of_the_repository_itself_become_links() -> None:
    strange = Evidence("address", "https://elsewhere.example/x")
    own = Evidence("file", "a b/ü?.py", 3)
    places = [shown._place(e, made.ADDRESS, "abc") for e in (strange, own)]
    assert [place.address for place in places] == ["", f"{made.ADDRESS}/-/blob/abc/a%20b/%C3%BC%3F.py#L3"]
