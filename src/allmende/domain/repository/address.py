# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses of repositories: one form for one repository."""

import re
from urllib.parse import urlsplit

# What forges append for a page inside a repository.
INSIDE = re.compile(r"/(?:-|tree|blob|src|raw|wiki|issues|releases|commits?)(?:/.*)?$")
SSH = re.compile(r"(?:ssh://)?git@(?P<host>[\w.-]+)[:/](?P<path>.+)")


def canonical(url: str) -> str:
    """https://host/owner/name for every usual way of writing it; "" where it names no repository on a host.

    The host in lower case, without www; the path as written, without .git, slash at the end and pages inside.
    """
    ssh = SSH.fullmatch(url.strip())
    try:
        parts = urlsplit(f"https://{ssh['host']}/{ssh['path']}" if ssh else url.strip())
        host, port = (parts.hostname or "").removeprefix("www."), parts.port
    except ValueError:
        return ""
    if parts.scheme not in {"http", "https", "git"} or "." not in host:
        return ""
    owner, _, rest = parts.path.strip("/").partition("/")
    rest = INSIDE.sub("", f"/{rest}").strip("/").removesuffix(".git")
    return f"https://{host}{f':{port}' if port else ''}/{owner}/{rest}" if owner and rest else ""


def same(one: str, other: str) -> bool:
    """Whether two addresses name one repository; letters' case does not tell repositories apart."""
    return bool(one) and canonical(one).casefold() == canonical(other).casefold() != ""
