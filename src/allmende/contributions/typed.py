# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Fields that take months, amounts and addresses as people type them and keep them as machines do."""

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from allmende.domain.language.words import fold, normalise

MOST_SOURCES = 10
MOST_EUROS = 10_000_000_000
_MONTHS = {
    "jan": 1, "feb": 2, "mar": 3, "mae": 3, "mrz": 3, "apr": 4, "mai": 5, "may": 5, "jun": 6, "jul": 7,
    "aug": 8, "sep": 9, "okt": 10, "oct": 10, "nov": 11, "dez": 12, "dec": 12,
}  # fmt: skip
_WHEN = re.compile(
    r"(?P<year>[0-9]{4})(-(?P<iso>[0-9]{1,2})(-[0-9]{1,2})?)?"
    r"|([0-9]{1,2}\.)?(?P<month>[0-9]{1,2})\s*[./ -]\s*(?P<of>[0-9]{4})"
    r"|(?P<name>[a-z]{3,9})\.?\s*(?P<in>[0-9]{4})"
)
_AMOUNT = re.compile(
    r"(?P<whole>[0-9]{1,3}(\.[0-9]{3})+|[0-9]+)(,((?P<part>[0-9]{1,3})|[-–—]{1,2}))?(?P<unit>tsd\.?|mio\.?|mrd\.?)?"
)
_UNITS = {"": 1, "tsd": 1_000, "mio": 1_000_000, "mrd": 1_000_000_000}


def when(text: str) -> str:
    """A year, or a year and a month, as ISO 8601: "2026", "5/2026", "Mai 2026". Raises ValueError."""
    found = _WHEN.fullmatch(fold(normalise(text)).strip())
    if found is None:
        raise ValueError(text)
    year = found["year"] or found["of"] or found["in"]
    month = _MONTHS.get(found["name"][:3], 0) if found["name"] else int(found["iso"] or found["month"] or 0)
    said = bool(found["name"] or found["iso"] or found["month"])
    if not 1900 <= int(year) <= 2099 or (said and not 1 <= month <= 12):
        raise ValueError(text)
    return f"{year}-{month:02}" if said else year


def euros(text: str) -> int:
    """Whole euros: "20000", "1.500,50 €", "20.000,- Euro", "1,5 Mio. €". Raises ValueError."""
    bare = re.sub(r"\s|€|euros?|eur", "", text.casefold())
    found = _AMOUNT.fullmatch(bare)
    unit = (found["unit"] or "").rstrip(".") if found else ""
    if found is None or (len(found["part"] or "") == 3 and not unit):
        raise ValueError(text)
    amount = Decimal(found["whole"].replace(".", "") + "." + (found["part"] or "0")) * _UNITS[unit]
    return int(amount.quantize(Decimal(1), ROUND_HALF_UP))


def suggesting(address: str) -> forms.TextInput:
    """A text field that proposes what the address of this name answers as it is typed."""
    return forms.TextInput(
        attrs={"data-suggest": reverse_lazy(f"contributions:{address}"), "autocomplete": "off"}
    )


class WhenField(forms.CharField):
    """A year, or a year and a month; `past`: it cannot lie ahead."""

    def __init__(self, label: Any, *, past: bool = False) -> None:
        hint = _("Jahr oder Monat und Jahr, zum Beispiel 2026, 5/2026 oder Mai 2026")
        super().__init__(label=label, max_length=30, required=False, help_text=hint)
        self.past = past

    def clean(self, value: Any) -> str:
        """As ISO 8601, or nothing. Raises ValidationError."""
        text = str(super().clean(value))
        if not text:
            return ""
        try:
            found = when(text)
        except ValueError as error:
            raise ValidationError(
                _("Bitte ein Jahr (2026) oder Monat und Jahr (5/2026 oder Mai 2026) angeben.")
            ) from error
        if self.past and found > timezone.localdate().isoformat()[: len(found)]:
            raise ValidationError(_("Das liegt in der Zukunft."))
        return found

    def prepare_value(self, value: Any) -> Any:
        """As it stands in the field."""
        found = re.fullmatch(r"([0-9]{4})-([0-9]{2})", str(value or ""))
        return f"{int(found[2])}/{found[1]}" if found else value


class EuroField(forms.CharField):
    """Whole euros."""

    def __init__(self, label: Any) -> None:
        super().__init__(
            label=label,
            max_length=40,
            required=False,
            help_text=_("in Euro, zum Beispiel 20.000 oder 1,5 Mio."),
        )

    def clean(self, value: Any) -> Any:
        """The amount, or None. Raises ValidationError."""
        text = str(super().clean(value) or "")
        if not text:
            return None
        try:
            amount = euros(text)
        except ValueError as error:
            raise ValidationError(
                _("Bitte einen Betrag in Euro angeben, zum Beispiel 20.000 oder 1.500,50.")
            ) from error
        if amount > MOST_EUROS:
            raise ValidationError(_("Der Betrag ist zu groß."))
        return amount

    def prepare_value(self, value: Any) -> Any:
        """As it stands in the field."""
        return f"{value:,}".replace(",", ".") if isinstance(value, int) else value


class AddressField(forms.URLField):
    """A web address, with or without https://; a plain text field, since browsers refuse "www.stadt.de"."""

    widget = forms.TextInput(attrs={"inputmode": "url"})
    default_validators = [URLValidator(schemes=["https", "http"])]

    def __init__(self, label: Any = "", *, most: int = 500) -> None:
        super().__init__(label=label, max_length=most, required=False, assume_scheme="https")


class AddressesField(forms.CharField):
    """Web addresses of what was read, one a line."""

    def __init__(self, label: Any, *, rows: int = 2) -> None:
        hint = _("Freiwillig: Internetadressen, eine je Zeile. Ohne Quelle steht dort „Angabe der Kommune“.")
        widget = forms.Textarea(attrs={"rows": rows})
        super().__init__(label=label, max_length=4_000, required=False, help_text=hint, widget=widget)

    def clean(self, value: Any) -> Any:
        """Each address once. Raises ValidationError."""
        lines = [line.strip() for line in str(super().clean(value)).splitlines() if line.strip()]
        found = tuple(dict.fromkeys(_address(line) for line in lines))
        if len(found) > MOST_SOURCES:
            raise ValidationError(_("Höchstens zehn Quellen."))
        return found

    def prepare_value(self, value: Any) -> Any:
        """As it stands in the field."""
        return "\n".join(value) if isinstance(value, tuple) else value


def _address(line: str) -> str:
    try:
        return str(AddressField().clean(line))
    except ValidationError as error:
        text = _("Das ist keine Internetadresse: %(line)s")
        raise ValidationError(text, params={"line": line[:100]}) from error
