import { byId, formatNumber, make, say } from './elements.js';
import { renderFacts } from './facts.js';
import { unpack } from './pixels.js';
import { toggled } from './rows.js';
import { getAreas, getPicture, getPixels, isExported } from './source.js';
import { areaNames, View, Viewer } from './viewer.js';

const keptSlices = 16;
const presets = [['lung', 'Lung', '1'], ['mediastinum', 'Mediastinum', '2'], ['bone', 'Bone', '3'], ['full', 'Full', '4']];

/** The large view of a row: its slice, what is known of it, its scan, and the row that it is compared with. */
export class SlicePage {
  constructor(rows, { marked, moved }) {
    [this.rows, this.marked, this.moved] = [rows, marked, moved];
    this.view = new View(rows.start.windows, rows.start.predictions);
    [this.row, this.pair, this.isScan, this.loaded] = [null, null, false, new Map()];
    this.element = byId('slice');
    this.build();
  }

  get isOpen() { return this.row !== null; }

  /** The rows that next and previous go through. */
  get list() { return this.isScan ? this.rows.getScan(this.row) : this.rows.shown; }

  build() {
    const owner = { changed: () => this.render(), hovered: found => this.hover(found), wheeled: step => this.step(step) };
    this.viewers = [new Viewer(this.view, owner), new Viewer(this.view, owner)];
    this.stage = make('div', { className: 'stage' }, this.viewers[0].element, this.viewers[1].element, this.value = make('output', { className: 'value' }), this.names = make('p', { className: 'pair-names' }), this.legend = make('ul', { className: 'legend', 'aria-label': 'Colours' }));
    this.title = make('h2', { tabIndex: -1 });
    this.place = make('span', { className: 'quiet' });
    this.others = make('div', { className: 'others', role: 'group', 'aria-label': 'Other slices' });
    this.tools = make('div', { className: 'slice-tools', role: 'toolbar', 'aria-label': 'Display' });
    this.facts = make('aside', { 'aria-label': 'About the row' });
    this.strip = make('div', { className: 'strip', role: 'group', 'aria-label': 'Slices of the scan' });
    this.element.append(
      make('div', { className: 'slice-head' },
        make('button', { type: 'button', className: 'back', title: 'Back to the grid (Escape)', onclick: () => this.close() }, '← Grid'),
        make('button', { type: 'button', title: 'Previous (k)', 'aria-label': 'Previous row', onclick: () => this.step(-1) }, '‹'),
        make('button', { type: 'button', title: 'Next (j)', 'aria-label': 'Next row', onclick: () => this.step(1) }, '›'),
        this.title, this.place, this.others),
      this.tools, make('div', { className: 'slice-body' }, make('div', { className: 'slice-main' }, this.stage, this.strip), this.facts));
  }

  /** Opens a row. */
  open(row) {
    if (this.row !== row) this.pair = this.pair && (this.pair.a === row.at || this.pair.b === row.at) ? this.pair : null;
    const isNew = !this.isOpen;
    this.row = row;
    this.element.hidden = false;
    document.body.classList.add('with-slice');
    this.describe();
    this.showSlices();
    this.moved(row);
    if (isNew) this.title.focus({ preventScroll: true });
  }

  close() {
    if (this.pair) { this.comparePair(null); return; }
    if (!this.isOpen) return;
    const row = this.row;
    [this.row, this.isScan] = [null, false];
    this.element.hidden = true;
    document.body.classList.remove('with-slice');
    this.moved(null, row);
  }

  /** Closes the pair and the row. */
  leave() {
    this.pair = null;
    this.close();
  }

  step(by) {
    if (this.pair) { this.turn(); return; }
    const { list } = this;
    const at = list.indexOf(this.row);
    const next = list[at < 0 ? 0 : at + by];
    if (next) this.open(next);
  }

