"""Rasterises LIDC outlines, apart from the tool: a pixel on the closed path is on the outline; inside is even-odd by the pixel's centre."""
import xml.etree.ElementTree as ElementTree
from math import gcd

import numpy as np
from skimage.draw import polygon2mask

NAMESPACE = "{http://www.nih.gov}"


def on_path(points, shape):
    path = np.zeros(shape, bool)
    for (x0, y0), (x1, y1) in zip(points, points[1:] + points[:1]):
        steps = max(1, gcd(abs(x1 - x0), abs(y1 - y0)))
        for i in range(steps + 1):
            x, y = x0 + (x1 - x0) // steps * i, y0 + (y1 - y0) // steps * i
            if 0 <= y < shape[0] and 0 <= x < shape[1]:
                path[y, x] = True
    return path


def consensus(xml, sop, shape, readers=2, inclusive=False):
    """Mask that at least so many readers marked; a reader's nodule is the union of its outlines less its holes."""
    votes = np.zeros(shape, int)
    for session in ElementTree.fromstring(xml).iter(NAMESPACE + "readingSession"):
        marked = np.zeros(shape, bool)
        for nodule in session.iter(NAMESPACE + "unblindedReadNodule"):
            area, holes = np.zeros(shape, bool), np.zeros(shape, bool)
            for roi in nodule.iter(NAMESPACE + "roi"):
                points = [(int(e.find(NAMESPACE + "xCoord").text), int(e.find(NAMESPACE + "yCoord").text)) for e in roi.iter(NAMESPACE + "edgeMap")]
                if roi.find(NAMESPACE + "imageSOP_UID").text.strip() != sop or len(points) < 3:
                    continue
                path = on_path(points, shape)
                within = polygon2mask(shape, np.array(points)[:, ::-1]) & ~path
                is_hole = roi.find(NAMESPACE + "inclusion").text.strip().upper() == "FALSE"
                if is_hole:
                    holes |= within if inclusive else within | path
                else:
                    area |= within | path if inclusive else within
            marked |= area & ~holes
        votes += marked
    return votes >= readers
