// Makes elements. Text from the data is always set as text, never as markup.

/** An element with properties (data-* and aria-* as attributes, on* as listeners) and children: elements, texts or null. */
export function make(tag, properties, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties ?? {})) {
    if (value === null || value === undefined) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name.includes('-') || name === 'role' || name === 'for') element.setAttribute(name, value);
    else element[name] = value;
  }
  element.append(...children.flat().filter(child => child !== null && child !== undefined));
  return element;
}

export const byId = id => document.getElementById(id);

/** By digits after the point: a format is dear to make. */
const formats = [0, 1, 2, 3].map(digits => new Intl.NumberFormat('en', { minimumFractionDigits: digits, maximumFractionDigits: digits }));

/** A number as the page shows it; a dash where there is none. */
export function formatNumber(value) {
  if (value === null || value === undefined) return '–';
  if (typeof value !== 'number') return String(value);
  const digits = Number.isInteger(value) ? 0 : Math.abs(value) >= 100 ? 1 : Math.abs(value) >= 10 ? 2 : 3;
  return formats[digits].format(value).replace('-', '\u2212').replaceAll(',', '\u202f');
}

/** The name of a figure in words. */
export const inWords = name => name.replaceAll('_', ' ').replace(/\bhu\b/g, 'HU').replace(/\bp(\d\d)\b/, (_, percent) => `percentile ${Number(percent)}`);

/** Families of figures, and sums from which other figures are made: these say nothing to a person. */
export const families = { lesion: 'Lesion', threshold: 'hu_array', components: 'Components', position: 'Place in the lungs', hu: 'HU of the slice' };
export const isSum = figure => /(_sum|_squares|_deviations)$/.test(figure.name);

let toastEnds = 0;

/** Says something for some seconds. */
export function say(text, isBad = false) {
  const toast = byId('toast');
  toast.textContent = text;
  toast.className = isBad ? 'shown bad' : 'shown';
  clearTimeout(toastEnds);
  toastEnds = setTimeout(() => { toast.className = ''; }, isBad ? 12000 : 4000);
}
