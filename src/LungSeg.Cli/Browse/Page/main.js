import { byId, formatNumber, make, say } from './elements.js';
import { Filters } from './filters.js';
import { Grid } from './grid.js';
import { Rows, toggled } from './rows.js';
import { SlicePage } from './slice.js';
import { getStart, getState, isExported, setMark } from './source.js';

const keys = [
  ['→ ↓ j, ← ↑ k', 'next, previous row'], ['Enter', 'open the row in the grid'], ['Escape', 'back to the grid'], ['wheel', 'next, previous slice'],
  ['Shift + drag', 'move the slice'], ['Ctrl + wheel, + -', 'zoom'], ['space', isExported ? 'reset the zoom' : 'reset window and zoom'],
  // An exported page has no HU and takes no marks.
  ...isExported ? [] : [
    ['drag', 'window: sideways its width, up and down its centre'], ['1 2 3 4', 'window: lung, mediastinum, bone, full range'], ['i', 'invert'], ['z', 'zoom to the lesion, from row to row'], ['o', 'all overlays'], ['m', 'mask'],
    ['t', 'kept area: stored, published, refined, hull in turn'], ['p', 'prediction'], ['d', 'difference of mask and prediction; without one, of mask and hu_array'], ['x', 'reject'],
  ],
  ['g', 'go through the scan of the row alone'], ['b', 'the row and the one that it is equal to, side by side, then in turn'], ['/', 'find'], ['?', 'these keys'],
];

/** Milliseconds between two questions; of many rows each answer takes longer to draw. */
const busy = 400, calm = 2500;

/** The page: it reads the rows at once, then asks for what the survey has found. */
class Page {
  constructor(start) {
    this.rows = new Rows(start);
    this.rows.query = location.search;
    byId('search').value = this.rows.search;
    this.filters = new Filters(this.rows, () => this.update());
    this.grid = new Grid(this.rows, { opened: row => this.slice.open(row), rejected: row => this.mark(row, 'reject', toggled(row, 'reject')) });
    this.slice = new SlicePage(this.rows, { marked: (...mark) => this.mark(...mark), moved: (row, left) => this.setPlace(row, left) });
    const stems = start.inputs.map(input => input.stem).join(' + ');
    byId('title').replaceChildren(make('b', null, 'LungSeg'), ` ${stems}`);
    document.title = `${stems} – LungSeg browse`;
    this.renderSorts();
    this.listen();
    this.update();
    this.openPlace();
  }

  /** Chooses, sorts and draws the rows anew. */
  update() {
    this.rows.update();
    this.filters.render();
    this.grid.render();
    this.slice.describe();
    this.keepAddress();
  }

  /** The address holds filters and order, so that they outlive a reload and can be passed on. */
  keepAddress() {
    const { query } = this.rows;
    if (location.search.slice(1) !== query) history.replaceState(null, '', `${location.pathname}${query && `?${query}`}${location.hash}`);
  }

  renderSorts() {
    const select = byId('sort');
    if (document.activeElement === select) return;
    const option = ([value, text]) => make('option', { value, selected: value === this.rows.sort }, text);
    select.replaceChildren(...this.rows.sorts.filter(([, options]) => options.length).flatMap(([label, options]) => label ? [make('optgroup', { label }, ...options.map(option))] : options.map(option)));
    byId('direction').textContent = this.rows.isReversed ? '↑' : '↓';
    byId('direction').setAttribute('aria-label', this.rows.isReversed ? 'Order: best first; reverse it' : 'Order: worst first; reverse it');
  }

  listen() {
    byId('sort').addEventListener('change', event => { [this.rows.sort, this.rows.isReversed] = [event.target.value, false]; byId('sort').blur(); this.renderSorts(); this.update(); scrollTo(0, 0); });
    byId('direction').addEventListener('click', () => { this.rows.isReversed = !this.rows.isReversed; this.renderSorts(); this.update(); });
    byId('search').addEventListener('input', event => { this.rows.search = event.target.value.trim().toLowerCase(); this.update(); });
    byId('show-filters').addEventListener('click', event => {
      const isOpen = document.body.classList.toggle('with-filters');
      event.currentTarget.setAttribute('aria-expanded', String(isOpen));
    });
    byId('show-help').addEventListener('click', () => this.help());
    document.addEventListener('keydown', event => this.press(event));
    addEventListener('hashchange', () => { this.openPlace(); this.keepAddress(); });
  }

