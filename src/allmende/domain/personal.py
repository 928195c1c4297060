# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Mail addresses and telephone numbers in a text: data of persons, which no public text takes."""

import re
from collections.abc import Iterator

from allmende.domain.explain import Text

_MAIL = re.compile(r"[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,5}[a-z]{2,63}", re.I)
_PHONE = re.compile(
    r"(?:\+49|\b0049|(?<![\d.,/-])0[1-9]\d{1,4}[ ]?[/-][ ]?\d{4,}|\bTel(?:efon)?\.?:? ?\d{3,})"
    r"(?:[ /()-]*\d)*"
)
ADDRESS = re.compile(r"https?://[^\s/]+\.[^\s/]+\S*")


def personal(text: str) -> Iterator[Text]:
    """What of a text has to go, each with what to do."""
    plain = ADDRESS.sub("", text)
    if found := _MAIL.search(plain):
        yield Text(
            f"„{found[0]}“ ist eine E-Mail-Adresse; bitte nehmen Sie sie heraus und nennen Sie das Amt.",
            f"“{found[0]}” is a mail address; please take it out and name the office.",
        )
    if found := _PHONE.search(plain):
        yield Text(
            f"„{found[0]}“ ist eine Telefonnummer; bitte nehmen Sie sie heraus und nennen Sie das Amt.",
            f"“{found[0]}” is a telephone number; please take it out and name the office.",
        )
