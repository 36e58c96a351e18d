"""Windows, padding and scaling of slices [row, col], to the values that `lungseg convert` writes.

The definitions stand in src/LungSeg.Core: Imaging/HuWindow.cs, Imaging/Resampler.cs, Analysis/CornerPadding.cs and
Conversion/Slices/SliceResizer.cs. Sums are taken in the same order, so that results are equal to the last bit.
"""
from __future__ import annotations

import bisect
import functools
import math
from typing import List, NamedTuple, Optional, Tuple, Union

import numpy as np

from ._errors import Error
from ._scratch import scratch

WINDOWS = {"lung": (-1350.0, 150.0), "mediastinum": (-160.0, 240.0), "bone": (-450.0, 1050.0)}
OUTSIDE_HU = -1024.0

_HIGHEST_PADDING = -1000.0
_SMALLEST_PADDING = 64
_LEAST_SHARE = 0.5 - 1e-9
_LOBES = 3.0
_BLOCK = 64

Window = Union[str, Tuple[float, float]]


def read_hu(hu: np.ndarray) -> np.ndarray:
    """HU as float64 in C order and native byte order, in memory that may be written, and that the next call uses again."""
    if hu.flags.writeable and hu.flags.c_contiguous and hu.dtype == np.float64:
        return hu
    values = scratch.get("values", hu.shape)
    np.copyto(values, hu)
    return values


def parse_window(window: Window) -> Tuple[float, float]:
    """Low and high HU of lung, mediastinum, bone, "LO..HI" or a pair. Raises Error (2) for anything else."""
    try:
        bounds = WINDOWS.get(window, window.split("..")) if isinstance(window, str) else window
        low, high = map(float, bounds)
        if math.isfinite(low) and low < high and math.isfinite(255 * (high - low)):
            return low, high
    except (TypeError, ValueError):
        pass
    raise Error(f"'{window}' is no window; write lung, mediastinum, bone or LO..HI with LO below HI", 2)


def to_grey(hu: np.ndarray, low: float, high: float) -> np.ndarray:
    """uint8 grey values: floor(255 * (clip(hu) - low) / (high - low) + 0.5); 0 for NaN."""
    result = np.empty(hu.shape, np.uint8)
    # A few rows at a time, which the processor's cache holds.
    for first in range(0, len(hu), _BLOCK):
        block = hu[first : first + _BLOCK]
        grey = scratch.get("grey", (_BLOCK, hu.shape[1]))[: len(block)]
        np.copyto(grey, block)
        np.fmax(grey, low, out=grey)
        np.minimum(grey, high, out=grey)
        grey -= low
        grey *= 255.0
        grey /= high - low
        grey += 0.5
        np.copyto(result[first : first + _BLOCK], grey, casting="unsafe")
    return result


def find_padding(hu: np.ndarray, minimum: float) -> Optional[np.ndarray]:
    """True on padding: pixels of the minimum, if that is <= -1000, in 4-connected areas of 64 px and more that hold a corner."""
    height, width = hu.shape
    corners = [(row, column) for row in (0, height - 1) for column in (0, width - 1) if hu[row, column] == minimum]
    if not corners or not minimum <= _HIGHEST_PADDING:
        return None
    # Runs of the flat slice; the column behind the last keeps those of different rows apart.
    step = width + 1
    same = scratch.get("same", (1 + height * step,), bool)
    same[0] = False
    rows = same[1:].reshape(height, step)
    rows[:, width] = False
    np.equal(hu, minimum, out=rows[:, :width])
    # Runs alternate: a start, and the pixel behind its end.
    edges = np.flatnonzero(same[1:] != same[:-1])
    starts, ends = edges[0::2].tolist(), edges[1::2].tolist()
    reached = set()
    for row, column in corners:
        first = bisect.bisect_right(starts, row * step + column) - 1
        if first not in reached:
            area = _fill(starts, ends, step, first)
            if sum(ends[run] - starts[run] for run in area) >= _SMALLEST_PADDING:
                reached |= area
    if not reached:
        return None
    chosen = list(reached)
    marks = scratch.get("marks", (height * step,), np.int8)
    marks[:] = 0
    marks[[starts[run] for run in chosen]] = 1
    marks[[ends[run] for run in chosen]] = -1
    return np.cumsum(marks, dtype=np.int8, out=marks).view(bool).reshape(height, step)[:, :width]


