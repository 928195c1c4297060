# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""The day on which a report of a municipality was first to be read."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("transfers", "0004_newest")]

    operations = [
        migrations.AddField("report", "first_released_on", models.DateField(null=True)),
    ]
