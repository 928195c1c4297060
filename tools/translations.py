# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Bring the English texts in line with templates and code: `python tools/translations.py`.

Adds new German texts to locale/en/LC_MESSAGES/django.po with an empty translation, drops those nobody uses,
names what is still to be translated, and compiles django.mo. Needs Babel, but not the programs of gettext.
"""

import ast
import io
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

PACKAGE = Path(__file__).parents[1] / "src" / "allmende"
FOLDER = PACKAGE / "locale" / "en" / "LC_MESSAGES"
NO_DAY = datetime(2026, 1, 1, tzinfo=UTC)  # Babel writes a day; always the same one gives the same file
SIGN_IN = PACKAGE / "accounts" / "locale" / "de" / "LC_MESSAGES"  # django-allauth's texts in our tone
PO, MO = FOLDER / "django.po", FOLDER / "django.mo"
KEYWORDS = DEFAULT_KEYWORDS | {"gettext_lazy": None, "ngettext_lazy": (1, 2), "pgettext_lazy": ((1, "c"), 2)}
TEXT = r"""u?(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")"""
CALL = re.compile(rf"\b(_|n?p?gettext)\(\s*({TEXT}(?:\s*,\s*{TEXT})*)", re.S)
HEAD = """\
# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
msgid ""
msgstr ""
"Language: en\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""


def of_template(path: Path) -> Iterator[tuple[str | tuple[str, ...], str | None]]:
    """Texts of a template and their contexts, as Django's own makemessages finds them."""
    for function, arguments in CALL.findall(templatize(path.read_text("utf-8"))):
        texts = ast.literal_eval(f"({arguments},)")
        context = texts[0] if "p" in function else None
        ids = texts[1:] if context else texts
        yield (ids if len(ids) > 1 else ids[0]), context


def used() -> Catalog:
    """Every text marked for translation, without translations."""
    catalog = Catalog(locale="en")
    for path in sorted(PACKAGE.rglob("*.py")):
        for _line, ids, _comments, context in extract_from_file("python", path, KEYWORDS):
            catalog.add(ids, context=context)
    for path in sorted(p for p in PACKAGE.rglob("templates/**/*") if p.is_file()):
        for ids, context in of_template(path):
            catalog.add(ids, context=context)
    return catalog


def translated() -> Catalog:
    """The English texts as they stand in the repository."""
    with PO.open("rb") as file:
        catalog = read_po(file, locale="en")
    catalog.creation_date = catalog.revision_date = NO_DAY
    return catalog


def messages(catalog: Catalog) -> dict[tuple[str, str | None], Message]:
    """Texts by what gettext knows them by: the text (its singular) and its context."""
    return {(m.id if isinstance(m.id, str) else m.id[0], m.context): m for m in catalog if m.id}


def untranslated(catalog: Catalog) -> list[str]:
    """German texts without an English one, or with an uncertain one."""
    return [
        key[0]
        for key, m in messages(catalog).items()
        if m.fuzzy or not all(m.string if isinstance(m.string, list | tuple) else [m.string])
    ]


def main() -> int:
    """Write both files; 1 when something is still to be translated."""
    catalog = translated()
    catalog.update(used(), no_fuzzy_matching=True)
    catalog.obsolete.clear()
    body = io.BytesIO()
    write_po(body, catalog, width=0, omit_header=True, no_location=True)
    PO.write_text(HEAD + body.getvalue().decode().strip() + "\n", "utf-8")
    with MO.open("wb") as file:
        write_mo(file, translated())
    with (SIGN_IN / "django.po").open("rb") as written, (SIGN_IN / "django.mo").open("wb") as file:
        ours = read_po(written, locale="de")
        ours.creation_date = NO_DAY
        write_mo(file, ours)
    missing = untranslated(catalog)
    for text in missing:
        print(f"Noch zu übersetzen: {text}")
    print(f"{len(missing)} Texte ohne Englisch in {PO}" if missing else "Alles ist übersetzt.")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
