"""Lung-RADS classes of labels, and their numbers: as src/LungSeg.Core/Model/LungRads.cs and Conversion/LabelMap.cs have them."""
from __future__ import annotations

import re
from typing import Any, Dict, Iterable, List, Mapping, NamedTuple, Optional, Tuple, Union

from ._errors import Error

CLASSES = ("LR0", "LR1", "LR2", "LR3", "LR4A", "LR4B", "LR4X")
UNKNOWN = "unknown"

_SEPARATORS = r"[ \-_.:]*"
_LABEL = re.compile(
    rf"(?:(?:lung[- _]?rads|lr|category|cat){_SEPARATORS})?"
    rf"(?P<code>[0-3]|4{_SEPARATORS}[abx])(?P<modifiers>(?:{_SEPARATORS}[sc])*){_SEPARATORS}",
    re.IGNORECASE,
)


class LungRads(NamedTuple):
    """Place of the class in CLASSES, and its modifiers, S and C."""

    category: int
    modifiers: frozenset


def parse(text: str) -> Optional[LungRads]:
    """The class of a text such as LR4A, 4a or Lung-RADS 4B; None for any other text."""
    # The text of a float, 2.0, is read as its number.
    match = _LABEL.fullmatch(text[:1] if re.fullmatch(r"[0-3]\.0", text) else text.strip())
    if match is None:
        return None
    modifiers = re.sub(_SEPARATORS, "", match["modifiers"]).upper()
    if len(set(modifiers)) < len(modifiers):
        return None
    code = match["code"]
    return LungRads(CLASSES.index("LR" + code[0] + code[1:][-1:].upper()), frozenset(modifiers))


def match_labels(texts: Iterable[Optional[str]], wanted: Iterable[str]) -> List[bool]:
    """Whether labels are among the wanted: as they stand, or by class; a class without modifiers stands for it with any.

    Raises Error (2) where a wanted label is no class and no row has it.
    """
    texts, wanted = list(texts), list(wanted)
    classes = {parsed for parsed in map(parse, wanted) if parsed is not None}
    for label in wanted:
        if parse(label) is None and label not in texts:
            there = ", ".join(sorted({text for text in texts if text is not None}))
            raise Error(f"no row has the label '{label}'; there are {there}", 2)

    def matches(text: Optional[str]) -> bool:
        if text is None:
            return False
        label = parse(text)
        return text in wanted or (label is not None and (label in classes or label._replace(modifiers=frozenset()) in classes))

    return [matches(text) for text in texts]


class LabelMap:
    """Numbers of labels. names and numbers stand side by side."""

    def __init__(self, names: List[str], numbers: List[int], ranges: Optional[List[Tuple[int, int, str]]] = None) -> None:
        self.names = names
        self.numbers = numbers
        self._ranges = ranges

    @staticmethod
    def of_rows(records: Iterable[Dict[str, Any]]) -> "LabelMap":
        """Numbers the classes that occur in Lung-RADS order; then other labels, by code point."""
        found = {_name(record) for record in records} - {None}
        names = [name for name in CLASSES if name in found] + sorted(found - set(CLASSES))  # type: ignore[type-var]
        return LabelMap(names, list(range(len(names))))  # type: ignore[arg-type]

    @staticmethod
    def parse(given: Union[str, Mapping[str, Union[int, str]]]) -> "LabelMap":
        """Reads {"LR2": 0, "LR3..": 1}, or the text LR2=0,LR3..=1 of --label-map. Names instead of numbers are numbered from 0.

        Raises Error (2) for another form, and where a class is mapped twice.
        """
        items = [f"{key}={value}" for key, value in given.items()] if isinstance(given, Mapping) else given.split(",")
        ranges = [_parse_range(item.strip()) for item in items if item.strip()]
        if not ranges:
            raise Error("no class is mapped; write LR2=0,LR3..=1", 2)
        for i, (first, last, _) in enumerate(ranges):
            if any(low <= last and first <= high for low, high, _ in ranges[:i]):
                raise Error(f"'{','.join(items)}' maps a class twice", 2)
        are_numbers = all(re.fullmatch("[0-9]+", name) for _, _, name in ranges)
        if are_numbers:
            ranges.sort(key=lambda item: int(item[2]))
        names = list(dict.fromkeys(name for _, _, name in ranges))
        return LabelMap(names, [int(name) for name in names] if are_numbers else list(range(len(names))), ranges)

    def number(self, record: Dict[str, Any]) -> int:
        """Number of a row's class; -1 where its label is in none."""
        name = _name(record)
        if self._ranges is not None:
            category = CLASSES.index(record["class"]) if record["class"] in CLASSES else -1
            name = next((to for first, last, to in self._ranges if first <= category <= last), None)
        return self.numbers[self.names.index(name)] if name in self.names else -1


def _name(record: Dict[str, Any]) -> Optional[str]:
    return record["class"] if record["class"] in CLASSES else record["label"]


def _parse_range(item: str) -> Tuple[int, int, str]:
    classes, equals, name = (side.strip() for side in item.partition("="))
    if not equals or not name:
        raise Error(f"'{item}' is not a class and its name; write LR2=0 or LR3..=1", 2)
    low, dots, high = classes.partition("..")
    first = _parse_end(low, 0, item)
    last = _parse_end(high, len(CLASSES) - 1, item) if dots else first
    if last < first:
        raise Error(f"'{item}' ends before it starts", 2)
    return first, last, name


def _parse_end(text: str, otherwise: int, item: str) -> int:
    if not text:
        return otherwise
    label = parse(text)
    if label is None:
        raise Error(f"'{item}': '{text}' is not a Lung-RADS class", 2)
    return label.category
