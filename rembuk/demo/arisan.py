"""Two arisans of Sukamaju, invented, kept outside every book: one that went round, one that runs.

The tailors' went round in six weeks with lots. The one of the returned migrants runs: Siti takes
part from abroad, somebody gave late, and one draw was taken back because two heard different words.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from rembuk.arisan import arisans, drawing, handing, paying, rounds
from rembuk.arisan.arisans import Taking, Terms
from rembuk.arisan.models import Arisan, Ending, Rhythm, Way
from rembuk.cash import sheets
from rembuk.demo.coop import NAME
from rembuk.demo.purses import TAILORS
from rembuk.demo.story import Story
from rembuk.villages.actors import Actor
from rembuk.villages.models import Group
from rembuk.villages.permissions import Office

SEWN = Terms("Arisan Jumat", 20_000, date(2025, 8, 1), Rhythm.WEEKLY, Way.LOTS, "Kaleng di Bu Rina")
PURNA = Terms(
    "Arisan purna PMI", 50_000, date(2026, 3, 7), Rhythm.MONTHLY, Way.DRAW,
    "Kotak dua kunci di balai desa",
)  # fmt: skip
SEWERS, RETURNED, HELD = 6, 12, 9
WORDS = ("melati", "sawah", "rukun", "panen", "merdeka", "jati", "kenanga", "bulan", "gotong")
MISHEARD, MISHEARD_ROUND = "Kata terdengar 'padi' dan 'pagi', diundi ulang", 4
# The share that gave a round late, and the one of whom the last round is still to come in.
LATE, LATE_DAYS, WAITS = 5, 9, 8


def tell(story: Story) -> None:
    """Tell both."""
    tailors = Group.objects.of(story.village).get(name=TAILORS)
    _Teller(story, tailors, keeper="rina", other="lastri").go_round()
    returned = Group.objects.of(story.village).get(name=NAME)
    _Teller(story, returned, keeper="sumiati", other="warno", chair="marsih").run()


class _Teller:
    """Writes one arisan: who keeps the list, who signs."""

    def __init__(self, story: Story, group: Group, **who: str) -> None:
        self.village, self.group = story.village, group
        users = story.users
        self.keeper = Actor(user=users[who["keeper"]], office=Office.TREASURER)
        signs = Office.SUPERVISORY_BOARD if "chair" in who else Office.GROUP_CHAIR
        self.other = Actor(user=users[who["other"]], office=signs)
        self.chair = Actor(user=users[who.get("chair", who["other"])], office=Office.GROUP_CHAIR)

    def _told(self, on: date, by: Actor | None = None) -> dict[str, Any]:
        at = datetime.combine(on, time(16), tzinfo=self.village.zone)
        return {"by": by or self.keeper, "at": at, "today": on}

    def _begin(self, terms: Terms, count: int) -> Arisan:
        people = sheets.members_of(self.group, on=terms.first_on).people[:count]
        return arisans.begin(
            group=self.group, terms=terms,
            people=[Taking(one.name, resident_id=one.resident_id) for one in people],
            **self._told(terms.first_on - timedelta(days=7)),
        )  # fmt: skip

    def go_round(self) -> None:
        """Everybody gave, everybody had a turn; it ended."""
        one = self._begin(SEWN, SEWERS)
        seats = rounds.standing(one, on=SEWN.first_on).seats
        for number, seat in enumerate(reversed(seats), start=1):
            on = rounds.due_on(one, number)
            told = self._told(on)
            paying.record(arisan=one, number=number, seats=seats, on=on, **told)
            draw = drawing.begin(arisan=one, number=number, seat=seat, **told)
            drawing.sign(draw=draw, by=self.other, at=told["at"])
            handing.hand_over(draw=draw, on=on, **told)
        arisans.end(arisan=one, kind=Ending.Kind.ROUND, **self._told(on, self.chair))

    def run(self) -> None:
        """Nine of twelve rounds: one gave late, one draw was taken back, one is still to give."""
        one = self._begin(PURNA, RETURNED)
        seats = rounds.standing(one, on=PURNA.first_on).seats
        for number, word in enumerate(WORDS, start=1):
            on = rounds.due_on(one, number)
            missing = {MISHEARD_ROUND: LATE, HELD: WAITS}.get(number)
            given = [seat for seat in seats if seat.number != missing]
            paying.record(arisan=one, number=number, seats=given, on=on, **self._told(on))
            if number == MISHEARD_ROUND:
                draw = self._draw(one, number, "padi", on)
                told = self._told(on, self.chair)
                drawing.take_back(draw=draw, why=MISHEARD, by=told["by"], at=told["at"])
            draw = self._draw(one, number, word, on)
            handing.hand_over(draw=draw, on=on, **self._told(on))
            if missing == LATE:
                later = on + timedelta(days=LATE_DAYS)
                gave = [seat for seat in seats if seat.number == LATE]
                told = self._told(later)
                paying.record(arisan=one, number=number, seats=gave, on=later, **told)
                handing.hand_over(draw=draw, on=later, **told)

    def _draw(self, one: Arisan, number: int, word: str, on: date) -> Any:
        told = self._told(on)
        salt = f"{number:02d}{len(word):02d}" * 8  # a secret, the same each time the demo is built
        draw = drawing.begin(arisan=one, number=number, salt=salt, **told)
        drawing.sign(draw=draw, word=word, by=self.other, at=told["at"])
        return draw
