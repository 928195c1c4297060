# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Template tags of all rooms: components and what a sentence looks like in the language of the page."""

from collections.abc import Iterable, Mapping
from datetime import date
from html import escape
from typing import Any

from django import template
from django.forms import BoundField
from django.http import HttpRequest
from django.urls import translate_url
from django.utils import formats
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from allmende.domain.explain import Text

register = template.Library()

LANGUAGE_NAMES = {"de": "Deutsch", "en": "English"}


@register.filter
def said(text: Text) -> str:
    """A sentence of the rules in the language of the page."""
    return text.in_language(get_language() or "de")


# What a page repeats a hundred times is put together here, with the escape of the standard library: a loop in
# a template takes ten times as long. Every value goes through `escape`.


@register.filter
def sentences(items: Iterable[Any], kind: str) -> SafeString:
    """Reasons, gaps or unknowns as a list; kind: reason, gap or unknown. Empty without any."""
    points = "".join(f"<li>{escape(said(one.text))}</li>" for one in items)
    return mark_safe(f'<ul class="said said--{escape(kind)}">{points}</ul>' if points else "")  # noqa: S308


@register.filter
def marked(segments: Iterable[tuple[str, bool]]) -> SafeString:
    """A text given as (text, marked) with its marks."""
    pieces = (f"<mark>{escape(text)}</mark>" if mark else escape(text) for text, mark in segments)
    return mark_safe("".join(pieces))  # noqa: S308


@register.filter
def step_rows(steps: Iterable[Any]) -> SafeString:
    """Table rows of how an order value came about (`Match.explain`)."""
    return mark_safe("".join(_step_row(one) for one in steps))  # noqa: S308


def _step_row(step: Any) -> str:
    values = (step.value, step.factor, step.product)
    numbers = "".join(f'<td class="number">{hundredths(value)}</td>' for value in values)
    return (
        f'<tr><th scope="row">{escape(said(step.label))}</th>{numbers}<td>{escape(said(step.text))}</td></tr>'
    )


@register.filter
def facet_options(group: Mapping[str, Any]) -> SafeString:
    """Choices of one facet, as components/facets.html gets them."""
    name = escape(group["name"])
    return mark_safe("".join(_facet_option(name, option) for option in group["options"]))  # noqa: S308


def _facet_option(name: str, option: Mapping[str, Any]) -> str:
    checked = " checked" if option["chosen"] else ""
    return (
        f'<label class="facet__option"><input type="checkbox" name="{name}"'
        f' value="{escape(str(option["value"]))}"{checked}> <span>{escape(str(option["label"]))}</span>'
        f' <span class="facet__count">{formats.localize(option["count"])}</span></label>'
    )


@register.filter
def localized(record: Any, field: str) -> Any:
    """`<field>_en` of a record or mapping on English pages if filled, else `<field>_de` or `<field>`."""
    names = [f"{field}_en"] if (get_language() or "de").startswith("en") else []
    for name in (*names, f"{field}_de", field):
        value = record.get(name) if isinstance(record, Mapping) else getattr(record, name, "")
        if value:
            return value
    return ""


@register.simple_tag
def german() -> SafeString:
    """The attribute lang="de" on English pages, for content that exists in German only (WCAG 3.1.2)."""
    return mark_safe(' lang="de"' if (get_language() or "de").startswith("en") else "")  # noqa: S308  # fixed text


@register.filter
def percent(value: float | None, digits: int = 0) -> str:
    """0.834 as "83 %"; an en dash where nothing is known."""
    return "–" if value is None else f"{formats.number_format(value * 100, digits)} %"


@register.filter
def hundredths(value: float | None) -> str:
    """0.834 as "0,83" or "0.83"; an en dash where nothing is known. Many times faster than floatformat."""
    if value is None:
        return "–"
    return f"{value:.2f}" if (get_language() or "de").startswith("en") else f"{value:.2f}".replace(".", ",")


@register.filter
def unlocalized(value: float) -> str:
    """A number as machines read it, with a point, for addresses and drawings."""
    return f"{value:g}"


@register.simple_tag(takes_context=True)
def other_language(context: dict[str, Any]) -> dict[str, str]:
    """Address and name of this page in the other language."""
    request: HttpRequest | None = context.get("request")
    code = "de" if (get_language() or "de").startswith("en") else "en"
    path = request.get_full_path() if request else "/"
    return {"code": code, "name": LANGUAGE_NAMES[code], "url": translate_url(path, code)}


