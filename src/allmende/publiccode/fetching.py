# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""publiccode.yml from the network, and whether the addresses in it answer; only through the guarded"
" client."""

import re
from collections.abc import Iterable, Mapping

from allmende.adapters.errors import AdapterError
from allmende.adapters.http import fetch
from allmende.domain.publiccode.reading import MOST_BYTES

SECONDS = 20.0
BRIEF = 8.0
GITHUB = re.compile(r"https://github\.com/([\w.-]+/[\w.-]+?)(?:\.git)?/?")
GITHUB_FILE = re.compile(r"https://github\.com/([\w.-]+/[\w.-]+)/blob/(.+)")
GITLAB = re.compile(r"(https://(?:gitlab\.|git\.)[\w.-]+/[\w./-]+?)(?:\.git)?/?")


def raw(address: str) -> str:
    """Where the file itself is, for the address of a repository or of a page that shows the file."""
    if found := GITHUB_FILE.fullmatch(address):
        return f"https://raw.githubusercontent.com/{found[1]}/{found[2]}"
    if address.endswith((".yml", ".yaml")):
        return address.replace("/-/blob/", "/-/raw/")
    if found := GITHUB.fullmatch(address):
        return f"https://raw.githubusercontent.com/{found[1]}/HEAD/publiccode.yml"
    if found := GITLAB.fullmatch(address):
        return f"{found[1]}/-/raw/HEAD/publiccode.yml"
    return address


def download(address: str) -> bytes:
    """Content of the file at an address. Raises AdapterError."""
    place = raw(address)
    answer = fetch(place, hosts=None, limit=MOST_BYTES + 1, timeout=SECONDS)
    if answer.status != 200:
        raise AdapterError(
            "status", f"{place} antwortet mit {answer.status} statt mit der Datei.",
            f"{place} answers with {answer.status} instead of the file.",
        )  # fmt: skip
    return answer.body


def reachable(addresses: Iterable[tuple[str, str]]) -> Mapping[str, bool]:
    """For each key with its web address whether it answers without an error."""
    return {key: _answers(address) for key, address in addresses}


def _answers(address: str) -> bool:
    try:
        return fetch(address, hosts=None, limit=MOST_BYTES, timeout=BRIEF).status < 400
    except AdapterError as error:
        return error.code in {"size", "too-large"}
