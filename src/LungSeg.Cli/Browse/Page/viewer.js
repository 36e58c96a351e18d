import { formatNumber } from './elements.js';
import { draw, getBox, getRange, outline, paint } from './pixels.js';

/** Bits of the layers that come with the pixels. */
const lesionBit = 0, keptBit = 1, predictionBit = 2;

export const areaNames = ['none', 'stored', 'published', 'refined', 'hull'];

const colours = {
  mask: '#ff5a52', area: '#b69cff', prediction: '#ffd23f', kept: [150, 120, 255, 56], dropped: [255, 120, 40, 110],
  // Those of the report: both green, predicted alone red, truth alone blue.
  both: [48, 208, 112, 150], onlyPredicted: [255, 72, 72, 150], onlyTruth: [64, 160, 255, 150],
};

/** HU, magnification, and px of the slice. */
const smallestWindow = 2, largestZoom = 40, smallestView = 80;

/** How many pixels an area has more, and less, than the stored one. Of 0 HU nothing says whether it was dropped. */
function compareAreas(slice, area, stored) {
  let [more, less] = [0, 0];
  for (let i = 0; i < slice.width * slice.height; i++) {
    if (slice.hu[i] === 0) continue;
    if (area(i) && !stored(i)) more++;
    else if (!area(i) && stored(i)) less++;
  }
  return `: ${formatNumber(more)} px more, ${formatNumber(less)} px less than hu_array`;
}

/** How slices are shown; two viewers side by side share one. */
export class View {
  constructor(windows, models) {
    [this.windows, this.models] = [windows, models];
    this.layers = { mask: true, dropped: false, prediction: true, difference: false };
    this.area = 'none';
    this.model = 0;
    this.hasOverlays = true;
    this.reset();
  }

  reset() {
    [this.low, this.high] = this.windows.lung;
    this.isFull = false;
    this.isInverted = false;
    this.place();
  }

  /** Magnification and offset in px of the window; from then on the lesion is not followed. */
  place(zoom = 1, x = 0, y = 0) { [this.zoom, this.x, this.y, this.isOnLesion] = [zoom, x, y, false]; }

  setWindow(low, high) {
    [this.low, this.high] = [Math.round(low), Math.max(Math.round(high), Math.round(low) + smallestWindow)];
    this.isFull = false;
  }

  /** Whether the window is the one of that name; 'full' is the range of each slice. */
  isAt(name) { return name === 'full' ? this.isFull : !this.isFull && this.low === this.windows[name][0] && this.high === this.windows[name][1]; }

  /** The window that a slice is drawn in: its own range where all of it is shown, or where it holds no HU. */
  getWindow(slice) { return this.isFull ? getRange(slice) : [this.low, this.high]; }
}

/** Shows one slice on a canvas: dragging sets the window, the wheel is told to the owner. */
export class Viewer {
  constructor(view, { changed, hovered, wheeled }) {
    [this.view, this.changed] = [view, changed];
    this.base = document.createElement('canvas');
    this.base.className = 'pixels';
    this.top = document.createElement('canvas');
    this.top.className = 'layers';
    this.element = document.createElement('div');
    this.element.className = 'viewer';
    this.element.append(this.base, this.top);
    this.slice = null;
    this.listen(hovered, wheeled);
    new ResizeObserver(() => this.render()).observe(this.element);
  }

  /** Shows the slice of a row; areas may come later. */
  show(slice, description) {
    if (this.slice !== slice) [this.slice, this.made] = [slice, new Map()];
    this.base.setAttribute('role', 'img');
    this.base.setAttribute('aria-label', description);
    this.render();
  }

  get scale() {
    const { clientWidth, clientHeight } = this.element;
    return this.slice ? Math.min(clientWidth / this.slice.width, clientHeight / this.slice.height) * this.view.zoom : 1;
  }

  get origin() {
    const { clientWidth, clientHeight } = this.element;
    return [(clientWidth - this.slice.width * this.scale) / 2 + this.view.x, (clientHeight - this.slice.height * this.scale) / 2 + this.view.y];
  }

