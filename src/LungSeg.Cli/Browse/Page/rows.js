// The rows, what is known of them so far, and which of them are shown in which order.

import { families, inWords, isSum } from './elements.js';

const severities = ['note', 'warning', 'error'];

/** Figures of which low values are bad. */
const isLowBad = name => /^(lesion_kept|lung_share|lungs$|lesion_in_lung|dice )/.test(name);

/** Columns of tables that are worth a filter of their own. */
const filterColumns = ['fold', 'part', 'malignancy'];

/** The note that sets a mark which a row does not have; null, which removes it, where the row has it. */
export const toggled = (row, mark) => mark in row.marks ? null : '';

export class Rows {
  constructor(start) {
    this.start = start;
    this.all = start.rows.map((row, at) => ({ ...row, at, figures: null, findings: [], dice: [], pairs: [], group: null, match: null, marks: {}, fault: null }));
    this.byName = new Map(this.all.map(row => [row.row, row]));
    this.figureAt = new Map(start.figures.map((figure, at) => [figure.name, at]));
    this.phase = 'reading';
    this.done = 0;
    this.next = 0;
    this.failure = null;
    this.hasResult = false;
    this.inputFindings = [];
    this.notes = [];
    this.filters = new Map();
    this.search = '';
    this.sort = 'file';
    this.isReversed = false;
    this.shown = this.all;
    this.takeMarks(start);
  }

  get isReady() { return this.phase === 'done' || this.phase === 'failed'; }

  takeMarks(document) {
    if (!document.marks) return;
    this.marksRevision = document.marks_revision;
    for (const row of this.all) row.marks = document.marks[row.row] ?? {};
  }

  /** Takes what the survey has found since; returns whether anything changed. */
  takeState(state) {
    const changed = state.rows.length > 0 || state.phase !== this.phase || state.result !== undefined || state.marks !== undefined;
    this.phase = state.phase;
    this.done = state.done;
    this.next = state.next;
    this.failure = state.failure;
    for (const found of state.rows) {
      const row = this.all[found.at];
      row.figures = found.figures ?? null;
      row.dice = found.dice ?? [];
      row.fault = found.fault ?? null;
      row.findings = found.findings;
    }
    if (state.result && !this.hasResult) this.takeResult(state.result);
    this.takeMarks(state);
    return changed;
  }

  takeResult(result) {
    this.hasResult = true;
    this.notes = result.notes;
    for (const row of this.all) {
      row.findings = [];
      row.group = result.groups[row.at];
      row.match = result.matches[row.at] ?? null;
    }
    for (const finding of result.findings) {
      if (finding.at === undefined) this.inputFindings.push(finding);
      else this.all[finding.at].findings.push(finding);
    }
    for (const pair of result.pairs) {
      this.all[pair.a].pairs.push({ ...pair, other: pair.b });
      this.all[pair.b].pairs.push({ ...pair, other: pair.a });
    }
    for (const row of this.all) row.findings.sort((a, b) => severities.indexOf(b.severity) - severities.indexOf(a.severity));
  }

  getFigure(row, name) {
    const model = this.start.predictions.findIndex(one => `dice ${one}` === name);
    return model >= 0 ? row.dice[model] ?? null : row.figures?.[this.figureAt.get(name)] ?? null;
  }

  /** Severity of the worst finding: 0 for none, 3 for an error. */
  getSeverity(row) { return row.findings.reduce((worst, finding) => Math.max(worst, 1 + severities.indexOf(finding.severity)), 0); }

  /** All slices of a row's scan in their order: by position where it is known, else as in the file. */
  getScan(row) {
    if (row.group === null) return [row];
    const scan = this.all.filter(other => other.group === row.group);
    const positionOf = other => other.match?.position_mm ?? other.columns?.position_mm;
    return scan.every(other => typeof positionOf(other) === 'number') ? scan.sort((a, b) => positionOf(a) - positionOf(b)) : scan;
  }

  /** The filters: name, title, and the values of a row. */
  get facets() {
    const columns = filterColumns.filter(name => this.all.some(row => row.columns?.[name] !== undefined));
    const of = name => row => [this.getFigure(row, name) ?? (row.figures ? 'none' : 'not read yet')];
    return [
      { name: 'class', title: 'Class', valuesOf: row => [row.class] },
      { name: 'rule', title: 'Findings', valuesOf: row => row.findings.length ? [...new Set(row.findings.map(finding => finding.rule))] : [this.hasResult || row.figures || row.fault ? 'none' : 'not read yet'] },
      { name: 'mark', title: 'Marks', valuesOf: row => Object.keys(row.marks).length ? Object.keys(row.marks) : ['none'] },
      { name: 'stored', title: 'Stored hu_array', valuesOf: of('stored') },
      { name: 'outcome', title: 'Thresholding', valuesOf: of('outcome') },
      ...columns.map(name => ({ name, title: name[0].toUpperCase() + name.slice(1), valuesOf: row => [row.columns?.[name] ?? 'none'] })),
      { name: 'input', title: 'File', valuesOf: row => [this.start.inputs[row.input].stem] },
      { name: 'group', title: 'Scan', valuesOf: row => [row.group ?? (this.hasResult ? 'none' : 'not read yet')], isLong: true },
    ].filter(facet => facet.name !== 'input' || this.start.inputs.length > 1);
  }

