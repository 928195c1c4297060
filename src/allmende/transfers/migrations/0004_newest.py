# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Indices by which lists and feeds find what is newest."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0005_more_aspects'),
        ('register', '0001_initial'),
        ('transfers', '0003_checked'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='deployment',
            index=models.Index(fields=['-released_on', '-slug'], name='deployment_newest'),
        ),
        migrations.AddIndex(
            model_name='report',
            index=models.Index(fields=['-released_on', '-slug'], name='report_newest'),
        ),
        migrations.AddIndex(
            model_name='report',
            index=models.Index(fields=['-as_of', 'slug'], name='report_latest'),
        ),
    ]
