# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who may read and write an undertaking."""

from allmende.accounts.access import Visitor, may_read_own
from allmende.accounts.access import may_write as may_write_for
from allmende.undertakings.models import Undertaking, Visibility


def may_read(visitor: Visitor, row: Undertaking) -> bool:
    """See it with its history: everybody what is public, members of the municipality what is theirs."""
    return row.visibility == Visibility.PUBLIC or may_read_own(visitor, row.key)


def may_write(visitor: Visitor, row: Undertaking) -> bool:
    """Add steps, correct them, confirm, choose who may see it: those who write for the municipality."""
    return may_write_for(visitor, row.key)
