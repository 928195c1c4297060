# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Speed, measured side by side: `python -m bench [similarity|match|search|page|start]`."""
