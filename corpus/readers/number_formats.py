"""Print a number as a spreadsheet shows it: ``0.12`` under the format ``0%`` is "12%".

Works on exact decimals, rounded half away from zero as spreadsheets do. Colours cannot be printed: where only a colour
says that a figure is negative, it gets a minus sign.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache

from corpus.readers.date_formats import has_date_parts, shown_date

GENERAL = "General"
BUILT_IN = {
    0: GENERAL, 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 5: "£#,##0;-£#,##0", 6: "£#,##0;[Red]-£#,##0",
    7: "£#,##0.00;-£#,##0.00", 8: "£#,##0.00;[Red]-£#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?",
    13: "# ??/??", 14: "dd/mm/yyyy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM",
    20: "hh:mm", 21: "hh:mm:ss", 22: "dd/mm/yyyy hh:mm", 37: "#,##0;-#,##0", 38: "#,##0;[Red]-#,##0",
    39: "#,##0.00;-#,##0.00", 40: "#,##0.00;[Red]-#,##0.00", 41: "#,##0;-#,##0;-", 42: "£#,##0;-£#,##0;£-",
    43: "#,##0.00;-#,##0.00;-", 44: "£#,##0.00;-£#,##0.00;£-", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0",
    48: "##0.0E+0", 49: "@",
}  # fmt: skip
"""The formats that a workbook names by number only, as a British reader's program shows them."""

_MAX_CODE_CHARS = 255
_MAX_GENERAL_DIGITS = 15
_SHOWN_DIGITS = 10
_LARGEST_EXPONENT = 308
_EXACT = Context(prec=700, rounding=ROUND_HALF_UP)
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)\]")
_TOKEN = re.compile(
    r'"([^"]*)"|\\(.)|_(.)|\*(.)|\[\$([^\]-]*)[^\]]*\]|\[[^\]]*\]|([0#?][0#?,]*)|(General)|(E[+-])|(.)', re.S | re.I
)
_ARROWS = re.compile("[▲▼△▽⬆⬇↑↓↗↘]")
_SIGN_SHOWN = re.compile(r"[-−–‑(]")


def shown(value: Decimal, code: str, *, is_1904: bool = False) -> str:
    """The number as the format prints it; '' where the format hides it.

    >>> [shown(Decimal("-1234567.8"), code) for code in ("#,##0", "(#,##0);(#,##0)", '£0.0,,"m"', "General")]
    ['-1,234,568', '(1,234,568)', '-£1.2m', '-1234567.8']
    """
    if not value.is_finite() or (value and not -_LARGEST_EXPONENT <= value.adjusted() <= _LARGEST_EXPONENT):
        return "#NUM!"
    value = Context(prec=_MAX_GENERAL_DIGITS, rounding=ROUND_HALF_UP).plus(value)
    if len(code) > _MAX_CODE_CHARS:
        code = GENERAL
    section, needs_sign, is_absolute = _section(value, code)
    if has_date_parts(section):
        return shown_date(value, section, is_1904=is_1904)
    number = abs(value) if is_absolute else value
    text = _printed(number, section)
    if needs_sign and not _SIGN_SHOWN.search(text) and re.search(r"[1-9]", text):
        text = f"-{_ARROWS.sub('', text).strip()}"
    return text.strip()


def is_date(code: str) -> bool:
    """Whether a format prints a date or a time of day."""
    return len(code) <= _MAX_CODE_CHARS and has_date_parts(_sections(code)[0])


def hides_text(code: str) -> bool:
    """Whether a format prints nothing in place of words."""
    sections = _sections(code)
    return len(sections) == 4 and not sections[3].strip()


@lru_cache(maxsize=512)
def _sections(code: str) -> tuple[str, ...]:
    """A format's parts between semicolons that are neither quoted nor escaped."""
    parts, current, position = [], "", 0
    for match in re.finditer(r'"[^"]*"|\\.|_.|\*.|;', code, re.S):
        current += code[position : match.start()]
        position = match.end()
        if match[0] == ";":
            parts.append(current)
            current = ""
        else:
            current += match[0]
    return (*parts, current + code[position:])


def _section(value: Decimal, code: str) -> tuple[str, bool, bool]:
    """The part of the format for a value, whether a minus must be shown, and whether the part is for the bare size."""
    sections = _sections(code)
    conditions = [_CONDITION.search(section) for section in sections[:3]]
    if any(conditions):
        for section, condition in zip(sections, conditions, strict=False):
            if condition is None or _holds(value, condition[1], Decimal(condition[2])):
                return section, value < 0, True
        return sections[-1], value < 0, True
    if len(sections) == 1:
        return sections[0], value < 0, True
    if value < 0:
        return sections[1], True, True
    if value == 0 and len(sections) > 2:
        return sections[2], False, True
    # A figure that rounds to nothing is shown as nought by the part for its own sign.
    return sections[0], False, True


def _holds(value: Decimal, sign: str, bound: Decimal) -> bool:
    return {
        "<": value < bound, ">": value > bound, "=": value == bound,
        "<=": value <= bound, ">=": value >= bound, "<>": value != bound,
    }[sign]  # fmt: skip


