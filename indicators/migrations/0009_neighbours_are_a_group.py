from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("indicators", "0008_move_neighbours")]

    operations = [
        migrations.RemoveField(model_name="indicatorsettings", name="neighbours_note"),
        migrations.RemoveField(model_name="indicatorsettings", name="neighbours"),
        migrations.RenameField(model_name="indicatorsettings", old_name="neighbours_group", new_name="neighbours"),
    ]
