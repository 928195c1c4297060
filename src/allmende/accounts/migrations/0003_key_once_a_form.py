# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""A form sent twice makes one access key."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_access_key'),
    ]

    operations = [
        migrations.AddField(
            model_name='accesskey',
            name='token',
            field=models.UUIDField(null=True),
        ),
        migrations.AddConstraint(
            model_name='accesskey',
            constraint=models.UniqueConstraint(fields=('person', 'token'), name='access_key_once_a_form'),
        ),
    ]
