"""The tables of the messages room."""

from rembuk.messaging.models.messages import Delivery, DeliveryOutcome, Message, State, Way
from rembuk.messaging.models.secrets import Secret

__all__ = ["Delivery", "DeliveryOutcome", "Message", "Secret", "State", "Way"]
