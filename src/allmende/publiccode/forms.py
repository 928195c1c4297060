# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""The pasted or uploaded file."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from allmende.domain.publiccode.reading import MOST_BYTES


class SubmittedForm(forms.Form):
    """A file, or else a text; `content` of the cleaned data are its bytes."""

    file = forms.FileField(required=False, allow_empty_file=True)
    text = forms.CharField(required=False, strip=False)

    def clean(self) -> dict[str, Any]:
        """The bytes to check. A browser sends other line ends than people keep in their files."""
        data = super().clean() or {}
        file, text = data.get("file"), data.get("text") or ""
        if file is None and not text.strip():
            raise forms.ValidationError(_("Fügen Sie den Inhalt ein, oder wählen Sie eine Datei."))
        if file is not None and file.size > MOST_BYTES:
            raise forms.ValidationError(_("Die Datei ist größer als ein Megabyte."))
        content = file.read() if file is not None else text.replace("\r\n", "\n").encode("utf-8")
        if len(content) > MOST_BYTES:
            raise forms.ValidationError(_("Der Text ist größer als ein Megabyte."))
        return {**data, "content": content}
