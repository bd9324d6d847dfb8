"""The words of the lessons (lessons.py)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Lesson:
    """One lesson of two minutes; `answers` are codes with words, `right` is one of the codes."""

    code: str
    title: Promise
    what: Promise
    why: Promise
    now: Promise  # one thing to try at once
    question: Promise
    answers: Sequence[tuple[str, Promise]]
    right: str
    because: Promise  # why that answer is right

    @property
    def right_words(self) -> Promise:
        """The right answer as it is read."""
        return dict(self.answers)[self.right]


LESSONS = (
    Lesson(
        "photo",
        _("One good photo"),
        what=_("Put one thing on a plain cloth, near a window. Show it whole, then from near."),
        why=_("A buyer cannot touch it. The photo tells her its colour, its size and its care."),
        now=_("Take three photos of one product: whole, from near, beside a hand. Keep the best."),
        question=_("Where is the light best?"),
        answers=(
            ("lamp", _("At night, under the lamp")),
            ("window", _("In the daytime, near a window or in the shade")),
            ("noon", _("At noon, in the full sun")),
        ),
        right="window",
        because=_(
            "Soft daylight shows the true colour. Lamps make it yellow, the sun hides parts."
        ),
    ),
    Lesson(
        "words",
        _("Words that answer before anybody asks"),
        what=_("Write what it is, how big, from what, the price, and how long it takes."),
        why=_("Every question that stays open is a buyer who looks elsewhere."),
        now=_("Write four lines about one product: what, size, material, price. Read them aloud."),
        question=_("Which words help a buyer most?"),
        answers=(
            ("cheap", _("Cheap and good doormat")),
            ("hurry", _("Order now, almost sold out")),
            ("facts", _("Round doormat of cloth remnants, 40 cm, may be washed, Rp15,000")),
        ),
        right="facts",
        because=_("She knows at once whether it fits her. Nobody has to praise it."),
    ),
    Lesson(
        "price",
        _("A price that pays your work"),
        what=_(
            "Add up material, wages, packing, and what the channel keeps. The price lies above."
        ),
        why=_("Below that sum the group pays for every piece that it sells."),
        now=_("Open What it costs on one order, and compare it with your price."),
        question=_(
            "It costs Rp12,000 to make. The channel keeps Rp1,500. Which price leaves something?"
        ),
        answers=(
            ("p12", _("Rp12,000")),
            ("p13", _("Rp13,500")),
            ("p15", _("Rp15,000")),
        ),
        right="p15",
        because=_("At Rp13,500 nothing is left. At Rp15,000 there remain Rp1,500."),
    ),
    Lesson(
        "chat",
        _("An answer on the same day"),
        what=_(
            "Greet her, answer what she asks, say the price and the day, and ask one thing back."
        ),
        why=_("A buyer asks several sellers. Often she buys where somebody answers first."),
        now=_("Keep one ready answer on the phone: greeting, price, how long it takes."),
        question=_("She asks for a colour that you do not have. What do you write?"),
        answers=(
            ("silent", _("Nothing, it is not there anyway")),
            ("yes", _("Yes, and look for the cloth later")),
            ("honest", _("It is not there now. It can be ready on Friday, or take the green one")),
        ),
        right="honest",
        because=_("What is promised and does not come loses the buyer, and those whom she tells."),
    ),
    Lesson(
        "order",
        _("Every order is written down"),
        what=_("Write who, what, how many, which size, the price, the down payment and the day."),
        why=_(
            "What stands only in a chat is forgotten, or two people are promised the same piece."
        ),
        now=_("Take one order from your chat, and write it into the order book."),
        question=_("When is an order paid?"),
        answers=(
            ("picture", _("When the buyer sends a picture of her transfer")),
            ("booked", _("When the treasurer has seen the money and recorded it")),
            ("given", _("When the goods are handed over")),
        ),
        right="booked",
        because=_("A picture is easily made. Only the account shows whether the money came."),
    ),
    Lesson(
        "parcel",
        _("A parcel that arrives whole"),
        what=_("Weigh it before you name the postage. Wrap it against rain. Write the address."),
        why=_("Wrong postage eats the profit. A wet parcel comes back."),
        now=_("Wrap one product, weigh it, and write the weight beside its price."),
        question=_("What do you keep until the buyer has the parcel?"),
        answers=(
            ("none", _("Nothing, the courier knows")),
            ("proof", _("A photo of the parcel, and the number on the courier's receipt")),
            ("box", _("An empty box")),
        ),
        right="proof",
        because=_("Photo and number say who answers for it when something is missing."),
    ),
    Lesson(
        "safe",
        _("Who asks for a code is no buyer"),
        what=_("A code by SMS, a PIN or a password is for nobody, whoever asks for it."),
        why=_("False buyers send false pictures, and press you until you stop thinking."),
        now=_("Ask the treasurer to show you where money that came can be seen."),
        question=_("A buyer sends a picture of a transfer: send it this minute. What do you do?"),
        answers=(
            ("send", _("Send it, she has paid")),
            ("code", _("Read her the code, so that it goes faster")),
            ("wait", _("Wait until the treasurer sees the money")),
        ),
        right="wait",
        because=_("An honest buyer can wait ten minutes. A false one cannot."),
    ),
    Lesson(
        "again",
        _("Who bought once buys again"),
        what=_(
            "After a week ask how she likes it, where she lives, and whether you may write again."
        ),
        why=_("Somebody who knows your work buys more easily than somebody new."),
        now=_("Ask one earlier buyer for a word about your work."),
        question=_("To whom do you send the news of a new product?"),
        answers=(
            ("all", _("To every number in the phone, every day")),
            ("asked", _("Now and then, to those who agreed to it")),
            ("never", _("To nobody")),
        ),
        right="asked",
        because=_("Her number is hers. Who did not agree blocks you."),
    ),
)
