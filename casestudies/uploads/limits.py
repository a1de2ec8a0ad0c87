"""How much may be sent, in one place: the code goes by it and the pages say it. Plain numbers, no Django."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Limits:
    """The limits of one story and of one file."""

    pictures: int = 12
    documents: int = 4
    #: of one file, as it is sent
    bytes: int = 15 * MEGABYTE
    #: of everything that is sent at once
    request_bytes: int = 60 * MEGABYTE
    #: by one person within an hour, refused ones too
    an_hour: int = 60
    #: of all files of a story, as they are stored
    story_bytes: int = 60 * MEGABYTE
    #: of a photo whose format can be opened at a smaller size, of other pictures, and of those that libraries open twice over
    photo_pixels: int = 60_000_000
    pixels: int = 20_000_000
    whole_pixels: int = 12_000_000
    #: the longer side of what is stored, and of what pages of the partner's side show
    side: int = 2_560
    small_side: int = 640
    #: below this, a picture is an icon
    least_side: int = 64
    document_pages: int = 200
    #: of the process that opens a file
    memory: int = 290 * MEGABYTE
    seconds: int = 20

    @property
    def megabytes(self) -> int:
        """Give how large one file may be, as people say it."""
        return self.bytes // MEGABYTE

    @property
    def request_megabytes(self) -> int:
        """Give how much may be sent at once, as people say it."""
        return self.request_bytes // MEGABYTE

    @property
    def million_pixels(self) -> int:
        """Give how many pixels a photo may have, in millions."""
        return self.photo_pixels // 1_000_000


LIMITS = Limits()
