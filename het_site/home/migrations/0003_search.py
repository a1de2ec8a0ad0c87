"""Search: the extensions it needs, an English configuration that reads past accents, and the index's tables.

Written by hand in its first half, so keep this file when 0001_initial is made anew.
"""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.contrib.postgres.operations import TrigramExtension, UnaccentExtension
from django.db import migrations, models

CONFIGURATION = """
CREATE TEXT SEARCH CONFIGURATION portal_english (COPY = pg_catalog.english);
ALTER TEXT SEARCH CONFIGURATION portal_english
    ALTER MAPPING FOR hword, hword_part, word WITH unaccent, english_stem;
"""

class Migration(migrations.Migration):

    dependencies = [
        ('home', '0002_roles_and_workflow'),
    ]

    operations = [
        TrigramExtension(),
        UnaccentExtension(),
        migrations.RunSQL(CONFIGURATION, "DROP TEXT SEARCH CONFIGURATION portal_english"),
        migrations.CreateModel(
            name='SearchWord',
            fields=[
                ('word', models.CharField(max_length=40, primary_key=True, serialize=False)),
            ],
            options={
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['word'], name='home_search_word_trigrams', opclasses=['gin_trgm_ops'])],
            },
        ),
        migrations.CreateModel(
            name='SearchEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=100, unique=True)),
                ('kind', models.SlugField(db_index=False)),
                ('title', models.CharField(max_length=255)),
                ('url', models.CharField(max_length=1000)),
                ('summary', models.TextField(blank=True)),
                ('text', models.TextField(blank=True)),
                ('vector', models.GeneratedField(db_persist=True, expression=django.contrib.postgres.search.CombinedSearchVector(django.contrib.postgres.search.CombinedSearchVector(django.contrib.postgres.search.SearchVector('title', config='portal_english', weight='A'), '||', django.contrib.postgres.search.SearchVector('summary', config='portal_english', weight='B'), django.contrib.postgres.search.SearchConfig('portal_english')), '||', django.contrib.postgres.search.SearchVector('text', config='portal_english', weight='D'), django.contrib.postgres.search.SearchConfig('portal_english')), output_field=django.contrib.postgres.search.SearchVectorField())),
                ('themes', models.ManyToManyField(related_name='+', to='core.theme')),
            ],
            options={
                'verbose_name_plural': 'search entries',
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['vector'], name='home_search_vector')],
            },
        ),
    ]
