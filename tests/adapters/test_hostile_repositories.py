# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""A repository may hold or say anything: nothing of it runs, and nothing outside is read or reached."""

import contextlib
import shutil
import ssl
from pathlib import Path

import pytest

from allmende.adapters import git
from allmende.adapters.errors import RefusedError, UnreachableError
from tests.adapters.gitserver import Made, git_server
from tests.adapters.street import HOST, Street, answer
from tests.adapters.test_git import LONG_AGO, clone

POINTER = b"version https://git-lfs.github.com/spec/v1\noid sha256:" + b"0" * 64 + b"\nsize 99999999\n"
ODD_NAMES = [
    b"-rf", b"--upload-pack=id", b"a\nb", b"a\tb", b'"quoted"', b"..", b".git", b"a/../../b", b"/etc/passwd",
    "Straße.md".encode(), b"latin-\xe4", b"$(id)", b"x" * 3000, b" ", b"CON", "\u202etxt".encode(),
]  # fmt: skip


@pytest.fixture
def made(tmp_path: Path) -> Made:
    return Made(tmp_path / "r.git")


@pytest.fixture
def trap(tmp_path: Path) -> tuple[str, Path]:
    """A command that leaves a mark, and the mark."""
    mark = tmp_path / "mark"
    program = tmp_path / "trap"
    program.write_text(f"#!/bin/sh\ntouch {mark}\n")
    program.chmod(0o755)
    return str(program), mark


def open_all(repository: git.Repository) -> None:
    """Every read there is."""
    repository.head()
    repository.branch()
    repository.blobs(repository.files())
    repository.log(LONG_AGO)
    repository.tags()


def test_the_configuration_and_hooks_of_a_local_repository_run_nothing(
    made: Made, tmp_path: Path, trap: tuple[str, Path]
) -> None:
    program, mark = trap
    made.files({"a": b"1", ".gitattributes": b"* filter=x diff=x\n"})
    made.run("tag", "-a", "-m", "x", "v1")
    work = tmp_path / "work"
    made.run("clone", "-q", str(made.place), str(work), where=False)
    for name in (
        "core.fsmonitor", "core.pager", "core.sshCommand", "core.editor", "core.askPass", "gpg.program",
        "diff.external",
        "filter.x.clean", "filter.x.smudge", "diff.x.textconv", "credential.helper",
        "uploadpack.packObjectsHook",
        "core.alternateRefsCommand", "pager.log", "alias.log", "remote.origin.uploadpack",
    ):  # fmt: skip
        made.run("-C", str(work), "config", name, program, where=False)
    made.run("-C", str(work), "config", "log.showSignature", "true", where=False)
    for hook in (
        "post-checkout",
        "pre-auto-gc",
        "reference-transaction",
        "post-index-change",
        "fsmonitor-watchman",
    ):
        shutil.copy(program, work / ".git" / "hooks" / hook)
    open_all(git.local(work))
    assert not mark.exists()


def test_a_local_repository_cannot_have_missing_parts_fetched(made: Made, trap: tuple[str, Path]) -> None:
    program, mark = trap
    made.files({"a": b"content that is gone"})
    oid = made.run("rev-parse", "main:a")
    (made.place / "objects" / oid[:2] / oid[2:]).unlink()
    for name, value in {
        "core.repositoryformatversion": "1", "extensions.partialClone": "origin",
        "remote.origin.promisor": "true",
        "remote.origin.url": f"ext::{program}", "protocol.ext.allow": "always", "protocol.allow": "always",
    }.items():  # fmt: skip
        made.run("config", name, value)
    with contextlib.suppress(UnreachableError, RefusedError):  # git may end itself over the missing part
        open_all(git.local(made.place))
    assert not mark.exists()


