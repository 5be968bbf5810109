"""Chinese numerals, as articles, points and items are numbered."""

from __future__ import annotations

_DIGITS = "零一二三四五六七八九"


def chinese_number(number: int) -> str:
    """Write a number below 1000 in Chinese numerals; others in digits."""
    if not 0 < number < 1000:
        return str(number) if number else _DIGITS[0]
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    text = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else _DIGITS[tens]) + "十"
    elif hundreds and ones:
        text += "零"
    return text + (_DIGITS[ones] if ones else "")


def read_number(text: str) -> int:
    """Read a number in digits or in Chinese numerals."""
    if text.isascii() and text.isdigit():
        return int(text)
    total = digit = 0
    for char in text.replace("〇", "零"):
        unit = {"十": 10, "百": 100}.get(char)
        if unit:
            total, digit = total + (digit or 1) * unit, 0
        else:
            digit = int(char) if char.isdigit() else _DIGITS.index(char)
    return total + digit
