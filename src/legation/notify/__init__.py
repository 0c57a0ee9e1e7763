"""Telling others what changed: who wants to know what, what waits for them, and how it is sent."""

from legation.notify.deliver import Post, Told, notify
from legation.notify.health import Health, health
from legation.notify.outbox import OUTBOX, Outbox
from legation.notify.subscriptions import Notifying, Subscription, subscriptions

__all__ = [
    "OUTBOX",
    "Health",
    "Notifying",
    "Outbox",
    "Post",
    "Subscription",
    "Told",
    "health",
    "notify",
    "subscriptions",
]
