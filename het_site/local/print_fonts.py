"""Makes the site's typeface into fonts that programs can draw with: pictures of charts and PDFs cannot read web fonts."""

from __future__ import annotations

import logging
import os
from pathlib import Path

from het_site.local import fingerprints
from het_site.local.folders import ROOT

SOURCE = (
    ROOT / "node_modules/@fontsource-variable/atkinson-hyperlegible-next/files"
    "/atkinson-hyperlegible-next-latin-wght-normal.woff2"
)
#: settings.PRINT_FONTS is the same folder
TARGET = ROOT / "static" / "build" / "print"
FAMILY = "Atkinson Hyperlegible Next"
#: the style's name and how heavy it is
WEIGHTS = {"Regular": 400, "Bold": 700}
BOLD = {"OS/2": ("fsSelection", 0x20, 0x40), "head": ("macStyle", 0x01, 0x00)}


def make(source: Path = SOURCE, target: Path = TARGET) -> bool:
    """Cut a TrueType font for each weight out of the variable web font; return whether there was anything to do."""
    wanted = fingerprints.fingerprint([source, Path(__file__)])
    files = {style: target / f"{FAMILY.replace(' ', '')}-{style}.ttf" for style in WEIGHTS}
    if fingerprints.is_done(target / ".built", wanted) and all(file.exists() for file in files.values()):
        return False
    target.mkdir(parents=True, exist_ok=True)
    for style, file in files.items():
        half = file.with_name(f".{file.name}.{os.getpid()}")
        _cut(source, half, style)
        half.replace(file)
    fingerprints.mark_done(target / ".built", wanted)
    return True


def _cut(source: Path, target: Path, style: str) -> None:
    from fontTools.ttLib import TTFont
    from fontTools.varLib.instancer import instantiateVariableFont

    logging.getLogger("fontTools").setLevel(logging.WARNING)  # it tells every table it touches
    font = instantiateVariableFont(TTFont(source), {"wght": WEIGHTS[style]})
    names = {1: FAMILY, 2: style, 4: f"{FAMILY} {style}", 6: f"{FAMILY.replace(' ', '')}-{style}"}
    for record in font["name"].names:
        record.string = names.get(record.nameID, record.toUnicode())
    font["OS/2"].usWeightClass = WEIGHTS[style]
    for table, (field, bold, regular) in BOLD.items():
        setattr(font[table], field, bold if style == "Bold" else regular)
    font.flavor = None  # no longer packed for the web
    font.save(target)
