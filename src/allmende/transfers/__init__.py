# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Room: where solutions run, who took them over, what was experienced with them."""
