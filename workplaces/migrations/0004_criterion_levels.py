from django.db import migrations, models


class Migration(migrations.Migration):
    """A criterion says in words what each level looks like."""

    dependencies = [
        ('workplaces', '0003_picture'),
    ]

    operations = [
        migrations.AddField(
            model_name='selectioncriterion',
            name='fair_text',
            field=models.TextField(blank=True, verbose_name='what “a little” looks like'),
        ),
        migrations.AddField(
            model_name='selectioncriterion',
            name='good_text',
            field=models.TextField(blank=True, verbose_name='what “clearly” looks like'),
        ),
    ]
