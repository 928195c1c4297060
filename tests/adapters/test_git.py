# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Repositories are read as they are, and cost no more than allowed."""

import os
import ssl
from datetime import UTC, datetime
from pathlib import Path

import pytest

from allmende.adapters import git
from allmende.adapters.errors import MissingError, RateLimitedError, RefusedError, UnreachableError
from tests.adapters.gitserver import DAY, FIRST_DAY, Made, git_server
from tests.adapters.street import HOST, Server, Street, answer

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
SIGNATURE = "-----BEGIN PGP SIGNATURE-----\n\nx\n-----END PGP SIGNATURE-----"


def day(number: int) -> datetime:
    return datetime.fromtimestamp(FIRST_DAY + DAY * number, UTC)


def clone(
    server: Server, name: str = "r.git", **options: object
) -> "git.AbstractContextManager[git.Repository]":
    known = {"hosts": {HOST}, "since": LONG_AGO, "policy": server.policy()}
    return git.clone(f"{server.url}/{name}", **{**known, **options})  # type: ignore[arg-type]


@pytest.fixture
def made(tmp_path: Path) -> Made:
    return Made(tmp_path / "r.git")


@pytest.fixture
def server(street: Street, tmp_path: Path) -> Server:
    return street.serve(git_server(tmp_path))


def test_a_clone_has_the_files_at_head_the_commits_of_the_period_and_the_tags(
    made: Made, server: Server
) -> None:
    for number in range(6):
        made.files({"README.md": b"Moin %d" % number})
    made.run("tag", "old", "main~4")
    with clone(server, since=day(3)) as repository:
        head = repository.head()
        assert head
        assert head.date == day(5)
        assert repository.branch() == "main"
        assert [(f.path, f.size) for f in repository.files()] == [("README.md", 6)]
        assert repository.blob(repository.files()[0]) == b"Moin 5"
        assert [c.date for c in repository.log(day(3))] == [day(5), day(4), day(3)]
        assert [(t.name, t.date) for t in repository.tags()] == [("old", day(1))]
        folder = repository.git_dir.parent
    assert not folder.exists()


def test_a_repository_without_recent_commits_still_has_its_head(made: Made, server: Server) -> None:
    made.files({"a": b"1"})
    with clone(server, since=day(400)) as repository:
        assert repository.head()
        assert list(repository.log(day(400))) == []


def test_big_files_are_listed_without_size_and_never_fetched(made: Made, server: Server) -> None:
    made.files({"big": os.urandom(300_000), "small": b"x"})
    with clone(server, limits=git.Limits(blob=1000, disk=150_000)) as repository:
        assert [(f.path, f.size) for f in repository.files()] == [("big", None), ("small", 1)]
        assert repository.blobs(repository.files()) == {"small": b"x"}


def test_an_empty_repository_has_no_head_and_no_files(made: Made, server: Server) -> None:
    local = git.local(made.place)
    assert (local.head(), list(local.files()), list(local.tags()), list(local.log(LONG_AGO))) == (
        None,
        [],
        [],
        [],
    )
    with clone(server) as cloned:
        assert cloned.head() is None


def test_authors_are_told_apart_but_not_named(made: Made) -> None:
    tree = made.tree([])
    first = made.commit(tree, author="one@example.test")
    second = made.commit(tree, first, author="ONE@example.test")
    third = made.commit(tree, second, author="two@example.test")
    made.commit(tree, third, first, author="49699333+dependabot[bot]@example.test")
    log = git.local(made.place).log(LONG_AGO)
    assert len({c.author for c in log}) == 3
    assert not any("example" in c.author for c in log)
    assert [c.is_bot for c in log] == [True, False, False, False]
    assert [c.is_merge for c in log] == [True, False, False, False]


