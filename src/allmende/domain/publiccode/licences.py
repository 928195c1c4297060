# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""The licence: a valid SPDX expression, and really open."""

from allmende.domain.publiccode import expressions
from allmende.domain.publiccode.expressions import Openness
from allmende.domain.publiccode.walk import Spot, Walk, short

EXAMPLES_DE = "zum Beispiel EUPL-1.2 oder MIT OR Apache-2.0"
EXAMPLES_EN = "for example EUPL-1.2 or MIT OR Apache-2.0"


def licence(walk: Walk, spot: Spot) -> None:
    """An SPDX expression of open licences."""
    found = expressions.parse(spot.text, walk.lists)
    if found is None or (not found.strict and not walk.reference):
        meant = expressions.suggestion(spot.text, walk.lists)
        de = f"; gemeint ist wohl „{meant}“." if meant else f", {EXAMPLES_DE}."
        en = f"; probably “{meant}” is meant." if meant else f", {EXAMPLES_EN}."
        walk.say(
            "licence.expression" if found is None else "licence.identifier", spot.path, spot.value,
            f"„{short(spot.text)}“ ist kein gültiger SPDX-Ausdruck{de}",
            f"“{short(spot.text)}” is no valid SPDX expression{en}",
            walk.replace(spot.value, meant) if meant else (),
        )  # fmt: skip
        return
    if found.canonical != " ".join(spot.text.split()):
        walk.say(
            "licence.spelling", spot.path, spot.value, f"Die SPDX-Liste schreibt „{found.canonical}“.",
            f"The SPDX list writes “{found.canonical}”.", walk.replace(spot.value, found.canonical),
        )  # fmt: skip
    _openness(walk, spot, found.openness)


def _openness(walk: Walk, spot: Spot, openness: Openness) -> None:
    name = short(spot.text)
    if openness == Openness.CLOSED:
        walk.say(
            "licence.open", spot.path, spot.value,
            f"„{name}“ ist keine Open-Source-Lizenz: weder die OSI noch die FSF erkennt sie an.",
            f"“{name}” is no open-source licence: neither OSI nor FSF recognises it.",
        )  # fmt: skip
    elif openness == Openness.DATA:
        walk.say(
            "licence.data", spot.path, spot.value, f"„{name}“ ist für Daten gemacht, nicht für Software.",
            f"“{name}” is made for data, not for software.",
        )  # fmt: skip
    elif openness == Openness.UNKNOWN:
        walk.say(
            "licence.own", spot.path, spot.value, f"Ob „{name}“ offen ist, lässt sich nicht prüfen.",
            f"Whether “{name}” is open cannot be checked.", checked=False,
        )  # fmt: skip
