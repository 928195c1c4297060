# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Language tags (BCP 47), lengths as people count them, and which language a text is in."""

import re
import unicodedata

from allmende.domain.publiccode.lists import Lists

TAG = re.compile(
    r"(?P<language>[a-z]{2,3})(?P<extended>(?:-[a-z]{3}){0,3})(?:-(?P<script>[a-z]{4}))?"
    r"(?:-(?P<region>[a-z]{2}|[0-9]{3}))?(?P<variants>(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*)"
    r"(?P<extensions>(?:-[a-wyz0-9](?:-[a-z0-9]{2,8})+)*)(?:-x(?:-[a-z0-9]{1,8})+)?"
)
PRIVATE = re.compile(r"x-[a-z0-9]{1,8}")
# In use for the United Kingdom although the code is GB.
ALIASES = frozenset({"uk"})
LONGEST = 60
WORDS = {
    "de": re.compile(
        r"\b(?:der|die|das|und|nicht|wird|werden|für|mit|eine|ist|auf|den|dem|von|zu|sich|bei)\b"
    ),
    "en": re.compile(r"\b(?:the|and|of|to|is|are|with|for|this|that|be|by|on|as|from|can|it|which|an)\b"),
}
JOINER = "\u200d"
FLAG = range(0x1F1E6, 0x1F200)
SKIN = range(0x1F3FB, 0x1F400)


def is_tag(text: str, lists: Lists) -> bool:
    """Whether a text is a language tag whose parts are all registered."""
    tag = text.lower()
    if len(tag) > LONGEST:
        return False
    if tag in lists.irregular or PRIVATE.fullmatch(tag):
        return True
    found = TAG.fullmatch(tag)
    if not found or found["language"] not in lists.languages:
        return False
    extended = found["extended"].split("-")[1:]
    variants = found["variants"].split("-")[1:]
    return (
        all(f"{found['language']}-{part}" in lists.extensions for part in extended)
        and (found["script"] or "latn") in lists.scripts
        and (not found["region"] or found["region"] in lists.regions or found["region"] in ALIASES)
        and all(_is_variant(tag, part, lists) for part in variants)
    )


def _is_variant(tag: str, part: str, lists: Lists) -> bool:
    if part in lists.variants:
        return True
    return any(
        tag.startswith(word.removesuffix(part)) for word in lists.variants if word.endswith(f"-{part}")
    )


def suggestion(text: str, lists: Lists) -> str:
    """The tag that was probably meant; "" where that is not clear."""
    plain = text.strip().replace("_", "-").split(".")[0]
    named = {"deutsch": "de", "german": "de", "englisch": "en", "english": "en", "deu": "de", "ger": "de",
             "eng": "en", "fra": "fr", "ita": "it", "nld": "nl"}.get(plain.lower())  # fmt: skip
    if named:
        return named
    return plain if plain != text and is_tag(plain, lists) else ""


def length(text: str, stop: int) -> int:
    """Characters as people see them (grapheme clusters), counted up to one more than `stop`."""
    if text.isascii():
        return len(text) - text.count("\r\n")
    count, flags, previous = 0, 0, ""
    for char in text:
        flags = flags + 1 if ord(char) in FLAG else 0
        if not _joins(previous, char) and not (flags and flags % 2 == 0):
            count += 1
            if count > stop:
                break
        previous = char
    return count


def _joins(previous: str, char: str) -> bool:
    """Whether a character belongs to the one before it."""
    if not previous or char < "\x7f":
        return previous == "\r" and char == "\n"
    if unicodedata.category(char) in {"Mn", "Me", "Mc"} or char == JOINER or ord(char) in SKIN:
        return previous not in "\r\n"
    if previous == JOINER:
        return unicodedata.category(char) == "So"
    return "\u1160" <= char <= "\u11ff" and "\u1100" <= previous <= "\u11ff"


def looks_like(text: str) -> str:
    """ "de" or "en" where a text of some length is plainly in that language, else ""."""
    text = text[:4000].lower()
    count = len(text.split())
    if count < 20:
        return ""
    shares = {code: len(words.findall(text)) / count for code, words in WORDS.items()}
    best = max(shares, key=lambda code: shares[code])
    return best if shares[best] > 0.12 and sum(shares.values()) - shares[best] < 0.04 else ""
