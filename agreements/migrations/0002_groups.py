"""The groups "editor" and "publisher" with what they may do (see agreements/admin/editorial.py)."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

#: Records of which an editor deletes drafts, and rows that editors take off a record's form.
DELETED_BY_EDITORS = {
    "agreement", "project", "event", "agreementparty", "alternativetitle", "registration", "signature", "agreementtext",
    "relation", "evidence", "partyname", "partysuccession", "institutionsuccession", "signatoryalias", "termofoffice",
    "themealtlabel", "themematch",
}  # fmt: skip


def make_groups(apps, schema_editor):
    """Make both groups. Permissions are otherwise made after all migrations, which is too late for this one."""
    database = schema_editor.connection.alias
    app = apps.get_app_config("agreements")
    app.models_module = True  # create_permissions leaves out apps without models
    create_permissions(app, apps=apps, using=database, verbosity=0)
    app.models_module = None
    records = {model._meta.model_name for model in app.get_models() if not model.__name__.startswith("Historical")}
    permissions = (
        apps.get_model("auth", "Permission")
        .objects.using(database)
        .filter(content_type__app_label="agreements", content_type__model__in=records)
    )
    everything = list(permissions.select_related("content_type"))
    groups = apps.get_model("auth", "Group").objects.using(database)
    groups.get_or_create(name="publisher")[0].permissions.set(everything)
    groups.get_or_create(name="editor")[0].permissions.set(
        permission
        for permission in everything
        if permission.codename.startswith(("add_", "change_", "view_"))
        or permission.codename in {f"delete_{model}" for model in DELETED_BY_EDITORS}
    )


def remove_groups(apps, schema_editor):
    """Remove both groups; their members keep their accounts."""
    groups = apps.get_model("auth", "Group").objects.using(schema_editor.connection.alias)
    groups.filter(name__in=["editor", "publisher"]).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("agreements", "0001_records"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(make_groups, remove_groups)]
