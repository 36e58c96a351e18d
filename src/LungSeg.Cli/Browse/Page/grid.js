import { byId, formatNumber, inWords, make } from './elements.js';
import { getPicture, isExported } from './source.js';

const batch = 120;

/** The grid of rows, which grows as it is scrolled. */
export class Grid {
  constructor(rows, { opened, rejected }) {
    [this.rows, this.opened, this.cards, this.length] = [rows, opened, new Map(), batch];
    this.element = byId('grid');
    this.element.addEventListener('keydown', event => this.press(event, rejected));
    new IntersectionObserver(found => {
      if (found.some(entry => entry.isIntersecting) && this.length < this.rows.shown.length) { this.length += batch; this.render(false); }
    }, { rootMargin: '600px' }).observe(byId('more'));
  }

  /** Draws the rows that are shown; cards of rows are kept, so that pictures are not loaded again. */
  render(isNew = true) {
    if (isNew) this.length = Math.max(batch, Math.min(this.length, this.rows.shown.length));
    const { shown, all } = this.rows;
    byId('count').textContent = `${formatNumber(shown.length)} of ${formatNumber(all.length)} rows`;
    const cards = shown.slice(0, this.length).map(row => this.getCard(row));
    const current = this.element.children;
    if (cards.length !== current.length || cards.some((card, i) => card !== current[i])) {
      const focused = document.activeElement?.closest?.('.card');
      this.element.replaceChildren(...cards);
      if (focused && focused.isConnected) focused.focus({ preventScroll: true });
    }
    byId('more').textContent = shown.length === 0 ? 'No row passes the filters.' : cards.length < shown.length ? `${formatNumber(shown.length - cards.length)} more below` : '';
  }

  getCard(row) {
    let card = this.cards.get(row);
    if (!card) {
      const picture = make('img', { alt: '', loading: 'lazy', decoding: 'async', width: 224, height: 224, src: getPicture(row.at), onerror: () => picture.classList.add('missing') });
      card = make('button', { type: 'button', className: 'card', 'data-row': row.row, onclick: () => this.opened(row) },
        make('span', { className: 'picture' }, picture), make('span', { className: 'text' }));
      this.cards.set(row, card);
    }
    const signature = JSON.stringify([row.figures !== null, row.fault, row.findings.length, row.marks, this.rows.sort, this.rows.hasResult]);
    if (card.signature !== signature) {
      card.signature = signature;
      card.lastChild.replaceChildren(...this.describe(row).filter(Boolean));
      card.classList.toggle('rejected', 'reject' in row.marks);
    }
    return card;
  }

  /** Name, class, what rows are sorted by; of a long name the start is cut, and never the number of the row. */
  describe(row) {
    const severity = [null, 'note', 'warning', 'error'][this.rows.getSeverity(row)];
    const marks = Object.keys(row.marks);
    const colon = row.row.lastIndexOf(':');
    return [
      make('span', { className: 'line' }, make('b', null, make('span', null, row.row.slice(0, colon)), row.row.slice(colon)), make('span', { className: 'class' }, row.class)),
      make('span', { className: 'line' }, this.describeSort(row),
        severity ? make('span', { className: `badge ${severity}` }, `${row.findings.length} ${row.findings.length === 1 ? 'finding' : 'findings'}`) : null),
      marks.length ? make('span', { className: 'line marks' }, ...marks.map(mark => make('span', { className: 'mark' }, mark))) : null,
    ];
  }

  /** The figure that rows are sorted by, else the size of the lesion. */
  describeSort(row) {
    if (row.fault && !row.figures) return make('span', { className: 'fault' }, 'cannot be read');
    if (!row.figures) return make('span', { className: 'quiet' }, isExported ? '' : '…');
    const isFigure = this.rows.figureAt.has(this.rows.sort) || this.rows.sort.startsWith('dice ');
    const rule = this.rows.start.rules[this.rows.sort];
    if (rule) {
      const finding = row.findings.find(found => found.rule === this.rows.sort);
      return make('span', { className: 'figure' }, finding ? `${rule.name} ${finding.figure === null ? '' : formatNumber(finding.figure)}` : '');
    }
    if (isFigure) return make('span', { className: 'figure' }, `${this.rows.figureAt.has(this.rows.sort) ? inWords(this.rows.sort) : this.rows.sort} ${formatNumber(this.rows.getFigure(row, this.rows.sort))}`);
    const [pixels, kept] = [this.rows.getFigure(row, 'lesion_px'), this.rows.getFigure(row, 'lesion_kept')];
    const text = pixels === null ? 'no mask' : pixels === 0 ? 'no lesion' : `${formatNumber(pixels)} px${kept !== null && kept < 1 ? `, ${formatNumber(Math.round(100 * kept))} % kept` : ''}`;
    return make('span', { className: 'figure' }, text);
  }

  focus(row) { this.cards.get(row)?.focus(); }

  /** Arrows go from card to card as they lie. */
  press(event, rejected) {
    const cards = [...this.element.children];
    const at = cards.indexOf(document.activeElement);
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === 'x' && at >= 0) { rejected(this.rows.shown[at]); return; }
    const columns = cards.findIndex(card => card.offsetTop > cards[0].offsetTop);
    const step = { ArrowRight: 1, j: 1, ArrowLeft: -1, k: -1, ArrowDown: columns < 0 ? 0 : columns, ArrowUp: columns < 0 ? 0 : -columns }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    cards[at < 0 ? 0 : Math.min(Math.max(at + step, 0), cards.length - 1)]?.focus();
  }
}
