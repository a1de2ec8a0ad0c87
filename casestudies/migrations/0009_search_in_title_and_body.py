"""Gives the words of title and body, which the library searches together, an index of their own."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("casestudies", "0008_stored_catalogue"),
        ("wagtailsearch", "0009_remove_ngram_autocomplete"),
    ]

    operations = [
        migrations.RunSQL(
            "CREATE INDEX wagtailsearch_title_and_body ON wagtailsearch_indexentry USING gin ((title || body))",
            "DROP INDEX wagtailsearch_title_and_body",
        )
    ]
