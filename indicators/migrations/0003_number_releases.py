"""Gives the releases that are there their place in the order, and keeps it so. Apart, for rows and tables do not change in one go."""

from django.db import migrations, models


def number(apps, schema_editor):
    """Give the releases that are live their place in the order; what was replaced has no figures left."""
    DataRelease = apps.get_model("indicators", "DataRelease")
    for place, release in enumerate(DataRelease.objects.order_by("loaded_at", "pk"), start=1):
        release.number = place
        release.status = "published"
        release.published_at = release.published_at or release.loaded_at
        release.save()


class Migration(migrations.Migration):
    dependencies = [("indicators", "0002_releases_and_findings")]

    operations = [
        migrations.RunPython(number, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='datarelease',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('number__isnull', False), ('published_at__isnull', False), ('status', 'published')), models.Q(models.Q(('status', 'published'), _negated=True), ('number__isnull', True), ('published_at__isnull', True)), _connector='OR'), name='indicators_release_published_whole'),
        ),
    ]