  passes(row, facets, except) {
    if (this.search && !`${row.row}\n${row.label}\n${Object.values(row.marks).join('\n')}\n${row.group}`.toLowerCase().includes(this.search)) return false;
    return facets.every(facet => {
      const chosen = this.filters.get(facet.name);
      return facet.name === except || !chosen?.size || facet.valuesOf(row).some(value => chosen.has(String(value)));
    });
  }

  /** The values of a filter with the number of rows that pass all other filters. */
  count(facet, facets) {
    const counts = new Map();
    for (const row of this.all) {
      const isIn = this.passes(row, facets, facet.name);
      for (const value of facet.valuesOf(row)) counts.set(String(value), (counts.get(String(value)) ?? 0) + (isIn ? 1 : 0));
    }
    for (const value of this.filters.get(facet.name) ?? []) if (!counts.has(value)) counts.set(value, 0);
    return counts;
  }

  /** Ways to sort, in groups. */
  get sorts() {
    const rules = [...new Set(this.all.flatMap(row => row.findings.map(finding => finding.rule)))].sort();
    return [
      ['', [['file', 'order of the file'], ['worst', 'worst first']]],
      ['Predictions', this.start.predictions.map(name => [`dice ${name}`, `Dice of ${name}`])],
      ...Object.entries(families).map(([family, title]) => [title, this.start.figures.filter(figure => figure.family === family && !figure.word && !isSum(figure)).map(figure => [figure.name, inWords(figure.name)])]),
      ['Findings', rules.map(rule => [rule, `${rule} ${this.start.rules[rule].name}`])],
    ];
  }

  /** Filters, search and order, as the query of an address; empty where none differs from those at the start. */
  get query() {
    const query = new URLSearchParams();
    for (const [name, values] of this.filters) for (const value of values) query.append(name, value);
    if (this.search) query.set('find', this.search);
    if (this.sort !== 'file') query.set('sort', this.sort);
    if (this.isReversed) query.set('order', 'reversed');
    return String(query);
  }

  set query(text) {
    const query = new URLSearchParams(text);
    this.search = query.get('find') ?? '';
    const sort = query.get('sort');
    this.sort = sort === 'worst' || this.figureAt.has(sort) || Object.hasOwn(this.start.rules, sort) || this.start.predictions.some(name => sort === `dice ${name}`) ? sort : 'file';
    this.isReversed = query.get('order') === 'reversed';
    this.filters = new Map(this.facets.map(({ name }) => [name, new Set(query.getAll(name))]));
  }

  /** Chooses and sorts the rows that are shown: the worst first, rows without the figure last. */
  update() {
    const facets = this.facets;
    const shown = this.all.filter(row => this.passes(row, facets));
    const sign = this.isReversed ? -1 : 1;
    if (this.sort === 'file') {
      this.shown = this.isReversed ? shown.reverse() : shown;
      return;
    }
    // The larger, the worse.
    const badness = this.getBadness();
    const keys = new Map(shown.map(row => [row, badness(row)]));
    this.shown = shown.sort((a, b) => {
      const [x, y] = [keys.get(a), keys.get(b)];
      if (x === null || y === null) return (x === null) - (y === null) || a.at - b.at;
      return sign * (y - x) || this.compareLesions(a, b) || a.at - b.at;
    });
  }

  getBadness() {
    const rule = this.start.rules[this.sort];
    if (this.sort === 'worst') return row => row.figures || row.findings.length ? 10 * this.getSeverity(row) + 1 - (this.getFigure(row, 'lesion_kept') ?? 1) : null;
    if (rule) {
      return row => {
        const found = row.findings.filter(finding => finding.rule === this.sort);
        return found.length ? Math.max(...found.map(finding => finding.excess)) : null;
      };
    }
    const isLow = isLowBad(this.sort);
    return row => { const value = this.getFigure(row, this.sort); return value === null ? null : isLow ? -value : value; };
  }

  /** Of two rows that are equally bad, the one with the larger lesion comes first. */
  compareLesions(a, b) {
    return isLowBad(this.sort) || this.sort === 'worst' || this.start.rules[this.sort] ? (this.getFigure(b, 'lesion_px') ?? 0) - (this.getFigure(a, 'lesion_px') ?? 0) : 0;
  }
}
