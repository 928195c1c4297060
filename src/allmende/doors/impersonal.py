# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is typed for others to read names no way to reach a person; browser and table ask the same form."""

from typing import Any

from django import forms

from allmende.domain.personal import personal
from allmende.doors.templatetags.doors import said


class ImpersonalForm(forms.Form):
    """A form of whose texts none takes a mail address or telephone number."""

    def clean(self) -> dict[str, Any]:
        """Say at each field what has to go."""
        cleaned = super().clean() or self.cleaned_data
        for name, value in list(cleaned.items()):
            if isinstance(value, str):
                for wrong in personal(value):
                    self.add_error(name, said(wrong))
        return cleaned
