"""Axial chest phantoms, 512x512, with anatomy that is hard on lung thresholding, and the lungs they were made from.

Not anatomy, only plausible sizes and intensities: apex to base, one lung, touching lungs, bodies cut by the field of view, table, gas in the gut,
four paddings, juxtapleural and central nodules; and slices made so that the published method fails in each of its ways."""
import numpy as np

N = 512
ROWS, COLUMNS = np.mgrid[0:N, 0:N].astype(np.float32)
PADDINGS = (-1024, -2000, -2048, -3024)


def oval(cy, cx, ry, rx, power=2.0, tilt=0.0):
    """< 1 inside; power over 2 squares the ellipse"""
    y, x = ROWS - np.float32(cy), COLUMNS - np.float32(cx)
    if tilt:
        y, x = np.cos(tilt) * y + np.sin(tilt) * x, np.cos(tilt) * x - np.sin(tilt) * y
    return np.abs(y / ry) ** np.float32(power) + np.abs(x / rx) ** np.float32(power)


def soften(a):
    for axis in (0, 1):
        p = np.concatenate([a.take([0], axis), a, a.take([-1], axis)], axis)
        a = (p.take(range(N), axis) + 2 * a + p.take(range(2, N + 2), axis)) / 4
    return a


def stamp(a, cy, cx, radius, hu, where=None):
    """A disc of one density, limited to `where`."""
    y0, y1, x0, x1 = (int(np.clip(v, 0, N)) for v in (cy - radius - 1, cy + radius + 2, cx - radius - 1, cx + radius + 2))
    part = np.hypot(ROWS[y0:y1, x0:x1] - cy, COLUMNS[y0:y1, x0:x1] - cx) <= radius
    if where is not None:
        part &= where[y0:y1, x0:x1]
    a[y0:y1, x0:x1][part] = hu


class Chest:
    """Places of body, lungs and the rest for one random slice; `level` runs from 0 (apex) to 1 (base)."""

    def __init__(self, rng):
        self.rng = rng
        self.level = rng.uniform(0, 1)
        zoom = rng.uniform(0.8, 1.12)
        self.cy, self.cx = 256 + rng.uniform(-14, 14), 256 + rng.uniform(-10, 10)
        self.ry, self.rx = zoom * rng.uniform(145, 180), zoom * rng.uniform(195, 232)
        self.power = rng.uniform(2.1, 2.8)

    def lungs(self):
        """-> list of left and right lung, bool images"""
        rng, grow = self.rng, 0.35 + 0.65 * np.sin(np.pi * np.clip(self.level * 0.55 + 0.12, 0, 0.5))
        inner = oval(self.cy, self.cx, self.ry - 22, self.rx - 24, self.power) < 1
        spine = oval(self.cy + 0.62 * self.ry, self.cx, 0.24 * self.ry, 0.16 * self.rx) > 1
        heart_size = np.clip((self.level - 0.25) * 1.6, 0, 1) * rng.uniform(0.7, 1)
        heart = oval(self.cy - 0.15 * self.ry, self.cx + 0.1 * self.rx, 0.42 * self.ry * heart_size + 1, 0.34 * self.rx * heart_size + 1) > 1
        halves = []
        for side in (-1, 1):
            ry, rx = 0.74 * self.ry * grow, 0.37 * self.rx * grow
            lung = oval(self.cy + rng.uniform(-8, 8), self.cx + side * self.rx * rng.uniform(0.44, 0.5), ry, rx, rng.uniform(2, 2.8), side * rng.uniform(0, 0.16)) < 1
            lung &= inner & spine & heart & (side * (COLUMNS - self.cx) > rng.uniform(8, 20))
            if self.level > 0.75:
                dome = self.cy - 0.12 * self.ry + rng.uniform(-10, 10), self.cx + side * 0.42 * self.rx
                size = (self.level - 0.75) * 4
                lung &= oval(*dome, 0.6 * self.ry * size + 1, 0.36 * self.rx * size + 1) > 1
            halves.append(lung)
        return halves


