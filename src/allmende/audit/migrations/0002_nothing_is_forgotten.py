# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""The database refuses to forget events, and an author becomes a pseudonym or stays.

Tests lift KEEP: Django empties the tables between them.
"""

from django.db import migrations

KEEP = {
    "sqlite": "CREATE TRIGGER audit_event_kept BEFORE DELETE ON audit_event "
    "BEGIN SELECT RAISE(ABORT, 'events stay as they are'); END;",
    "postgresql": "CREATE TRIGGER audit_event_kept BEFORE TRUNCATE ON audit_event "
    "FOR EACH STATEMENT EXECUTE FUNCTION audit_event_stays();",
}
LIFT = {
    "sqlite": "DROP TRIGGER audit_event_kept;",
    "postgresql": "DROP TRIGGER audit_event_kept ON audit_event;",
}
AUTHOR = {
    "sqlite": "CREATE TRIGGER audit_event_author BEFORE UPDATE OF who ON audit_event "
    "WHEN NEW.who NOT GLOB 'former:*' BEGIN SELECT RAISE(ABORT, 'events stay as they are'); END;",
    "postgresql": "CREATE TRIGGER audit_event_author BEFORE UPDATE OF who ON audit_event "
    "FOR EACH ROW WHEN (NEW.who NOT LIKE 'former:%') EXECUTE FUNCTION audit_event_stays();",
}
FREE = {
    "sqlite": "DROP TRIGGER audit_event_author;",
    "postgresql": "DROP TRIGGER audit_event_author ON audit_event;",
}


def _each(*statements):
    def run(apps, schema_editor):
        for one in statements:
            schema_editor.execute(one[schema_editor.connection.vendor], params=None)

    return run


class Migration(migrations.Migration):

    dependencies = [("audit", "0001_initial")]

    operations = [migrations.RunPython(_each(KEEP, AUTHOR), _each(LIFT, FREE))]
