"""Has findings written anew by a worker where there are some already, so that they hold what lists now show."""

from django.db import migrations


def ask(apps, schema_editor):
    if apps.get_model("indicators", "Finding").objects.exists():
        from indicators.jobs import ask_for_findings  # puts a job, and knows no model of ours

        ask_for_findings()


class Migration(migrations.Migration):
    dependencies = [("indicators", "0013_finding_for_lists"), ("procrastinate", "0041_post_retry_failed_job")]

    operations = [migrations.RunPython(ask, migrations.RunPython.noop)]
