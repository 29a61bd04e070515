from django.db import migrations

# As models/sight.py asks for them; the domain is read backwards. Only PostgreSQL can be
# slow here, and only it knows the class of the last one.
INDEXES = {
    "registration_tie_name": "UPPER(last_name)",
    "registration_tie_house": "UPPER(organisation)",
    "registration_tie_address": "UPPER(email)",
    "registration_tie_domain": "REVERSE(UPPER(email)) text_pattern_ops",
}


def create(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    for name, expression in INDEXES.items():
        schema_editor.execute(
            f"CREATE INDEX {name} ON registrations_registration ({expression})"
        )


def drop(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    for name in INDEXES:
        schema_editor.execute(f"DROP INDEX IF EXISTS {name}")


class Migration(migrations.Migration):
    dependencies = [("registrations", "0009_release")]

    operations = [migrations.RunPython(create, drop)]
