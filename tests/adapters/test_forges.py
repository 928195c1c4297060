# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Three kinds of forge answer the same questions, and none can lead us astray."""

import time
from datetime import UTC, datetime, timedelta

import pytest

from allmende.adapters.errors import MissingError, RateLimitedError, RefusedError, UnreachableError
from allmende.adapters.forges.api import NEXT
from allmende.adapters.forges.base import Cached
from allmende.adapters.forges.known import forge, forges, hosts
from allmende.adapters.http import Answer
from allmende.adapters.waiting import raise_if_limited
from tests.adapters.fakes import FakeForge
from tests.adapters.street import Street, answer

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
NAMES = ["app", "map", "sensors", "portal", "bot"]


@pytest.fixture(params=["gitlab", "github", "gitea"])
def fake(request: pytest.FixtureRequest, street: Street) -> FakeForge:
    return FakeForge(street, request.param, dict.fromkeys(NAMES, b'publiccodeYmlVersion: "0"\n'))


def test_facts_of_a_repository(fake: FakeForge) -> None:
    facts = fake.adapter().repository(fake.url("app"))
    assert facts.url == fake.url("app")
    assert facts.description == "Bürgerportal"
    assert (facts.license or "").upper() == "EUPL-1.2"
    assert (facts.default_branch, facts.topics) == ("main", ("smart-city",))
    assert (facts.is_archived, facts.is_fork, facts.is_mirror) == (False, False, False)
    assert (facts.stars, facts.forks, facts.open_issues) == (12, 3, 5)
    assert facts.last_activity == datetime(2026, 11, 20, 9, tzinfo=UTC)
    assert [(r.tag, r.published) for r in facts.releases] == [("v1", datetime(2026, 10, 1, 8, tzinfo=UTC))]


@pytest.mark.parametrize("written", ["{url}.git", "{url}/", "{url}#readme", "{url}/-/tree/main"])
def test_addresses_people_copy_mean_the_same_repository(street: Street, written: str) -> None:
    fake = FakeForge(street, "gitlab", {"app": None})
    assert fake.adapter().repository(written.format(url=fake.url("app"))).url == fake.url("app")


def test_all_pages_of_a_group_are_read(fake: FakeForge) -> None:
    found = list(fake.adapter().repositories(fake.group))
    assert [ref.url for ref in found] == [fake.url(name) for name in NAMES]
    assert all(ref.last_activity and ref.is_fork is False for ref in found)
    assert len(fake.asked) == 3


def test_private_repositories_are_missing(fake: FakeForge) -> None:
    fake.private.add("app")
    with pytest.raises(MissingError):
        fake.adapter().repository(fake.url("app"))
    assert fake.url("app") not in {ref.url for ref in fake.adapter().repositories(fake.group)}


def test_a_group_that_is_not_there_is_missing(fake: FakeForge) -> None:
    with pytest.raises(MissingError):
        list(fake.adapter().repositories(f"https://{fake.host}/nobody"))


def test_files_come_as_they_are_and_may_be_absent(fake: FakeForge) -> None:
    fake.repositories["map"] = None
    assert fake.adapter().file(fake.url("app"), "publiccode.yml") == b'publiccodeYmlVersion: "0"\n'
    assert fake.adapter().file(fake.url("map"), "publiccode.yml") is None
    with pytest.raises(RefusedError):
        fake.adapter().file(fake.url("app"), "publiccode.yml", limit=5)


def test_unchanged_answers_are_not_sent_again(fake: FakeForge) -> None:
    cache: dict[str, Cached] = {}
    first = list(fake.adapter(cache=cache).repositories(fake.group))
    second = list(fake.adapter(cache=cache).repositories(fake.group))
    assert first == second
    assert fake.statuses == [200, 200, 200, 304, 304, 304]


def test_a_change_is_seen_through_the_cache(fake: FakeForge) -> None:
    cache: dict[str, Cached] = {}
    fake.adapter(cache=cache).repository(fake.url("app"))
    fake.lies = {"archived": True}
    assert fake.adapter(cache=cache).repository(fake.url("app")).is_archived is True


