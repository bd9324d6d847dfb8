"""Characters that belong to somebody: asked about before a product is shown to everybody.

A known character on a doormat is somebody's trademark and drawing (Law 20/2016 on trademarks,
Law 28/2014 on copyright). Selling one at home may never be noticed; a shop on the internet is
found by a search. The list names what Indonesian sewing groups often copy, and is no legal advice.
"""

from __future__ import annotations

import re
from datetime import date

# Spelling as people write it -> the name we show.
CHARACTERS = {
    "keroppi": "Keroppi", "keropi": "Keroppi", "doraemon": "Doraemon", "dora emon": "Doraemon",
    "hello kitty": "Hello Kitty", "helo kitty": "Hello Kitty", "hellokitty": "Hello Kitty",
    "kuromi": "Kuromi", "cinnamoroll": "Cinnamoroll", "my melody": "My Melody",
    "mickey": "Mickey Mouse", "miki mos": "Mickey Mouse", "minnie": "Minnie Mouse",
    "winnie the pooh": "Winnie the Pooh", "frozen": "Frozen", "elsa": "Frozen",
    "spiderman": "Spider-Man", "spider man": "Spider-Man", "superman": "Superman",
    "batman": "Batman", "ironman": "Iron Man", "avengers": "Avengers",
    "pokemon": "Pokémon", "pikachu": "Pokémon", "naruto": "Naruto", "one piece": "One Piece",
    "upin": "Upin & Ipin", "ipin": "Upin & Ipin", "tayo": "Tayo", "spongebob": "SpongeBob",
    "sponge bob": "SpongeBob", "barbie": "Barbie", "angry bird": "Angry Birds",
    "shaun the sheep": "Shaun the Sheep", "teletubbies": "Teletubbies", "labubu": "Labubu",
    "minion": "Minions", "boboiboy": "BoBoiBoy", "nussa": "Nussa", "cocomelon": "CoComelon",
}  # fmt: skip
LISTED_ON = date(2026, 11, 22)  # general knowledge of that day: who is in doubt looks it up
REGISTER = "https://pdki-indonesia.dgip.go.id"
LAWS = "UU 20/2016 (merek), UU 28/2014 (hak cipta)"
_WORDS = re.compile(
    r"\b(" + "|".join(re.escape(word) for word in sorted(CHARACTERS, key=len, reverse=True)) + r")"
)
_GAPS = re.compile(r"[\W_]+")


def names() -> list[str]:
    """Return every character of the list once, by name."""
    return sorted(set(CHARACTERS.values()))


def character_in(*texts: str) -> str:
    """Return the first known character that a text speaks of, or ''."""
    for text in texts:
        plain = _GAPS.sub(" ", text.casefold())
        if found := _WORDS.search(plain):
            return CHARACTERS[found[1]]
    return ""