  /** Text, tools and strip of the row; drawn anew when more is known of it. */
  describe() {
    if (!this.isOpen) return;
    const { row, list } = this;
    this.title.textContent = row.row;
    const at = list.indexOf(row);
    this.place.textContent = [row.class, at < 0 ? 'not among the filtered rows' : `${formatNumber(at + 1)} of ${formatNumber(list.length)}${this.isScan ? ` in the scan ${row.group}` : ''}`].join(' · ');
    // A list that is open would close.
    if (document.activeElement?.tagName !== 'SELECT' || !this.tools.contains(document.activeElement)) this.renderTools();
    if (!this.facts.contains(document.activeElement) || document.activeElement.id !== 'note') {
      const focus = this.facts.contains(document.activeElement) ? document.activeElement.dataset.mark : null;
      const top = this.facts.scrollTop;
      this.facts.replaceChildren(...renderFacts(this.rows, row, { marked: this.marked, paired: pair => this.comparePair(pair), followed: other => this.open(other) }));
      this.facts.scrollTop = top;
      if (focus) this.facts.querySelector(`[data-mark="${focus}"]`)?.focus();
    }
    this.renderStrip();
  }

  renderTools() {
    const { view, rows } = this;
    const button = (name, title, isPressed, act, more) => make('button', { type: 'button', title, 'aria-pressed': String(isPressed), onclick: () => { act(); this.refresh(); }, ...more }, name);
    const layer = (name, text, key, title = `Key ${key}`) => button(text, title, view.layers[name], () => { view.layers[name] = !view.layers[name]; }, { 'data-layer': name });
    const focus = this.tools.contains(document.activeElement) || this.others.contains(document.activeElement) ? document.activeElement.title : null;
    const models = rows.start.predictions;
    const parts = isExported ? [] : [
      make('span', { className: 'group' }, ...presets.map(([name, text, key]) => button(text, `Key ${key}`, view.isAt(name), () => this.setPreset(name), { 'data-window': name })),
        this.level = make('span', { className: 'level' }), button('Invert', 'Key i', view.isInverted, () => { view.isInverted = !view.isInverted; })),
      make('span', { className: 'group' }, layer('mask', 'Mask', 'm'),
        make('select', { id: 'area', title: 'Kept area (t)', 'aria-label': 'Kept area', onchange: event => this.setArea(event.target.value) }, ...areaNames.map(name => make('option', { value: name, selected: name === view.area }, name === 'none' ? 'no kept area' : `kept: ${name}`))),
        layer('dropped', 'Dropped', null, 'Pixels dropped from hu_array'),
        ...models.length ? [layer('prediction', 'Prediction', 'p'), models.length > 1 ? make('select', { id: 'model', 'aria-label': 'Model', onchange: event => { view.model = Number(event.target.value); this.refresh(); } }, ...models.map((name, i) => make('option', { value: i, selected: i === view.model }, name))) : null] : [],
        layer('difference', 'Difference', 'd', 'Mask against the prediction, else against hu_array (d)'), button('All', 'All overlays (o)', view.hasOverlays, () => { view.hasOverlays = !view.hasOverlays; }, { 'data-layer': 'all' })),
    ];
    this.tools.replaceChildren(...parts, make('span', { className: 'group' },
      make('button', { type: 'button', title: 'Closer (+)', 'aria-label': 'Zoom in', onclick: () => this.viewers[0].zoomBy(1.25) }, '+'),
      make('button', { type: 'button', title: 'Farther (-)', 'aria-label': 'Zoom out', onclick: () => this.viewers[0].zoomBy(0.8) }, '−'),
      isExported ? null : button('Lesion', 'Zoom to the lesion (z)', view.isOnLesion, () => this.toggleLesion(), { 'data-zoom': 'lesion' }),
      button('Reset', 'Window and zoom (space)', false, () => view.reset())));
    this.others.replaceChildren(...[
      this.rows.getScan(this.row).length > 1 ? button('Scan', 'Go through the scan alone (g)', this.isScan, () => { this.isScan = !this.isScan; }, { 'data-scan': 'scan' }) : null,
      this.row.pairs.length ? button('Compare', 'With the equal or alike row (b)', this.pair !== null, () => this.comparePair(this.pair ? null : this.row.pairs[0])) : null,
      this.pair ? button('In turn', 'One row after the other in the same place (b)', this.isInTurn, () => { this.isInTurn = !this.isInTurn; }) : null,
      this.pair && this.isInTurn ? button('Other row', 'Show the other row (b)', this.showsOther, () => { this.showsOther = !this.showsOther; }, { 'data-pair': 'other' }) : null].filter(Boolean));
    if (focus) [...this.tools.querySelectorAll('button, select'), ...this.others.children].find(one => one.title === focus)?.focus();
    this.showLevel();
  }

