# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""The search room: one derived, disposable index over what the other rooms publish."""
