# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is released says which solution it is about in a column with an index."""

from typing import Any

from django.db import migrations, models


def fill(apps: Any, schema_editor: Any) -> None:
    """From the revision in force."""
    rows = apps.get_model("contributions", "Contribution").objects
    for row in rows.filter(in_force__isnull=False).select_related("in_force").iterator():
        name = {"report": "solution", "solution": "about"}.get(row.kind, "")
        rows.filter(pk=row.pk).update(about=row.in_force.content.get(name) or "")


class Migration(migrations.Migration):
    dependencies = [("contributions", "0004_lists")]

    operations = [
        migrations.AddField(
            model_name="contribution",
            name="about",
            field=models.CharField(blank=True, max_length=80),
        ),
        migrations.AddIndex(
            model_name="contribution",
            index=models.Index(
                fields=["about", "visibility", "-changed_at", "id"], name="contribution_about"
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
