# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Room: programmes, model projects, measures, solutions, action fields and the sources of all statements."""
