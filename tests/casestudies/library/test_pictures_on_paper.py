"""The pictures of a story in its PDF: described, bounded, and gone once they are withdrawn."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.files.images import ImageFile
from django.test import Client
from pypdf import PdfReader

from casestudies.library.printing import HIGHEST, MOST_PICTURES, WIDEST, pictures_of
from casestudies.models import CaseStudyPage
from het_site.core.models import CustomImage
from het_site.core.withdrawing import withdraw_image
from tests.factories.casestudies import make_story
from tests.factories.pictures import pixels

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stores")]


def make_image(*, size: tuple[int, int] = (60, 40), **words: Any) -> CustomImage:
    file = ImageFile(io.BytesIO(pixels(size=size)), name="picture.jpg")
    return CustomImage.objects.create(title="A file's name", file=file, **words)


def make_page(*pictures: tuple[CustomImage, str]) -> CaseStudyPage:
    blocks = [("picture", {"image": image, "caption": caption}) for image, caption in pictures]
    page = make_story(slug="planting", body=blocks)
    page.save_revision().publish()
    return CaseStudyPage.objects.get(pk=page.pk)


def read(client: Client, page: CaseStudyPage) -> tuple[str, list[str], int]:
    """Give the words of the PDF, the descriptions in it and the number of pictures."""
    content = client.get(f"{page.url}story.pdf").content
    made = PdfReader(io.BytesIO(content))
    words = " ".join(" ".join(sheet.extract_text() for sheet in made.pages).split())
    objects = [made.get_object(number) for number in range(1, made.trailer["/Size"])]
    described = [str(one["/Alt"]) for one in objects if isinstance(one, dict) and "/Alt" in one]
    return words, described, sum(len(sheet.images) for sheet in made.pages)


def test_a_picture_is_described_and_has_its_caption_and_credit(client: Client) -> None:
    planting = make_image(description="Two people plant a tree", credit="Photograph: A. Person", licence="CC BY 4.0")
    page = make_page((planting, "Spring."), (make_image(is_decorative=True), ""))

    words, described, shown = read(client, page)

    assert (described, shown) == (["Two people plant a tree"], 2)
    assert "Pictures Spring. Photograph: A. Person. CC BY 4.0." in words
    assert "The page has more" not in words


def test_a_withdrawn_picture_is_gone_from_the_very_next_answer(
    client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    image = make_image(description="Two people plant a tree")
    page = make_page((image, "Spring."))
    first = client.get(f"{page.url}story.pdf")
    with django_capture_on_commit_callbacks(execute=True):
        withdraw_image(image=image)

    again = client.get(f"{page.url}story.pdf", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 200
    words, described, shown = read(client, page)
    assert (described, shown) == ([], 0)
    assert "Spring." not in words
    assert "Pictures" not in words


def test_pictures_are_bounded_in_number_and_size(client: Client) -> None:
    large, tall = make_image(size=(2400, 1600), description="Large"), make_image(size=(300, 1200), description="Tall")
    found = pictures_of(make_page((large, ""), (tall, ""), *[(large, "")] * MOST_PICTURES))

    assert len(found) == MOST_PICTURES
    assert [picture.width for picture, _ in found[:2]] == [WIDEST, round(HIGHEST / 4)]
    assert all(len(data) < 400_000 for _, data in found)


def test_a_picture_whose_file_is_lost_is_left_out(client: Client) -> None:
    image = make_image(description="Lost")
    page = make_page((image, "Lost."))
    Path(image.file.path).unlink()

    assert read(client, page)[1:] == ([], 0)
