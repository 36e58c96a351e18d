import { families, formatNumber, inWords, isSum, make } from './elements.js';
import { toggled } from './rows.js';
import { isExported } from './source.js';

const marks = [['reject', 'Reject', 'x'], ['mask', 'Mask wrong', null], ['label', 'Label wrong', null]];

const kinds = { exact: 'the same slice', shifted: 'the same slice, moved or changed', neighbour: 'another slice of the scan' };

/** Which parts a person has opened or closed stays so from row to row. */
const opened = new Map();
const fold = (title, isOpen, content) => make('details', { open: opened.get(title) ?? isOpen, ontoggle: event => opened.set(title, event.target.open) }, make('summary', null, make('h3', null, title)), content);

const pairsOf = entries => make('dl', null, ...entries.flatMap(([name, value, title]) => [make('dt', { title }, name), make('dd', null, formatNumber(value))]));

/** What is known of a row, beside its slice. */
export function renderFacts(rows, row, { marked, paired, followed }) {
  return [
    renderMarks(row, marked),
    renderFindings(rows, row, followed),
    renderPairs(rows, row, paired),
    ...renderFigures(rows, row),
    renderColumns('Columns', Object.entries(row.columns ?? {})),
    renderMatch(row.match),
  ].filter(Boolean);
}

function renderMarks(row, marked) {
  const text = make('input', {
    type: 'text', id: 'note', maxLength: 1000, value: row.marks.note ?? '', placeholder: isExported ? '' : 'a note', readOnly: isExported, autocomplete: 'off',
    onchange: event => marked(row, 'note', event.target.value.trim() || null),
  });
  return make('section', { className: 'marking' }, make('h3', null, 'Marks'),
    make('div', { className: 'buttons' }, ...marks.map(([mark, name, key]) =>
      make('button', { type: 'button', 'data-mark': mark, 'aria-pressed': String(mark in row.marks), disabled: isExported, title: row.marks[mark] || (key ? `Key ${key}` : null), onclick: () => marked(row, mark, toggled(row, mark)) }, name))),
    make('label', { for: 'note' }, 'Note'), text);
}

function renderFindings(rows, row, followed) {
  const items = row.findings.map(finding => {
    const other = finding.key && rows.byName.get(finding.key);
    return make('li', { className: finding.severity },
      make('span', { className: `badge ${finding.severity}` }, finding.severity), ' ',
      make('b', { title: rows.start.rules[finding.rule].summary }, `${finding.rule} ${rows.start.rules[finding.rule].name}`),
      make('p', null, finding.message),
      other ? make('button', { type: 'button', className: 'link', onclick: () => followed(other) }, `open ${other.row}`) : null);
  });
  const none = rows.hasResult ? 'No findings.' : row.figures || row.fault ? 'No findings so far.' : 'Not checked yet.';
  return make('section', null, make('h3', null, 'Findings'), row.fault ? make('p', { className: 'fault' }, row.fault) : null,
    items.length ? make('ul', { className: 'findings' }, ...items) : make('p', { className: 'quiet' }, none));
}

function renderPairs(rows, row, paired) {
  if (!row.pairs.length) return null;
  return make('section', null, make('h3', null, 'Equal and similar rows'),
    make('ul', { className: 'pairs' }, ...row.pairs.map(pair => {
      const other = rows.all[pair.other];
      return make('li', null, make('button', { type: 'button', className: 'link', title: 'Compare (b)', onclick: () => paired(pair) }, other.row),
        ` ${kinds[pair.kind] ?? pair.kind}, likeness ${formatNumber(pair.score)}`, rows.start.inputs.length > 1 && other.input !== row.input ? make('span', { className: 'badge warning' }, 'other file') : null);
    })));
}

function renderFigures(rows, row) {
  const dice = rows.start.predictions.map((name, i) => [`Dice of ${name}`, row.dice[i] ?? null]);
  const sections = dice.length ? [make('section', null, make('h3', null, 'Predictions'), pairsOf(dice))] : [];
  if (!row.figures) return sections;
  const known = rows.start.figures.map((figure, i) => ({ ...figure, value: row.figures[i] })).filter(figure => figure.value !== null && !isSum(figure));
  return [...sections, ...Object.entries(families).map(([family, title]) => {
    const entries = known.filter(figure => figure.family === family).map(figure => [inWords(figure.name.replace(/^lesion_(?!kept)/, family === 'lesion' ? '' : 'lesion_')), figure.value, `${figure.name}: ${figure.definition}`]);
    return entries.length ? fold(title, family === 'lesion' || family === 'threshold', pairsOf(entries)) : null;
  })];
}

function renderColumns(title, entries) {
  return entries.length ? fold(title, false, pairsOf(entries.map(([name, value]) => [name, value, name]))) : null;
}

/** Where the row comes from, and what its readers drew and rated. */
function renderMatch(match) {
  if (!match) return null;
  const shown = Object.entries(match).filter(([name, value]) => !['row', 'key', 'other_sources'].includes(name) && value !== null && !(Array.isArray(value) && !value.length));
  const text = value => Array.isArray(value) ? value.map(item => typeof item === 'object' && item !== null ? Object.entries(item).map(([name, one]) => `${name} ${formatNumber(one)}`).join(', ') : formatNumber(item)).join(' · ') : value;
  const entries = shown.flatMap(([name, value]) => name === 'characteristics'
    ? Object.entries(value).map(([one, found]) => [inWords(one), found.median])
    : [[inWords(name), text(value), name]]);
  return fold('Source and readers', true, pairsOf(entries));
}
