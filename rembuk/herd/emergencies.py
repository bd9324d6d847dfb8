"""What to do before the animal health officer comes: five short cards.

Each line says where it comes from. A line without a source is what goat keepers commonly do, or
stands in a guide without title and year; the card then says to ask the officer. Nothing here gives
a dose.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MERCK = _("Merck Veterinary Manual, births of goats")
OFFICER = _("a district veterinary officer's note on kidding (Goat Notes B15)")
EXTENSION = _("agricultural extension in Sukabumi 2012, written for cattle")
PREVENTED = _("first aid for bloat on sapi.co.id, written for cattle")


@dataclass(frozen=True)
class Line:
    """One thing to see, to do or to leave."""

    text: Promise
    source: Promise | None = None  # None: ask the officer


@dataclass(frozen=True)
class Emergency:
    """One card."""

    code: str
    title: Promise
    seen: Sequence[Line]
    done: Sequence[Line]
    left: Sequence[Line]  # what not to do


CARDS = (
    Emergency(
        "bloat",
        _("The belly swells (bloat)"),
        seen=(
            Line(_("The belly is big and tight on the left, and sounds hollow."), EXTENSION),
            Line(_("It breathes fast and short, is restless, does not chew."), EXTENSION),
        ),
        done=(
            Line(_("Call the officer at once. Bloat can kill within hours.")),
            Line(_("Let it stand with its front legs higher than the hind legs."), PREVENTED),
            Line(_("Take all feed away. Let it walk slowly if it can.")),
            Line(_("Ask on the telephone whether and how much oil to give.")),
        ),
        left=(
            Line(_("Pour nothing into a goat that lies down or gasps: it runs into the lungs.")),
            Line(_("Do not pierce the belly yourself.")),
        ),
    ),
    Emergency(
        "kidding",
        _("The kid does not come"),
        seen=(
            Line(_("She strains hard for half an hour, and no kid comes."), MERCK),
            Line(_("A foot, a tail or a head is seen, and nothing moves on.")),
        ),
        done=(
            Line(_("Call the officer. Say since when she strains, and what is seen."), OFFICER),
            Line(_("Clean straw, a quiet place, water. Wash hands and arms with soap.")),
            Line(_("Who knows how may help. No better after a quarter of an hour: stop."), OFFICER),
            Line(_("The rest comes out within an hour, mostly. Not after 12 hours: call.")),
        ),
        left=(
            Line(_("Do not pull with force: it injures the doe."), OFFICER),
            Line(_("Do not pull at what hangs out after the birth.")),
        ),
    ),
    Emergency(
        "udder",
        _("The udder is hot and hard (mastitis)"),
        seen=(
            Line(_("The udder is swollen, hot, red or hard, often on one side.")),
            Line(_("The milk is thin, in flakes or bloody. She kicks her kids away.")),
        ),
        done=(
            Line(_("Call the officer today: medicine is for the officer to choose.")),
            Line(_("Milk the sick side out, several times a day, and pour it away.")),
            Line(_("Wash hands before and after. Milk the healthy goats first.")),
            Line(_("Give the kids milk of another doe. Write the treatment down.")),
        ),
        left=(
            Line(_("Do not drink this milk, and none while meat and milk are withheld.")),
        ),
    ),
    Emergency(
        "poison",
        _("Poisoned, or several ill at once"),
        seen=(
            Line(_("Suddenly weak, trembling, foaming, falling; often several goats.")),
            Line(_("Before it they ate something new, sprayed, mouldy, or raw cassava leaves.")),
        ),
        done=(
            Line(_("Take what they ate away from all goats. Keep a handful in a bag.")),
            Line(_("Call the officer at once. Say what, when, and how many are ill.")),
            Line(_("Shade, fresh water. Keep the others apart and watch them.")),
            Line(_("Tell the neighbours whose goats eat from the same place.")),
        ),
        left=(
            Line(_("Force no milk, oil or coconut water into a goat that trembles.")),
            Line(_("Do not eat the meat of a goat that died so.")),
        ),
    ),
    Emergency(
        "after",
        _("The first days after kidding"),
        seen=(
            Line(_("She stands, eats and drinks. No fever, no bad smell.")),
            Line(_("The udder is soft and not hot.")),
        ),
        done=(
            Line(_("Each kid drinks the first milk within its first hours.")),
            Line(_("Everything came out: within an hour, mostly. Not after 12 hours: call.")),
            Line(_("Warm water and good leaves for her. A dry floor, no wind.")),
            Line(_("Look at the navel of each kid: dry, not swollen.")),
            Line(_("Look in morning and evening in these days. Write down what you see.")),
        ),
        left=(Line(_("Do not leave her alone with nothing to drink after the birth.")),),
    ),
)  # fmt: skip
AFTER_KIDDING = next(card for card in CARDS if card.code == "after")
