# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Assembly: settings, addresses, API and command line put the rooms together."""
