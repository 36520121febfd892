"""Both groups read reports of errors and say that they are dealt with; publishers also delete them."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

PERMISSIONS = {
    "editor": ["view_errorreport", "change_errorreport"],
    "publisher": ["view_errorreport", "change_errorreport", "delete_errorreport"],
}


def give(apps, schema_editor):
    """Give them. Permissions are otherwise made after all migrations, which is too late for this one."""
    database = schema_editor.connection.alias
    app = apps.get_app_config("agreements")
    app.models_module = True  # create_permissions leaves out apps without models
    create_permissions(app, apps=apps, using=database, verbosity=0)
    app.models_module = None
    permissions = apps.get_model("auth", "Permission").objects.using(database)
    for group in apps.get_model("auth", "Group").objects.using(database).filter(name__in=PERMISSIONS):
        group.permissions.add(
            *permissions.filter(content_type__app_label="agreements", codename__in=PERMISSIONS[group.name])
        )


class Migration(migrations.Migration):
    dependencies = [("agreements", "0025_error_reports"), ("agreements", "0002_groups")]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
