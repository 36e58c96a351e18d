// Drives the page of `lungseg browse` in headless Chromium as a person does, and prints what it saw as JSON: node drive_page.mjs TASK URL CHROMIUM [ARGUMENT]
// playwright-core and axe-core must be in node_modules of the current folder.
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import path from 'node:path';
import { readFileSync } from 'node:fs';

const [task, url, chromiumPath, argument] = process.argv.slice(2);
const modules = createRequire(path.resolve('package.json'));
const { chromium } = modules('playwright-core');
const axe = readFileSync(modules.resolve('axe-core/axe.min.js'), 'utf8');
const browser = await chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox', '--disable-gpu'] });
const facts = { console: [], requests: [], dialogs: 0 };

async function open(width = 1280, height = 800, colorScheme = 'light', state = null) {
  const page = await (await browser.newContext({ viewport: { width, height }, colorScheme, reducedMotion: 'reduce' })).newPage();
  // That a canvas is read so often is of this check alone.
  page.on('console', message => message.text().includes('willReadFrequently') || facts.console.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', error => facts.console.push(`error: ${error}`));
  page.on('request', request => facts.requests.push(request.url()));
  page.on('dialog', dialog => { facts.dialogs++; dialog.dismiss(); });
  if (state) await page.route('**/state.json*', route => route.fulfill({ json: state }));
  await page.goto(url);
  await page.waitForSelector('.card img');
  return page;
}
const ready = page => page.waitForFunction(() => document.getElementById('progress').textContent === '', null, { timeout: 60000 });
const cards = page => page.$$eval('.card', all => all.map(card => card.dataset.row));
const count = page => page.textContent('#count');
const shown = (page, row) => page.waitForFunction(name => document.getElementById('slice').dataset.shown === name && !document.getElementById('slice').hidden, row);
const title = page => page.textContent('#slice h2');
/** Grey values of the canvas, its window, and whether every pixel is grey and opaque. */
const canvas = page => page.evaluate(() => {
  const view = document.querySelector('.viewer canvas.pixels');
  const { data, width, height } = view.getContext('2d').getImageData(0, 0, view.width, view.height);
  let [text, isGrey] = ['', true];
  for (let i = 0; i < data.length; i += 4) {
    isGrey &&= data[i] === data[i + 1] && data[i] === data[i + 2] && data[i + 3] === 255;
    text += String.fromCharCode(data[i]);
  }
  const level = document.querySelector('.level').dataset;
  return { grey: btoa(text), width, height, isGrey, low: Number(level.low), high: Number(level.high) };
});
const settle = page => page.evaluate(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))));
const box = page => page.$eval('.viewer canvas.pixels', view => { const { left, top, width, height } = view.getBoundingClientRect(); return { left, top, width, height, scale: width / view.width }; });
const pointAt = async (page, row, column) => { const { left, top, scale } = await box(page); return [left + (column + 0.5) * scale, top + (row + 0.5) * scale]; };
/** Colours [r, g, b, a] of the layers over pixels of the slice. */
const layersAt = (page, pixels) => page.evaluate(list => {
  const [base, top] = [document.querySelector('.viewer canvas.pixels'), document.querySelector('.viewer canvas.layers')];
  const [from, to] = [base.getBoundingClientRect(), top.getBoundingClientRect()];
  const [scale, ratio] = [from.width / base.width, top.width / to.width];
  const context = top.getContext('2d');
  return list.map(([row, column]) => [...context.getImageData(Math.floor(ratio * (from.left - to.left + (column + 0.5) * scale)), Math.floor(ratio * (from.top - to.top + (row + 0.5) * scale)), 1, 1).data]);
}, pixels);
const inked = page => page.$eval('.viewer canvas.layers', top => top.getContext('2d').getImageData(0, 0, top.width, top.height).data.filter((value, i) => i % 4 === 3 && value > 0).length);
const violations = async page => { await page.evaluate(axe); return page.evaluate(async () => (await window.axe.run({ preload: false })).violations.map(found => `${found.id}: ${found.nodes.length} x ${found.nodes[0].html.slice(0, 140)}`)); };
const overflow = page => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** Grid, filters, sorting, slices, windows, layers, pairs, marks. */
async function look() {
  const pixels = JSON.parse(argument);
  const page = await open();
  facts.firstCards = await cards(page);
  await ready(page);
  facts.address = page.url();
  facts.markup = await page.evaluate(() => document.querySelectorAll('b img, b script, .class img, .name img, #notes img').length);
  facts.text = await page.textContent('body');

  await page.check('label.value:has-text("LR4B") input');
  facts.filtered = { count: await count(page), rows: await cards(page), others: await page.$$eval('fieldset', sets => Object.fromEntries(sets.map(set => [set.querySelector('legend').textContent, Object.fromEntries([...set.querySelectorAll('.value')].map(value => [value.querySelector('.name').textContent, Number(value.querySelector('.count').textContent)]))]))) };
  await page.click('#clear');
  await page.keyboard.press('/');
  await page.keyboard.type('demo:1');
  facts.found = await cards(page);
  await page.fill('#search', '');
  facts.sorted = {};
  for (const sort of ['lesion_kept', 'lesion_px', 'LS034', 'LS041', 'dice half']) {
    await page.selectOption('#sort', sort);
    facts.sorted[sort] = await cards(page);
  }
  await page.click('#direction');
  facts.sorted.reversed = await cards(page);
  facts.sortGroups = await page.$$eval('#sort optgroup', all => all.map(one => one.label));
  await page.check('label.value:has-text("LR4B") input');
  facts.reloaded = { before: await cards(page), query: new URL(page.url()).search };
  await page.reload();
  await page.waitForSelector('.card img');
  await ready(page);
  Object.assign(facts.reloaded, { rows: await cards(page), sort: await page.inputValue('#sort') });
  await page.click('#clear');
  await page.selectOption('#sort', 'file');

  await page.click('.card[data-row="demo:9"]');
  await shown(page, 'demo:9');
  facts.windows = {};
  for (const [key, name] of [['1', 'lung'], ['2', 'mediastinum'], ['3', 'bone'], ['4', 'full']]) {
    await page.keyboard.press(key);
    await settle(page);
    facts.windows[name] = await canvas(page);
  }
  await page.keyboard.press('1');
  await page.keyboard.press('i');
  await settle(page);
  facts.windows.inverted = await canvas(page);
  await page.keyboard.press(' ');
  const [x, y] = await pointAt(page, 255, 255);
  await page.mouse.move(x, y);
  facts.value = await page.textContent('.value output, output.value');
  await page.mouse.down();
  await page.mouse.move(x + 40, y + 25, { steps: 4 });
  await page.mouse.up();
  await settle(page);
  facts.windows.dragged = await canvas(page);
  facts.box = [await box(page)];
  await page.keyboard.down('Shift');
  await page.mouse.down();
  await page.mouse.move(x + 70, y + 15, { steps: 3 });
  await page.mouse.up();
  await page.keyboard.up('Shift');
  await settle(page);
  facts.box.push(await box(page));
  await page.keyboard.down('Control');
  await page.mouse.wheel(0, -200);
  await page.keyboard.up('Control');
  await page.waitForTimeout(150);
  facts.box.push(await box(page));
  await page.keyboard.press('z');
  await settle(page);
  facts.lesion = await pointAt(page, ...pixels[0]);
  facts.box.push(await box(page), await page.$eval('.viewer', one => { const { left, top, width, height } = one.getBoundingClientRect(); return { left, top, width, height }; }));
  await page.keyboard.press(' ');
  await page.mouse.wheel(0, 120);
  await shown(page, 'demo:10');
  await page.mouse.wheel(0, -120);
  await shown(page, 'demo:9');
  facts.steps = [];
  for (const key of ['j', 'ArrowRight', 'ArrowDown', 'k', 'ArrowLeft', 'ArrowUp']) {
    await page.keyboard.press(key);
    facts.steps.push(await title(page));
  }
  await shown(page, 'demo:9');

  await page.keyboard.press('m');
  await page.keyboard.press('p');
  facts.ink = { none: await inked(page) };
  for (const [name, key] of [['mask', 'm'], ['prediction', 'p']]) {
    await page.keyboard.press(key);
    facts.ink[name] = await inked(page);
    await page.keyboard.press(key);
  }
  await page.keyboard.press('d');
  facts.difference = await layersAt(page, pixels);
  await page.keyboard.press('o');
  facts.ink.off = await inked(page);
  await page.keyboard.press('o');
  await page.keyboard.press('d');
  facts.areas = {};
  for (let i = 0; i < 5; i++) {
    await page.keyboard.press('t');
    const name = await page.inputValue('#area');
    await page.waitForTimeout(name === 'none' ? 50 : 250);
    facts.areas[name] = { ink: await inked(page), lung: await layersAt(page, [pixels[3]]), legend: await page.$$eval('.legend li', all => all.map(one => one.textContent)) };
  }

  // A row whose HU are no integers comes as float32.
  await page.keyboard.press('Escape');
  await page.click('.card[data-row="demo:4"]');
  await shown(page, 'demo:4');
  facts.windows.float = await canvas(page);

  await page.keyboard.press('g');
  facts.scan = { place: await page.textContent('.slice-head .quiet'), strip: await page.$$eval('.strip button', all => all.map(one => one.title)) };
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  facts.scan.last = await title(page);
  await page.keyboard.press('g');
  await page.keyboard.press('Escape');
  await page.click('.card[data-row="demo:12"]');
  await shown(page, 'demo:12');
  await page.keyboard.press('b');
  await shown(page, 'demo:12 demo:5');
  facts.pair = { viewers: await page.$$eval('.viewer', all => all.filter(one => one.checkVisibility()).length), names: [await page.textContent('.pair-names')] };
  for (let i = 0; i < 3; i++) {
    await page.keyboard.press('b');
    await settle(page);
    await page.waitForTimeout(100);
    facts.pair.names.push(await page.textContent('.pair-names'));
  }
  await page.click('[data-pair=other]');
  facts.pair.names.push(await page.textContent('.pair-names'));
  await page.keyboard.press('Escape');
  await page.keyboard.press('x');
  await page.waitForSelector('[data-mark=reject][aria-pressed=true]');
  await page.click('[data-mark=mask]');
  await page.waitForSelector('[data-mark=mask][aria-pressed=true]');
  await page.fill('#note', 'twice, "the same"; look');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.getElementById('toast').textContent.includes('note saved'));
  await page.keyboard.press('Escape');
  await page.waitForSelector('.card[data-row="demo:12"].rejected');
  facts.focus = await page.evaluate(() => document.activeElement.dataset.row);
  facts.back = await page.evaluate(() => document.getElementById('slice').hidden);
}

