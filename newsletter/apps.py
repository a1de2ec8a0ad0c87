"""Registers the app."""

from django.apps import AppConfig


class NewsletterConfig(AppConfig):
    """News and events."""

    name = "newsletter"
    verbose_name = "Newsletter"
    #: offered for the body of every page (`het_site.core.blocks.BodyBlock`)
    body_blocks = {"newsletter_sign_up": "newsletter.subscribers.blocks.SignUpBlock"}
    #: what keeps a partner's account (`het_site.core.accounts.use`)
    account_use = "newsletter.contributions.steps.items_of"

    def ready(self) -> None:
        """Listen to what mail providers tell, and to Wagtail."""
        from newsletter import receivers, webhooks

        webhooks.connect()
        receivers.connect()
