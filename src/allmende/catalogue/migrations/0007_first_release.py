# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""The day on which a record of a municipality was first to be read."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("catalogue", "0006_every_fact_with_sources")]

    operations = [
        migrations.AddField("solution", "first_released_on", models.DateField(null=True)),
        migrations.AddField("modelproject", "first_released_on", models.DateField(null=True)),
    ]
