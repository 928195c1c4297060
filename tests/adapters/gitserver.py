# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Repositories for tests, made with git's plumbing so that they may be hostile, and a server for them."""

import os
import ssl
import subprocess
from pathlib import Path

from tests.adapters.street import Handler

PERSON = {
    "GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.test", "GIT_COMMITTER_NAME": "C",
    "GIT_COMMITTER_EMAIL": "c@example.test", "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1",
}  # fmt: skip
DAY = 86_400
FIRST_DAY = 1_700_000_000


class Made:
    """A bare repository under construction. Objects are written as they are given, unchecked."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.commits = 0
        self.run("init", "-q", "--bare", "-b", "main", str(place), where=False)
        self.run("config", "uploadpack.allowFilter", "true")

    def run(self, *arguments: str, given: bytes = b"", where: bool = True, **env: str) -> str:
        place = [f"--git-dir={self.place}"] if where else []
        done = subprocess.run(
            ["git", *place, *arguments], input=given, capture_output=True, check=True,
            env={**os.environ, **PERSON, **env},
        )  # fmt: skip
        return done.stdout.decode().strip()

    def blob(self, content: bytes) -> str:
        return self.run("hash-object", "-w", "--stdin", given=content)

    def tree(self, entries: list[tuple[str, bytes, str]]) -> str:
        """A tree of (mode, name, oid), sorted by nobody."""
        raw = b"".join(
            mode.encode() + b" " + name + b"\0" + bytes.fromhex(oid) for mode, name, oid in entries
        )
        return self.run("hash-object", "-t", "tree", "--literally", "-w", "--stdin", given=raw)

    def commit(self, tree: str, *parents: str, author: str = "a@example.test", day: int | None = None) -> str:
        date = f"{FIRST_DAY + DAY * (self.commits if day is None else day)} +0000"
        self.commits += 1
        more = [part for parent in parents for part in ("-p", parent)]
        oid = self.run(
            "commit-tree", *more, "-m", "x", tree,
            GIT_AUTHOR_DATE=date, GIT_COMMITTER_DATE=date, GIT_AUTHOR_EMAIL=author,
        )  # fmt: skip
        self.run("update-ref", "refs/heads/main", oid)
        return oid

    def files(self, contents: dict[str, bytes]) -> str:
        """A commit with ordinary files in the root; the previous one is its parent."""
        before = self.run("rev-parse", "-q", "--verify", "main") if self.commits else ""
        tree = self.tree([("100644", n.encode(), self.blob(c)) for n, c in sorted(contents.items())])
        return self.commit(tree, *filter(None, [before]))


def git_server(root: Path) -> Handler:
    """Serves the bare repositories below a folder, as a forge does (git http-backend over CGI)."""
    surroundings = dict(os.environ)
    backend = Path(subprocess.check_output(["git", "--exec-path"], text=True).strip(), "git-http-backend")

    def handler(request: bytes, connection: ssl.SSLSocket) -> None:
        head, _, body = request.partition(b"\r\n\r\n")
        first, *rest = head.decode().split("\r\n")
        method, path, _ = first.split(" ")
        headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in rest)}
        while len(body) < int(headers.get("content-length", "0")):
            body += connection.recv(65_536)
        environment = {
            **surroundings, "GIT_PROJECT_ROOT": str(root), "GIT_HTTP_EXPORT_ALL": "1",
            "REQUEST_METHOD": method,
            "PATH_INFO": path.partition("?")[0],
            "QUERY_STRING": path.partition("?")[2],
            "CONTENT_TYPE": headers.get("content-type", ""), "CONTENT_LENGTH": str(len(body)),
            "GIT_PROTOCOL": headers.get("git-protocol", ""), "REMOTE_ADDR": "127.0.0.1",
            "HTTP_CONTENT_ENCODING": headers.get("content-encoding", ""),
        }  # fmt: skip
        done = subprocess.run([backend], input=body, capture_output=True, check=False, env=environment)
        fields, _, content = done.stdout.partition(b"\r\n\r\n")
        status = b"200 OK"
        if fields.startswith(b"Status: "):
            status = fields.split(b"\r\n")[0][8:]
        length = b"\r\nContent-Length: %d\r\nConnection: close\r\n\r\n" % len(content)
        connection.sendall(b"HTTP/1.1 " + status + b"\r\n" + fields + length + content)

    return handler


def quick(place: Path, files: dict[str, bytes]) -> None:
    """A bare repository with one commit, made in two steps; for tests and measurements that need many."""
    subprocess.run(["git", "init", "-q", "--bare", "--template=", "-b", "main", str(place)], check=True)
    parts = [b"M 100644 inline %s\ndata %d\n%s\n" % (n.encode(), len(c), c) for n, c in files.items()]
    stream = b"commit refs/heads/main\ncommitter C <c@example.test> %d +0000\ndata 1\nx\n" % FIRST_DAY
    subprocess.run(
        ["git", f"--git-dir={place}", "fast-import", "--quiet"], input=stream + b"".join(parts), check=True
    )
