"""How words are written, beside how they are searched. The index is made anew after the migration, with the words."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("agreements", "0004_search_index")]

    operations = [
        migrations.AddField(
            model_name="searchword",
            name="written",
            field=models.CharField(default="", max_length=64),
            preserve_default=False,
        ),
        # Where there are no documents, the application makes them and the list of words (``index_if_empty``).
        migrations.RunSQL("DELETE FROM agreements_searchdocument", migrations.RunSQL.noop),
    ]