def _fill(starts: List[int], ends: List[int], step: int, first: int) -> set:
    """The runs that are connected with one, by way of pixels above and below."""
    area, waiting = {first}, [first]
    while waiting:
        run = waiting.pop()
        for shift in (-step, step):
            start, end = starts[run] + shift, ends[run] + shift
            other = bisect.bisect_right(ends, start)
            while other < len(starts) and starts[other] < end:
                if other not in area:
                    area.add(other)
                    waiting.append(other)
                other += 1
    return area


class _Tap(NamedTuple):
    """The k-th source pixel of target pixels: which targets have one, which it is, and its weight."""

    targets: Union[slice, np.ndarray]
    sources: Union[slice, np.ndarray]
    weights: np.ndarray


class Resampler:
    """Scales slices of one size to side x side, first along the rows, then along the columns."""

    def __init__(self, shape: Tuple[int, int], side: int, kind: str) -> None:
        self.shape = shape
        self.side = side
        self._down = _make_taps(shape[0], side, kind)
        self._across = _make_taps(shape[1], side, kind)
        self.rows = _centres(shape[0], side)
        self.columns = _centres(shape[1], side)

    def apply(self, slice_: np.ndarray, name: str) -> np.ndarray:
        """The scaled slice, float64, in memory that the next call with the same name uses again."""
        between, result = scratch.get("between", (self.shape[0], self.side)), scratch.get(name, (self.side, self.side))
        result[:] = 0
        # Infinities of both signs add to NaN, as anywhere.
        with np.errstate(invalid="ignore"):
            # A few rows at a time, which the processor's cache holds.
            for first in range(0, self.shape[0], _BLOCK):
                block, into = slice_[first : first + _BLOCK], between[first : first + _BLOCK]
                into[:] = 0
                for targets, sources, weights in self._across:
                    into[:, targets] += block[:, sources] * weights
            for targets, sources, weights in self._down:
                result[targets] += between[sources] * weights[:, None]
        return result

    def nearest(self, slice_: np.ndarray) -> np.ndarray:
        """The pixel under the centre of each target pixel."""
        return slice_[self.rows[:, None], self.columns]


@functools.lru_cache(maxsize=16)
def get_resampler(shape: Tuple[int, int], side: int, kind: str) -> Resampler:
    """The resampler of a size; a few are kept."""
    return Resampler(shape, side, kind)


def _centres(source: int, target: int) -> np.ndarray:
    return (2 * np.arange(target) + 1) * source // (2 * target)


def _make_taps(source: int, target: int, kind: str) -> List[_Tap]:
    rows = [_cover(i, source, target) if kind == "area" else _lanczos(i, source, target) for i in range(target)]
    taps = []
    for k in range(max(len(weights) for _, weights in rows)):
        targets = np.array([i for i, (_, weights) in enumerate(rows) if len(weights) > k])
        sources = np.array([rows[i][0] + k for i in targets])
        taps.append(_Tap(_as_slice(targets), _as_slice(sources), np.array([rows[i][1][k] for i in targets])))
    return taps


def _as_slice(indices: np.ndarray) -> Union[slice, np.ndarray]:
    """A slice where the indices are evenly spaced, which numpy reads without a copy."""
    steps = np.diff(indices)
    if len(steps) and (steps == steps[0]).all() and steps[0] > 0:
        return slice(int(indices[0]), int(indices[-1]) + 1, int(steps[0]))
    return indices