/** The marks as they are after a restart, in two browsers at once. */
async function marks() {
  const [page, other] = [await open(), await open()];
  await ready(page);
  facts.before = await page.$$eval('.card .mark', all => all.map(mark => mark.textContent));
  await page.click('.card[data-row="demo:3"]');
  await shown(page, 'demo:3');
  await page.keyboard.press('x');
  await page.waitForSelector('[data-mark=reject][aria-pressed=true]');
  await other.waitForSelector('.card[data-row="demo:3"].rejected', { timeout: 8000 });
  facts.seenByTheOther = true;
  // The tab is closed at once after the next mark.
  await page.click('[data-mark=label]');
  await page.close();
}

/** Everything without a mouse. */
async function keyboard() {
  const page = await open();
  await ready(page);
  const focus = () => page.evaluate(() => document.activeElement.id || document.activeElement.dataset?.row || document.activeElement.dataset?.filter || document.activeElement.className);
  facts.order = [];
  for (let i = 0; i < 8; i++) { await page.keyboard.press('Tab'); facts.order.push(await focus()); }
  await page.keyboard.press('Escape');
  await page.keyboard.press('?');
  facts.help = await page.$eval('#help', dialog => dialog.open);
  await page.keyboard.press('Escape');
  facts.helpClosed = await page.$eval('#help', dialog => !dialog.open);
  while (!(await focus()).startsWith('class/')) await page.keyboard.press('Tab');
  await page.keyboard.press(' ');
  facts.filtered = await count(page);
  await page.keyboard.press(' ');
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press('j');
  facts.first = await focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowDown');
  facts.below = await focus();
  await page.keyboard.press('Enter');
  await shown(page, facts.below);
  await page.keyboard.press('j');
  facts.next = await title(page);
  await page.keyboard.press('Escape');
  facts.returned = await focus();
}

