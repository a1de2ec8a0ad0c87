"""News, events, and the newsletter: who reads it, what goes into it, and who was sent what."""

from newsletter.models.basket import Pick
from newsletter.models.contributions import Contributor, Item, ItemEvent, ItemPicture
from newsletter.models.editions import EditionPage, NewsletterIndexPage
from newsletter.models.events import EventIndexPage, EventMaterial, EventPage
from newsletter.models.ledger import Delivery, Sending
from newsletter.models.news import NewsIndexPage, NewsPage
from newsletter.models.sending_desk import Arming, SendingEvent, SendingRate
from newsletter.models.settings import NewsletterSettings
from newsletter.models.sign_ups import SignUp, SubscriberExport, SubscriberImport
from newsletter.models.subscribers import Subscriber, SubscriberEvent, Suppression
from newsletter.models.visits import EditionVisits

__all__ = [
    "Arming",
    "Contributor",
    "Delivery",
    "EditionPage",
    "EditionVisits",
    "EventIndexPage",
    "EventMaterial",
    "EventPage",
    "Item",
    "ItemEvent",
    "ItemPicture",
    "NewsIndexPage",
    "NewsPage",
    "NewsletterIndexPage",
    "NewsletterSettings",
    "Pick",
    "Sending",
    "SendingEvent",
    "SendingRate",
    "SignUp",
    "Subscriber",
    "SubscriberEvent",
    "SubscriberExport",
    "SubscriberImport",
    "Suppression",
]