@pytest.mark.parametrize(
    ("status", "headers", "wait"),
    [
        (429, {"Retry-After": "90"}, timedelta(seconds=90)),
        (429, {"Retry-After": "Tue, 24 Nov 2026 12:05:00 GMT"}, timedelta(minutes=5)),
        (429, {"RateLimit-Reset": "1795522200"}, timedelta(minutes=10)),
        (403, {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "1795521900"}, timedelta(minutes=5)),
        (503, {"Retry-After": "30"}, timedelta(seconds=30)),
        (429, {}, timedelta(minutes=10)),
        (429, {"Retry-After": "soon"}, timedelta(minutes=10)),
        (429, {"Retry-After": "-5"}, timedelta(minutes=10)),
        (429, {"Retry-After": "99999999999999999999"}, timedelta(minutes=10)),
        (429, {"Retry-After": "Thu, 01 Jan 1970 00:00:00 GMT"}, timedelta(minutes=10)),
        (429, {"Retry-After": "9999999"}, timedelta(days=1)),
        (429, {"X-RateLimit-Reset": "9" * 30}, timedelta(minutes=10)),
    ],
)
def test_a_request_to_wait_is_passed_on_with_its_moment(
    street: Street, status: int, headers: dict[str, str], wait: timedelta
) -> None:
    said = {name.lower(): value for name, value in headers.items()}
    with pytest.raises(RateLimitedError) as limited:
        raise_if_limited(Answer(status, "", said, b""), NOW)
    assert limited.value.until == NOW + wait


def test_rate_limits_reach_the_caller_in_the_middle_of_a_list(fake: FakeForge) -> None:
    listed = fake.adapter(now=lambda: NOW).repositories(fake.group)
    next(listed)
    fake.trouble = answer(status=429, Retry_After="60")
    with pytest.raises(RateLimitedError) as limited:
        list(listed)
    assert limited.value.until == NOW + timedelta(minutes=1)


def test_a_forbidden_repository_is_missing_and_no_rate_limit(fake: FakeForge) -> None:
    fake.trouble = answer(b"{}", 403, X_RateLimit_Remaining="17")
    with pytest.raises(MissingError):
        fake.adapter().repository(fake.url("app"))


@pytest.mark.parametrize(
    "link",
    ["https://elsewhere.example/next", "https://127.0.0.1/", "http://{host}{path}", "file:///etc/passwd"],
)
def test_a_next_page_elsewhere_is_refused(fake: FakeForge, link: str) -> None:
    fake.next_link = link.format(host=fake.host, path="/api/v4/projects")
    with pytest.raises(RefusedError, match="fremde Adresse"):
        list(fake.adapter().repositories(fake.group))


def test_a_link_header_made_to_take_long_is_read_at_once() -> None:
    started = time.monotonic()
    assert NEXT.search("<" * 60_000) is None
    assert NEXT.search("<a>;" + " rel" * 15_000) is None
    assert time.monotonic() - started < 1


def test_pages_that_go_round_in_a_circle_end(fake: FakeForge) -> None:
    listed = fake.adapter().repositories(fake.group)
    next(listed)
    fake.next_link = f"https://{fake.host}{fake.asked[0]}"
    with pytest.raises(UnreachableError, match="anders"):
        list(listed)
    assert len(fake.asked) == 2


NONSENSE = [
    b"",
    b"<html>",
    b'"text"',
    b"17",
    b"null",
    b"[" * 100_000,
    b'{"a":' * 50_000,
    b"9" * 10_000,
    b"\xff\xfe",
]


@pytest.mark.parametrize("body", NONSENSE, ids=lambda body: body[:8])
def test_answers_that_are_nonsense_are_said_to_be(fake: FakeForge, body: bytes) -> None:
    fake.trouble = answer(body)
    with pytest.raises(UnreachableError):
        fake.adapter().repository(fake.url("app"))
    with pytest.raises(UnreachableError):
        list(fake.adapter().repositories(fake.group))


