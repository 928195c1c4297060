# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Room audit: what was written, by whom and when; rows are added and never changed."""
