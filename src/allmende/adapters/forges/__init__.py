# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Forges: GitLab (openCode too), GitHub, Gitea and Forgejo behind one small protocol."""