/** What the page says while rows are read: of one that cannot be read, of one whose prediction cannot, of one that is whole, of those not read yet. */
async function early() {
  const unreadable = { rule: 'LS001', severity: 'error', message: 'cut', figure: null };
  const page = await open(1280, 800, 'light', {
    phase: 'reading', done: 3, next: 3, failure: null,
    rows: [{ at: 4, fault: 'cut', findings: [unreadable] }, { at: 1, fault: 'prediction cut', figures: [], findings: [] }, { at: 2, figures: [], findings: [] }],
  });
  await page.waitForSelector('.card[data-row="demo:4"] .badge');
  facts.lines = Object.fromEntries(await page.$$eval('.card', all => all.slice(1, 5).map(card => [card.dataset.row, card.querySelectorAll('.line')[1].firstChild.textContent])));
  facts.counts = await page.$$eval('.value input[data-filter^="rule/"]', all => all.map(one => [one.dataset.filter, one.parentElement.querySelector('.count').textContent]));
  await page.selectOption('#sort', 'worst');
  facts.worst = await cards(page);
  facts.findings = {};
  for (const row of ['demo:1', 'demo:2', 'demo:3']) {
    await page.click(`.card[data-row="${row}"]`);
    await shown(page, row);
    facts.findings[row] = await page.textContent('#slice aside .quiet');
    await page.keyboard.press('Escape');
  }
}

