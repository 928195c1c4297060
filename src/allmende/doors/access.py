# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who may pass a door. Every view says it; a house test finds views that do not."""

from collections.abc import Callable
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])

PUBLIC = "public"


def public(view: View) -> View:
    """Mark a view as open to everybody, without login."""
    view.access = PUBLIC  # type: ignore[attr-defined]
    return view
