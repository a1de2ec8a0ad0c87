"""Tries the API's every address many hundred times over with all that its document allows, and all that it does not."""

from __future__ import annotations

import logging
import os
from dataclasses import replace

from het_site.local.environment import fill_in

fill_in()

from tests import databases  # noqa: E402  (needs the address that fill_in gives)

NAME, EXAMPLES = "het_proof_api", 300


def main() -> None:
    """Try it on a copy of the demo site's database, and drop it."""
    own = os.environ["DATABASE_URL"]
    os.environ["DATABASE_URL"] = databases.copy(own, template=databases.demo_template(own), name=NAME)
    os.environ["DJANGO_SETTINGS_MODULE"] = "het_site.settings.test"
    import django

    django.setup()
    logging.getLogger("django.request").setLevel(logging.ERROR)  # refusals are what is wanted, thousands of them
    from schemathesis.generation import GenerationMode

    from indicators.api import answering
    from tests.indicators.opendata.trying import try_everything

    answering.REQUESTS = replace(answering.REQUESTS, most=10**9)  # the flood is not what is tried here
    try:
        for mode in GenerationMode:
            statuses = try_everything(mode, examples=EXAMPLES)
            told = ", ".join(f"{count} × {status}" for status, count in sorted(statuses.items()))
            print(f"{mode.value}: {sum(statuses.values())} requests, every answer as documented: {told}")
            assert not [status for status in statuses if status.startswith("5")]
    finally:
        django.db.connections.close_all()
        os.environ["DATABASE_URL"] = own
        databases.drop(own, NAME)
