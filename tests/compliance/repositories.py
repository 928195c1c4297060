# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Repositories made with git for the rules: one that keeps every rule, one that breaks what it can."""

import os
import subprocess
from collections.abc import Iterable, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from allmende.adapters import git

MOMENT = datetime(2026, 11, 24, 12, tzinfo=UTC)
ADDRESS = "https://gitlab.opencode.de/stadt/app"
ELSEWHERE = "https://github.com/stadt/app"
LICENCE = (Path(__file__).parents[2] / "LICENSE").read_bytes()
# Written apart, so that neither our own check nor a forge takes it for a real one.
TOKEN = b"glp" + b"at-" + b"Zk3vQ9xTb7LmW2cRy8Hd"
HEAD = b"# SPDX-FileCopyright" + b"Text: 2026 Stadt\n# SPDX-License-" + b"Identifier: EUPL-1.2\n"
SIGNATURE = "\n-----BEGIN PGP SIGNATURE-----\n\nx\n-----END PGP SIGNATURE-----\n"
README = (
    "# App der Stadt\n\n" + "Die App zeigt den Menschen der Stadt, wo es etwas gibt und wer es macht. " * 8
    + "\n\n## Einrichten\n\nmake\n\n## Betrieb\n\nmake run\n"
).encode()  # fmt: skip
PUBLICCODE = f"""publiccodeYmlVersion: "0"
name: App
url: {ADDRESS}
platforms: [web]
developmentStatus: stable
softwareType: standalone/web
usedBy: [Stadt]
description:
  de:
    shortDescription: Zeigt, was es in der Stadt gibt
    longDescription: {"Die App zeigt den Menschen der Stadt, wo es etwas gibt und wer es macht. " * 4}
    features: [Karte]
    apiDocumentation: https://stadt.example/api
legal:
  license: EUPL-1.2
maintenance:
  type: internal
  contacts:
    - name: Stadt
localisation:
  localisationReady: true
  availableLanguages: [de]
""".encode()
GOOD: Mapping[str, bytes] = {
    "LICENSE": LICENCE,
    "LICENSES/EUPL-1.2.txt": LICENCE,
    "REUSE.toml": b'version = 1\n[[annotations]]\npath = ["**"]\n'
    b'SPDX-FileCopyright' + b'Text = "2026 Stadt"\nSPDX-License-' + b'Identifier = "EUPL-1.2"\n',
    "publiccode.yml": PUBLICCODE,
    "README.md": README,
    "docs/betrieb.md": b"# Betrieb\n",
    "CHANGELOG.md": b"# 1.0\n",
    "CONTRIBUTING.md": b"# Mitmachen\n",
    "SECURITY.md": b"# Melden\n",
    "Containerfile": b"FROM scratch\n",
    "compose.yaml": b"services: {}\n",
    ".env.example": b"A=\n",
    "package.json": b'{"name": "app",\n "license": "EUPL-1.2"}\n',
    "package-lock.json": b"{}\n",
    "tests/test_app.py": HEAD,
    ".gitlab-ci.yml": b"test: {}\n",
    "app.spdx.json": b'{"spdxVersion": "SPDX-2.3"}',
}  # fmt: skip
BAD: Mapping[str, bytes] = {
    "LICENSE": b"Alle Rechte vorbehalten. Nur fuer die Stadt.\n",
    ".gitmodules": b'[submodule "x"]\n\tpath = x\n\turl = git@git.stadt.local:x.git\n',
    "publiccode.yml": PUBLICCODE.replace(ADDRESS.encode(), b"https://github.com/anders/app")
    .replace(b"EUPL-1.2", b"MIT").replace(b"usedBy: [Stadt]\n", b"").replace(b"stable", b"fertig")
    .replace(b"    apiDocumentation: https://stadt.example/api\n", b""),
    "README.md": b"# App\n\nTo make it easy for you to get started with GitLab, read on.\n",
    "package.json": b'{"license": "Apache-2.0"}',
    "app.py": HEAD.replace(b"EUPL-1.2", b"BUSL-1.1") + b'TOKEN = "' + TOKEN + b'"\n',
}  # fmt: skip
EMPTY: Mapping[str, bytes] = {"app.py": b"print(1)\n"}
MIT = (Path(__file__).parents[2] / "LICENSES" / "MIT.txt").read_bytes()
# The JSON licence is the MIT licence with one condition more, for which neither OSI nor FSF call it free.
CLOSED: Mapping[str, bytes] = {
    "LICENSE": MIT.replace(
        b"THE SOFTWARE IS", b"The Software shall be used for Good, not Evil.\n\nTHE SOFTWARE IS"
    ),
}


def make(
    place: Path,
    files: Mapping[str, bytes],
    *,
    commits: int = 6,
    authors: int = 2,
    age: int = 10,
    tags: Iterable[tuple[str, bool]] = (),
) -> Path:
    """A bare repository with these files; `age`: days between its newest commit and MOMENT. Two processes."""
    subprocess.run(["git", "init", "-q", "--bare", "--template=", "-b", "main", str(place)], check=True)
    stream: list[bytes] = []
    for number in range(commits):
        day = _date(age + commits - 1 - number)
        who = f"A <a{number % authors}@example.test> {day}".encode()
        stream.append(
            b"commit refs/heads/main\nmark :%d\nauthor %s\ncommitter %s\ndata 1\nx\n" % (number + 1, who, who)
        )
        if number == 0:
            stream += [_file(name, content) for name, content in files.items()]
    for name, is_signed in tags:
        message = f"{name}{SIGNATURE if is_signed else ''}".encode()
        tagger = f"A <a@example.test> {_date(age)}".encode()
        stream.append(
            b"tag %s\nfrom :%d\ntagger %s\ndata %d\n%s\n"
            % (name.encode(), commits, tagger, len(message), message)
        )
    subprocess.run(
        ["git", f"--git-dir={place}", "fast-import", "--quiet"], input=b"".join(stream), check=True,
        env={**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"},
    )  # fmt: skip
    return place


def _date(days_ago: int) -> str:
    return f"{int((MOMENT - timedelta(days=days_ago)).timestamp())} +0000"


def _file(name: str, content: bytes) -> bytes:
    quoted = name.encode("unicode_escape").replace(b'"', b'\\"')
    return b'M 100644 inline "%s"\ndata %d\n%s\n' % (quoted, len(content), content)


def cloning(place: Path) -> Any:
    """Stands in for the clone over https: the same reading of a repository on this machine."""

    @contextmanager
    def clone(url: str, **_: Any) -> Any:
        yield git.local(place)

    return clone
