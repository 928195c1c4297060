# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is wrong with a table that somebody sent."""


class TableError(ValueError):
    """The file as a whole cannot be read; the message says why and what to do, in German."""