def test_the_surroundings_of_the_process_change_nothing(
    made: Made, street: Street, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, trap: tuple[str, Path]
) -> None:
    program, mark = trap
    made.files({"a": b"1"})
    server = street.serve(git_server(tmp_path))
    home = tmp_path / "home"
    (home / "template" / "hooks").mkdir(parents=True)
    shutil.copy(program, home / "template" / "hooks" / "reference-transaction")
    (home / ".gitconfig").write_text(
        f"[init]\ntemplateDir = {home}/template\n[core]\nsshCommand = {program}\n"
        f'[url "ext::{program} "]\ninsteadOf = https://\n'
    )
    for name, value in {
        "HOME": str(home), "GIT_DIR": "/nowhere", "GIT_SSH_COMMAND": program, "GIT_ASKPASS": program,
        "GIT_PROXY_COMMAND": program, "GIT_EXTERNAL_DIFF": program, "GIT_TRACE2": str(mark),
        "https_proxy": "http://127.0.0.1:1", "GIT_OBJECT_DIRECTORY": "/nowhere",
        "GIT_TEMPLATE_DIR": f"{home}/template",
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    with clone(server) as repository:
        assert repository.blobs(repository.files()) == {"a": b"1"}
        assert list(repository.git_dir.glob("hooks/*")) == []
    assert not mark.exists()


def test_submodules_are_listed_and_left_alone(made: Made, street: Street, tmp_path: Path) -> None:
    modules = b"""[submodule "x"]\npath = x\nurl = ext::sh -c "touch mark"
        [submodule "../../y"]\npath = y\nurl = file:///etc\n"""
    made.commit(made.tree([("100644", b".gitmodules", made.blob(modules)), ("160000", b"x", "1" * 40)]))
    with clone(street.serve(git_server(tmp_path))) as repository:
        entries = repository.files()
        assert [(f.path, f.is_submodule, f.size) for f in entries] == [
            (".gitmodules", False, len(modules)), ("x", True, None),
        ]  # fmt: skip
        assert repository.blobs(entries) == {".gitmodules": modules}
        assert not (repository.git_dir / "modules").exists()


def test_a_symbolic_link_is_its_text(made: Made, street: Street, tmp_path: Path) -> None:
    made.commit(made.tree([("120000", b"LICENSE", made.blob(b"/etc/passwd"))]))
    with clone(street.serve(git_server(tmp_path))) as repository:
        (link,) = repository.files()
        assert link.is_link
        assert repository.blob(link) == b"/etc/passwd"


def test_a_pointer_to_a_large_file_is_its_text(made: Made, street: Street, tmp_path: Path) -> None:
    made.files({".gitattributes": b"*.bin filter=lfs diff=lfs merge=lfs\n", "a.bin": POINTER})
    server = street.serve(git_server(tmp_path))
    with clone(server) as repository:
        assert repository.blobs(repository.files())["a.bin"] == POINTER
    assert not any(b"lfs/objects" in request for request in server.requests)


def test_odd_names_are_only_names(made: Made, street: Street, tmp_path: Path) -> None:
    made.commit(made.tree([("100644", name, made.blob(b"%d" % n)) for n, name in enumerate(ODD_NAMES)]))
    local = git.local(made.place)
    with clone(street.serve(git_server(tmp_path))) as cloned:
        for repository in (local, cloned):
            contents = repository.blobs(repository.files())
            assert sorted(contents.values()) == sorted(b"%d" % n for n in range(len(ODD_NAMES)))
            assert "latin-\\xe4" in contents
            assert "a\nb" in contents
            assert all(path.encode() for path in contents)


def test_a_tree_that_contains_itself_many_times_is_refused(made: Made) -> None:
    tree = made.tree([("100644", b"f%d" % n, made.blob(b"x")) for n in range(10)])
    for _ in range(12):
        tree = made.tree([("40000", b"d%d" % n, tree) for n in range(10)])
    made.commit(tree)
    with pytest.raises(RefusedError):
        git.local(made.place, limits=git.Limits(files=1000)).files()


@pytest.mark.parametrize(
    "raw",
    [
        b"tree %s\n\n",
        b"tree %s\nauthor\ncommitter\n\nx",
        b"tree %s\nauthor \xff\xfe <<>> 99999999999999999999 +0000\ncommitter > x y\n\n\0",
        b"tree %s\nauthor a <a> -1 +0000\ncommitter a <a> -99999999999999 +9999\n\nx",
    ],
)
def test_a_broken_commit_breaks_nothing(made: Made, raw: bytes) -> None:
    oid = made.run(
        "hash-object", "-t", "commit", "--literally", "-w", "--stdin", given=raw % made.tree([]).encode()
    )
    (made.place / "refs" / "heads" / "main").write_text(oid + "\n")
    repository = git.local(made.place)
    head = repository.head()
    assert head is None or head.oid == oid


@pytest.mark.parametrize(
    "url",
    [
        "--upload-pack=touch mark", "-oProxyCommand=id", "ext::sh -c id", "file:///etc", "/etc", "ssh://-oProxyCommand=id/x",
        f"git://{HOST}/r.git", f"git@{HOST}:r.git", "fd::17/foo", f"http://{HOST}/r.git", "https://-x/r.git",
    ],
)  # fmt: skip
def test_addresses_that_are_options_or_other_transports_are_refused(url: str) -> None:
    with pytest.raises(RefusedError), git.clone(url, hosts=None, since=LONG_AGO):
        pass


def test_git_itself_follows_no_redirect(made: Made, street: Street, tmp_path: Path) -> None:
    made.files({"a": b"1"})
    elsewhere = street.serve(git_server(tmp_path))
    asked: list[bytes] = []

    def handler(request: bytes, connection: ssl.SSLSocket) -> None:
        asked.append(request)
        if len(asked) == 1:
            git_server(tmp_path)(request, connection)
        else:
            path = request.split(b" ")[1].decode()
            connection.sendall(answer(status=302, Location=elsewhere.url + path))

    with pytest.raises(UnreachableError), clone(street.serve(handler)):
        pass
    assert len(asked) == 2
    assert elsewhere.requests == []
