# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the other rooms give to the search."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field


@dataclass(frozen=True, slots=True)
class Document:
    """One thing that can be found. kind and key together name it; the texts are plain, without markup.

    title, summary and body are German, title_en and summary_en English; keywords are German words or
    phrases. facets map a name ("field", "land", "state") to the values that the thing has.
    """

    kind: str
    key: str
    title: str
    title_en: str = ""
    summary: str = ""
    summary_en: str = ""
    keywords: tuple[str, ...] = ()
    body: str = ""
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """kind and key in one word, unique in the index."""
        return f"{self.kind}:{self.key}"

    def to_json(self) -> str:
        """All of it as JSON, the same text for the same content."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> "Document":
        """The document that to_json() wrote."""
        content = json.loads(text)
        content["keywords"] = tuple(content["keywords"])
        content["facets"] = {name: tuple(values) for name, values in content["facets"].items()}
        return cls(**content)

    @property
    def digest(self) -> str:
        """Fingerprint of the content: 32 hexadecimal digits, changes with every change of a text."""
        return hashlib.blake2b(self.to_json().encode(), digest_size=16).hexdigest()
