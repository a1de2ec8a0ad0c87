"""A picture is described in words or decorative, never neither and never both."""

from __future__ import annotations

import uuid
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.images import ImageFile
from django.db import IntegrityError
from django.template.loader import render_to_string
from PIL import Image

from het_site.core.models import CustomImage

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> None:
    """Keep uploads of a test in a folder of its own."""
    settings.MEDIA_ROOT = tmp_path


def picture(**values: Any) -> CustomImage:
    """Give an unsaved picture of 1200 by 800 pixels."""
    file = BytesIO()
    Image.new("RGB", (1200, 800), "teal").save(file, "PNG")
    return CustomImage(**{"title": "DSC_0042.png", "file": ImageFile(file, name="square.png")} | values)


@pytest.mark.parametrize(
    ("values", "right"),
    [
        ({"description": "A park with benches"}, True),
        ({"is_decorative": True}, True),
        ({}, False),
        ({"description": "   "}, False),
        ({"is_decorative": True, "description": "A park"}, False),
    ],
)
def test_words_or_decorative(values: dict[str, Any], *, right: bool) -> None:
    if right:
        picture(**values).full_clean()
    else:
        with pytest.raises(ValidationError) as refused:
            picture(**values).full_clean()
        assert "description" in refused.value.message_dict


@pytest.mark.parametrize("values", [{}, {"is_decorative": True, "description": "A park"}])
def test_the_database_refuses_what_a_form_did_not(values: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError):
        picture(**values).save()


def test_the_alternative_text_is_never_the_files_name() -> None:
    assert picture(description="A park").default_alt_text == "A park"
    assert picture(is_decorative=True).default_alt_text == ""


def test_a_picture_comes_in_modern_formats_with_credit_and_licence() -> None:
    image = picture(
        description="A “park”", credit="Photograph: Jo", licence="CC BY 4.0", licence_url="https://x.example/"
    )
    image.save()
    html = render_to_string("components/picture.html", {"image": image, "caption": "In the sun."})
    assert 'type="image/avif"' in html
    assert 'type="image/webp"' in html
    assert 'alt="A “park”"' in html
    assert 'loading="lazy"' in html
    assert 'width="' in html
    assert "In the sun. Photograph: Jo." in html
    assert '<a href="https://x.example/">CC BY 4.0</a>' in html


def test_a_decorative_picture_is_passed_over() -> None:
    image = picture(is_decorative=True)
    image.save()
    assert 'alt=""' in render_to_string("components/picture.html", {"image": image})


def test_a_missing_picture_shows_nothing() -> None:
    assert render_to_string("components/picture.html", {"image": None, "caption": "Gone"}).strip() == ""


def test_a_picture_by_consent_has_room_for_every_size_and_format() -> None:
    found = picture(description="A park", consent_key=uuid.uuid4())
    found.save()
    specs = [f"max-{width}x1400|bgcolor-ffffff|format-{kind}" for width in (1072, 2144) for kind in ("jpeg", "webp")]
    names = {found.get_rendition(spec).file.name for spec in specs}
    assert len(names) == 4
    assert all(name.startswith(f"{found.folder}/") for name in names)
    assert {name.rpartition(".")[2] for name in names} == {"jpg", "webp"}