@pytest.mark.parametrize("value", [None, 17, -1, 10**30, True, "text\0", [], [{}], {}, {"key": 3}, 1.5])
def test_fields_of_the_wrong_kind_become_unknown(fake: FakeForge, value: object) -> None:
    recorded = fake.adapter().repository(fake.url("app"))
    keys = (
        "description", "topics", "license", "licenses", "default_branch", "archived", "fork", "mirror",
        "star_count", "stargazers_count", "stars_count", "forks_count", "open_issues_count", "created_at",
        "last_activity_at", "pushed_at", "updated_at",
    )  # fmt: skip
    fake.lies = dict.fromkeys(keys, value)
    facts = fake.adapter().repository(fake.url("app"))
    assert facts.url == recorded.url
    assert isinstance(facts.description, str)
    assert "\0" not in facts.description
    assert facts.is_archived in {True, None}
    assert facts.stars in {17, None}
    assert facts.last_activity is None
    assert all(isinstance(topic, str) for topic in facts.topics)
    assert len(list(fake.adapter().repositories(fake.group))) == len(NAMES)


@pytest.mark.parametrize(
    "path", ["../../evil", "a/../b", "https://evil.example/x", "", 3, None, "a//b", "a b/c", "a/b?c"]
)
def test_a_repository_with_an_impossible_path_is_passed_over(fake: FakeForge, path: object) -> None:
    fake.lies = {"path_with_namespace": path, "full_name": path}
    assert list(fake.adapter().repositories(fake.group)) == []


def test_a_failing_or_silent_forge_is_unreachable(fake: FakeForge) -> None:
    for trouble in (answer(status=502), answer(status=200, Content_Length="99"), b"HTTP/1.1 200"):
        fake.trouble = trouble
        with pytest.raises(UnreachableError):
            fake.adapter().repository(fake.url("app"))


def test_a_forge_that_says_nothing_is_left_at_the_deadline(fake: FakeForge) -> None:
    fake.is_silent = True
    with pytest.raises(UnreachableError, match="zu langsam"):
        fake.adapter(seconds=0.2).repository(fake.url("app"))


@pytest.mark.parametrize("path", ["", "/", "/only-owner", "/a/..", "/a/%2e%2e", "/a b/c", "/ä/b"])
def test_addresses_of_no_repository_are_refused_unasked(street: Street, path: str) -> None:
    for kind in ("github", "gitea"):
        fake = FakeForge(street, kind)
        with pytest.raises(RefusedError):
            fake.adapter().repository(f"https://{fake.host}{path}")
        assert fake.asked == []


def test_a_whole_gitlab_can_be_listed_and_a_whole_github_cannot(street: Street) -> None:
    gitlab = FakeForge(street, "gitlab", {"app": None})
    assert [ref.url for ref in gitlab.adapter().repositories(f"https://{gitlab.host}/")] == [
        gitlab.url("app")
    ]
    with pytest.raises(RefusedError):
        list(FakeForge(street, "github").adapter().repositories("https://github.com/"))


def test_the_known_forges_are_bundled_and_can_be_extended() -> None:
    assert {"gitlab.opencode.de", "github.com", "api.github.com", "codeberg.org"} <= hosts()
    assert "git.stadt.example" not in hosts()
    assert "git.stadt.example" in hosts(["gitlab:git.stadt.example"])
    assert {known.kind for known in forges()} == {"gitlab", "github", "gitea"}
    assert type(forge("https://codeberg.org/a/b")).__name__ == "Gitea"
    assert type(forge("https://git.stadt.example/a", extra=["gitlab:git.stadt.example"])).__name__ == "GitLab"


@pytest.mark.parametrize(
    "entry", ["git.stadt.example", "svn:x.example", "gitlab:127.0.0.1:80", "gitlab:", "gitlab:x/y"]
)
def test_a_wrong_entry_is_named(entry: str) -> None:
    with pytest.raises(ValueError, match="ALLMENDE_FORGES"):
        forges([entry])


@pytest.mark.parametrize("url", ["https://evil.example/a/b", "nonsense", "https://[", ""])
def test_unknown_forges_are_refused(url: str) -> None:
    with pytest.raises(RefusedError):
        forge(url)
