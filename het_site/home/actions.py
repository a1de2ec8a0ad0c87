"""Loading a place's content set: all of it or nothing, and only into a site that has no content yet."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.core.files.images import ImageFile
from django.db import connection, models, transaction
from wagtail.models import Page, Site

from het_site.core.faults import Fault, FaultyFilesError
from het_site.core.models import BrandSettings, CustomImage, Theme, User
from het_site.home.loading.files import PageFile, read_list, read_mapping, read_pages
from het_site.home.loading.indexes import built_once
from het_site.home.loading.pages import create_pages, fill_pages
from het_site.home.loading.values import Values
from het_site.home.models import HomePage
from indicators.actions import load_content_set, load_figures
from indicators.models import Indicator, IndicatorSettings
from priorities.actions import link_evidence, load_snippets
from priorities.models import Recommendation

#: any number will do, as long as every loader takes the same lock
LOADER_LOCK = 20_400_101


class ContentExistsError(Exception):
    """The site has content already; loading would overwrite what editors wrote."""


@transaction.atomic
def load_content(*, folder: Path, by: User | None = None) -> int:
    """Load a place's content set from a folder; gives the number of pages.

    Raises `ContentExistsError` if there is a home page, `FaultyFilesError` with every fault found at the first step
    that fails; either way nothing is changed. Two loaders at once wait for each other.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOADER_LOCK])
    if HomePage.objects.exists():
        raise ContentExistsError("The site has content already.")
    if not (folder / "pages").is_dir():
        raise FaultyFilesError([Fault(str(folder), "There is no folder “pages” here: this is not a content set.")])
    files = read_pages(folder)
    with built_once():
        return _load(folder, files, by=by)


def _load(folder: Path, files: list[PageFile], *, by: User | None) -> int:
    _load_themes(folder)
    images = _load_images(folder)
    load_content_set(folder=folder, by=by, has_figures=False)
    load_snippets(folder=folder, by=by)

    root = Page.get_first_root_node()
    for welcome in root.get_children():  # what Wagtail puts there; its site goes with it
        welcome.delete()
    root.refresh_from_db()
    pages = create_pages(files, root=root, values=Values(pages={}, routes=set(), images=images))
    site = _make_site(folder, home=pages["/"])
    fill_pages(files, pages, values=Values(pages=pages, routes=_routes(), images=images), by=by)
    link_evidence(folder=folder, by=by)
    _load_settings(folder, site=site, values=Values(pages=pages, routes=set(), images=images))
    load_figures(folder=folder, by=by)  # what they say rests on the places to compare with, which are known only now
    return len(pages)


def _routes() -> set[str]:
    """List the addresses that the site answers without a page of their own."""
    indicators = {f"/indicators/{slug}/" for slug in Indicator.objects.values_list("slug", flat=True)}
    recommendations = {f"/recommendations/{slug}/" for slug in Recommendation.objects.values_list("slug", flat=True)}
    return indicators | recommendations | {"/search/"}


def _load_themes(folder: Path) -> None:
    name = "themes.yaml"
    _save(name, [(f"entry {i + 1}", Theme(), entry) for i, entry in enumerate(read_list(folder, name))])


def _load_images(folder: Path) -> dict[str, models.Model]:
    """Make the set's pictures; gives them by slug."""
    name = "images.yaml"
    images: dict[str, models.Model] = {}
    faults: list[Fault] = []
    for entry in read_list(folder, name):
        slug, path = str(entry.pop("slug", "")), folder / "images" / str(entry.pop("file", ""))
        if not slug or not path.is_file():
            faults.append(Fault(name, f"“{slug}” has no file in images/."))
            continue
        with path.open("rb") as file:
            image = CustomImage(file=ImageFile(file, name=path.name))
            _save(name, [(slug, image, entry)])
        images[slug] = image
    if faults:
        raise FaultyFilesError(faults)
    return images


def _make_site(folder: Path, *, home: Page) -> Site:
    brand = read_mapping(folder, "site.yaml").get("brand", {})
    address = urlsplit(settings.SITE_URL)
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    site.hostname = address.hostname or "localhost"
    site.port = address.port or (443 if address.scheme == "https" else 80)
    site.site_name = str(brand.get("site_name", ""))
    site.root_page = home
    site.save()
    Site.clear_site_root_paths_cache()
    return site


def _load_settings(folder: Path, *, site: Site, values: Values) -> None:
    name = "site.yaml"
    data = read_mapping(folder, name)
    kinds: dict[str, type[BrandSettings] | type[IndicatorSettings]] = {
        "brand": BrandSettings,
        "indicators": IndicatorSettings,
    }
    strange = set(data) - set(kinds)
    if strange:
        raise FaultyFilesError([Fault(name, f"There are no settings named {', '.join(sorted(strange))}.")])
    for key, model in kinds.items():
        _save(name, [(key, model.for_site(site), data.get(key, {}))], values=values)


def _save(name: str, entries: list[tuple[str, models.Model, dict[str, Any]]], *, values: Values | None = None) -> None:
    """Fill rows from plain values, check and save them; raises `FaultyFilesError` naming each entry at fault."""
    values = values or Values(pages={}, routes=set(), images={})
    faults: list[Fault] = []
    for place, row, data in entries:
        many: dict[str, list[models.Model]] = {}
        try:
            for key, value in data.items():
                field = row._meta.get_field(key)
                if isinstance(field, models.ManyToManyField):
                    many[key] = [values.row(field.related_model, entry) for entry in value]
                else:
                    setattr(row, key, values.field(field, value))  # type: ignore[arg-type]  # a reverse relation has no such name
            row.full_clean()
            row.save()
            for key, rows in many.items():
                getattr(row, key).set(rows)
        except FieldDoesNotExist as error:
            faults.append(Fault(name, f"{place}: {error}"))
        except (ValueError, ValidationError) as error:
            faults.append(Fault(name, f"{place}: {' '.join(getattr(error, 'messages', [str(error)]))}"))
    if faults:
        raise FaultyFilesError(faults)
