"""Makes the roles' groups and the approval workflow."""

from django.db import migrations

from het_site.home import roles


def install(apps, schema_editor):
    roles.install(apps)


def uninstall(apps, schema_editor):
    roles.uninstall(apps)


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0001_initial"),
        ("core", "0002_images_and_brand"),
        ("indicators", "0001_initial"),
        ("priorities", "0001_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("wagtailadmin", "0006_formstate"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
        ("wagtailimages", "0027_image_description"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailredirects", "0008_add_verbose_name_plural"),
    ]

    operations = [migrations.RunPython(install, uninstall, elidable=False)]
