
'use strict';
// Adds a button to each head of a table of several lines: one click sorts, the next reverses, a third restores the order. Totals stand in
// the table's foot and stay there.
for (const table of document.querySelectorAll('main table')) {
  const body = table.tBodies[0];
  const original = [...body.rows];
  if (original.length < 2) continue;
  const heads = [...table.tHead.rows[0].cells];
  const valueOf = (row, column) => {
    const cell = row.cells[column];
    const data = cell.querySelector('data');
    return data ? Number(data.value) : cell.querySelector('.none') ? null : cell.textContent.trim();
  };
  heads.forEach((head, column) => {
    const values = new Map(original.map(row => [row, valueOf(row, column)]));
    const known = original.filter(row => values.get(row) !== null);
    const isNumber = known.every(row => typeof values.get(row) === 'number');
    const compare = (a, b) => isNumber ? values.get(a) - values.get(b) : String(values.get(a)).localeCompare(String(values.get(b)), 'en', { numeric: true });
    const [first, second] = isNumber ? ['descending', 'ascending'] : ['ascending', 'descending'];
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'sort';
    button.setAttribute('aria-label', 'Sort by ' + head.textContent.trim());
    button.addEventListener('click', () => {
      const was = head.getAttribute('aria-sort');
      const next = was === null ? first : was === first ? second : null;
      heads.forEach(other => other.removeAttribute('aria-sort'));
      let lines = original;
      if (next) {
        head.setAttribute('aria-sort', next);
        const sign = next === 'ascending' ? 1 : -1;
        lines = [...known].sort((a, b) => sign * compare(a, b)).concat(original.filter(row => values.get(row) === null));
      }
      body.append(...lines);
    });
    head.append(button);
  });
}
