# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""What somebody writes in an experience report, what is still missing in it, and what it means."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from typing import Any

from allmende.domain.explain import Gap, Text
from allmende.domain.lifecycle import Outcome, State


class Ending(StrEnum):
    """How it went, in the words a writer chooses from."""

    RUNNING = "running"
    ADAPTED = "adapted"
    LIMITED = "limited"
    STOPPED = "stopped"
    FAILED = "failed"
    DECIDED_AGAINST = "decided-against"


ENDINGS: Mapping[Ending, tuple[Text, Outcome, State]] = {
    Ending.RUNNING: (Text("in Betrieb", "in operation"), Outcome.SUCCESS, State.OPERATIONAL),
    Ending.ADAPTED: (
        Text("in Betrieb, aber angepasst", "in operation, adapted"), Outcome.MIXED, State.OPERATIONAL,
    ),
    Ending.LIMITED: (
        Text("nur eingeschränkt in Betrieb", "in limited operation"), Outcome.SCALED_BACK, State.OPERATIONAL,
    ),
    Ending.STOPPED: (Text("beendet", "stopped"), Outcome.STOPPED, State.STOPPED),
    Ending.FAILED: (Text("gescheitert", "failed"), Outcome.FAILED, State.STOPPED),
    Ending.DECIDED_AGAINST: (
        Text("dagegen entschieden", "decided against"), Outcome.NOT_STARTED, State.DECIDED_AGAINST,
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Helped:
    """One factor: in which dimension something helped ("success") or hindered ("barrier"), and what to do."""

    dimension: str
    polarity: str
    statement: str
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Experience:
    """One revision of a report. solution: slug in the catalogue, or empty and `other_solution` says which;
    when: "2026" or "2026-05"; sources: web addresses; visibility: who may see it once it is released."""

    solution: str = ""
    other_solution: str = ""
    ending: str = ""
    when: str = ""
    title: str = ""
    text: str = ""
    effort: str = ""
    cost: str = ""
    again: bool | None = None
    factors: tuple[Helped, ...] = ()
    sources: tuple[str, ...] = ()
    visibility: str = ""
    read_through: bool = False

    def as_data(self) -> dict[str, Any]:
        """Plain data, as stored; `from_data` reads it again."""
        return asdict(self)

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "Experience":
        """From what `as_data` gave; columns of later versions are left out."""
        known = {one.name: data[one.name] for one in fields(cls) if one.name in data}
        factors = tuple(Helped(**one) for one in known.get("factors", ()))
        return cls(**{**known, "factors": factors, "sources": tuple(known.get("sources", ()))})

    def prose(self) -> Mapping[str, str]:
        """Every free text by the name of its part: what may give the place away."""
        texts = {
            "title": self.title, "text": self.text, "effort": self.effort, "cost": self.cost,
            "other_solution": self.other_solution,
        }  # fmt: skip
        for number, one in enumerate(self.factors):
            texts |= {f"factor-{number}": one.statement, f"remedy-{number}": one.remedy}
        return {name: text for name, text in texts.items() if text}


def missing(experience: Experience) -> tuple[Gap, ...]:
    """What has to be said before somebody else looks at it."""
    asked = (
        (
            "solution",
            experience.solution or experience.other_solution,
            "Welche Lösung es war",
            "Which solution it was",
        ),
        ("ending", experience.ending, "Wie es ausging", "How it turned out"),
        ("when", experience.when, "Wann das war", "When that was"),
        ("title", experience.title, "Eine Überschrift", "A title"),
        ("text", experience.text, "Was geschah", "What happened"),
        ("visibility", experience.visibility, "Wer es sehen darf", "Who may see it"),
    )
    return tuple(Gap(code, Text(de, en)) for code, said, de, en in asked if not said)