  render() {
    if (!this.slice || !this.element.clientWidth) return;
    const [low, high] = this.view.getWindow(this.slice);
    if (this.slice.picture) this.drawPicture();
    else draw(this.base, this.slice, low, high, this.view.isInverted);
    const [x, y] = this.origin;
    this.base.style.transform = `translate(${x}px, ${y}px) scale(${this.scale})`;
    this.base.classList.toggle('large', this.scale * devicePixelRatio >= 3);
    this.drawLayers(x, y);
  }

  drawPicture() {
    [this.base.width, this.base.height] = [this.slice.width, this.slice.height];
    this.base.getContext('2d').drawImage(this.slice.picture, 0, 0);
  }

  drawLayers(x, y) {
    const ratio = devicePixelRatio;
    [this.top.width, this.top.height] = [Math.round(this.element.clientWidth * ratio), Math.round(this.element.clientHeight * ratio)];
    const context = this.top.getContext('2d');
    context.setTransform(ratio * this.scale, 0, 0, ratio * this.scale, ratio * x, ratio * y);
    context.imageSmoothingEnabled = false;
    if (!this.view.hasOverlays || this.slice.picture) return;
    for (const layer of this.listLayers()) {
      if (layer.picture) context.drawImage(layer.picture(), 0, 0);
      if (layer.path) {
        context.strokeStyle = layer.colour;
        context.lineWidth = 1.5 / this.scale;
        context.setLineDash(layer.isDashed ? [5 / this.scale, 4 / this.scale] : []);
        context.stroke(layer.path());
      }
    }
  }

  /** Colours over the slice, and what they mean. */
  get legend() { return this.slice && !this.slice.picture && this.view.hasOverlays ? this.listLayers().flatMap(layer => layer.words ?? []) : []; }

  /** What is drawn over the slice, from below to above; made once a slice. */
  listLayers() {
    const { slice, view } = this;
    const keep = (name, make) => () => this.made.get(name) ?? this.made.set(name, make()).get(name);
    const is = bit => i => slice.isSet(bit, i);
    const model = predictionBit + view.model;
    const layers = [];
    const area = this.getArea();
    if (area) {
      layers.push({ picture: keep(`area ${view.area}`, () => paint(slice, [[area, colours.kept]])) });
      const words = view.area === 'stored' ? 'kept in hu_array' : `kept by ${view.area}${slice.hu && slice.has(keptBit) ? keep(`change ${view.area}`, () => compareAreas(slice, area, is(keptBit)))() : ''}`;
      layers.push({ path: keep(`edge ${view.area}`, () => outline(slice, area)), colour: colours.area, words: [[colours.area, words]] });
    }
    if (view.layers.dropped && slice.has(keptBit)) layers.push({ picture: keep('dropped', () => paint(slice, [[i => !slice.isSet(keptBit, i), colours.dropped]])), words: [[colours.dropped, 'dropped from hu_array']] });
    if (view.layers.difference && slice.has(lesionBit)) {
      const other = slice.has(model) ? is(model) : slice.has(keptBit) ? is(keptBit) : null;
      const isPredicted = slice.has(model);
      if (other) {
        layers.push({
          picture: keep(`difference ${view.model}`, () => paint(slice, [
            [i => slice.isSet(lesionBit, i) && other(i), colours.both],
            [i => isPredicted && !slice.isSet(lesionBit, i) && other(i), colours.onlyPredicted],
            [i => slice.isSet(lesionBit, i) && !other(i), colours.onlyTruth],
          ])),
          words: isPredicted ? [[colours.both, 'mask and prediction'], [colours.onlyPredicted, 'prediction alone'], [colours.onlyTruth, 'mask alone']]
            : [[colours.both, 'lesion kept in hu_array'], [colours.onlyTruth, 'lesion lost in hu_array']],
        });
      }
    }
    if (view.layers.prediction && slice.has(model)) layers.push({ path: keep(`prediction ${view.model}`, () => outline(slice, is(model))), colour: colours.prediction, isDashed: true, words: [[colours.prediction, `prediction ${view.models[view.model]}`]] });
    if (view.layers.mask && slice.has(lesionBit)) layers.push({ path: keep('mask', () => outline(slice, is(lesionBit))), colour: colours.mask, words: [[colours.mask, 'mask']] });
    return layers;
  }

