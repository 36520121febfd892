"""What the groups "editor" and "publisher" may do with press releases: take them in and decide on them, delete none."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

#: Publishers may also delete one.
OF_EDITORS = ("add", "change", "view")


def let_groups(apps, schema_editor):
    """Give both groups their permissions, which are otherwise made after all migrations."""
    database = schema_editor.connection.alias
    app = apps.get_app_config("agreements")
    app.models_module = True  # create_permissions leaves out apps without models
    create_permissions(app, apps=apps, using=database, verbosity=0)
    app.models_module = None
    permissions = apps.get_model("auth", "Permission").objects.using(database)
    everything = permissions.filter(content_type__app_label="agreements", content_type__model="pressrelease")
    for group in apps.get_model("auth", "Group").objects.using(database).filter(name__in=["editor", "publisher"]):
        group.permissions.add(
            *(p for p in everything if group.name == "publisher" or p.codename.split("_")[0] in OF_EDITORS)
        )


class Migration(migrations.Migration):
    dependencies = [("agreements", "0010_press_releases"), ("auth", "0012_alter_user_first_name_max_length")]

    operations = [migrations.RunPython(let_groups, migrations.RunPython.noop)]
