"""Words have other terms: the index is made anew after the migration."""

from django.db import migrations


def empty(apps, schema_editor):
    apps.get_model("agreements", "SearchTerm").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [
        ("agreements", "0029_salmon_and_lakes"),
    ]

    operations = [
        # Where there are no terms, the application makes them (``index_if_empty``).
        migrations.RunPython(empty, migrations.RunPython.noop),
    ]
