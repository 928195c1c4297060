# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""What publiccode.yml says about the repository it lies in."""

from collections.abc import Mapping
from typing import Any

import yaml

from allmende.domain.repository.snapshot import Publiccode


def describe(text: str | None) -> Publiccode | None:
    """The keys that the rules ask for; None where there is no file or it is no mapping."""
    try:
        content: Any = yaml.load(text or "", Loader=yaml.BaseLoader)  # noqa: S506  # strings only
    except (yaml.YAMLError, RecursionError, ValueError):
        return None
    if not isinstance(content, Mapping):
        return None
    legal, described = content.get("legal"), content.get("description")
    users = content.get("usedBy")
    languages = described.values() if isinstance(described, Mapping) else ()
    return Publiccode(
        problems=None,
        url=_text(content.get("url")),
        licence=_text(legal.get("license")) if isinstance(legal, Mapping) else "",
        used_by=tuple(filter(None, map(_text, users))) if isinstance(users, list) else (),
        interfaces=tuple(
            filter(
                None, (_text(part.get("apiDocumentation")) for part in languages if isinstance(part, Mapping))
            )
        ),
    )


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""
