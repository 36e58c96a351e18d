// Pixels of a slice: how they are unpacked, drawn in a window, and outlined. docs/browse.md describes the bytes.

const headBytes = 16;

/** Reads what the server sends of a row: HU (null without) and masks as bits. */
export function unpack(buffer) {
  const head = new DataView(buffer);
  const [type, planes, height, width, layers] = [head.getUint8(0), head.getUint8(1), head.getInt32(4, true), head.getInt32(8, true), head.getUint32(12, true)];
  const count = height * width;
  const bytes = new Uint8Array(buffer, headBytes);
  const size = [0, 2, 4][type];
  const hu = type === 0 ? null : type === 1 ? new Int16Array(count) : new Float32Array(count);
  if (hu) {
    const bits = type === 1 ? new Uint16Array(hu.buffer) : new Uint32Array(hu.buffer);
    for (let i = 0, before = 0; i < count; i++) {
      let difference = 0;
      for (let part = 0; part < size; part++) difference |= bytes[part * count + i] << (8 * part);
      // An even number is a step up, an odd one a step down.
      bits[i] = before = before + (difference >>> 1 ^ -(difference & 1));
    }
  }
  const masks = [];
  for (let plane = 0; plane < planes; plane++) masks.push(bytes.subarray((size + plane) * count, (size + plane + 1) * count));
  return { height, width, hu, has: layer => (layers >>> layer & 1) === 1, isSet: (layer, i) => (masks[layer >> 3][i] >> (layer & 7) & 1) === 1, range: null };
}

/** Lowest and highest value of a slice, NaN left out. */
export function getRange(slice) {
  if (!slice.range) {
    let [low, high] = [Infinity, -Infinity];
    for (const value of slice.hu ?? []) {
      if (value < low) low = value;
      if (value > high) high = value;
    }
    slice.range = low < high ? [low, high] : [low === Infinity ? 0 : low, (low === Infinity ? 0 : low) + 1];
  }
  return slice.range;
}

/** Grey value in a window: floor(255 * (clip(hu, low, high) - low) / (high - low) + 0.5); NaN is 0. */
const getGrey = (hu, low, high) => Number.isNaN(hu) ? 0 : Math.floor(255 * (Math.min(Math.max(hu, low), high) - low) / (high - low) + 0.5);

let table = { low: NaN, high: NaN, isInverted: false, grey: new Uint32Array(65536) };

/** The pixel of each int16 value, which is looked up by its bits. */
function getTable(low, high, isInverted) {
  if (table.low !== low || table.high !== high || table.isInverted !== isInverted) {
    for (let bits = 0; bits < 65536; bits++) {
      const grey = getGrey(bits << 16 >> 16, low, high);
      table.grey[bits] = 0xff000000 | (isInverted ? 255 - grey : grey) * 0x010101;
    }
    table = { low, high, isInverted, grey: table.grey };
  }
  return table.grey;
}

/** Draws a slice in a window onto a canvas of its own size. */
export function draw(canvas, slice, low, high, isInverted) {
  if (canvas.width !== slice.width || canvas.height !== slice.height) [canvas.width, canvas.height] = [slice.width, slice.height];
  const context = canvas.getContext('2d');
  const image = context.createImageData(slice.width, slice.height);
  const pixels = new Uint32Array(image.data.buffer);
  if (slice.hu instanceof Int16Array) {
    const [grey, bits] = [getTable(low, high, isInverted), new Uint16Array(slice.hu.buffer)];
    for (let i = 0; i < pixels.length; i++) pixels[i] = grey[bits[i]];
  } else {
    for (let i = 0; i < pixels.length; i++) {
      const grey = slice.hu ? getGrey(slice.hu[i], low, high) : 0;
      pixels[i] = 0xff000000 | (isInverted ? 255 - grey : grey) * 0x010101;
    }
  }
  context.putImageData(image, 0, 0);
}

/** A picture of the slice's size in which the pixels of a mask have a colour [r, g, b, a]. */
export function paint(slice, parts) {
  const canvas = new OffscreenCanvas(slice.width, slice.height);
  const context = canvas.getContext('2d');
  const image = context.createImageData(slice.width, slice.height);
  const pixels = new Uint32Array(image.data.buffer);
  for (const [isIn, [red, green, blue, alpha]] of parts) {
    const colour = (alpha << 24 | blue << 16 | green << 8 | red) >>> 0;
    for (let i = 0; i < pixels.length; i++) if (isIn(i)) pixels[i] = colour;
  }
  context.putImageData(image, 0, 0);
  return canvas;
}

/** The border of a mask along the edges of its pixels; edges in one line are one stroke. */
export function outline(slice, isIn) {
  const path = new Path2D();
  const [top, left, bottom, right] = getBox(slice, isIn);
  const isSet = (y, x) => y >= top && y < bottom && x >= left && x < right && isIn(y * slice.width + x);
  for (let y = top; y <= bottom; y++) {
    for (let x = left, from = -1; x <= right; x++) {
      const isEdge = isSet(y - 1, x) !== isSet(y, x);
      if (isEdge && from < 0) from = x;
      if (!isEdge && from >= 0) { path.moveTo(from, y); path.lineTo(x, y); from = -1; }
    }
  }
  for (let x = left; x <= right; x++) {
    for (let y = top, from = -1; y <= bottom; y++) {
      const isEdge = isSet(y, x - 1) !== isSet(y, x);
      if (isEdge && from < 0) from = y;
      if (!isEdge && from >= 0) { path.moveTo(x, from); path.lineTo(x, y); from = -1; }
    }
  }
  return path;
}

/** First row and column of a mask, and those after its last; an empty mask has bottom before top. */
export function getBox(slice, isIn) {
  let [top, left, bottom, right] = [Infinity, Infinity, -1, -1];
  for (let y = 0, i = 0; y < slice.height; y++) {
    for (let x = 0; x < slice.width; x++, i++) {
      if (!isIn(i)) continue;
      [top, bottom] = [Math.min(top, y), y + 1];
      if (x < left) left = x;
      if (x >= right) right = x + 1;
    }
  }
  return [top, left, bottom, right];
}
