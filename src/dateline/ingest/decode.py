"""Bytes -> text, with a note when the encoding had to be told from the bytes."""

from __future__ import annotations

import codecs
from collections.abc import Sequence
from dataclasses import dataclass

from dateline.errors import InputError

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "a PDF file"),
    (b"PK\x03\x04", "a zip or office file"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\x1f\x8b", "a gzip file"),
    (b"BZh", "a bzip2 file"),
    (b"\xfd7zXZ", "an xz file"),
    (b"Rar!", "a RAR file"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3", "an SQLite file"),
    (b"{\\rtf", "an RTF file"),
    (b"\xd0\xcf\x11\xe0", "an old office file"),
    (b"ID3", "a sound file"),
    (b"OggS", "a sound file"),
    (b"RIFF", "a sound or film file"),
)
_MARKS: Sequence[tuple[bytes, str, str]] = (
    (codecs.BOM_UTF8, "utf-8", ""),
    (codecs.BOM_UTF32_LE, "utf-32-le", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)
_CONTROLS = bytes(byte for byte in range(32) if byte not in b"\t\n\r\x0b\x0c\x1b\x08") + b"\x7f"
_SAMPLE = 100_000  # bytes that the encoding is told from
_ADVICE = "save it as UTF-8 text"


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text, and lines for the user about how it was taken in."""

    text: str
    notes: tuple[str, ...] = ()


def decode_bytes(data: bytes) -> Decoded:
    r"""Decode a file's bytes without changing a line end; a byte-order mark is encoding, not text.

    Raises:
        InputError: The bytes are no text, or their encoding cannot be told.

    >>> decode_bytes(b"\xef\xbb\xbfOslo\r\n").text
    'Oslo\r\n'
    >>> decode_bytes("“Yes,” she said.".encode("cp1252")).notes
    ('not UTF-8: decoded as cp1252',)
    """
    for mark, encoding, name in _MARKS:
        if data.startswith(mark):
            return _decode_marked(data[len(mark) :], encoding, name)
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            raise InputError(f"is {kind}, not text; {_ADVICE}")
    if wide := _guess_wide(data):
        return Decoded(data.decode(wide), (f"not UTF-8: decoded as {wide}",))
    controls = len(data) - len(data.translate(None, _CONTROLS))
    if controls * 100 > len(data) * 2 and controls > 1:
        raise InputError(f"is a binary file, not text; {_ADVICE}")
    notes = (f"{controls} control character{'s' * (controls > 1)} kept and read as blanks",) if controls else ()
    try:
        return Decoded(data.decode("utf-8"), notes)
    except UnicodeDecodeError:
        decoded = _decode_other(data)
        return Decoded(decoded.text, decoded.notes + notes)


def _decode_marked(data: bytes, encoding: str, name: str) -> Decoded:
    text = data.decode(encoding, errors="replace")
    notes = [f"decoded as {name}"] if name else []
    if damaged := text.count("\ufffd"):
        if damaged * 10 > len(text):
            raise InputError(f"begins as {name or 'UTF-8'} but is not; {_ADVICE}")
        notes.append(_damage_note(damaged))
    return Decoded(text, tuple(notes))


def _guess_wide(data: bytes) -> str | None:
    """UTF-16 without a mark: English has a zero in nearly every second byte."""
    sample = data[: _SAMPLE // 2 * 2]
    if len(sample) < 4 or len(data) % 2:
        return None
    for encoding, zeros, others in (("utf-16-le", sample[1::2], sample[::2]), ("utf-16-be", sample[::2], sample[1::2])):
        if zeros.count(0) * 10 >= len(zeros) * 7 and others.count(0) * 20 <= len(others):
            try:
                data.decode(encoding)
            except UnicodeDecodeError:
                return None
            return encoding
    return None


def _decode_other(data: bytes) -> Decoded:
    mended = data.decode("utf-8", errors="replace")
    damaged = mended.count("\ufffd") - data.count("\ufffd".encode())
    whole = sum(char > "\x7f" for char in mended) - damaged
    if whole > 2 * damaged:  # mostly good UTF-8: a cut or a stray byte
        return Decoded(mended, (_damage_note(damaged),))
    letters = sum(byte >= 0xC0 for byte in data[:_SAMPLE])
    if letters * 20 <= len(data[:_SAMPLE]):  # ASCII with marks and a few letters: the Windows code page, nearly always
        try:
            return Decoded(data.decode("cp1252"), ("not UTF-8: decoded as cp1252",))
        except UnicodeDecodeError:
            pass
    from charset_normalizer import from_bytes  # noqa: PLC0415  (only for files that are not UTF-8)

    best = from_bytes(data[:_SAMPLE]).best()
    if best is not None:
        try:
            return Decoded(data.decode(best.encoding), (f"not UTF-8: decoded as {best.encoding}",))
        except UnicodeDecodeError:
            pass
    raise InputError(f"is in an encoding that cannot be told; {_ADVICE}")


def _damage_note(damaged: int) -> str:
    return f"damaged UTF-8: {damaged} byte{'s' * (damaged > 1)} replaced by U+FFFD"
