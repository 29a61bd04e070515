import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Reading together: scores, rounds, ties, assignments, talk, tags, saved views."""

    dependencies = [
        ('registrations', '0004_found_at_once'),
        ('wagtailcore', '0097_baselogentry_uuid_action_timestamp_indexes'),
        ('workplaces', '0004_criterion_levels'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Assignment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_automatic', models.BooleanField(default=False, verbose_name='shared out by the site')),
                ('assigned_at', models.DateTimeField(auto_now_add=True, verbose_name='assigned at')),
            ],
            options={
                'verbose_name': 'assignment',
                'verbose_name_plural': 'assignments',
                'default_permissions': [],
            },
        ),
        migrations.CreateModel(
            name='DiscussionComment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('author_name', models.CharField(blank=True, max_length=150)),
                ('text', models.TextField(help_text='Write as if the applicant will read it: this is part of their data.', verbose_name='text')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='written at')),
            ],
            options={
                'verbose_name': 'comment',
                'verbose_name_plural': 'comments',
                'ordering': ['created_at', 'pk'],
                'default_permissions': [],
            },
        ),
        migrations.CreateModel(
            name='Highlight',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('question_key', models.CharField(max_length=64)),
                ('start', models.PositiveIntegerField()),
                ('end', models.PositiveIntegerField()),
                ('text_digest', models.CharField(max_length=64)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'verbose_name': 'highlight',
                'verbose_name_plural': 'highlights',
                'ordering': ['question_key', 'start', 'pk'],
                'default_permissions': [],
            },
        ),
        migrations.CreateModel(
            name='PhaseChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_phase', models.CharField(choices=[('reading', 'Reading'), ('discussing', 'Discussing'), ('selecting', 'Selecting')], max_length=12, verbose_name='from')),
                ('to_phase', models.CharField(choices=[('reading', 'Reading'), ('discussing', 'Discussing'), ('selecting', 'Selecting')], max_length=12, verbose_name='to')),
                ('user_name', models.CharField(blank=True, max_length=150)),
                ('reason', models.TextField(blank=True, verbose_name='reason')),
                ('changed_at', models.DateTimeField(auto_now_add=True, verbose_name='at')),
            ],
            options={
                'verbose_name': 'change of phase',
                'verbose_name_plural': 'changes of phase',
                'ordering': ['changed_at', 'pk'],
                'default_permissions': [],
            },
        ),
        migrations.CreateModel(
            name='ReaderProfile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisations', models.TextField(blank=True, help_text='One per line. Registrations from there stay closed to you, so that nobody judges a colleague.', verbose_name='organisations you belong to')),
                ('domains', models.TextField(blank=True, help_text='One per line, such as example.be. The same holds for these.', verbose_name='domains of their e-mail addresses')),
                ('most_assigned', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='at most so many registrations')),
                ('digest', models.CharField(choices=[('daily', 'Every working day'), ('weekly', 'Every Monday'), ('never', 'Never')], default='daily', max_length=8, verbose_name='mail about what waits for you')),
                ('digest_sent_on', models.DateField(blank=True, editable=False, null=True)),
                ('promised_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='promised confidentiality on')),
                ('list_columns', models.JSONField(blank=True, default=list, editable=False)),
            ],
            options={
                'verbose_name': "reader's profile",
                'verbose_name_plural': "readers' profiles",
                'default_permissions': [],
            },
        ),
        migrations.CreateModel(
            name='RegistrationTag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('label', models.CharField(help_text='A fact, no judgement: everybody who reads sees it.', max_length=40, unique=True, verbose_name='label')),
                ('is_active', models.BooleanField(default=True, verbose_name='in use')),
            ],
            options={
                'verbose_name': 'tag',
                'verbose_name_plural': 'tags',
                'ordering': ['label'],
            },
        ),
        migrations.CreateModel(
            name='ReviewRound',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('phase', models.CharField(choices=[('reading', 'Reading'), ('discussing', 'Discussing'), ('selecting', 'Selecting')], default='reading', editable=False, max_length=12, verbose_name='phase')),
                ('hides_names', models.BooleanField(default=False, help_text='Readers see a number in place of the name, the organisation and the address. Who decides sees them from the selection on.', verbose_name='hide who sent a registration in')),
                ('hides_facts', models.BooleanField(default=False, help_text='Region, kind of organisation, role, profile, experience and perspectives. So a motivation is read for what it says.', verbose_name='hide facts about the composition until the selection')),
            ],
            options={
                'verbose_name': 'review round',
                'verbose_name_plural': 'review rounds',
                'default_permissions': [],
            },
        ),
        migrations.CreateModel(
            name='ReviewScore',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('criterion_key', models.CharField(max_length=16, verbose_name='criterion')),
                ('level', models.PositiveSmallIntegerField(choices=[(0, 'Not shown'), (1, 'A little'), (2, 'Clearly'), (3, 'Strongly')], verbose_name='level')),
            ],
            options={
                'verbose_name': 'score',
                'verbose_name_plural': 'scores',
                'default_permissions': [],
            },
        ),
        migrations.CreateModel(
            name='ReviewVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('advice', models.CharField(choices=[('yes', 'Yes'), ('maybe', 'Maybe'), ('no', 'No'), ('abstain', 'I abstain')], max_length=8, verbose_name='advice')),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('letter_line', models.TextField(blank=True, verbose_name='line for the letter')),
                ('scores', models.JSONField(blank=True, default=dict, verbose_name='scores')),
                ('mean', models.DecimalField(blank=True, decimal_places=2, max_digits=4, null=True, verbose_name='mean')),
                ('phase', models.CharField(blank=True, choices=[('reading', 'Reading'), ('discussing', 'Discussing'), ('selecting', 'Selecting')], max_length=12, verbose_name='phase')),
                ('written_at', models.DateTimeField(verbose_name='written at')),
                ('replaced_at', models.DateTimeField(auto_now_add=True, verbose_name='replaced at')),
            ],
            options={
                'verbose_name': 'earlier review',
                'verbose_name_plural': 'earlier reviews',
                'ordering': ['replaced_at', 'pk'],
                'default_permissions': [],
            },
        ),
        migrations.CreateModel(
            name='SavedView',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('query', models.TextField(blank=True)),
                ('is_shared', models.BooleanField(default=False, verbose_name='for the whole team')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'verbose_name': 'saved view',
                'verbose_name_plural': 'saved views',
                'ordering': ['name'],
                'default_permissions': [],
            },
        ),
        migrations.CreateModel(
            name='TagUse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('tagged_at', models.DateTimeField(auto_now_add=True, verbose_name='at')),
            ],
            options={
                'verbose_name': 'use of a tag',
                'verbose_name_plural': 'uses of tags',
                'ordering': ['tag__label'],
                'default_permissions': [],
            },
        ),
        migrations.CreateModel(
            name='Tie',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('own', 'My own registration'), ('colleague', 'We work, or recently worked, together'), ('organisation', 'I belong to the same organisation'), ('project', 'We share a project'), ('grant', 'I advise, supervise or fund this person'), ('personal', 'Family, partner or friend'), ('other', 'Something else')], default='other', max_length=12, verbose_name='kind of tie')),
                ('state', models.CharField(choices=[('declared', 'There is a tie'), ('dismissed', 'There is no tie')], max_length=12, verbose_name='state')),
                ('said_by_name', models.CharField(blank=True, max_length=150)),
                ('said_at', models.DateTimeField(auto_now=True, verbose_name='said at')),
            ],
            options={
                'verbose_name': 'tie',
                'verbose_name_plural': 'ties',
                'default_permissions': [],
            },
        ),
        migrations.AlterModelOptions(
            name='registration',
            options={'default_permissions': ['view'], 'ordering': ['-submit_time', '-pk'], 'permissions': [('review_registration', 'Kan inschrijvingen lezen en beoordelen'), ('lead_registration', 'Kan het lezen leiden: toewijzen, fasen, banden'), ('decide_registration', 'Kan over inschrijvingen beslissen'), ('export_registration', 'Kan inschrijvingen exporteren'), ('enter_registration', 'Kan inschrijvingen namens iemand invoeren'), ('import_registration', 'Kan inschrijvingen uit een bestand importeren')], 'verbose_name': 'registration', 'verbose_name_plural': 'registrations'},
        ),
        migrations.RemoveConstraint(
            model_name='message',
            name='message_about_one_thing',
        ),
        migrations.AddField(
            model_name='answerchange',
            name='user_name',
            field=models.CharField(blank=True, max_length=150),
        ),
        migrations.AddField(
            model_name='decision',
            name='proposed_by_name',
            field=models.CharField(blank=True, max_length=150),
        ),
        migrations.AddField(
            model_name='decision',
            name='released_by_name',
            field=models.CharField(blank=True, max_length=150),
        ),
        migrations.AddField(
            model_name='informationrequest',
            name='asked_by_name',
            field=models.CharField(blank=True, max_length=150),
        ),
        migrations.AddField(
            model_name='informationrequest',
            name='reply_by',
            field=models.DateField(blank=True, null=True, verbose_name='answer by'),
        ),
        migrations.AddField(
            model_name='message',
            name='team_member',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='member of the team'),
        ),
        migrations.AddField(
            model_name='registration',
            name='review_count',
            field=models.PositiveSmallIntegerField(default=0, editable=False, verbose_name='number of reviews'),
        ),
        migrations.AddField(
            model_name='registration',
            name='score_mean',
            field=models.DecimalField(blank=True, decimal_places=2, editable=False, max_digits=4, null=True, verbose_name='mean score'),
        ),
        migrations.AddField(
            model_name='registration',
            name='score_spread',
            field=models.PositiveSmallIntegerField(blank=True, editable=False, null=True, verbose_name='spread'),
        ),
        migrations.AddField(
            model_name='review',
            name='letter_line',
            field=models.TextField(blank=True, help_text='May be used in the letter to the applicant, word for word.', verbose_name='line for the letter'),
        ),
        migrations.AddField(
            model_name='review',
            name='mean',
            field=models.DecimalField(blank=True, decimal_places=2, max_digits=4, null=True, verbose_name='mean'),
        ),
        migrations.AddField(
            model_name='review',
            name='reader_name',
            field=models.CharField(blank=True, max_length=150),
        ),
        migrations.AddField(
            model_name='statechange',
            name='user_name',
            field=models.CharField(blank=True, max_length=150),
        ),
        migrations.AlterField(
            model_name='message',
            name='kind',
            field=models.CharField(choices=[('receipt', 'Receipt'), ('already_registered', 'Already registered'), ('private_link', 'Private link'), ('draft_saved', 'Go on later'), ('draft_reminder', 'Reminder of an unfinished form'), ('amended', 'Answers changed'), ('interest_confirm', 'Keep me informed: confirm'), ('interest_open', 'Keep me informed: registering is open'), ('info_request', 'Question'), ('withdrawn', 'Withdrawal'), ('selected', 'Selected'), ('expired', 'Place released'), ('confirmed', 'Place confirmed'), ('waitlisted', 'Waiting list'), ('offered', 'Place offered'), ('waitlist_closed', 'Waiting list closed'), ('declined', 'Not selected'), ('day_confirmed', 'Inspiration day: registered'), ('day_waitlisted', 'Inspiration day: waiting list'), ('day_promoted', 'Inspiration day: a place came free'), ('team_digest', 'What waits for you')], max_length=24, verbose_name='kind'),
        ),
        migrations.AlterField(
            model_name='review',
            name='advice',
            field=models.CharField(choices=[('yes', 'Yes'), ('maybe', 'Maybe'), ('no', 'No'), ('abstain', 'I abstain')], max_length=8, verbose_name='advice'),
        ),
        migrations.AlterField(
            model_name='review',
            name='note',
            field=models.TextField(blank=True, help_text='Write as if the applicant will read it: notes are part of their data.', verbose_name='note'),
        ),
        migrations.AddIndex(
            model_name='registration',
            index=models.Index(fields=['-submit_time', '-id'], name='registration_latest'),
        ),
        migrations.AddConstraint(
            model_name='message',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('draft__isnull', True), ('interest__isnull', True), ('registration__isnull', False), ('team_member__isnull', True)), models.Q(('draft__isnull', False), ('interest__isnull', True), ('registration__isnull', True), ('team_member__isnull', True)), models.Q(('draft__isnull', True), ('interest__isnull', False), ('registration__isnull', True), ('team_member__isnull', True)), models.Q(('draft__isnull', True), ('interest__isnull', True), ('registration__isnull', True), ('team_member__isnull', False)), _connector='OR'), name='message_about_one_thing'),
        ),
        migrations.AddField(
            model_name='assignment',
            name='assigned_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='assigned by'),
        ),
        migrations.AddField(
            model_name='assignment',
            name='reader',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='assignments', to=settings.AUTH_USER_MODEL, verbose_name='reader'),
        ),
        migrations.AddField(
            model_name='assignment',
            name='registration',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='assignments', to='registrations.registration', verbose_name='registration'),
        ),
        migrations.AddField(
            model_name='discussioncomment',
            name='author',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='author'),
        ),
        migrations.AddField(
            model_name='discussioncomment',
            name='registration',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='comments', to='registrations.registration', verbose_name='registration'),
        ),
        migrations.AddField(
            model_name='highlight',
            name='reader',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='reader'),
        ),
        migrations.AddField(
            model_name='highlight',
            name='registration',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='highlights', to='registrations.registration'),
        ),
        migrations.AddField(
            model_name='phasechange',
            name='user',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by'),
        ),
        migrations.AddField(
            model_name='readerprofile',
            name='user',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='reader_profile', to=settings.AUTH_USER_MODEL, verbose_name='member of the team'),
        ),
        migrations.AddField(
            model_name='readerprofile',
            name='workplaces',
            field=models.ManyToManyField(blank=True, help_text='You get registrations for these first.', related_name='+', to='workplaces.workplacepage', verbose_name='workplaces you know most about'),
        ),
        migrations.AddField(
            model_name='reviewround',
            name='form_page',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='review_round', to='registrations.registrationformpage', verbose_name='form'),
        ),
        migrations.AddField(
            model_name='reviewround',
            name='samples',
            field=models.ManyToManyField(blank=True, related_name='+', to='registrations.registration', verbose_name='samples that everybody reads first'),
        ),
        migrations.AddField(
            model_name='phasechange',
            name='review_round',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='phase_changes', to='registrations.reviewround'),
        ),
        migrations.AddField(
            model_name='reviewscore',
            name='review',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='scores', to='registrations.review'),
        ),
        migrations.AddField(
            model_name='reviewversion',
            name='review',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='registrations.review'),
        ),
        migrations.AddField(
            model_name='savedview',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='saved_views', to=settings.AUTH_USER_MODEL, verbose_name='member of the team'),
        ),
        migrations.AddField(
            model_name='taguse',
            name='registration',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tag_uses', to='registrations.registration'),
        ),
        migrations.AddField(
            model_name='taguse',
            name='tag',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='uses', to='registrations.registrationtag', verbose_name='tag'),
        ),
        migrations.AddField(
            model_name='taguse',
            name='user',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by'),
        ),
        migrations.AddField(
            model_name='tie',
            name='registration',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ties', to='registrations.registration', verbose_name='registration'),
        ),
        migrations.AddField(
            model_name='tie',
            name='said_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='said by'),
        ),
        migrations.AddField(
            model_name='tie',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ties', to=settings.AUTH_USER_MODEL, verbose_name='member of the team'),
        ),
        migrations.AddConstraint(
            model_name='assignment',
            constraint=models.UniqueConstraint(fields=('registration', 'reader'), name='unique_assignment'),
        ),
        migrations.AddConstraint(
            model_name='reviewscore',
            constraint=models.UniqueConstraint(fields=('review', 'criterion_key'), name='unique_score_per_criterion'),
        ),
        migrations.AddConstraint(
            model_name='savedview',
            constraint=models.UniqueConstraint(fields=('user', 'name'), name='unique_saved_view'),
        ),
        migrations.AddConstraint(
            model_name='taguse',
            constraint=models.UniqueConstraint(fields=('registration', 'tag'), name='unique_tag_use'),
        ),
        migrations.AddConstraint(
            model_name='tie',
            constraint=models.UniqueConstraint(fields=('registration', 'user'), name='unique_tie'),
        ),
    ]
