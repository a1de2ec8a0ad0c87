"""Registers the app."""

from django.apps import AppConfig


class CasestudiesConfig(AppConfig):
    """The library of partners' stories."""

    name = "casestudies"
    #: offered as open data (`indicators.offers`)
    open_data = "casestudies.library.offer.OFFER"
    #: what keeps a partner's account (`het_site.core.accounts.use`)
    account_use = "casestudies.actions.accounts.stories_of"
    verbose_name = "Case studies"

    def ready(self) -> None:
        """Listen to pages that go live or down."""
        from casestudies import receivers

        receivers.connect()
