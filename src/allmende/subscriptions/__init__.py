# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Room subscriptions: what people want to hear of, and the mails that tell them."""
