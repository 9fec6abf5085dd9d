"""A camera that sees one QR code, for browsers that are told to look through a file."""

from collections.abc import Iterable
from pathlib import Path

import segno

WIDTH, HEIGHT, QUIET = 640, 480, 4
FRAMES = 5
BLACK, WHITE, GREY = 16, 235, 128


def film(path: Path, text: str) -> list[str]:
    """Writes the film; gives the browser's switches that make it the camera."""
    frame = b"FRAME\n" + picture(text) + bytes([GREY]) * (WIDTH * HEIGHT // 2)
    path.write_bytes(f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F5:1 Ip A1:1 C420jpeg\n".encode() + frame * FRAMES)
    return [
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={path}",
    ]


def picture(text: str) -> bytes:
    """The brightness of each point: the code in the middle of a white wall."""
    matrix = list(segno.make(text, micro=False).matrix_iter(scale=1, border=QUIET))
    scale = HEIGHT // len(matrix)
    side = scale * len(matrix)
    above, before = (HEIGHT - side) // 2, (WIDTH - side) // 2
    blank = bytes([WHITE]) * WIDTH
    rows = [line(row, scale, before) for row in matrix for _ in range(scale)]
    return blank * above + b"".join(rows) + blank * (HEIGHT - side - above)


def line(row: Iterable[int], scale: int, before: int) -> bytes:
    points = b"".join(bytes([BLACK if dark else WHITE]) * scale for dark in row)
    return bytes([WHITE]) * before + points + bytes([WHITE]) * (WIDTH - before - len(points))
