import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):
    """Finding a known address, the same answers and what is new, among thousands."""

    dependencies = [("registrations", "0003_registering")]

    operations = [
        migrations.AddIndex(
            model_name="registration",
            index=models.Index(
                django.db.models.functions.text.Lower("email"),
                models.F("page"),
                name="registration_address",
            ),
        ),
        migrations.AddIndex(
            model_name="registration",
            index=models.Index(
                fields=["page", "payload_digest"], name="registration_digest"
            ),
        ),
        migrations.AddIndex(
            model_name="registration",
            index=models.Index(
                condition=models.Q(("latest_revision", None)),
                fields=["state"],
                name="registration_new",
            ),
        ),
    ]
