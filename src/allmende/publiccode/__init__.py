# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Room: publiccode.yml on the command line and as an online form. It stores nothing and needs no database."""
