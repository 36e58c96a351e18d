"""Image and mask of a row as training takes them: windowed, scaled, of one lesion."""
from __future__ import annotations

from typing import Any, Iterable, Optional, Tuple, Union

import numpy as np

from ._errors import Error
from ._pixels import OUTSIDE_HU, Window, fit_hu, fit_mask, parse_window, read_hu, to_grey
from ._source import Source

IMAGES = ("hu_array_old", "hu_array")
RESAMPLES = ("area", "lanczos")


class SliceReader:
    """Reads rows as `convert --to npy` writes them with the same options.

    image: hu_array_old or hu_array; under a window dropped pixels of hu_array are air. window: lung, mediastinum, bone, "LO..HI" or
    (LO, HI). size: N for N x N px. resample: area or lanczos. lesion: the value or values of the masks that are lesion, where these
    hold several.

    Raises Error (2) for options that do not exist.
    """

    def __init__(
        self,
        source: Source,
        image: str = "hu_array_old",
        window: Optional[Window] = None,
        size: Optional[int] = None,
        resample: str = "area",
        lesion: Union[None, int, Iterable[int]] = None,
    ) -> None:
        for name, value, known in (("image", image, IMAGES), ("resample", resample, RESAMPLES)):
            if value not in known:
                raise Error(f"{name} '{value}' does not exist; write {' or '.join(known)}", 2)
        if size is not None and size < 1:
            raise Error(f"size {size} is under 1", 2)
        self.source = source
        self.image = image
        self.window = None if window is None else parse_window(window)
        self.size = size
        self.resample = resample
        self.lesion = None if lesion is None else [lesion] if isinstance(lesion, int) else list(lesion)
        self._seen: Optional[float] = None

    def read(self, position: int, dtype: Any = np.float64) -> Tuple[np.ndarray, np.ndarray]:
        """The image, uint8 under a window, else HU in a dtype, and the mask, uint8 of 0 and 1, both [row, col].

        A row without a mask has an empty one, as in `convert`. Raises Error (3) where the row has no such image.
        """
        name = self.source.records[position]["row"]
        found = self.source.find(position, self.image)
        if found is None:
            other = IMAGES[1 - IMAGES.index(self.image)]
            raise Error(f"row {name} has no {self.image}; choose rows that do, or image='{other}'", 3)
        file, place = found
        hu = file.read(place, "image")
        if hu.ndim != 2 or not hu.size:
            raise Error(f"{self.image} of row {name} has shape {hu.shape}, expected a slice [row, col]", 3)
        mask = self._read_lesion(position, hu.shape)
        if self.size is not None:
            mask = fit_mask(mask, self.size, self.resample)
        return self._fit(position, hu, dtype), mask

    def _fit(self, position: int, hu: np.ndarray, dtype: Any) -> np.ndarray:
        if hu.dtype.kind in "iu" and hu.dtype.itemsize == 8:
            self._refuse_rounded(position, hu)
        filled = self.image == "hu_array" and self.window is not None
        if self.size is None and not filled:
            return hu.astype(dtype, order="C") if self.window is None else to_grey(hu, *self.window)
        values = read_hu(hu)
        if filled:
            old = self.source.view(position, "hu_array_old")
            dropped = values == 0
            if old is not None and old.size == values.size:
                dropped &= old.reshape(values.shape) != 0
            values[dropped] = OUTSIDE_HU
        if self.size is not None:
            values = fit_hu(values, self.size, self.resample)
        return values.astype(dtype) if self.window is None else to_grey(values, *self.window)

    def _read_lesion(self, position: int, shape: Tuple[int, ...]) -> np.ndarray:
        found = self.source.find(position, "mask")
        if found is None:
            return np.zeros(shape, np.uint8)
        file, place = found
        mask, name = file.read(place, "mask"), self.source.records[position]["row"]
        if mask.shape != shape:
            raise Error(f"mask of row {name} has shape {mask.shape}, expected {shape} as {self.image}", 3)
        if self.lesion is not None:
            lesion = np.isin(mask, self.lesion)
        else:
            lesion = mask != 0
            if mask.dtype.kind == "f":
                lesion &= mask == mask
            for value in _extremes(mask[lesion]):
                if self._seen is not None and value != self._seen:
                    raise Error(
                        f"the masks hold the classes {self._seen:g} and {value:g} (row {name}), and nothing says which is the lesion; "
                        "name it with lesion=", 3
                    )
                self._seen = value
        return np.ascontiguousarray(lesion).view(np.uint8)

    def _refuse_rounded(self, position: int, hu: np.ndarray) -> None:
        large = hu[np.abs(hu.astype(np.float64)) > 2**53].tolist()
        rounded = next((value for value in large if int(float(value)) != value), None)
        if rounded is not None:
            name = self.source.records[position]["row"]
            raise Error(f"{self.image} of row {name} has {rounded}, which only an integer of 64 bits holds; leave the row out", 3)


def _extremes(values: np.ndarray) -> Tuple[float, ...]:
    return (float(values.min()), float(values.max())) if values.size else ()
