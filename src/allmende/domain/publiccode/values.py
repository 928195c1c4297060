# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Checks of single values. Each takes the walk, which collects, and the spot, which knows value and place."""

import re
from collections.abc import Callable, Collection
from datetime import date, datetime

from allmende.domain.publiccode import addresses, languages, vocabulary
from allmende.domain.publiccode.walk import Spot, Walk, nearest, short

DATE = re.compile(r"\d{4}-\d\d-\d\d")
WRITTEN = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?|(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
SCP = re.compile(r"git@([\w.-]+):([\w./~-]+)")
BARE = re.compile(r"(?:www\.)?[\w-]+(?:\.[\w-]+)+(?:/\S*)?")
PICTURES = {"logo": ("svg", "svgz", "png"), "screenshots": ("png", "jpg", "jpeg")}
MEANT = {
    "web": "standalone/web", "desktop": "standalone/desktop", "mobile": "standalone/mobile",
    "iot": "standalone/iot",
    "backend": "standalone/backend", "other": "standalone/other", "standalone": "standalone/other",
    "plugin": "addon", "production": "stable", "mature": "stable", "active": "stable", "alpha": "development",
    "deprecated": "obsolete", "archived": "obsolete",
}  # fmt: skip


def choice(words: Collection[str]) -> Callable[[Walk, Spot], None]:
    """A check that a value is one of a few words."""

    def checked(walk: Walk, spot: Spot) -> None:
        _among(walk, spot, words, f"Erlaubt: {', '.join(words)}.", f"Allowed: {', '.join(words)}.")

    return checked


def listed(name: str) -> Callable[[Walk, Spot], None]:
    """A check that a value is in one of the lists."""

    def checked(walk: Walk, spot: Spot) -> None:
        words = getattr(walk.lists, name)
        _among(
            walk,
            spot,
            words,
            f"Die Liste ({name}) steht im Standard.",
            f"The standard has the list ({name}).",
        )

    return checked


def _among(walk: Walk, spot: Spot, words: Collection[str], de: str, en: str) -> None:
    if spot.text in words:
        return
    meant = MEANT.get(spot.text.casefold(), "")
    near = meant if meant in words else nearest(spot.text, words)
    if near:
        de, en = f"Gemeint ist wohl „{near}“.", f"Probably “{near}” is meant."
    text = short(spot.text)
    walk.say(
        "value.choice", spot.path, spot.value, f"„{text}“ ist hier kein erlaubter Wert. {de}",
        f"“{text}” is not an allowed value here. {en}", walk.replace(spot.value, near) if near else (),
    )  # fmt: skip


def url(walk: Walk, spot: Spot) -> None:
    """A URL with any scheme."""
    _address(walk, spot, "value.url", addresses.is_url)


def web(walk: Walk, spot: Spot) -> None:
    """A URL with http or https."""
    _address(walk, spot, "value.web", addresses.is_web)


def _address(walk: Walk, spot: Spot, rule: str, good: Callable[[str], bool]) -> None:
    if good(spot.text):
        return
    if addresses.split(spot.text) is None:
        walk.undecoded.add(spot.path)
    text = spot.text.strip()
    scp = SCP.fullmatch(text)
    meant = f"https://{scp[1]}/{scp[2]}" if scp else f"https://{text}" if BARE.fullmatch(text) else text
    fits = meant != spot.text and good(meant) and len(meant) < 500
    walk.say(
        rule, spot.path, spot.value,
        f"„{short(spot.text)}“ ist keine vollständige Adresse, die mit https:// beginnt.",
        f"“{short(spot.text)}” is no complete address that begins with https://.",
        walk.replace(spot.value, meant) if fits else (),
    )  # fmt: skip


def identifier(walk: Walk, spot: Spot) -> None:
    """A URI or URN of an organisation."""
    code = addresses.italian_code(spot.text)
    if not addresses.is_identifier(spot.text):
        walk.say(
            "value.identifier", spot.path, spot.value,
            f"„{short(spot.text)}“ ist keine URI: nötig ist eine Adresse mit https:// oder eine URN (urn:…).",
            f"“{short(spot.text)}” is no URI: an address with https:// or a URN (urn:…) is needed.",
        )  # fmt: skip
    elif code is not None:
        italian_code(walk, spot._replace(value=spot.value._replace(content=code)))


def italian_code(walk: Walk, spot: Spot) -> None:
    """A code of the index of Italian administrations; the index itself is not looked up."""
    if not addresses.IPA.fullmatch(spot.text):
        walk.say(
            "italy.code", spot.path, spot.value,
            f"„{short(spot.text)}“ hat nicht die Form einer Kennung im italienischen Behördenverzeichnis.",
            f"“{short(spot.text)}” has not the form of a code in the index of Italian administrations.",
        )  # fmt: skip


def law(walk: Walk, spot: Spot) -> None:
    """An alias of the standard, a URL or a URN."""
    alias = spot.text.removeprefix("alias:")
    if (alias in vocabulary.LAWS) if alias != spot.text else addresses.is_identifier(spot.text):
        return
    near = alias.casefold() if alias.casefold() in vocabulary.LAWS else ""
    listed = ", ".join(sorted(vocabulary.LAWS))
    walk.say(
        "value.law", spot.path, spot.value,
        f"„{short(spot.text)}“ ist weder ein bekanntes Kürzel (alias: {listed}) noch eine URI.",
        f"“{short(spot.text)}” is neither a known alias ({listed}) nor a URI.",
        walk.replace(spot.value, f"alias:{near}") if near else (),
    )  # fmt: skip


def mail(walk: Walk, spot: Spot) -> None:
    """One mail address."""
    if addresses.is_mail(spot.text):
        return
    meant = re.sub(r"\s*[(\[{]at[)\]}]\s*", "@", spot.text.strip().removeprefix("mailto:"), flags=re.I)
    walk.say(
        "value.mail", spot.path, spot.value,
        f"„{short(spot.text)}“ ist keine E-Mail-Adresse. Nennen Sie genau eine, unverschleiert.",
        f"“{short(spot.text)}” is no e-mail address. Name exactly one, in plain form.",
        walk.replace(spot.value, meant) if addresses.is_mail(meant) else (),
    )  # fmt: skip


def day(text: str) -> date | None:
    """The day of a text YYYY-MM-DD; None for any other text and for days that are in no calendar."""
    try:
        return date.fromisoformat(text) if DATE.fullmatch(text) and text.isascii() else None
    except ValueError:
        return None


def _meant_day(text: str) -> str:
    found = WRITTEN.fullmatch(text.strip()) if len(text) < 40 else None
    if not found:
        return ""
    year, one, two = (
        int(g) for g in ((found[1], found[2], found[3]) if found[1] else (found[6], found[5], found[4]))
    )
    # 31.12. and 2021-31-12 leave no doubt; 01/04/2019 does, a point between them does not.
    if one > 12:
        one, two = two, one
    elif not found[1] and two <= 12 and "." not in text:
        return ""
    try:
        return datetime(year, one, two).date().isoformat()  # noqa: DTZ001  # a day of the calendar, no moment
    except ValueError:
        return ""


def _date(walk: Walk, spot: Spot) -> date | None:
    found = day(spot.text)
    if found is None:
        meant = _meant_day(spot.text)
        walk.say(
            "value.date", spot.path, spot.value,
            f"„{short(spot.text)}“ ist kein Datum der Form JJJJ-MM-TT, zum Beispiel 2026-03-31.",
            f"“{short(spot.text)}” is no date of the form YYYY-MM-DD, for example 2026-03-31.",
            walk.replace(spot.value, meant) if meant else (),
        )  # fmt: skip
    return found


def date_of_release(walk: Walk, spot: Spot) -> None:
    """A day, not after the day of the check."""
    found = _date(walk, spot)
    today = walk.around.today
    if found and today and found > today:
        walk.say(
            "around.release", spot.path, spot.value, f"Das Datum {found:%d.%m.%Y} liegt in der Zukunft.",
            f"The date {found} is in the future.",
        )  # fmt: skip


def date_of_contract(walk: Walk, spot: Spot) -> None:
    """A day, not before the day of the check."""
    found = _date(walk, spot)
    today = walk.around.today
    if found and today and found < today:
        walk.say(
            "around.contract", spot.path, spot.value,
            f"Dieser Wartungsvertrag ist am {found:%d.%m.%Y} ausgelaufen. Tragen Sie den neuen ein.",
            f"This maintenance contract ended on {found}. Enter the new one.",
        )  # fmt: skip


def media_type(walk: Walk, spot: Spot) -> None:
    """A media type."""
    if not addresses.MEDIA_TYPE.fullmatch(spot.text):
        walk.say(
            "value.media-type", spot.path, spot.value,
            f"„{short(spot.text)}“ ist kein Medientyp wie text/plain.",
            f"“{short(spot.text)}” is no media type such as text/plain.",
        )  # fmt: skip


def country(walk: Walk, spot: Spot) -> None:
    """A country code, in capitals."""
    text, upper = spot.text, spot.text.upper()
    known = upper in walk.lists.countries or (walk.reference and upper == "XK")
    if known and text in {upper, text.lower()}:
        if text != upper:
            walk.say(
                "value.country-case", spot.path, spot.value, f"Schreiben Sie „{upper}“ statt „{text}“.",
                f"Write “{upper}” instead of “{text}”.", walk.replace(spot.value, upper),
            )  # fmt: skip
        return
    meant = {"UK": "GB", "GERMANY": "DE", "DEUTSCHLAND": "DE", "ITALIA": "IT", "EL": "GR"}.get(
        upper, upper if known else ""
    )
    walk.say(
        "value.country", spot.path, spot.value,
        f"„{short(text)}“ ist kein Länderkürzel nach ISO 3166-1 (zwei Großbuchstaben wie DE).",
        f"“{short(text)}” is no country code by ISO 3166-1 (two capitals such as DE).",
        walk.replace(spot.value, meant) if meant else (),
    )  # fmt: skip


def language(walk: Walk, spot: Spot) -> None:
    """A language tag."""
    tag(walk, spot, spot.path)


def tag(walk: Walk, spot: Spot, path: str) -> None:
    """The same for the keys of descriptions, where the value is the key's node."""
    text = spot.text
    if not languages.is_tag(text, walk.lists):
        meant = languages.suggestion(text, walk.lists)
        de = f"; gemeint ist wohl „{meant}“." if meant else " wie de oder en-GB."
        en = f"; probably “{meant}” is meant." if meant else " such as de or en-GB."
        walk.say(
            "value.language", path, spot.value,
            f"„{short(text)}“ ist kein Sprachkürzel nach BCP 47{de}",
            f"“{short(text)}” is no language tag by BCP 47{en}",
            walk.replace(spot.value, meant) if meant else (),
        )  # fmt: skip
    elif text.lower() in {"und", "mul", "zxx"} or text.lower().endswith("-uk"):
        meant = text[:-2] + "GB" if text.lower().endswith("-uk") else ""
        walk.say(
            "value.language-odd", path, spot.value, f"„{text}“ nennt keine bestimmte, übliche Sprache.",
            f"“{text}” names no definite, usual language.", walk.replace(spot.value, meant) if meant else (),
        )  # fmt: skip


def _at_most(walk: Walk, spot: Spot, most: int) -> None:
    count = languages.length(spot.text, most + 10_000)
    if count > most:
        walk.say(
            "length.long", spot.path, spot.value, f"{count} Zeichen; höchstens {most} sind erlaubt.",
            f"{count} characters; at most {most} are allowed.",
        )  # fmt: skip


def generic_name(walk: Walk, spot: Spot) -> None:
    """At most 35 characters."""
    _at_most(walk, spot, vocabulary.LONGEST_GENERIC)


def short_description(walk: Walk, spot: Spot) -> None:
    """At most 150 characters."""
    _at_most(walk, spot, vocabulary.LONGEST_SHORT)


def long_description(walk: Walk, spot: Spot) -> None:
    """150 to 10,000 characters."""
    _at_most(walk, spot, vocabulary.LONGEST_LONG)
    count = languages.length(spot.text, vocabulary.SHORTEST_LONG)
    if 0 < count < vocabulary.SHORTEST_LONG:
        walk.say(
            "length.short", spot.path, spot.value,
            f"{count} Zeichen; mindestens {vocabulary.SHORTEST_LONG} sind nötig.",
            f"{count} characters; at least {vocabulary.SHORTEST_LONG} are needed.",
        )  # fmt: skip


def path(walk: Walk, spot: Spot) -> None:
    """A path relative to the root of the repository, or a web address."""
    if spot.text.startswith(("/", "file:")):
        bare = spot.text.removeprefix("file:").lstrip("/")
        walk.say(
            "path.form", spot.path, spot.value,
            "Nur Pfade ab der Wurzel des Repositorys (ohne / am Anfang) oder Adressen mit https:// sind"
            " erlaubt.",
            "Only paths from the root of the repository (without / at the start) or web addresses are"
            " allowed.",
            walk.replace(spot.value, bare) if bare else (),
        )  # fmt: skip
    elif ".." in spot.text.split("/") and "://" not in spot.text:
        walk.say(
            "path.outside", spot.path, spot.value, "Der Pfad führt aus dem Repository hinaus.",
            "The path leads out of the repository.",
        )  # fmt: skip


def _picture(walk: Walk, spot: Spot, kind: str) -> None:
    path(walk, spot)
    ending = spot.text.split("?")[0].rpartition(".")[2].lower()
    if spot.text and ending not in PICTURES[kind]:
        listed = ", ".join(PICTURES[kind]).upper()
        walk.say(
            "picture.kind", spot.path, spot.value, f"Erlaubte Bildformate: {listed}.",
            f"Picture formats allowed: {listed}.",
        )  # fmt: skip


def logo(walk: Walk, spot: Spot) -> None:
    """A picture of the formats for logos."""
    _picture(walk, spot, "logo")


def screenshot(walk: Walk, spot: Spot) -> None:
    """A picture of the formats for screenshots."""
    _picture(walk, spot, "screenshots")


def video(walk: Walk, spot: Spot) -> None:
    """A web address, best at a site that lets videos be embedded."""
    web(walk, spot)
    if addresses.is_web(spot.text) and not any(_fits(spot.text, pattern) for pattern in walk.lists.videos):
        walk.say(
            "video.provider", spot.path, spot.value,
            "Dieses Videoportal ist nicht als eines bekannt, dessen Videos sich einbetten lassen (oEmbed).",
            "This video site is not known as one whose videos can be embedded (oEmbed).",
        )  # fmt: skip


def _fits(text: str, pattern: str) -> bool:
    """Whether an address has the parts of a pattern around its *, in time linear in both."""
    first, *middle = pattern.split("*")
    if not middle:
        return text == pattern
    last = middle.pop()
    if not text.startswith(first) or len(text) < len(first) + len(last) or not text.endswith(last):
        return False
    at, end = len(first), len(text) - len(last)
    for part in middle:
        found = text.find(part, at, end)
        if found < 0:
            return False
        at = found + len(part)
    return True
