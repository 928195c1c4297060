# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Room contributions: what municipalities write, its review, who may see it, what becomes public of it."""
