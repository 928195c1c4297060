# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which licence a text is, by its wording."""

from licenseclassifier import identify_license

from allmende.domain.repository.spdx import eupl

LONGEST = 200_000


def recognise(text: str) -> tuple[str, ...]:
    """SPDX identifiers of the licences a text holds, in its order; none where it is no known one.

    The library knows the EUPL in the layout of one English text only: its languages are told by its form.
    """
    own = eupl(text)
    if own:
        return (own,)
    return tuple(dict.fromkeys(found.id for found in identify_license(text[:LONGEST])))
