"""The index's two tables. They hold copies of public texts and nothing else: dropping them loses nothing."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models

from het_site.core.models import Theme

#: PostgreSQL's English configuration that also reads “café” as “cafe”; made by the migration
CONFIG = "portal_english"


class SearchEntry(models.Model):
    """One public page or snippet as search knows it. A draft or private one has no row."""

    key = models.CharField(max_length=100, unique=True)
    kind = models.SlugField(max_length=50, db_index=False)
    title = models.CharField(max_length=255)
    url = models.CharField(max_length=1000)
    summary = models.TextField(blank=True)
    text = models.TextField(blank=True)
    themes = models.ManyToManyField(Theme, related_name="+")
    vector = models.GeneratedField(
        expression=SearchVector("title", config=CONFIG, weight="A")
        + SearchVector("summary", config=CONFIG, weight="B")
        + SearchVector("text", config=CONFIG, weight="D"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        verbose_name_plural = "search entries"
        indexes = [GinIndex(fields=["vector"], name="home_search_vector")]

    def __str__(self) -> str:
        return self.title


class SearchWord(models.Model):
    """A word that stands in some entry, so that a misspelt one can find its neighbours."""

    word = models.CharField(max_length=40, primary_key=True)

    class Meta:
        indexes = [GinIndex(fields=["word"], name="home_search_word_trigrams", opclasses=["gin_trgm_ops"])]

    def __str__(self) -> str:
        return self.word
