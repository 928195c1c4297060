# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Allmende, the knowledge commons of Germany's municipalities."""

__version__ = "0.1.0"
