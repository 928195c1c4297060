# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Municipalities, districts, associations and Länder: who they are, where they lie, whom they resemble."""
