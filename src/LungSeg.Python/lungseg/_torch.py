"""Rows for PyTorch."""
from __future__ import annotations

from typing import Any, Callable, Dict, Iterable, Iterator, Mapping, Optional, Tuple, Union

import numpy as np
import torch
from torch.utils.data import Dataset as _TorchDataset
from torch.utils.data import Sampler

from ._dataset import Dataset
from ._pixels import Window
from ._slices import SliceReader

Transform = Callable[[np.ndarray, np.ndarray, np.random.Generator], Tuple[np.ndarray, np.ndarray]]


class TorchDataset(_TorchDataset):
    """Rows as tensors: a dict of

    image: float32 [1, row, col]; grey values / 255 under a window, else HU. mask: uint8 [1, row, col], 0 or 1.
    label: number of the class, -1 for a label in none. row: name of the row.

    image, window, size, resample, lesion and label_map mean what they mean in `convert`, and give its values. transform(image, mask,
    generator) may change a sample: it gets numpy arrays [row, col], float32 and uint8, and a numpy Generator that depends only on seed,
    epoch (set_epoch) and row, so that a run can be repeated with any number of workers.

    Nothing is kept of a sample. Worker processes, forked or spawned, map the files anew.
    """

    def __init__(
        self,
        rows: Dataset,
        image: str = "hu_array_old",
        window: Optional[Window] = None,
        size: Optional[int] = None,
        resample: str = "area",
        lesion: Union[None, int, Iterable[int]] = None,
        label_map: Union[None, str, Mapping[str, Union[int, str]]] = None,
        transform: Optional[Transform] = None,
        seed: int = 0,
    ) -> None:
        self.rows = rows
        self._reader = SliceReader(rows._source, image, window, size, resample, lesion)
        self._numbers = rows.label_map(label_map)
        self._transform = transform
        self._seed = seed
        # Workers that outlive an epoch see the next one by shared memory.
        self._epoch = None if transform is None else torch.zeros(1, dtype=torch.int64).share_memory_()
        rows._source.prepare(rows._positions, ("mask", image))

    @property
    def class_names(self) -> "list[str]":
        """Names of the classes, in the order of their numbers."""
        return list(self._numbers.names)

    def set_epoch(self, epoch: int) -> None:
        """Says which epoch begins, for transform. SplitSampler does it by itself."""
        if self._epoch is not None:
            self._epoch[0] = epoch

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, index: int) -> Dict[str, Any]:
        position = self.rows._positions[index]
        record = self.rows._source.records[position]
        pixels, mask = self._reader.read(position, np.float32)
        if pixels.dtype == np.uint8:
            pixels = pixels.astype(np.float32)
            pixels /= np.float32(255)
        if self._transform is not None and self._epoch is not None:
            pixels, mask = self._transform(pixels, mask, np.random.default_rng([self._seed, int(self._epoch[0]), position]))
        return {
            "image": torch.from_numpy(np.ascontiguousarray(pixels, np.float32))[None],
            "mask": torch.from_numpy(np.ascontiguousarray(mask, np.uint8))[None],
            "label": self._numbers.number(record),
            "row": record["row"],
        }


class SplitSampler(Sampler):
    """Draws only rows of one part of a split: one set of samples can serve train and val.

    samples is a TorchDataset of the whole, part a data set out of its split. Each pass shuffles anew, by seed and epoch alone, and tells
    the samples its epoch; epoch can be set to continue a run.
    """

    def __init__(self, samples: TorchDataset, part: Dataset, shuffle: bool = True, seed: int = 0) -> None:
        self._samples = samples
        self._indices = np.array(samples.rows._find(part.names), np.int64)
        self._shuffle = shuffle
        self._seed = seed
        self.epoch = 0

    def __len__(self) -> int:
        return len(self._indices)

    def __iter__(self) -> Iterator[int]:
        self._samples.set_epoch(self.epoch)
        order = np.random.default_rng([self._seed, self.epoch]).permutation(len(self)) if self._shuffle else np.arange(len(self))
        self.epoch += 1
        return iter(self._indices[order].tolist())
