# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""The rules of the house as tests: what DESIGN and CONTRIBUTING say holds in every room."""
