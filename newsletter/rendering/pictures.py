"""Pictures in emails and in the archive: from addresses that ask, each time, whether they may still be shown."""

from __future__ import annotations

import base64
from dataclasses import dataclass

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.views.decorators.http import require_safe

from casestudies.actions.consents import may_be_used
from het_site.core.models import CustomImage

#: twice the width of a column of email, for sharp screens; no format that a mail program may not know
SPEC = "max-1072x1400|bgcolor-ffffff|format-jpeg"
WIDEST = 536
#: an empty picture: nothing of what was there, in any mail program
NOTHING = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
FRESH = "public, max-age=300"


@dataclass(frozen=True)
class MailPicture:
    """A picture as an email shows it."""

    src: str
    alt: str
    width: int
    height: int
    credit: str


def mail_picture(number: int | None) -> MailPicture | None:
    """Give a picture for an email; nothing where it may not be shown. Makes its size, so that looking at it makes nothing."""
    image = CustomImage.objects.filter(pk=number).first() if number else None
    if image is None or not may_be_used(image, "in_newsletter"):
        return None
    size = image.get_rendition(SPEC)
    if image.is_withdrawn:
        return None
    width = min(size.width, WIDEST)
    licence = f"{image.credit}. {image.licence}" if image.credit and image.licence else image.credit or image.licence
    return MailPicture(
        src=settings.SITE_URL + address_of(image.pk),
        alt=image.default_alt_text,
        width=width,
        height=round(size.height * width / size.width),
        credit=licence,
    )


def address_of(number: int) -> str:
    """Give where a picture is asked for."""
    return reverse("newsletter_picture", args=[number, _mark(number)])


@require_safe
def picture(request: HttpRequest, number: int, mark: str) -> HttpResponseBase:
    """Answer with a picture of an edition as long as it may be shown in newsletters; afterwards with an empty one."""
    if not constant_time_compare(mark, _mark(number)):
        raise Http404("There is no such picture.")
    image = CustomImage.objects.filter(pk=number).first()
    if image is None or not may_be_used(image, "in_newsletter"):
        return _nothing()
    size = image.renditions.filter(filter_spec=SPEC).first()
    try:
        file = size.file.storage.open(size.file.name) if size else None
    except FileNotFoundError:  # taken away this moment
        file = None
    if file is None:
        return _nothing()
    return FileResponse(file, content_type="image/jpeg", headers={"Cache-Control": FRESH})


def _nothing() -> HttpResponse:
    return HttpResponse(NOTHING, content_type="image/gif", headers={"Cache-Control": "no-store"})


def _mark(number: int) -> str:
    """Give what nobody can make up, so that no other picture of the site can be asked for here."""
    return salted_hmac("newsletter.rendering.pictures", str(number), algorithm="sha256").hexdigest()[:24]
