# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses as the reference reads them: what is a URL, a web address, a URN, a mail address.

Written out because the standard library's reader accepts what Go's rejects, and the other way round.
"""

import re
from typing import NamedTuple

LONGEST = 4000
SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
ESCAPED = re.compile(r"%(?![0-9A-Fa-f]{2})")
CONTROL = re.compile(r"[\x00-\x1f\x7f]")
USER = re.compile(r"[A-Za-z0-9\-._:~!$&'()*+,;=%@]*")
# Anything beyond ASCII is let through: names with umlauts are usual.
HOST = re.compile(r"(?:[A-Za-z0-9\-_.~!$&'()*+,;=:\[\]<>\"]|%25|[^\x00-\x7f])*")
URN = re.compile(r"urn:(?!urn:)[a-z0-9][a-z0-9-]{0,31}:(?:[a-z0-9()+,\-.:=@;$_!*'/?#]|%[0-9a-f]{2})+", re.I)
# Codes of the index of Italian administrations: eight characters, or a school with its own.
IPA = re.compile(r"[A-Za-z0-9_]{1,8}|istsc_[A-Za-z0-9]{10}")
MAIL_NAME = re.compile(
    r"(?:[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]|[^\x00-\x7f])+(?:\.(?:[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]|[^\x00-\x7f])+)*"
)
LABEL = re.compile(
    r"(?:[A-Za-z0-9]|[^\x00-\x7f])(?:(?:[A-Za-z0-9_~-]|[^\x00-\x7f])*(?:[A-Za-z0-9]|[^\x00-\x7f]))?"
)
MEDIA_TYPE = re.compile(r" *[A-Za-z0-9][A-Za-z0-9!#$&^_-]{0,126}/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126} *")


class Address(NamedTuple):
    """Parts of a URL; `opaque` is what follows the scheme where no // does."""

    scheme: str
    host: str
    opaque: str
    path: str
    fragment: str


def split(text: str) -> Address | None:
    """The parts of a URL, relative ones too; None where it cannot be read as one."""
    if len(text) > LONGEST or CONTROL.search(text) or text.startswith(":"):
        return None
    body, _, fragment = text.partition("#")
    if ESCAPED.search(fragment):
        return None
    found = SCHEME.match(body)
    scheme, rest = (found[1].lower(), body[found.end() :]) if found else ("", body)
    rest = rest.partition("?")[0]
    if not rest.startswith("/"):
        if scheme:
            return Address(scheme, "", rest, "", fragment)
        if ":" in rest.partition("/")[0]:
            return None
    host = ""
    if rest.startswith("//") and (scheme or not rest.startswith("///")):
        authority, slash, path = rest[2:].partition("/")
        rest = slash + path
        user, _, host = authority.rpartition("@")
        if not USER.fullmatch(user) or not _is_host(host):
            return None
    return None if ESCAPED.search(rest) else Address(scheme, host, "", rest, fragment)


def _is_host(text: str) -> bool:
    if not HOST.fullmatch(text):
        return False
    if text.startswith("["):
        _, closed, port = text.partition("]")
        return bool(closed) and bool(re.fullmatch(r"(?::[0-9]*)?", port))
    return ":" not in text or bool(re.fullmatch(r"[^:]*(?::[^:]*)*:[0-9]*", text))


def is_url(text: str) -> bool:
    """Any address with a scheme that leads somewhere."""
    parts = split(text)
    return bool(
        parts and parts.scheme and (parts.host or parts.fragment or parts.opaque or parts.scheme == "file")
    )


def is_web(text: str) -> bool:
    """An http or https address with a host."""
    parts = split(text)
    return bool(parts and parts.scheme in {"http", "https"} and parts.host)


def is_identifier(text: str) -> bool:
    """A URL with a host, or a URN."""
    if text[:4].lower() == "urn:":
        return bool(URN.fullmatch(text))
    parts = split(text)
    return bool(parts and parts.scheme and parts.host)


def is_mail(text: str) -> bool:
    """One plain mail address."""
    if len(text) > 320:
        return False
    name, at, domain = text.rpartition("@")
    labels = domain.removesuffix(".").split(".")
    if not at or len(labels) < 2 or not MAIL_NAME.fullmatch(name):
        return False
    return all(LABEL.fullmatch(label) for label in labels) and not labels[-1][0].isdigit()


def italian_code(text: str) -> str | None:
    """The code in a URN of an Italian administration, None for anything else."""
    start = "urn:x-italian-pa:"
    return text[len(start) :] if text.lower().startswith(start) else None