def _cover(index: int, source: int, target: int) -> Tuple[int, List[float]]:
    """Shares of the target pixel that source pixels cover."""
    first, last = index * source // target, ((index + 1) * source + target - 1) // target
    overlaps = [min((index + 1) * source, (pixel + 1) * target) - max(index * source, pixel * target) for pixel in range(first, last)]
    return first, [overlap / source for overlap in overlaps]


def _lanczos(index: int, source: int, target: int) -> Tuple[int, List[float]]:
    scale = source / target
    stretch = max(1.0, scale)
    centre = (index + 0.5) * scale
    first = max(0, int(centre - (_LOBES * stretch) + 0.5))
    last = min(source, int(centre + (_LOBES * stretch) + 0.5))
    weights = [_windowed((pixel - centre + 0.5) / stretch) for pixel in range(first, last)]
    total = 0.0
    for weight in weights:
        total += weight
    return first, [weight / total for weight in weights]


def _windowed(x: float) -> float:
    return _sinc(x) * _sinc(x / _LOBES) if abs(x) < _LOBES else 0.0


def _sinc(x: float) -> float:
    return 1.0 if x == 0 else math.sin(math.pi * x) / (math.pi * x)


def _frame(slice_: np.ndarray, outside: float) -> np.ndarray:
    """The slice filled up to a square below or at the right."""
    height, width = slice_.shape
    if height == width:
        return slice_
    side = max(height, width)
    framed = np.full((side, side), outside, slice_.dtype)
    framed[:height, :width] = slice_
    return framed


def fit_hu(hu: np.ndarray, side: int, kind: str) -> np.ndarray:
    """HU at side x side, from float64 [row, col], in memory that the next call uses again.

    Means of whole HU are whole. Padding and what is filled up have no share in other pixels: a pixel of which they are more than half
    is theirs.
    """
    framed = _frame(hu, OUTSIDE_HU)
    if framed.shape[0] == side:
        return framed
    resampler = get_resampler(framed.shape, side, kind)
    minimum, is_whole = _scan(hu)
    padding = find_padding(hu, minimum)
    if padding is not None or framed is not hu:
        image = scratch.get("image", framed.shape, bool)
        image[:] = False
        np.logical_not(False if padding is None else padding, out=image[: hu.shape[0], : hu.shape[1]])
        result = _fit_image(framed, image, resampler)
    else:
        result = resampler.apply(framed, "scaled")
    return np.rint(result, out=result) if is_whole else result


def _scan(hu: np.ndarray) -> Tuple[float, bool]:
    """The least finite value (infinity without one), and whether all finite values are whole."""
    minimum, is_whole = math.inf, True
    for first in range(0, len(hu), _BLOCK):
        block = hu[first : first + _BLOCK]
        least = block.min()
        if not math.isfinite(least) or not math.isfinite(block.max()):
            block = block[np.isfinite(block)]
            least = block.min() if block.size else math.inf
        minimum = min(minimum, float(least))
        is_whole = is_whole and bool((np.floor(block) == block).all())
    return minimum, is_whole


def _fit_image(framed: np.ndarray, image: np.ndarray, resampler: Resampler) -> np.ndarray:
    share = resampler.apply(image, "share")
    result = resampler.apply(np.multiply(framed, image, out=scratch.get("shown", framed.shape)), "scaled")
    is_image = share >= _LEAST_SHARE
    np.divide(result, share, out=result, where=is_image & (np.abs(share - 1) >= 1e-9))
    # The others get the pixel under their centre, or if that is image the last that is none.
    rows, columns = np.nonzero(~is_image)
    rows, columns = resampler.rows[rows], resampler.columns[columns]
    last = framed.size - 1 - int(np.argmin(image.ravel()[::-1]))
    result[~is_image] = np.where(image[rows, columns], framed.ravel()[last], framed[rows, columns])
    return result


def fit_mask(mask: np.ndarray, side: int, kind: str) -> np.ndarray:
    """A mask at side x side: the nearest pixels."""
    framed = _frame(mask, 0)
    return framed if framed.shape[0] == side else get_resampler(framed.shape, side, kind).nearest(framed)
