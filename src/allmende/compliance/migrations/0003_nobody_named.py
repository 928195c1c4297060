# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who decided by command is not named: what stood there were names of accounts on the server."""

from django.db import migrations


def name_nobody(apps, schema_editor):
    proposals = apps.get_model("compliance", "Proposal").objects.using(schema_editor.connection.alias)
    proposals.exclude(decided_by="").update(decided_by="command")


class Migration(migrations.Migration):

    dependencies = [("compliance", "0002_checks")]

    operations = [migrations.RunPython(name_nobody, migrations.RunPython.noop)]