def touching(chest, halves):
    """Both lungs meet in front of the heart."""
    front = oval(chest.cy - 0.42 * chest.ry, chest.cx, 0.16 * chest.ry, 0.3 * chest.rx, 2.4) < 1
    line = np.abs(COLUMNS - chest.cx) < chest.rng.choice([0.4, 0.9, 1.6])
    halves[0] |= front & (COLUMNS < chest.cx) & ~line
    halves[1] |= front & (COLUMNS >= chest.cx) & ~line


def fill_lungs(a, chest, halves, truth):
    rng = chest.rng
    a[truth] = rng.uniform(-905, -780) + (ROWS[truth] - chest.cy) * rng.uniform(0.1, 0.35)
    for side, lung in zip((-1, 1), halves):
        if not lung.any():
            continue
        rows, columns = np.nonzero(lung)
        for _ in range(int(rng.integers(25, 70))):
            n = int(rng.integers(rows.size))
            stamp(a, rows[n], columns[n], rng.uniform(0.6, 2.8), rng.uniform(-100, 60), lung)
        for _ in range(int(rng.integers(4, 11))):
            y, x, width = chest.cy + rng.uniform(-20, 30), chest.cx + side * 0.24 * chest.rx, rng.uniform(1.8, 4.5)
            angle = rng.uniform(-1.2, 1.2)
            for _ in range(int(rng.integers(8, 26))):
                stamp(a, y, x, width, 30, lung)
                angle += rng.normal(0, 0.15)
                y, x, width = y + 4 * np.sin(angle), x + side * 4 * np.cos(angle), max(0.94 * width, 0.8)


def nodule(a, chest, truth):
    """Solid or ground-glass, half of them on the pleura."""
    rng = chest.rng
    if not truth.any() or rng.random() < 0.25:
        return
    edge = truth & ~(np.roll(truth, 1, 0) & np.roll(truth, -1, 0) & np.roll(truth, 1, 1) & np.roll(truth, -1, 1))
    rows, columns = np.nonzero(edge if rng.random() < 0.5 else truth)
    n = int(rng.integers(rows.size))
    stamp(a, rows[n], columns[n], rng.uniform(2, 13), rng.choice([35, 35, 35, -550]), truth)


def airways_and_gas(a, chest, truth):
    rng, near = chest.rng, truth.astype(np.float32)
    for _ in range(5):
        near = soften(near)
    free = near == 0
    if chest.level < 0.45:
        stamp(a, chest.cy - 0.1 * chest.ry, chest.cx + rng.uniform(-6, 6), rng.uniform(9, 14), -985, free)
    elif chest.level < 0.6:
        for side in (-1, 1):
            stamp(a, chest.cy, chest.cx + side * rng.uniform(18, 30), rng.uniform(6, 9), -970, free)
    if rng.random() < 0.3:
        stamp(a, chest.cy + 0.28 * chest.ry, chest.cx + rng.uniform(-6, 10), rng.uniform(2, 6), -930, free)
    if chest.level > 0.8 and rng.random() < 0.6:
        gas = oval(chest.cy - 0.3 * chest.ry, chest.cx + 0.3 * chest.rx, rng.uniform(14, 34), rng.uniform(18, 44)) < 1
        a[gas & free & (oval(chest.cy, chest.cx, chest.ry - 22, chest.rx - 24, chest.power) < 1)] = -995


def bones(a, chest, truth):
    stamp(a, chest.cy + 0.58 * chest.ry, chest.cx, 0.13 * chest.ry, 190, ~truth)
    for side in (-1, 1):
        for angle in np.linspace(-1.2, 1.2, 7):
            stamp(a, chest.cy + np.sin(angle) * (chest.ry - 16), chest.cx + side * np.cos(angle) * (chest.rx - 17), 6, 340, ~truth)


