"""Reading a file as UTF-8 text; every failure names the file and the cure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhifa_rules.errors import InputError, Location, Problem

if TYPE_CHECKING:
    from pathlib import Path


def read_file(path: Path, *, most_bytes: int = -1) -> bytes:
    """Read a file; one with more bytes than ``most_bytes`` is refused, -1 means that any size is taken."""
    try:
        if path.is_dir():
            raise unreadable("this is a directory, not a file", "Name the files in it.", str(path))
        with path.open("rb") as stream:
            content = stream.read(most_bytes if most_bytes < 0 else most_bytes + 1)
    except FileNotFoundError as exc:
        raise unreadable("the file does not exist", "Check the name and the directory.", str(path)) from exc
    except PermissionError as exc:
        raise unreadable("reading the file is not permitted", "Check its permissions.", str(path)) from exc
    except (OSError, ValueError) as exc:
        reason = exc.strerror if isinstance(exc, OSError) else exc
        raise unreadable(f"the file cannot be read: {reason}", "Check the name.", str(path)) from exc
    if 0 <= most_bytes < len(content):
        raise unreadable(f"the file has more than {most_bytes} bytes", "Check that this is the right file.", str(path))
    return content


def decoded(content: bytes, name: str) -> str:
    """Decode UTF-8, with or without a byte order mark."""
    body = content.removeprefix(b"\xef\xbb\xbf")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as exc:
        offset = exc.start + len(content) - len(body)
        line = body.count(b"\n", 0, exc.start) + 1
        message = f"this is not UTF-8 text: byte 0x{body[exc.start]:02x} at offset {offset}"
        cure = "Save the file in the encoding UTF-8; Chinese files are often in GB18030 instead."
        raise InputError(Problem(message, cure, Location(name, line))) from exc


def unreadable(message: str, cure: str, name: str) -> InputError:
    """Say that a file cannot be taken."""
    return InputError(Problem(message, cure, Location(name)))