@register.inclusion_tag("components/breadcrumb.html")
def breadcrumb(*parts: str) -> dict[str, Any]:
    """Trail from the start page: label, address, label, address, …, label of this page."""
    pairs = [(parts[i], parts[i + 1] if i + 1 < len(parts) else "") for i in range(0, len(parts), 2)]
    return {"trail": pairs}


@register.inclusion_tag("components/alert.html")
def alert(kind: str, title: str, text: str = "") -> dict[str, str]:
    """A notice; kind: info, success, warning or danger."""
    return {"kind": kind, "title": title, "text": text}


@register.inclusion_tag("components/badge.html")
def badge(label: str, kind: str = "info") -> dict[str, str]:
    """A small label; kind: info, success, warning or danger."""
    return {"label": label, "kind": kind}


@register.filter
def as_of(text: str) -> str:
    """A day or month of ISO 8601 as people write it; a year stays one."""
    try:
        day = date.fromisoformat(f"{text}-01"[:10])
    except ValueError:
        return text
    shapes = {7: "F Y", 10: "SHORT_DATE_FORMAT"}
    return formats.date_format(day, shapes[len(text)]) if len(text) in shapes else text


@register.inclusion_tag("components/button.html")
def button(
    label: str, kind: str = "primary", href: str = "", name: str = "", value: str = ""
) -> dict[str, str]:
    """A link that looks like a button where `href` is given, else a button that sends its form."""
    return {"label": label, "kind": kind, "href": href, "name": name, "value": value}


@register.inclusion_tag("components/text_field.html")
def text_field(
    name: str, label: str, value: str = "", hint: str = "", suggest: str = "", kind: str = "text"
) -> dict[str, str]:
    """A labelled input; `suggest` is an address that answers ?q=… with suggestions as JSON."""
    return {
        "id": f"feld-{name}", "name": name, "label": label, "value": value, "hint": hint,
        "suggest": suggest, "type": kind,
    }  # fmt: skip


@register.inclusion_tag("components/form_field.html")
def form_field(field: BoundField) -> dict[str, Any]:
    """A field of a Django form with label, hint and errors.

    Without maxlength: browsers cut what is pasted and say nothing; the form says what is too long.
    """
    kind = getattr(field.field.widget, "input_type", "")
    check = kind == "checkbox"
    look = "kern-form-check__checkbox" if check else "kern-form-input__input"
    return {
        "field": field, "errors": field.errors, "check": check, "hidden": field.is_hidden,
        "widget": field.as_widget(attrs={} if field.is_hidden else {"class": look, "maxlength": False}),
    }  # fmt: skip


@register.inclusion_tag("components/text_area.html")
def text_area(name: str, label: str, value: str = "", hint: str = "") -> dict[str, str]:
    """A labelled field for many lines."""
    return {"id": f"feld-{name}", "name": name, "label": label, "value": value, "hint": hint}


@register.inclusion_tag("components/file_field.html")
def file_field(name: str, label: str, hint: str = "", accept: str = "") -> dict[str, str]:
    """A labelled choice of a file; `accept` as in HTML."""
    return {"id": f"feld-{name}", "name": name, "label": label, "hint": hint, "accept": accept}


@register.inclusion_tag("components/select.html")
def select(name: str, label: str, options: Any, chosen: str = "") -> dict[str, Any]:
    """A labelled choice of (value, text) pairs."""
    return {"id": f"feld-{name}", "name": name, "label": label, "options": options, "chosen": chosen}


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: dict[str, Any], page: Any, parameter: str = "seite", of: str = "") -> dict[str, Any]:
    """Links to the next and previous page of a Django page; of: whose, where a page holds several lists."""
    return {
        "page": page, "of": of,
        "previous": page.has_previous() and _with(context, parameter, page.previous_page_number()),
        "next": page.has_next() and _with(context, parameter, page.next_page_number()),
    }  # fmt: skip


def _with(context: dict[str, Any], parameter: str, number: int) -> str:
    asked = context["request"].GET.copy()
    asked[parameter] = str(number)
    return f"?{asked.urlencode()}"
