# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Running the git program so that nothing a repository says can make it run or reach anything else."""

import contextlib
import os
import re
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

from allmende.adapters.errors import RefusedError, UnreachableError

ADDRESS_SPACE_KB = 4_000_000
# The watch sees a limit passed every 0.2 s; the system stops what is faster than that.
BLOCK, BACKSTOP = 512, 100_000_000
READ_SECONDS = 60.0
FIRST_LOOK, NEXT_LOOK = 0.005, 0.2
RECEIVING = re.compile(rb"Receiving objects: +\d+% \(\d+/(\d+)\)")
# A repository's own configuration may name programs; these answers come first and name none.
SAFE = {
    "core.hooksPath": os.devnull,
    "core.fsmonitor": "false",
    "core.pager": "cat",
    "core.askPass": "",
    "core.symlinks": "false",
    "core.bigFileThreshold": "1m",
    "credential.helper": "",
    "gc.auto": "0",
    "gpg.program": "false",
    "log.showSignature": "false",
    "maintenance.auto": "false",
    "pack.threads": "1",
    "safe.directory": "*",
    "submodule.recurse": "false",
    "http.followRedirects": "false",
}


@dataclass(frozen=True, slots=True)
class Limits:
    """What a repository may cost.

    `disk` bytes and `seconds` for all of fetching, `objects` to receive, `files` to list, `commits` to read,
    bytes of one `blob`.
    """

    disk: int = 300_000_000
    seconds: float = 180.0
    objects: int = 500_000
    files: int = 50_000
    commits: int = 20_000
    blob: int = 1_000_000


def _environment(protocol: str) -> dict[str, str]:
    """Nothing of the caller's GIT_… or proxy settings; `protocol` is the only one git may speak."""
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": os.devnull,
        "LC_ALL": "C",
        "GIT_ALLOW_PROTOCOL": protocol,
        "GIT_ASKPASS": "",
        "GIT_ATTR_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_LFS_SKIP_SMUDGE": "1",
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_TERMINAL_PROMPT": "0",
    }


def _settings(extra: Mapping[str, str]) -> list[str]:
    return [part for name, value in {**SAFE, **extra}.items() for part in ("-c", f"{name}={value}")]


def read(
    place: Path, *arguments: str, limit: int, given: bytes = b"", discover: bool = False
) -> bytes | None:
    """What a local git command prints; None where it fails. Never reaches the network.

    `place` is the repository's own folder, or with `discover` a checkout. RefusedError past `limit` bytes.
    """
    where = ["-C", str(place)] if discover else [f"--git-dir={place}"]
    environment = {**_environment("none"), "GIT_CEILING_DIRECTORIES": str(place.parent)}
    with tempfile.TemporaryFile() as stdin:
        stdin.write(given)
        stdin.seek(0)
        process = _start(
            ["git", *_settings({}), *where, *arguments], stdin=stdin, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, env=environment,
        )  # fmt: skip
    stop = threading.Timer(READ_SECONDS, _kill, [process])
    stop.start()
    try:
        output = cast(IO[bytes], process.stdout).read(limit + 1)
        if len(output) > limit:
            raise too_much("size")
        if process.wait() < 0:
            raise too_much("time")
    finally:
        stop.cancel()
        _kill(process)
        process.communicate()
    return output if process.returncode == 0 else None


def fetch(
    folder: Path, *arguments: str, settings: Mapping[str, str], limits: Limits, deadline: float
) -> bytes:
    """Run a git command that speaks https, watched until `deadline` (time.monotonic). Returns what it said.

    Everything it writes must go into `folder`. RefusedError past a limit, UnreachableError where git fails.
    """
    blocks = (BACKSTOP + 2 * limits.disk) // BLOCK
    caps = f"{{ ulimit -v {ADDRESS_SPACE_KB}; ulimit -f {blocks}; }} 2>/dev/null"
    said = folder / "said"
    with said.open("wb") as stderr:
        process = _start(
            ["sh", "-c", f'{caps}; exec git "$@"', "git", *_settings(settings), *arguments],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=stderr, cwd=folder,
            env=_environment("https"),
        )  # fmt: skip
    try:
        _watch(process, folder, limits, deadline)
    finally:
        _kill(process)
        process.wait()
    text = said.read_bytes()
    if process.returncode != 0:
        raise _failed(text)
    return text


def _start(command: Sequence[str], **options: Any) -> "subprocess.Popen[bytes]":
    """In a session of its own, so that everything it starts can be ended with it."""
    try:
        return subprocess.Popen(command, start_new_session=True, **options)
    except FileNotFoundError as error:
        raise UnreachableError(
            "git", "Auf diesem Rechner fehlt git.", "git is not installed on this machine."
        ) from error


def _watch(process: "subprocess.Popen[bytes]", folder: Path, limits: Limits, deadline: float) -> None:
    pause = FIRST_LOOK
    running = True
    while running:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(pause)
            running = False
        pause = min(2 * pause, NEXT_LOOK)
        if running and time.monotonic() > deadline:
            raise too_much("time")
        if _size(folder) > limits.disk:
            raise too_much("size")
        if _announced(folder) > limits.objects:
            raise too_much("objects")


def _size(folder: Path) -> int:
    total = 0
    for parent, _, names in os.walk(folder):
        for name in names:
            with contextlib.suppress(OSError):  # git removes its temporary files meanwhile
                total += os.lstat(os.path.join(parent, name)).st_size
    return total


def _announced(folder: Path) -> int:
    with (folder / "said").open("rb") as said:
        said.seek(max(0, said.seek(0, os.SEEK_END) - 4096))
        return max((int(count) for count in RECEIVING.findall(said.read())), default=0)


def _kill(process: "subprocess.Popen[bytes]") -> None:
    """End the command and everything it started."""
    if process.poll() is None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)


def too_much(code: str) -> RefusedError:
    """The error for a limit: size, time, objects or files."""
    de, en = {
        "size": ("ist zu groß", "is too large"),
        "time": ("lässt sich nicht in der erlaubten Zeit lesen", "cannot be read in the time allowed"),
        "objects": ("besteht aus zu vielen Teilen", "consists of too many objects"),
        "files": ("enthält zu viele Dateien", "holds too many files"),
    }[code]
    return RefusedError(code, f"Das Repository {de}.", f"The repository {en}.")


def _failed(said: bytes) -> UnreachableError:
    lines = said.decode("utf-8", "replace").splitlines()
    reason = next((line[:200] for line in lines if line.startswith(("fatal:", "error:"))), "git")
    return UnreachableError(
        "git",
        f"git konnte das Repository nicht holen ({reason}).",
        f"git could not fetch the repository ({reason}).",
    )
