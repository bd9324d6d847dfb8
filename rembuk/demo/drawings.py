"""Placeholder photos of goods, drawn by this file: no picture of anybody's lies in the program."""

from __future__ import annotations

import io
import math
from collections.abc import Callable

from PIL import Image, ImageDraw

from rembuk.enterprise import pictures

SIDE = 520
WALL, RED, WHITE = "#efe6d2", "#b3211b", "#ffffff"
REMNANTS = ("#9a4b00", "#12326b", "#0f6b3e", "#b3246f", "#d99a2b", "#4f4b43")
Drawing = Callable[[ImageDraw.ImageDraw], None]


def drawn(name: str) -> pictures.Picture:
    """Return the drawing of a kind of goods as a photo is kept."""
    image = Image.new("RGB", (SIDE, SIDE), WALL)
    DRAWINGS[name](ImageDraw.Draw(image))
    out = io.BytesIO()
    image.save(out, "PNG")
    return pictures.shrink(out.getvalue())


def _round_mat(draw: ImageDraw.ImageDraw) -> None:
    for ring in range(12):
        edge = 30 + ring * 19
        draw.ellipse((edge, edge, SIDE - edge, SIDE - edge), fill=REMNANTS[ring % len(REMNANTS)])


def _square_mat(draw: ImageDraw.ImageDraw) -> None:
    for row in range(8):
        for column in range(10):
            left, top = 35 + column * 45, 80 + row * 45
            colour = REMNANTS[(row * 2 + column) % len(REMNANTS)]
            draw.rectangle((left, top, left + 43, top + 43), fill=colour)


def _uniform(draw: ImageDraw.ImageDraw) -> None:
    draw.polygon([(150, 60), (370, 60), (460, 150), (410, 200), (370, 170), (370, 300), (150, 300),
                  (150, 170), (110, 200), (60, 150)], fill=WHITE, outline="#8a8578")  # fmt: skip
    draw.polygon([(225, 60), (260, 110), (295, 60)], fill=WALL)
    draw.polygon([(155, 310), (365, 310), (420, 490), (100, 490)], fill=RED)


def _scout(draw: ImageDraw.ImageDraw) -> None:
    draw.polygon([(150, 60), (370, 60), (460, 150), (410, 200), (370, 170), (370, 300), (150, 300),
                  (150, 170), (110, 200), (60, 150)], fill="#b98d53")  # fmt: skip
    draw.polygon([(155, 310), (365, 310), (420, 490), (100, 490)], fill="#6b4423")
    draw.polygon([(200, 60), (260, 190), (320, 60)], fill=RED)


def _kebaya(draw: ImageDraw.ImageDraw) -> None:
    draw.polygon([(170, 50), (350, 50), (430, 260), (380, 280), (350, 200), (390, 430), (130, 430),
                  (170, 200), (140, 280), (90, 260)], fill="#b3246f")  # fmt: skip
    draw.polygon([(230, 50), (260, 240), (290, 50)], fill=WALL)
    for step in range(12):
        draw.ellipse((136 + step * 21, 405, 152 + step * 21, 421), fill="#ffd43b")


def _flag(draw: ImageDraw.ImageDraw) -> None:
    draw.rectangle((70, 60, 84, 490), fill="#6b4423")
    draw.rectangle((84, 80, 450, 190), fill=RED)
    draw.rectangle((84, 190, 450, 300), fill=WHITE)


def _bag(draw: ImageDraw.ImageDraw) -> None:
    draw.arc((170, 50, 350, 260), 180, 360, fill="#4f4b43", width=16)
    for row in range(6):
        for column in range(7):
            left, top = 100 + column * 46, 170 + row * 50
            colour = REMNANTS[(row + column * 2) % len(REMNANTS)]
            draw.rectangle((left, top, left + 44, top + 48), fill=colour)


def _cushion(draw: ImageDraw.ImageDraw) -> None:
    draw.rounded_rectangle((60, 60, 460, 460), 60, fill=REMNANTS[1])
    for petal in range(8):
        turn = petal * math.pi / 4
        x, y = 260 + 105 * math.cos(turn), 260 + 105 * math.sin(turn)
        draw.ellipse((x - 55, y - 55, x + 55, y + 55), fill=REMNANTS[petal % len(REMNANTS)])
    draw.ellipse((205, 205, 315, 315), fill="#ffd43b")


DRAWINGS: dict[str, Drawing] = {
    "round mat": _round_mat,
    "square mat": _square_mat,
    "uniform": _uniform,
    "scout": _scout,
    "kebaya": _kebaya,
    "flag": _flag,
    "bag": _bag,
    "cushion": _cushion,
}
