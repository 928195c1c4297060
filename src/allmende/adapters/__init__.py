# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""The street: how the house reaches the world outside, guarded. Knows no framework and no database."""