  showLevel() {
    if (!this.level) return;
    const slice = this.viewers[0].slice;
    const [low, high] = slice && !slice.picture ? this.view.getWindow(slice) : [this.view.low, this.view.high];
    this.level.textContent = `${formatNumber(low)} to ${formatNumber(high)}`;
    this.level.title = `width ${formatNumber(high - low)}, level ${formatNumber((low + high) / 2)}`;
    [this.level.dataset.low, this.level.dataset.high] = [low, high];
  }

  showLegend() {
    const colours = this.viewers[0].legend;
    this.legend.hidden = colours.length === 0;
    this.legend.replaceChildren(...colours.map(([colour, text]) => {
      const chip = make('span');
      chip.style.background = typeof colour === 'string' ? colour : `rgb(${colour.slice(0, 3).join(' ')})`;
      return make('li', null, chip, text);
    }));
  }

  refresh() { this.describe(); this.showSlices(); }

  toLesion() {
    this.viewers[0].zoomToLesion();
    this.render();
  }

  toggleLesion() {
    if (this.view.isOnLesion) this.view.place();
    else this.toLesion();
  }

  setPreset(name) {
    this.view.isFull = name === 'full';
    if (name !== 'full') [this.view.low, this.view.high] = this.view.windows[name];
  }

  setArea(name) { this.view.area = name; this.refresh(); }

  render() {
    for (const viewer of this.viewers) viewer.render();
    this.showLevel();
    for (const button of this.tools.querySelectorAll('[data-window]')) button.setAttribute('aria-pressed', String(this.view.isAt(button.dataset.window)));
  }

  hover(found) { this.value.textContent = found ? `row ${found.y}, col ${found.x}: ${formatNumber(found.value)} ${this.rows.start.inputs[this.row.input].hu ? 'HU' : ''}` : ''; }

  renderStrip() {
    const scan = this.rows.getScan(this.row);
    this.strip.hidden = scan.length < 2;
    const signature = scan.map(row => row.at).join();
    if (this.strip.dataset.rows !== signature) {
      this.strip.dataset.rows = signature;
      this.strip.replaceChildren(...scan.map(row => make('button', { type: 'button', 'data-at': row.at, title: row.row, 'aria-label': row.row, onclick: () => this.open(row) }, make('img', { alt: '', loading: 'lazy', src: getPicture(row.at) }))));
    }
    for (const button of this.strip.children) {
      const isCurrent = Number(button.dataset.at) === this.row.at;
      if (isCurrent) button.setAttribute('aria-current', 'true');
      else button.removeAttribute('aria-current');
      if (isCurrent && !this.strip.hidden) this.strip.scrollLeft = button.offsetLeft - (this.strip.clientWidth - button.offsetWidth) / 2;
    }
  }

  /** Compares two rows, side by side; null ends it. */
  comparePair(pair) {
    [this.pair, this.isInTurn, this.showsOther] = [pair, false, false];
    this.refresh();
  }

  /** Shows one row of the pair after the other in the same place. */
  turn() {
    if (!this.pair && this.row.pairs.length) { this.comparePair(this.row.pairs[0]); return; }
    if (!this.pair) { say('No row is equal to this one or alike.'); return; }
    if (this.isInTurn) this.showsOther = !this.showsOther;
    else this.isInTurn = true;
    this.refresh();
  }

