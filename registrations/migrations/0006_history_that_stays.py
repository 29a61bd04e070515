import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Who completed a step, entered, tagged, assigned or withdrew, when accounts go."""

    dependencies = [
        ("registrations", "0005_reviewing"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CompletedStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("step", models.CharField(max_length=255, verbose_name="step")),
                ("user_name", models.CharField(blank=True, max_length=150)),
                ("remark", models.TextField(blank=True, verbose_name="remark")),
                ("completed_at", models.DateTimeField(auto_now_add=True, verbose_name="at")),
                (
                    "registration",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="completed_steps",
                        to="registrations.registration",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
            ],
            options={
                "verbose_name": "completed step",
                "verbose_name_plural": "completed steps",
                "ordering": ["completed_at", "pk"],
                "default_permissions": [],
            },
        ),
        migrations.AddField(
            model_name="registration",
            name="entered_by_name",
            field=models.CharField(blank=True, editable=False, max_length=150),
        ),
        migrations.AddField(
            model_name="decision",
            name="withdrawn_by_name",
            field=models.CharField(blank=True, max_length=150),
        ),
        migrations.AddField(
            model_name="taguse",
            name="user_name",
            field=models.CharField(blank=True, max_length=150),
        ),
        migrations.AddField(
            model_name="assignment",
            name="assigned_by_name",
            field=models.CharField(blank=True, max_length=150),
        ),
    ]