def _printed(value: Decimal, section: str) -> str:
    tokens = [match.groups() for match in _TOKEN.finditer(section)]
    digits = "".join(run or (other if other in (".", "%") else "") for *_, run, _, _, other in tokens)
    if not re.search(r"[0#?]", digits):
        return _without_places(value, tokens)
    if any(other == "/" for *_, other in tokens):
        return _general(value)
    if any(exponent for *_, exponent, _ in tokens):
        return _scientific(value, digits.split("%")[0])
    return _with_places(value, tokens, digits)


def _without_places(value: Decimal, tokens: list[tuple[str, ...]]) -> str:
    """What a format without places for digits prints: words, and the number itself where it says General or @."""
    written = []
    for quoted, escaped, _, _, symbol, _, general, _, other in tokens:
        if general or other == "@":
            written.append(_general(value))
        else:
            written.append(quoted or escaped or symbol or (other if other and other != "," else ""))
    return "".join(written)


def _with_places(value: Decimal, tokens: list[tuple[str, ...]], digits: str) -> str:
    places = digits.replace("%", "")
    whole, _, fraction = places.partition(".")
    n_scale = len(whole) - len(whole.rstrip(",")) if not fraction else len(fraction) - len(fraction.rstrip(","))
    if fraction and not n_scale:
        n_scale = len(whole) - len(whole.rstrip(","))
    grouped = "," in whole.rstrip(",")
    whole, fraction = whole.replace(",", ""), fraction.replace(",", "")
    scaled = _EXACT.scaleb(value, 2 * digits.count("%") - 3 * n_scale)
    rounded = abs(scaled).quantize(Decimal(1).scaleb(-len(fraction)), context=_EXACT)
    printed_whole, _, printed_fraction = f"{rounded:f}".partition(".")
    n_least = sum(place == "0" for place in whole[whole.find("0") :]) if "0" in whole else 0
    printed_whole = printed_whole.lstrip("0").rjust(n_least, "0")
    if grouped:
        printed_whole = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", ",", printed_whole)
    while printed_fraction and fraction[len(printed_fraction) - 1] in "#?" and printed_fraction.endswith("0"):
        printed_fraction = printed_fraction[:-1]
    if not fraction and (cut := _cut(printed_whole, tokens)):
        return cut
    number = (printed_whole or ("0" if printed_fraction else "")) + ("." + printed_fraction if printed_fraction else "")
    return _in_words(tokens, number)


def _cut(number: str, tokens: list[tuple[str, ...]]) -> str:
    """The digits with the format's signs among them ("2023/24" for ``0000/00``), '' where it puts none there."""
    places = [index for index, token in enumerate(tokens) if token[5]]
    within = tokens[places[0] : places[-1]]
    if len(places) < 2 or not any(
        quoted or escaped or other not in (None, "%") for quoted, escaped, *_, other in within
    ):
        return ""
    written: list[str] = []
    for index in range(len(tokens) - 1, -1, -1):
        quoted, escaped, _, _, symbol, run, _, _, other = tokens[index]
        if run:
            n_taken = len(number) if index == places[0] else min(len(run), len(number))
            written.append(number[len(number) - n_taken :])
            number = number[: len(number) - n_taken]
        else:
            written.append(quoted or escaped or symbol or other or "")
    return "".join(reversed(written))


def _in_words(tokens: list[tuple[str, ...]], number: str) -> str:
    """The number where the first place for a digit stands, among the format's own signs and words."""
    written: list[str] = []
    is_written = False
    for quoted, escaped, padding, _, symbol, run, general, _, other in tokens:
        if run or (other in (".", ",") and is_written) or (other == "." and not is_written):
            if not is_written:
                written.append(number)
                is_written = True
        elif quoted or escaped or symbol:
            written.append(quoted or escaped or symbol)
        elif padding:
            written.append(" " if is_written is False and written else "")
        elif general:
            written.append(number)
        elif other and other not in (",", "@"):
            written.append(other)
    return "".join(written)


def _scientific(value: Decimal, places: str) -> str:
    n_decimals = len(places.split("E")[0].partition(".")[2].rstrip("0#?")) or places.partition(".")[2].count("0")
    return _general(value) if abs(value) < Decimal(10) ** _MAX_GENERAL_DIGITS else f"{value:.{n_decimals}E}"


def _general(value: Decimal) -> str:
    """A number without a format: whole figures in full, others to ten digits and without the noise of binary sums."""
    if value == value.to_integral_value() or value.adjusted() >= _SHOWN_DIGITS:
        return (
            f"{value.quantize(Decimal(1), context=_EXACT):f}".replace("-0", "0") if value == 0 else f"{_whole(value):f}"
        )
    n_decimals = _SHOWN_DIGITS - 1 - max(0, value.adjusted())
    rounded = value.quantize(Decimal(1).scaleb(-n_decimals), context=_EXACT)
    if not rounded:
        rounded = Context(prec=6, rounding=ROUND_HALF_UP).plus(value)
    return f"{rounded:f}".rstrip("0").rstrip(".")


def _whole(value: Decimal) -> Decimal:
    return value.quantize(Decimal(1), context=_EXACT)
