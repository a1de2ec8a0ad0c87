"""The words that some answers are chosen from, each with what people read. What is stored is the word before it.

Choices that follow from the site's own content (wards, principles, priority areas) are not here.
"""

from __future__ import annotations

from collections.abc import Mapping

#: whom something was for
AUDIENCES: Mapping[str, str] = {
    "children": "Children and families",
    "young-people": "Young people",
    "working-age": "People of working age",
    "older-people": "Older people",
    "parents": "Parents-to-be and new parents",
    "carers": "Carers",
    "disabled-people": "Disabled people",
    "long-term-conditions": "People with long-term conditions",
    "ethnic-minorities": "People from ethnic minorities",
    "migrants": "Migrants, refugees and people seeking asylum",
    "low-income": "People on low incomes",
    "homeless": "People who are homeless or badly housed",
    "workforce": "Staff and volunteers",
    "everybody": "Everybody in the town",
}
#: what others may do with the text
LICENCES: Mapping[str, str] = {
    "cc-by-4.0": "Yes, if they name us (Creative Commons Attribution 4.0)",
    "cc-by-nc-4.0": "Yes, if they name us and make no money from it (Creative Commons Attribution-NonCommercial 4.0)",
    "ogl-3.0": "Yes, under the Open Government Licence 3.0, as public bodies use it",
    "all-rights-reserved": "No, they have to ask us first",
}
#: a licence's name and where it can be read; one without an address is none that gives leave
LICENCE_NAMES: Mapping[str, tuple[str, str]] = {
    "cc-by-4.0": ("Creative Commons Attribution 4.0", "https://creativecommons.org/licenses/by/4.0/"),
    "cc-by-nc-4.0": (
        "Creative Commons Attribution-NonCommercial 4.0",
        "https://creativecommons.org/licenses/by-nc/4.0/",
    ),
    "ogl-3.0": (
        "Open Government Licence v3.0",
        "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
    ),
    "all-rights-reserved": ("All rights reserved", ""),
}
YES_NO: Mapping[str, str] = {"yes": "Yes", "no": "No"}
#: by the name under which a question asks for them
CHOICES: Mapping[str, Mapping[str, str]] = {"audiences": AUDIENCES, "licences": LICENCES, "yes_no": YES_NO}
