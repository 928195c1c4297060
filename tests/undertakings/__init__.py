# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Undertakings: how a municipality takes a solution over, step by step."""
