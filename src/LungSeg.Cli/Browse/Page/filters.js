import { byId, make } from './elements.js';

const shortList = 8;

/** The filters, with the number of rows that each value would show. */
export class Filters {
  constructor(rows, changed) {
    [this.rows, this.changed, this.opened] = [rows, changed, new Set()];
    this.element = byId('filters');
  }

  /** Draws the filters anew; the focus stays where it was. */
  render() {
    const focus = document.activeElement?.dataset?.filter;
    const facets = this.rows.facets;
    this.severities = new Map(this.rows.all.flatMap(row => row.findings.map(finding => [finding.rule, finding.severity])));
    const isFiltered = this.rows.search !== '' || [...this.rows.filters.values()].some(values => values.size);
    this.element.replaceChildren(
      make('div', { className: 'filter-head' }, make('h2', null, 'Filters'),
        isFiltered ? make('button', { type: 'button', id: 'clear', onclick: () => this.clear() }, 'Clear') : null),
      ...facets.map(facet => this.renderFacet(facet, facets)).filter(Boolean));
    if (focus) this.element.querySelector(`[data-filter="${CSS.escape(focus)}"]`)?.focus();
  }

  clear() {
    this.rows.filters.clear();
    this.rows.search = byId('search').value = '';
    this.changed();
  }

  renderFacet(facet, facets) {
    const counts = [...this.rows.count(facet, facets)];
    if (counts.length < 2 && !this.rows.filters.get(facet.name)?.size) return null;
    this.sort(facet, counts);
    const isOpen = this.opened.has(facet.name);
    const chosen = this.rows.filters.get(facet.name) ?? new Set();
    const shown = isOpen ? counts : counts.filter(([value], i) => i < shortList || chosen.has(value));
    return make('fieldset', null, make('legend', null, facet.title),
      ...shown.map(([value, count]) => this.renderValue(facet, value, count, chosen)),
      counts.length > shown.length || isOpen && counts.length > shortList
        ? make('button', { type: 'button', className: 'all', 'data-filter': `${facet.name}/all`, onclick: () => this.open(facet.name) }, isOpen ? 'fewer' : `all ${counts.length}`)
        : null);
  }

  open(name) {
    if (!this.opened.delete(name)) this.opened.add(name);
    this.render();
  }

  renderValue(facet, value, count, chosen) {
    const rule = facet.name === 'rule' ? this.rows.start.rules[value] : null;
    const severity = rule ? this.severities.get(value) : null;
    return make('label', { className: count || chosen.has(value) ? 'value' : 'value empty', title: rule?.summary },
      make('input', { type: 'checkbox', checked: chosen.has(value), 'data-filter': `${facet.name}/${value}`, onchange: () => this.toggle(facet.name, value) }),
      severity ? make('span', { className: `dot ${severity}`, title: severity }) : null,
      make('span', { className: 'name' }, rule ? `${rule.name}` : value),
      make('span', { className: 'count' }, String(count)));
  }

  toggle(name, value) {
    const chosen = this.rows.filters.get(name) ?? new Set();
    if (!chosen.delete(value)) chosen.add(value);
    this.rows.filters.set(name, chosen);
    this.changed();
  }

  /** Findings by severity, scans by size, all else by name; 'none' comes last. */
  sort(facet, counts) {
    const rank = value => facet.name === 'rule' ? ['error', 'warning', 'note'].indexOf(this.severities.get(value)) : 0;
    const isLast = value => value === 'none' || value === 'not read yet';
    counts.sort(([a, m], [b, n]) => isLast(a) - isLast(b) || rank(a) - rank(b) || (facet.isLong ? n - m : 0) || a.localeCompare(b, 'en', { numeric: true }));
  }
}
