"""Makes the places that each site is compared with a group of their own, which editors can name, source and reuse."""

from django.db import migrations


def to_groups(apps, schema_editor):
    Group = apps.get_model("indicators", "AreaGroup")
    Member = apps.get_model("indicators", "AreaGroupMember")
    for settings in apps.get_model("indicators", "IndicatorSettings").objects.order_by("pk"):
        places = list(settings.neighbours.values_list("pk", flat=True))
        if not places and not settings.neighbours_note:
            continue
        number = Group.objects.count() + 1
        group = Group.objects.create(
            name="Statistical neighbours" if number == 1 else f"Statistical neighbours {number}",
            slug="statistical-neighbours" if number == 1 else f"statistical-neighbours-{number}",
            kind="statistical_neighbours",
            note=settings.neighbours_note,
        )
        Member.objects.bulk_create(Member(group=group, area_id=place) for place in places)
        settings.neighbours_group = group
        settings.save(update_fields=["neighbours_group"])


def from_groups(apps, schema_editor):
    for settings in apps.get_model("indicators", "IndicatorSettings").objects.exclude(neighbours_group=None):
        group = settings.neighbours_group
        settings.neighbours.set(group.members.values_list("area_id", flat=True))
        settings.neighbours_note = group.note
        settings.save(update_fields=["neighbours_note"])


class Migration(migrations.Migration):
    dependencies = [("indicators", "0007_area_groups")]

    operations = [migrations.RunPython(to_groups, from_groups)]