  /** Whether a pixel lies in the kept area that is chosen; null where there is none. */
  getArea() {
    const { slice, view } = this;
    if (view.area === 'none') return null;
    if (view.area === 'stored') return slice.has(keptBit) ? i => slice.isSet(keptBit, i) : null;
    const bit = areaNames.indexOf(view.area) - 2;
    return slice.areas?.has(bit) ? i => slice.areas.isSet(bit, i) : null;
  }

  /** Column and row under a point of the window; null beside the slice. */
  locate(event) {
    if (!this.slice) return null;
    const box = this.element.getBoundingClientRect();
    const [left, up] = this.origin;
    const [x, y] = [Math.floor((event.clientX - box.left - left) / this.scale), Math.floor((event.clientY - box.top - up) / this.scale)];
    return x >= 0 && y >= 0 && x < this.slice.width && y < this.slice.height ? { x, y } : null;
  }

  /** Zooms to the lesion, and from row to row to theirs; to the whole slice where there is none. */
  zoomToLesion() {
    const { slice, view } = this;
    const [top, left, bottom, right] = slice.has(lesionBit) ? getBox(slice, i => slice.isSet(lesionBit, i)) : [0, 0, 0, 0];
    view.place();
    if (bottom > 0) {
      const { clientWidth, clientHeight } = this.element;
      const side = Math.max(smallestView, 3 * (bottom - top), 3 * (right - left));
      const zoom = Math.min(Math.max(Math.min(clientWidth, clientHeight) / (side * this.scale), 1), largestZoom);
      const scale = this.scale * zoom;
      view.place(zoom, (slice.width - left - right) / 2 * scale, (slice.height - top - bottom) / 2 * scale);
    }
    view.isOnLesion = true;
  }

  /** Zooms around a point of the viewer. */
  zoomBy(factor, event) {
    const { view } = this;
    const zoom = Math.min(Math.max(view.zoom * factor, 0.5), largestZoom);
    const box = this.element.getBoundingClientRect();
    const [dx, dy] = event ? [event.clientX - box.left - box.width / 2, event.clientY - box.top - box.height / 2] : [0, 0];
    const change = zoom / view.zoom;
    view.place(zoom, dx - (dx - view.x) * change, dy - (dy - view.y) * change);
    this.changed();
  }

  listen(hovered, wheeled) {
    const { view } = this;
    let [drag, turned] = [null, 0];
    this.element.addEventListener('contextmenu', event => event.preventDefault());
    this.element.addEventListener('pointerdown', event => {
      drag = { x: event.clientX, y: event.clientY, pans: event.button !== 0 || event.shiftKey, low: view.low, high: view.high, left: view.x, up: view.y };
      if (view.isFull && this.slice) [drag.low, drag.high] = view.getWindow(this.slice);
      this.element.setPointerCapture(event.pointerId);
      event.preventDefault();
    });
    this.element.addEventListener('pointermove', event => {
      const at = this.locate(event);
      hovered(at && this.slice.hu ? { ...at, value: this.slice.hu[at.y * this.slice.width + at.x] } : null);
      if (!drag || !this.slice) return;
      const [dx, dy] = [event.clientX - drag.x, event.clientY - drag.y];
      if (drag.pans) view.place(view.zoom, drag.left + dx, drag.up + dy);
      else if (this.slice.hu && (dx || dy)) {
        // To the right the window gets wider, downwards its centre rises, the faster the wider it is.
        const step = Math.max(1, (drag.high - drag.low) / 400);
        const width = Math.max(smallestWindow, drag.high - drag.low + 2 * dx * step);
        const centre = (drag.low + drag.high) / 2 + dy * step;
        view.setWindow(centre - width / 2, centre + width / 2);
      }
      this.changed();
    });
    for (const end of ['pointerup', 'pointercancel']) this.element.addEventListener(end, () => { drag = null; });
    this.element.addEventListener('pointerleave', () => hovered(null));
    this.element.addEventListener('wheel', event => {
      event.preventDefault();
      if (event.ctrlKey || event.metaKey) { this.zoomBy(Math.exp(-event.deltaY / 300), event); return; }
      // Touchpads send many small steps: a slice is turned for every 60 px.
      turned += event.deltaMode === 0 ? event.deltaY : 60 * Math.sign(event.deltaY);
      const steps = Math.trunc(turned / 60);
      turned -= 60 * steps;
      if (steps) wheeled(Math.sign(steps));
    }, { passive: false });
  }
}
