import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


def start_queue(apps, schema_editor):
    """What waits already, waits since it was made."""
    apps.get_model("registrations", "Message").objects.update(
        queued_at=models.F("created_at")
    )


class Migration(migrations.Migration):
    """The outbox: planned, held, in order; what providers report; who sends, how fast."""

    dependencies = [
        ('registrations', '0011_scenarios'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AddressChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('before', models.EmailField(max_length=254, verbose_name='before')),
                ('after', models.EmailField(max_length=254, verbose_name='after')),
                ('reason', models.TextField(verbose_name='reason')),
                ('user_name', models.CharField(blank=True, max_length=150)),
                ('changed_at', models.DateTimeField(auto_now_add=True, verbose_name='at')),
            ],
            options={
                'verbose_name': 'change of address',
                'verbose_name_plural': 'changes of address',
                'ordering': ['changed_at', 'pk'],
                'default_permissions': [],
            },
        ),
        migrations.CreateModel(
            name='DeliveryEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('delivered', 'Delivered'), ('bounced', 'Came back'), ('rejected', 'Not accepted'), ('failed', 'Failed'), ('deferred', 'Delayed'), ('complained', 'Marked as spam')], max_length=12, verbose_name='event')),
                ('provider', models.CharField(max_length=20, verbose_name='provider')),
                ('key', models.CharField(editable=False, max_length=64, unique=True)),
                ('reason', models.CharField(blank=True, max_length=20, verbose_name='reason')),
                ('detail', models.CharField(blank=True, max_length=500, verbose_name='what the server said')),
                ('happened_at', models.DateTimeField(verbose_name='happened at')),
                ('received_at', models.DateTimeField(auto_now_add=True, verbose_name='heard at')),
            ],
            options={
                'verbose_name': 'delivery event',
                'verbose_name_plural': 'delivery events',
                'ordering': ['-happened_at', '-pk'],
                'default_permissions': ['view'],
            },
        ),
        migrations.CreateModel(
            name='MailPace',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=20, unique=True)),
                ('next_at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'pace of the mail',
                'verbose_name_plural': 'pace of the mail',
                'default_permissions': [],
            },
        ),
        migrations.CreateModel(
            name='WorkerBeat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=40, unique=True)),
                ('started_at', models.DateTimeField(auto_now_add=True)),
                ('seen_at', models.DateTimeField(db_index=True)),
            ],
            options={
                'verbose_name': 'sign of life of a worker',
                'verbose_name_plural': 'signs of life of workers',
                'default_permissions': [],
            },
        ),
        migrations.RemoveIndex(
            model_name='message',
            name='registratio_state_c8c57a_idx',
        ),
        migrations.AddField(
            model_name='message',
            name='held_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='held since'),
        ),
        migrations.AddField(
            model_name='message',
            name='planned_for',
            field=models.DateTimeField(blank=True, null=True, verbose_name='leaves on'),
        ),
        migrations.AddField(
            model_name='message',
            name='queued_at',
            field=models.DateTimeField(default=django.utils.timezone.now, editable=False),
        ),
        migrations.RunPython(start_queue, migrations.RunPython.noop, elidable=True),
        migrations.AddField(
            model_name='registration',
            name='mail_returned_at',
            field=models.DateTimeField(blank=True, db_index=True, editable=False, null=True, verbose_name='mail came back on'),
        ),
        migrations.AlterField(
            model_name='deliveryattempt',
            name='started_at',
            field=models.DateTimeField(auto_now_add=True, db_index=True, verbose_name='started at'),
        ),
        migrations.AlterField(
            model_name='message',
            name='state',
            field=models.CharField(choices=[('draft', 'Draft'), ('planned', 'Planned'), ('queued', 'Queued'), ('sending', 'Sending'), ('sent', 'Sent'), ('delivered', 'Delivered'), ('bounced', 'Bounced'), ('failed', 'Failed'), ('cancelled', 'Cancelled')], default='draft', max_length=12, verbose_name='state'),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(fields=['state', 'queued_at', 'id'], name='message_queue'),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(django.db.models.functions.text.Lower('recipient'), models.F('state'), name='message_address'),
        ),
        migrations.AddField(
            model_name='addresschange',
            name='registration',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='address_changes', to='registrations.registration'),
        ),
        migrations.AddField(
            model_name='addresschange',
            name='user',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by'),
        ),
        migrations.AddField(
            model_name='deliveryevent',
            name='message',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='delivery_events', to='registrations.message', verbose_name='message'),
        ),
        migrations.AlterField(
            model_name='message',
            name='kind',
            field=models.CharField(choices=[('receipt', 'Receipt'), ('already_registered', 'Already registered'), ('private_link', 'Private link'), ('draft_saved', 'Go on later'), ('draft_reminder', 'Reminder of an unfinished form'), ('amended', 'Answers changed'), ('address_changed', 'Other address'), ('interest_confirm', 'Keep me informed: confirm'), ('interest_open', 'Keep me informed: registering is open'), ('info_request', 'Question'), ('withdrawn', 'Withdrawal'), ('selected', 'Selected'), ('expired', 'Place released'), ('confirmed', 'Place confirmed'), ('waitlisted', 'Waiting list'), ('offered', 'Place offered'), ('waitlist_closed', 'Waiting list closed'), ('declined', 'Not selected'), ('correction', 'Correction'), ('day_confirmed', 'Inspiration day: registered'), ('day_waitlisted', 'Inspiration day: waiting list'), ('day_promoted', 'Inspiration day: a place came free'), ('team_digest', 'What waits for you')], max_length=24, verbose_name='kind'),
        ),
    ]
