"""An SPSS system file (.sav), written case by case: variables with labels, value labels and missing values.

The layout is that of the PSPP project's "System File Format". Numbers and texts are compressed by SPSS's own codes, so
that an empty cell takes one byte. Every number of the file is little-endian, every text UTF-8.
"""

import struct
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from typing import IO

Number = int | float
Value = str | Number | None

LONGEST_LABEL, LONGEST_VALUE_LABEL, LONGEST_TEXT = 252, 120, 32767
"""Bytes of a variable's label, of a value's label, and of a text."""
SEGMENT, SEGMENT_COUNTED = 255, 252
"""A text of more than 255 bytes lies in segments of 255 bytes, of which its width counts 252."""
BIAS = 100
FORMATS = {"text": 1, "number": 5, "moment": 22, "day": 39}
SHOWN = {"number": 8, "moment": 20, "day": 10}
MEASURES = {"nominal": 1, "ordinal": 2, "scale": 3}


@dataclass(frozen=True)
class Variable:
    """One column: its kind ("number", "text", "day", "moment"), what its values mean, and its width as text in bytes.

    Days and moments are given as seconds since 1582-10-14. `missing` is a value that counts as no answer.
    """

    name: str
    label: str
    kind: str = "number"
    width: int = 0
    decimals: int = 0
    measure: str = "nominal"
    values: dict[Value, str] = field(default_factory=dict)
    missing: int | None = None

    @property
    def segments(self) -> list[int]:
        """The bytes of each stored piece of a text; a number is one piece of 0."""
        if self.width <= SEGMENT:
            return [self.width]
        count = -(-self.width // SEGMENT_COUNTED)
        return [SEGMENT] * (count - 1) + [self.width - SEGMENT_COUNTED * (count - 1)]


def write(
    file: IO[bytes], variables: Sequence[Variable], cases: Iterable[Sequence[Value]], count: int, made: datetime
) -> None:
    """Write `count` cases, each with a value for every variable; None is SPSS's system-missing or an empty text."""
    file.write(_header(variables, count, made))
    for number, variable in enumerate(variables, start=1):
        file.write(b"".join(_variable(variable, number)))
    file.write(b"".join(_value_labels(variables)))
    file.write(b"".join(_extensions(variables, count)))
    file.write(struct.pack("<ii", 999, 0))
    _write_cases(file, variables, cases)


def _header(variables: Sequence[Variable], count: int, made: datetime) -> bytes:
    size = sum(_units(width) for variable in variables for width in variable.segments)
    product = "@(#) SPSS DATA FILE Fivelists".ljust(60).encode()
    day = made.strftime("%d ") + "JanFebMarAprMayJunJulAugSepOctNovDec"[made.month * 3 - 3 :][:3] + made.strftime(" %y")
    moment = (day + made.strftime("%H:%M:%S")).encode()
    return struct.pack("<4s60s5id17s64s3x", b"$FL2", product, 2, size, 1, 0, count, BIAS, moment, b" " * 64)


def _units(width: int) -> int:
    """How many pieces of 8 bytes a number (0) or a text takes."""
    return max(1, -(-width // 8))


def _variable(variable: Variable, number: int) -> Iterator[bytes]:
    """The records of one variable: one a segment, and an empty one for every further 8 bytes."""
    for segment, width in enumerate(variable.segments):
        shown = SHOWN.get(variable.kind, width)
        form = FORMATS[variable.kind] << 16 | shown << 8 | variable.decimals
        missing = [float(variable.missing)] if variable.missing is not None else []
        name = _short(number, segment)
        yield struct.pack("<6i8s", 2, width, 1, len(missing), form, form, name)
        yield _sized(_cut(variable.label, LONGEST_LABEL), 4)
        yield struct.pack(f"<{len(missing)}d", *missing)
        yield struct.pack("<6i8s", 2, -1, 0, 0, 0, 0, b" " * 8) * (_units(width) - 1)


def _short(number: int, segment: int) -> bytes:
    """The name of at most eight letters by which the file itself knows a segment."""
    letter = chr(ord("A") + segment // 36) + "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[segment % 36] if segment else ""
    return f"V{number:05d}{letter}".ljust(8).encode()


def _sized(text: bytes, unit: int) -> bytes:
    """A text after its length, filled up with spaces to whole units."""
    return struct.pack("<i", len(text)) + text + b" " * (-len(text) % unit)


def _cut(text: str, most: int) -> bytes:
    """The beginning of a text in at most so many bytes, no character torn."""
    return text.encode()[:most].decode(errors="ignore").encode()


def _value_labels(variables: Sequence[Variable]) -> Iterator[bytes]:
    """The labels of numbers, and of texts that fit into one piece."""
    places = _places(variables)
    for variable, place in zip(variables, places, strict=True):
        if variable.values and variable.width <= 8:
            yield struct.pack("<ii", 3, len(variable.values))
            for value, label in variable.values.items():
                yield value.encode().ljust(8) if isinstance(value, str) else struct.pack("<d", value)
                words = _cut(label, LONGEST_VALUE_LABEL)
                yield bytes([len(words)]) + words + b" " * (-(len(words) + 1) % 8)
            yield struct.pack("<iii", 4, 1, place)


def _places(variables: Sequence[Variable]) -> list[int]:
    """The number of each variable's first piece, from 1."""
    place, found = 1, []
    for variable in variables:
        found.append(place)
        place += sum(_units(width) for width in variable.segments)
    return found


def _extensions(variables: Sequence[Variable], count: int) -> Iterator[bytes]:
    """What came into the format later: byte order, UTF-8, long names, long texts and the labels of their values."""
    yield _extension(3, 4, struct.pack("<8i", 20, 0, 0, -1, 1, 1, 2, 65001))
    lowest = struct.unpack("<d", struct.pack("<Q", 0xFFEFFFFFFFFFFFFE))[0]
    yield _extension(4, 8, struct.pack("<3d", -sys.float_info.max, sys.float_info.max, lowest))
    shown = [
        struct.pack("<3i", MEASURES[variable.measure], max(SHOWN.get(variable.kind, 0), min(width, 32), 8), 0)
        for variable in variables
        for width in variable.segments
    ]
    yield _extension(11, 4, b"".join(shown))
    names = [f"{_short(number, 0).decode().strip()}={each.name}" for number, each in enumerate(variables, start=1)]
    yield _extension(13, 1, "\t".join(names).encode())
    wide = [
        f"{_short(number, 0).decode().strip()}={variable.width:05d}\0\t"
        for number, variable in enumerate(variables, start=1)
        if variable.width > SEGMENT
    ]
    if wide:
        yield _extension(14, 1, "".join(wide).encode())
    yield _extension(16, 8, struct.pack("<2q", 1, count))
    yield _extension(20, 1, b"UTF-8")
    long_values = b"".join(_long_values(variable) for variable in variables if variable.values and variable.width > 8)
    if long_values:
        yield _extension(21, 1, long_values)


def _extension(kind: int, size: int, content: bytes) -> bytes:
    return struct.pack("<4i", 7, kind, size, len(content) // size) + content


def _long_values(variable: Variable) -> bytes:
    """The labels of a text's values where these have more than eight bytes."""
    told = [_sized(variable.name.encode(), 1), struct.pack("<ii", variable.width, len(variable.values))]
    for value, label in variable.values.items():
        told.append(_sized(str(value).encode().ljust(variable.width), 1) + _sized(_cut(label, LONGEST_VALUE_LABEL), 1))
    return b"".join(told)


def _write_cases(file: IO[bytes], variables: Sequence[Variable], cases: Iterable[Sequence[Value]]) -> None:
    """Write the pieces of all cases in blocks: eight codes, and after them the pieces that no code stands for."""
    codes, pieces = bytearray(), bytearray()
    for case in cases:
        for variable, value in zip(variables, case, strict=True):
            for code, piece in _text(variable, str(value or "")) if variable.width else [_number(value)]:
                codes.append(code)
                pieces += piece
                if len(codes) == 8:
                    file.write(codes + pieces)
                    codes, pieces = bytearray(), bytearray()
    if codes:
        file.write(codes.ljust(8, b"\0") + pieces)


def _number(value: Value) -> tuple[int, bytes]:
    """The code and the piece of one number."""
    if value is None:
        return 255, b""
    exact = float(value)
    if exact == int(exact) and 1 - BIAS <= exact <= 251 - BIAS:
        return int(exact) + BIAS, b""
    return 253, struct.pack("<d", exact)


def _text(variable: Variable, text: str) -> Iterator[tuple[int, bytes]]:
    """The codes and pieces of one text."""
    written = _cut(text, variable.width)
    starts = [segment * SEGMENT for segment in range(len(variable.segments) + 1)]
    for width, (start, end) in zip(variable.segments, pairwise(starts), strict=True):
        stored = written[start:end].ljust(_units(width) * 8)
        for place in range(0, len(stored), 8):
            piece = stored[place : place + 8]
            yield (254, b"") if piece == b" " * 8 else (253, piece)