def test_signatures_of_commits_and_tags_are_seen(made: Made) -> None:
    tree = made.tree([])
    person = f"A <a@example.test> {FIRST_DAY} +0000"
    raw = f"tree {tree}\nauthor {person}\ncommitter {person}\ngpgsig x\n y\n\nx\n"
    oid = made.run("hash-object", "-t", "commit", "-w", "--stdin", given=raw.encode())
    made.run("update-ref", "refs/heads/main", oid)
    tag = f"object {oid}\ntype commit\ntag signed\ntagger {person}\n\nx\n{SIGNATURE}\n"
    made.run(
        "update-ref",
        "refs/tags/signed",
        made.run("hash-object", "-t", "tag", "-w", "--stdin", given=tag.encode()),
    )
    made.run("tag", "-a", "-m", "x", "annotated", oid)
    made.run("tag", "light", oid)
    repository = git.local(made.place)
    assert [c.is_signed for c in repository.log(LONG_AGO)] == [True]
    found = {t.name: (t.is_annotated, t.is_signed, t.commit) for t in repository.tags()}
    assert found == {
        "signed": (True, True, oid),
        "annotated": (True, False, oid),
        "light": (False, False, oid),
    }


def test_a_checkout_on_this_machine_is_read_at_head(made: Made, tmp_path: Path) -> None:
    made.files({"a": b"committed"})
    made.run("clone", "-q", str(made.place), str(tmp_path / "work"), where=False)
    (tmp_path / "work" / "a").write_text("changed")
    repository = git.local(tmp_path / "work")
    assert repository.blobs(repository.files()) == {"a": b"committed"}


def test_a_folder_that_is_no_repository_is_said_to_be_none(made: Made, tmp_path: Path) -> None:
    made.run("clone", "-q", str(made.place), str(tmp_path / "work"), where=False)
    (tmp_path / "work" / "inner").mkdir()
    for path in (tmp_path / "none", tmp_path / "work" / "inner", made.place / "HEAD"):
        with pytest.raises(MissingError):
            git.local(path)


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_a_private_or_missing_repository_is_missing(street: Street, status: int) -> None:
    with pytest.raises(MissingError), clone(street.serve(answer(status=status))):
        pass


def test_a_web_page_is_no_repository(street: Street) -> None:
    with pytest.raises(MissingError), clone(street.serve(answer(b"<html>", Content_Type="text/html"))):
        pass


def test_a_failing_forge_is_unreachable_and_a_busy_one_asks_to_wait(street: Street) -> None:
    with pytest.raises(UnreachableError), clone(street.serve(answer(status=502))):
        pass
    with pytest.raises(RateLimitedError), clone(street.serve(answer(status=429, Retry_After="60"))):
        pass


def test_a_renamed_repository_is_found_and_foreign_places_are_not(
    made: Made, street: Street, tmp_path: Path
) -> None:
    made.files({"a": b"1"})
    serve = git_server(tmp_path)
    host = HOST

    def handler(request: bytes, connection: ssl.SSLSocket) -> None:
        query = request.split(b" ")[1].partition(b"?")[2].decode()
        moved = answer(status=301, Location=f"https://{host}:{server.port}/r.git/info/refs?{query}")
        return connection.sendall(moved) if b" /old" in request else serve(request, connection)

    server = street.serve(handler)
    with clone(server, "old") as repository:
        assert repository.url == f"{server.url}/r.git"
    host = f"elsewhere.{HOST}"
    with pytest.raises(RefusedError, match="nicht auf der Liste"), clone(server, "old"):
        pass


def test_limits_on_size_objects_and_files_hold(made: Made, server: Server, tmp_path: Path) -> None:
    made.files({f"f{number}": os.urandom(2000) for number in range(200)})
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    for code, limits in {"size": git.Limits(disk=100_000), "objects": git.Limits(objects=50)}.items():
        with pytest.raises(RefusedError) as refused, clone(server, limits=limits, scratch=scratch):
            pass
        assert refused.value.code == code
    assert list(scratch.iterdir()) == []
    few = git.local(made.place, limits=git.Limits(files=100))
    with pytest.raises(RefusedError, match="zu viele Dateien"):
        few.files()


def test_a_forge_that_stalls_is_left_at_the_deadline(street: Street, tmp_path: Path, made: Made) -> None:
    made.files({"a": b"1"})
    serve = git_server(tmp_path)

    def handler(request: bytes, connection: ssl.SSLSocket) -> None:
        if request.startswith(b"GET"):
            serve(request, connection)
        else:
            connection.recv(1)

    with pytest.raises(RefusedError) as refused, clone(street.serve(handler), limits=git.Limits(seconds=0.4)):
        pass
    assert refused.value.code == "time"


def test_a_machine_without_git_is_told_so(
    made: Made, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UnreachableError, match="fehlt git"):
        git.local(made.place)