/** Accessibility, width and colours. */
async function views() {
  facts.axe = {};
  facts.overflow = {};
  facts.ground = {};
  for (const [width, scheme] of [[1280, 'light'], [1280, 'dark'], [400, 'light'], [400, 'dark']]) {
    const page = await open(width, 800, scheme);
    await ready(page);
    const view = `${width} ${scheme}`;
    if (width === 400) await page.click('#show-filters');
    facts.axe[`${view} grid`] = await violations(page);
    facts.overflow[`${view} grid`] = await overflow(page);
    facts.ground[view] = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    await page.click('.card');
    await page.waitForFunction(() => document.getElementById('slice').dataset.shown);
    facts.axe[`${view} slice`] = await violations(page);
    facts.overflow[`${view} slice`] = await page.$eval('#slice', slice => slice.scrollWidth - slice.clientWidth);
    await page.keyboard.press('?');
    facts.axe[`${view} keys`] = await violations(page);
    await page.context().close();
  }
}

/** An exported page. */
async function exported() {
  const page = await open();
  facts.cards = await cards(page);
  facts.broken = await page.evaluate(async () => { const all = [...document.images]; await Promise.all(all.map(image => image.decode().catch(() => {}))); return all.filter(image => image.naturalWidth === 0).length; });
  await page.check('label.value:has-text("LR4B") input');
  facts.filtered = await cards(page);
  await page.click('.card');
  await page.waitForFunction(() => document.getElementById('slice').dataset.shown);
  facts.title = await title(page);
  facts.size = await page.$eval('.viewer canvas.pixels', view => [view.width, view.height]);
  facts.isDisabled = await page.$eval('[data-mark=reject]', button => button.disabled);
  facts.findings = await page.$$eval('.findings li', all => all.length);
  await page.keyboard.press('?');
  facts.keys = await page.$$eval('#help dt', all => all.map(one => one.textContent));
  await page.keyboard.press('Escape');
  facts.axe = await violations(page);
}

/** Time from the key to the slice on the canvas, for the next N rows. */
async function speed() {
  const page = await open();
  facts.first = await page.evaluate(async () => {
    const from = performance.now();
    document.querySelector('.card').click();
    while (!document.getElementById('slice').dataset.shown) await new Promise(done => requestAnimationFrame(done));
    return performance.now() - from;
  });
  facts.sinceStart = await page.evaluate(() => performance.now());
  facts.next = await page.evaluate(async length => {
    const times = [];
    for (let i = 0; i < length; i++) {
      const slice = document.getElementById('slice');
      const before = slice.dataset.shown;
      const from = performance.now();
      document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: 'j', bubbles: true }));
      while (slice.dataset.shown === before) await new Promise(done => setTimeout(done, 0));
      await new Promise(done => requestAnimationFrame(done));
      times.push(performance.now() - from);
      await new Promise(done => setTimeout(done, 120));
    }
    return times;
  }, Number(argument ?? 50));
}

await { look, marks, keyboard, early, views, exported, speed }[task]();
await browser.close();
console.log(JSON.stringify(facts));
