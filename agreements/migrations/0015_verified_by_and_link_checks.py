"""Who verified a record, and what became of addresses when they were last asked."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agreements', '0011_press_release_groups'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='agreement',
            name='verified_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='verified by'),
        ),
        migrations.AddField(
            model_name='event',
            name='verified_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='verified by'),
        ),
        migrations.AddField(
            model_name='historicalagreement',
            name='verified_by',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='verified by'),
        ),
        migrations.AddField(
            model_name='historicalevent',
            name='verified_by',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='verified by'),
        ),
        migrations.AddField(
            model_name='historicalproject',
            name='verified_by',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='verified by'),
        ),
        migrations.AddField(
            model_name='project',
            name='verified_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='verified by'),
        ),
        migrations.CreateModel(
            name='LinkCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address', models.CharField(max_length=1000, unique=True, verbose_name='address')),
                ('checked_at', models.DateTimeField(verbose_name='checked')),
                ('outcome', models.CharField(choices=[('answers', 'answers'), ('refuses', 'refuses programs'), ('fails', 'fails')], max_length=8, verbose_name='outcome')),
                ('status', models.PositiveSmallIntegerField(null=True, verbose_name='HTTP status')),
                ('problem', models.CharField(blank=True, choices=[('no_address', 'This is not a web address. It should begin with https:// and name a site.'), ('no_site', 'There is no site of this name.'), ('not_public', 'This address is not on the open internet, so it is not fetched.'), ('no_answer', 'The site does not answer.'), ('bad_certificate', "The site's certificate is not valid."), ('no_end', 'The address leads from one to the next without an end.'), ('packed', 'The site sends its pages packed, although it was asked not to.'), ('too_large', 'What stands at this address is too large.'), ('too_slow', 'The site takes too long to send the page.')], max_length=20, verbose_name='problem')),
                ('failed_days', models.PositiveSmallIntegerField(default=0, verbose_name='days in a row on which it failed')),
            ],
            options={
                'verbose_name': 'check of an address',
                'verbose_name_plural': 'checks of addresses',
                'ordering': ['address'],
                'constraints': [models.CheckConstraint(condition=models.Q(('outcome__in', ['answers', 'refuses', 'fails'])), name='link_check_outcome_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('failed_days__gt', 0), ('outcome', 'fails')), models.Q(models.Q(('outcome', 'fails'), _negated=True), ('failed_days', 0)), _connector='OR'), name='link_check_counts_failures_alone', violation_error_message='Days are counted of an address that fails, and of no other.')],
            },
        ),
    ]
