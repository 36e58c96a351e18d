// Where the data come from: the server, or data.js beside an exported page.

const exported = globalThis.lungsegData ?? null;

/** Whether the page was exported: then there are pictures and no HU, and marks cannot be set. */
export const isExported = exported !== null;

async function ask(path, options) {
  const response = await fetch(path, options).catch(() => { throw new Error('lungseg does not answer; was it ended?'); });
  if (!response.ok) throw new Error((await response.text()).trim() || `${path}: ${response.status}`);
  return response;
}

export const getStart = async () => exported?.start ?? (await ask('start.json')).json();

/** What was found since; the result of all rows together comes once. */
export const getState = async (from, marks, hasResult) => exported?.state ?? (await ask(`state.json?from=${from}&marks=${marks}&result=${hasResult ? 1 : 0}`)).json();

/** Address of the small picture of a row. */
export const getPicture = at => isExported ? `pictures/${at}.jpg` : `rows/${at}/picture.jpg`;

export const getPixels = async at => (await ask(`rows/${at}/pixels`)).arrayBuffer();

export const getAreas = async at => (await ask(`rows/${at}/areas`)).arrayBuffer();

/** Sets a mark of a row; removes it where the note is null. Returns all marks once the file is saved. */
export const setMark = async (row, mark, note) =>
  (await ask('marks', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ row, mark, note }), keepalive: true })).json();
