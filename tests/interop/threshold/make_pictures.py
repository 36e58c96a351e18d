#!/usr/bin/env python3
"""Draws docs/pictures/published-refined.png: phantom slices, and what `published` and `refined` keep of them (dropped pixels as air).

LUNGSEG_BIN is the published lungseg. Needs Debian's python3-pandas and python3-pil."""
import os
import subprocess
import sys
import tempfile

import numpy as np
import pandas as pd
from PIL import Image

BIN = os.environ.get("LUNGSEG_BIN", "lungseg")
TARGET = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "..", "docs", "pictures", "published-refined.png")
SIDE, GAP = 256, 6


def tile(hu, mask):
    shown = np.where(hu == 0, -1024, hu)
    grey = np.floor(255 * (np.clip(shown, -1350, 150) + 1350) / 1500 + 0.5).astype(np.uint8)
    rgb = np.stack([grey] * 3, axis=-1)
    inside = np.pad(mask != 0, 1)
    ring = ~inside & (np.roll(inside, 1, 0) | np.roll(inside, -1, 0) | np.roll(inside, 1, 1) | np.roll(inside, -1, 1))
    rgb[ring[1:-1, 1:-1]] = (255, 64, 64)
    return Image.fromarray(rgb).resize((SIDE, SIDE), Image.BOX)


def main(rows):
    with tempfile.TemporaryDirectory() as folder:
        stored, refined = os.path.join(folder, "set.pkl"), os.path.join(folder, "refined.pkl")
        subprocess.run([BIN, "demo", "-o", stored, "--rows", "24", "--cut", "0.5", "--seed", "4", "--quiet"], check=True)
        subprocess.run([BIN, "threshold", stored, "-o", refined, "--method", "refined", "--quiet"], check=True)
        published, better = pd.read_pickle(stored), pd.read_pickle(refined)
    sheet = Image.new("RGB", (3 * SIDE + 4 * GAP, len(rows) * (SIDE + GAP) + GAP), (18, 20, 24))
    for line, i in enumerate(rows):
        old, mask = published.hu_array_old[i], published["mask"][i]
        for column, hu in enumerate((old, published.hu_array[i], better.hu_array[i])):
            sheet.paste(tile(hu, mask), (GAP + column * (SIDE + GAP), GAP + line * (SIDE + GAP)))
    sheet.save(TARGET, optimize=True)


if __name__ == "__main__":
    main([int(i) for i in sys.argv[1:]] or [5, 8, 17])
