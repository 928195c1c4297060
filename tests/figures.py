# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a run of the tests measured beside good or bad; printed at its end."""

from collections import Counter

MEASURED: dict[str, str] = {}
FUZZED: Counter[str] = Counter()


def lines() -> list[str]:
    """One line for each figure, in the order in which they came."""
    counted = [f"{what}: {number} Eingaben ohne Absturz" for what, number in FUZZED.items()]
    return [*(f"{what}: {figure}" for what, figure in MEASURED.items()), *counted]