def table(a, chest, body):
    rng = chest.rng
    if rng.random() < 0.2:
        return
    top = chest.cy + chest.ry + rng.uniform(0, 20) - ((COLUMNS - 256) / 240) ** 2 * rng.uniform(0, 40)
    below = ~body & (np.abs(COLUMNS - 256) < rng.uniform(200, 250))
    a[below & (np.abs(ROWS - top) < rng.uniform(1, 2.5))] = -170
    if rng.random() < 0.5:
        a[below & (ROWS > top + 2) & (ROWS < top + 24)] = -945
        a[below & (np.abs(ROWS - top - 25) < 1.5)] = -200


def spoil(hu, rng):
    """Makes the published method fail: a contour without area, equal areas, or too few contours. -> name"""
    kind = str(rng.choice(["corner", "edge", "diagonal", "tie", "few"], p=[0.15, 0.15, 0.15, 0.3, 0.25]))
    if kind == "corner":
        hu[:3, :3] = 40
        hu[0, 0] = -1000
    elif kind == "edge":
        hu[:3], hu[3:5] = 40, -1000
    elif kind == "diagonal":
        hu[ROWS + COLUMNS <= 4] = -1000
        hu[(ROWS + COLUMNS > 4) & (ROWS + COLUMNS <= 8)] = 40
    elif kind == "tie":
        hu[:] = -1000
        side = int(rng.integers(50, 90))
        for row in (16, 144, 272)[: int(rng.integers(2, 4))]:
            hu[row : row + side, 16 : 16 + side] = hu[row : row + side, 272 : 272 + side] = 30
    else:
        hu[:, :256] = hu[400:] = 40
    return kind


def scan(rng):
    """-> (HU float64, [left, right] lung truth, name of the anatomy)"""
    chest = Chest(rng)
    halves = chest.lungs()
    kind = str(rng.choice(["plain", "one lung", "touching", "cut"], p=[0.4, 0.15, 0.2, 0.25]))
    if kind == "one lung":
        halves[int(rng.integers(2))][:] = False
    elif kind == "touching" and chest.level < 0.7:
        touching(chest, halves)
    truth = halves[0] | halves[1]
    body = oval(chest.cy, chest.cx, chest.ry, chest.rx, chest.power) < 1
    a = np.full((N, N), -1000, np.float32)
    a[body] = -95
    a[oval(chest.cy, chest.cx, chest.ry - 13, chest.rx - 14, chest.power) < 1] = 45
    table(a, chest, body)
    bones(a, chest, truth)
    fill_lungs(a, chest, halves, truth)
    nodule(a, chest, truth)
    airways_and_gas(a, chest, truth)
    grain = rng.standard_normal((N, N), dtype=np.float32) * rng.uniform(10, 45)
    a = np.maximum(soften(a) + (soften(grain) if rng.random() < 0.5 else 0.6 * grain), -1024)
    if kind == "cut":
        shift = rng.uniform(-40, 40, 2)
        circle = np.hypot(ROWS - 255.5, COLUMNS - 255.5) > 255.8 - rng.choice([0, 0, 30, 55])
        a = np.roll(a, (int(shift[0]), int(shift[1])), (0, 1))
        halves = [np.roll(half, (int(shift[0]), int(shift[1])), (0, 1)) & ~circle for half in halves]
        a[circle] = rng.choice(PADDINGS)
    elif rng.random() < 0.5:
        a[np.hypot(ROWS - 255.5, COLUMNS - 255.5) > 255.8] = rng.choice(PADDINGS)
    return np.rint(a).astype(np.float64), halves, kind


def image(seed):
    """-> (HU image, kind) of a seed; one in five is spoilt so that the published method fails"""
    rng = np.random.default_rng(seed)
    hu, _, kind = scan(rng)
    if rng.random() < 0.2:
        kind = spoil(hu, rng)
    return hu, kind