  press(event) {
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || byId('help').open) return;
    const target = event.target;
    if (target.matches('input:not([type=checkbox]), select, textarea')) {
      if (event.key === 'Escape' || event.key === 'Enter' && target.id === 'note') target.blur();
      return;
    }
    // The space bar presses the button that has the focus.
    if (event.key === ' ' && target.matches('button, input, summary')) return;
    if (event.key === '?') this.help();
    else if (event.key === '/') { this.slice.leave(); byId('search').focus(); byId('search').select(); }
    else if (this.slice.isOpen ? !this.slice.press(event.key) : !this.pressInGrid(event.key)) return;
    event.preventDefault();
  }

  /** Without a focused row the first keys go to the first one. */
  pressInGrid(key) {
    if (!['ArrowRight', 'ArrowDown', 'j'].includes(key) || document.activeElement !== document.body) return false;
    byId('grid').firstElementChild?.focus();
    return true;
  }

  help() {
    const dialog = byId('help');
    dialog.replaceChildren(make('h2', { id: 'help-title' }, 'Keys'), make('dl', null, ...keys.flatMap(([key, text]) => [make('dt', null, key), make('dd', null, text)])),
      make('form', { method: 'dialog' }, make('button', { autofocus: true }, 'Close')));
    dialog.querySelector('form').addEventListener('submit', event => { event.preventDefault(); dialog.close(); });
    dialog.showModal();
  }

  /** Sets or removes a mark. It shows once it is saved. */
  async mark(row, mark, note) {
    if (isExported) { say('An exported page takes no marks.'); return; }
    try {
      const answer = await setMark(row.at, mark, note);
      this.rows.takeMarks(answer);
      if (answer.odd) say(answer.odd, true);
      else say(note === null ? `${row.row}: ${mark} removed` : `${row.row}: ${mark} saved in ${this.rows.start.marks_file}`);
    } catch (error) {
      say(`Not saved: ${error.message}`, true);
    }
    this.update();
  }

  /** The address names the open row, so that the browser's own way back leads to the grid. */
  setPlace(row, left) {
    const hash = row ? `#${encodeURIComponent(row.row)}` : '';
    if (location.hash !== hash) history[row && location.hash ? 'replaceState' : 'pushState'](null, '', `${location.pathname}${location.search}${hash}`);
    if (left) { this.grid.render(false); this.grid.focus(left); }
  }

  openPlace() {
    let name = '';
    try { name = decodeURIComponent(location.hash.slice(1)); } catch { return; }
    const row = this.rows.byName.get(name);
    if (row && row !== this.slice.row) this.slice.open(row);
    else if (!row && this.slice.isOpen) this.slice.leave();
  }

  /** Asks for news until everything is known, then now and then for the marks of another browser. */
  async follow() {
    let isLost = false;
    for (;;) {
      try {
        const state = await getState(this.rows.next, this.rows.marksRevision, this.rows.hasResult);
        if (this.rows.takeState(state)) { this.renderSorts(); this.update(); }
        this.showProgress();
        if (isLost) say('The connection is back.');
        isLost = false;
        if (isExported) return;
      } catch (error) {
        if (!isLost) say(`lungseg browse does not answer any more: ${error.message}`, true);
        isLost = true;
      }
      await new Promise(resolve => setTimeout(resolve, this.rows.isReady || isLost ? calm : Math.max(busy, this.rows.all.length / 25)));
    }
  }

  showProgress() {
    const { phase, done, all, failure } = this.rows;
    const texts = { matching: `looking up rows: ${done} of ${all.length}`, reading: `reading rows: ${done} of ${all.length}`, comparing: 'comparing rows', failed: `ended early: ${failure}` };
    byId('progress').textContent = texts[phase] ?? '';
    byId('progress').style.setProperty('--share', phase === 'comparing' ? 1 : done / Math.max(1, all.length));
    byId('progress').className = phase;
    const notes = [...this.rows.start.mark_conflicts.map(text => `Marks of ${text}`), ...this.rows.notes, ...this.rows.inputFindings.map(finding => `${finding.rule} ${this.rows.start.rules[finding.rule].name}: ${finding.message}`)];
    const signature = notes.join('\n');
    if (byId('notes').dataset.notes === signature) return;
    byId('notes').dataset.notes = signature;
    byId('notes').replaceChildren(...notes.length ? [make('details', null, make('summary', null, `${formatNumber(notes.length)} ${notes.length === 1 ? 'note' : 'notes'} about the files`), make('ul', null, ...notes.map(text => make('li', null, text))))] : []);
  }
}

// The token has done its work: the cookie stands for it now.
const given = new URLSearchParams(location.search);
given.delete('token');
if (!isExported) history.replaceState(null, '', `${location.pathname}${given.size ? `?${given}` : ''}${location.hash}`);
getStart().then(start => new Page(start).follow()).catch(error => say(error.message, true));
