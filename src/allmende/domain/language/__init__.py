# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""German text: normal form, stems, compounds, spelling. Plain Python; the word lists come from outside."""
