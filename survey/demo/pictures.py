"""Pictures that stand for photos in the demo: a street with a broken lamp, and the same street put right."""

from io import BytesIO

from PIL import Image, ImageDraw

SIZE = (1200, 900)
NIGHT, DUSK, GROUND, PATH, POST, LIGHT = "#1d2733", "#31445a", "#26303a", "#3f4a52", "#8b939b", "#ffe7a3"


def street(*, lit: bool, number: int = 0) -> bytes:
    """A row of three lamps as a JPEG; where it is not lit the middle one is dark. `number` moves the scene a little."""
    picture = Image.new("RGB", SIZE, NIGHT)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 250, 1200, 620), fill=DUSK)
    draw.polygon(((0, 900), (0, 640), (1200, 600), (1200, 900)), fill=GROUND)
    draw.polygon(((420, 900), (560, 620), (680, 616), (900, 900)), fill=PATH)
    for place, x in enumerate((240, 600, 960)):
        _lamp(draw, x + 17 * (number % 5) - 34, is_on=lit or place != 1)
    out = BytesIO()
    picture.save(out, "JPEG", quality=85)
    return out.getvalue()


def _lamp(draw: ImageDraw.ImageDraw, x: int, *, is_on: bool) -> None:
    if is_on:
        for ring in range(150, 30, -24):
            shade = tuple(49 + (255 - 49) * (150 - ring) // 400 for _ in range(3))
            draw.ellipse((x - ring, 300 - ring, x + ring, 300 + ring), fill=shade)
    draw.rectangle((x - 6, 300, x + 6, 690), fill=POST)
    draw.ellipse((x - 26, 274, x + 26, 326), fill=LIGHT if is_on else "#4c545c")
