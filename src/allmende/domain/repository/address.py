# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses of repositories: one form for one repository."""

import re

URL = re.compile(
    r"(?:https?|git)://(?:[^@/]*@)?(?P<host>[^/:?#@]+)(?::(?P<port>\d{1,5}))?(?P<path>/[^?#]*)", re.I
)
SSH = re.compile(r"(?:ssh://)?git@(?P<host>[\w.-]+)[:/](?P<path>[^?#]+)")
# What forges append for a page inside a repository.
INSIDE = re.compile(r"(?<=[^/])/(?:-|tree|blob|src|raw|wiki|issues|releases|commits?)(?:/.*)?$")


def canonical(url: str) -> str:
    """https://host/owner/name for every usual way of writing it; "" where it names no repository on a host.

    The host in lower case, without www; the path as written, without .git, slash at the end and pages inside.
    """
    found = URL.match(url.strip()) or SSH.fullmatch(url.strip())
    if not found:
        return ""
    parts = found.groupdict()
    host = parts["host"].lower().removeprefix("www.")
    owner, _, rest = parts["path"].strip("/").partition("/")
    rest = INSIDE.sub("", f"/{rest}").strip("/").removesuffix(".git")
    port = f":{parts['port']}" if parts.get("port") else ""
    return f"https://{host}{port}/{owner}/{rest}" if "." in host and owner and rest else ""


def host_of(url: str) -> str:
    """Host of an address in its one form; "" without one."""
    return url.split("/")[2] if url else ""


def same(one: str, other: str) -> bool:
    """Whether two addresses name one repository; letters' case does not tell repositories apart."""
    return bool(one) and canonical(one).casefold() == canonical(other).casefold() != ""
