# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whether a repository is published, free, understood, run, safe, cared for and used again: pure rules."""
