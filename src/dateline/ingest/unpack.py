"""Compressed and chunked bytes unpacked within a limit, while they come in: a small bomb must not fill memory."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator

from dateline.errors import InputError

_STEP = 64 * 1024
_CHUNK_HEAD = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]{0,1000})?\r?\n")


def inflate(chunks: Iterable[bytes], step: int = _STEP) -> Iterator[bytes]:
    """Decompress gzip (any number of members) or deflate, in pieces of at most *step* bytes.

    Raises:
        zlib.error: It is neither, or damaged.
        EOFError: It is cut off.

    >>> import gzip
    >>> b"".join(inflate(iter([gzip.compress(b"two "), gzip.compress(b"members")])))
    b'two members'
    """
    engine, started, held = zlib.decompressobj(47), False, b""
    for chunk in chunks:
        held += chunk
        while held:
            if engine.eof:
                if not held.startswith(b"\x1f"):
                    held = b""  # padding after the last member
                    break
                engine, started = zlib.decompressobj(47), False
            try:
                piece = engine.decompress(held, step)
            except zlib.error:
                if started or held[:1] == b"\x1f":
                    raise
                engine = zlib.decompressobj(-15)  # "deflate" without its two bytes of header, as some servers send it
                piece = engine.decompress(held, step)
            started = True
            held = engine.unconsumed_tail or engine.unused_data
            if piece:
                yield piece
            elif not engine.eof and held:
                break
    if started and not engine.eof:
        raise EOFError("the compressed data end before their end")


def unpack(data: bytes, cap: int) -> bytes:
    """Decompress gzip (any number of members) within a limit; anything else is returned as it is.

    Raises:
        InputError: It is damaged, or larger than *cap* bytes.

    >>> import gzip
    >>> unpack(gzip.compress(b"<rss/>"), 100), unpack(b"<rss/>", 100)
    (b'<rss/>', b'<rss/>')
    """
    if not data.startswith(b"\x1f\x8b"):
        pieces: Iterable[bytes] = [data]
    else:
        pieces = inflate([data])
    found, total = [], 0
    try:
        for piece in pieces:
            total += len(piece)
            if total > cap:
                advice = "if it is meant to be, raise ingest.max_bytes"
                raise InputError(f"is larger than {cap:,} bytes; {advice}", kind="too large")
            found.append(piece)
    except (zlib.error, EOFError) as error:
        raise InputError("is damaged gzip; get it again", kind="damaged") from error
    return b"".join(found)


def join_chunks(data: bytes) -> bytes:
    r"""Undo HTTP's chunked transfer coding; what is not in chunks is returned as it is.

    >>> join_chunks(b"5\r\nhello\r\n6\r\n there\r\n0\r\n\r\n"), join_chunks(b"<p>hello")
    (b'hello there', b'<p>hello')
    """
    found: list[bytes] = []
    at = 0
    while match := _CHUNK_HEAD.match(data, at):
        size = int(match[1], 16)
        if size == 0:
            return b"".join(found)
        piece = data[match.end() : match.end() + size]
        at = match.end() + size
        if len(piece) < size or not data.startswith((b"\r\n", b"\n"), at):
            break
        found.append(piece)
        at += 2 if data.startswith(b"\r\n", at) else 1
    return data