  async showSlices() {
    const { row, pair } = this;
    const other = pair ? this.rows.all[pair.a === row.at ? pair.b : pair.a] : null;
    const shown = !other ? [row] : this.isInTurn ? [this.showsOther ? other : row] : [row, other];
    this.stage.classList.toggle('two', shown.length > 1);
    this.viewers[1].element.hidden = shown.length < 2;
    this.names.hidden = !pair;
    this.names.textContent = pair ? `${shown.map(one => one.row).join('  |  ')}${this.isInTurn ? ' (b: the other)' : ''}` : '';
    try {
      const slices = await Promise.all(shown.map(one => this.load(one)));
      if (this.row !== row || this.pair !== pair) return;
      if (!isExported && !['none', 'stored'].includes(this.view.area)) await Promise.all(shown.map((one, i) => this.loadAreas(one, slices[i])));
      if (this.row !== row || this.pair !== pair) return;
      slices.forEach((slice, i) => this.viewers[i].show(slice, `Slice ${shown[i].row}`));
      if (this.view.isOnLesion) this.toLesion();
      this.showLevel();
      this.showLegend();
      this.element.dataset.shown = shown.map(one => one.row).join(' ');
    } catch (error) {
      if (this.row === row) say(`${row.row}: ${error.message}`, true);
    }
    // What comes next is there before it is asked for.
    if (this.row !== row) return;
    const at = this.list.indexOf(row);
    for (const near of [this.list[at + 1], this.list[at + 2], this.list[at - 1]]) if (near) this.load(near).catch(() => {});
  }

  /** The pixels of a row; the last ones are kept. */
  load(row) {
    let slice = this.loaded.get(row);
    this.loaded.delete(row);
    if (!slice) {
      slice = isExported ? this.loadPicture(row) : getPixels(row.at).then(unpack);
      slice.catch(() => this.loaded.delete(row));
    }
    this.loaded.set(row, slice);
    if (this.loaded.size > keptSlices) this.loaded.delete(this.loaded.keys().next().value);
    return slice;
  }

  async loadPicture(row) {
    const picture = new Image();
    picture.src = getPicture(row.at);
    await picture.decode();
    return { picture, width: picture.naturalWidth, height: picture.naturalHeight, hu: null, has: () => false };
  }

  async loadAreas(row, slice) {
    slice.areas ??= unpack(await getAreas(row.at));
    if (this.view.area !== 'none' && this.view.area !== 'stored' && !slice.areas.has(areaNames.indexOf(this.view.area) - 2)) say(`${this.view.area} makes no mask of ${row.row}`);
  }

  /** Keys of the large view; returns whether the key was one. */
  press(key) {
    const { view } = this;
    const layer = name => { view.layers[name] = !view.layers[name]; };
    const keys = {
      ArrowRight: () => this.step(1), ArrowDown: () => this.step(1), j: () => this.step(1), ArrowLeft: () => this.step(-1), ArrowUp: () => this.step(-1), k: () => this.step(-1),
      Escape: () => this.close(), '+': () => this.viewers[0].zoomBy(1.25), '-': () => this.viewers[0].zoomBy(0.8), ' ': () => { view.reset(); this.refresh(); }, b: () => this.turn(), x: () => this.marked(this.row, 'reject', toggled(this.row, 'reject')),
      g: () => { if (this.rows.getScan(this.row).length > 1) this.isScan = !this.isScan; else say('The scan has no other slice.'); this.refresh(); },
    };
    const drawing = {
      1: () => this.setPreset('lung'), 2: () => this.setPreset('mediastinum'), 3: () => this.setPreset('bone'), 4: () => this.setPreset('full'),
      i: () => { view.isInverted = !view.isInverted; }, o: () => { view.hasOverlays = !view.hasOverlays; }, m: () => layer('mask'),
      t: () => { view.area = areaNames[(areaNames.indexOf(view.area) + 1) % areaNames.length]; say(`Kept area: ${view.area}`); },
      z: () => this.toggleLesion(), p: () => layer('prediction'), d: () => layer('difference'),
    };
    if (keys[key]) keys[key]();
    else if (!isExported && drawing[key]) { drawing[key](); this.refresh(); } else return false;
    return true;
  }
}
