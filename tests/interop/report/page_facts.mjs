// Opens a page in headless Chromium and prints what it finds there as JSON: node page_facts.mjs FILE CHROMIUM [PICTURE [PRINTED]]
// PICTURE receives the first screen at 1280x800, PRINTED the page as PDF. puppeteer-core and axe-core must be in node_modules of the current folder.
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import path from 'node:path';
import { readFileSync } from 'node:fs';

const [file, chromium, picture, printed] = process.argv.slice(2);
const modules = createRequire(path.resolve('package.json'));
const { default: puppeteer } = await import(pathToFileURL(modules.resolve('puppeteer-core')).href);
const axe = readFileSync(modules.resolve('axe-core/axe.min.js'), 'utf8');
const browser = await puppeteer.launch({ executablePath: chromium, args: ['--no-sandbox', '--disable-gpu', '--hide-scrollbars'] });
const page = await browser.newPage();
const facts = { console: [], requests: [], errors: [] };
page.on('console', message => facts.console.push(`${message.type()}: ${message.text()}`));
page.on('pageerror', error => facts.errors.push(String(error)));
page.on('requestfailed', request => facts.errors.push(`failed: ${request.url().slice(0, 100)}`));
page.on('request', request => request.url().startsWith('data:') || facts.requests.push(request.url()));
const open = async (width, height, scheme) => {
  await page.setViewport({ width, height });
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
  await page.goto(pathToFileURL(path.resolve(file)).href, { waitUntil: 'load' });
};

await open(1280, 800, 'light');
if (picture && picture !== '-') await page.screenshot({ path: picture });
facts.top = await page.evaluate(() => [...document.querySelectorAll('.top > li')].map(item => {
  const inside = [...item.querySelectorAll('.count, .example code, a:not(.zoom)')].every(part => {
    const box = part.getBoundingClientRect();
    const hit = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
    return box.width > 0 && box.top >= 0 && box.bottom <= 800 && box.left >= 0 && box.right <= 1280 && (part.contains(hit) || hit?.contains(part));
  });
  const link = item.querySelector('.more a').getAttribute('href');
  return {
    rule: item.dataset.rule, severity: item.querySelector('.badge').textContent, count: item.querySelector('.count').textContent,
    example: item.querySelector('.example code').textContent, link, target: !!document.getElementById(decodeURIComponent(link.slice(1))), inside,
  };
}));
facts.rules = await page.evaluate(() => [...document.querySelectorAll('article.rule')].map(rule => rule.id));
facts.page = await page.evaluate(() => ({
  lang: document.documentElement.lang, title: document.title, text: document.body.textContent,
  headings: [...document.querySelectorAll('h1, h2, h3, h4')].map(heading => Number(heading.tagName[1])),
  scripts: document.scripts.length, handlers: [...document.querySelectorAll('*')].filter(e => [...e.attributes].some(a => a.name.startsWith('on'))).length,
  duplicateIds: [...document.querySelectorAll('[id]')].map(e => e.id).filter((id, i, all) => all.indexOf(id) !== i),
  deadLinks: [...document.querySelectorAll('a[href^="#"]')].map(a => a.getAttribute('href')).filter(href => !document.getElementById(decodeURIComponent(href.slice(1)))),
  policy: document.querySelector('meta[http-equiv="Content-Security-Policy"]').content,
  sections: [...document.querySelectorAll('section')].map(section => section.id),
  brokenPictures: [...document.images].filter(image => !image.complete || image.naturalWidth === 0).length, pictures: document.images.length,
  terms: [...document.querySelectorAll('a.term')].map(term => [term.getAttribute('href'), term.title]),
  glossary: [...document.querySelectorAll('.glossary > div')].map(term => ['#' + term.querySelector('dt').id, term.querySelector('dd').textContent]),
  answers: [...document.querySelectorAll('.answers li')].map(answer => answer.textContent),
  commands: [...new Set([...document.querySelectorAll('code.command')].map(command => command.textContent))],
  rulesWithoutCommand: [...document.querySelectorAll('article.rule')].filter(rule => !rule.querySelector('.act code.command')).map(rule => rule.id),
  worst: [...document.querySelectorAll('article.rule')].map(rule => [rule.id, [...rule.querySelectorAll('.worst li p > a:first-child, .worst li p > code:first-child')].map(row => row.textContent)]),
  footer: document.querySelector('footer').textContent,
  verdicts: [...document.querySelectorAll('b.differs, b.alike')].map(verdict => [verdict.closest('tr').cells[0].textContent, verdict.textContent]),
  chartTexts: [...document.querySelectorAll('svg.wide')].map(svg => [...svg.querySelectorAll('text')].map(text => text.textContent)),
}));
facts.values = await page.evaluate(() => [...document.querySelectorAll('data[data-key]')].map(data => [data.dataset.input ?? null, data.dataset.key, Number(data.value)]));
facts.shots = await page.evaluate(() => [...document.querySelectorAll('.gallery img')].map(image => [image.alt, image.src]));
facts.rows = await page.evaluate(() => [...document.querySelectorAll('figure.row[data-row]')].map(figure => figure.dataset.row));

// The browser's own accessibility tree says which pictures have a name.
facts.unnamed = [];
const walk = node => {
  if (['img', 'image', 'graphics-document', 'SvgRoot'].includes(node.role) && !node.name) facts.unnamed.push(node.role);
  (node.children ?? []).forEach(walk);
};
walk(await page.accessibility.snapshot({ interestingOnly: false }));
facts.unnamedElements = await page.evaluate(() => [...document.querySelectorAll('img, svg')].filter(e => !(e.getAttribute('alt') || e.getAttribute('aria-label'))).length);

// Each head sorts by one click, reverses by a second and restores by a third; totals stay where they are.
facts.sorted = await page.evaluate(() => {
  const wrong = [];
  const tables = [...document.querySelectorAll('main table')].filter(table => table.tBodies[0].rows.length > 1);
  for (const table of tables) {
    const lines = () => [...table.tBodies[0].rows];
    const [before, foot] = [lines(), table.tFoot?.textContent];
    [...table.tHead.rows[0].cells].forEach((head, column) => {
      const button = head.querySelector('button');
      const values = order => order.map(row => row.cells[column].querySelector('data')?.value).filter(value => value !== undefined).map(Number);
      button.click();
      const first = values(lines());
      const isSorted = first.length === 0 || first.every((value, i) => i === 0 || first[i - 1] >= value);
      button.click();
      const second = values(lines());
      const isReversed = second.every((value, i) => i === 0 || second[i - 1] <= value);
      const named = head.getAttribute('aria-sort');
      button.click();
      if (!isSorted || !isReversed || !named || head.hasAttribute('aria-sort') || lines().some((row, i) => row !== before[i]) || table.tFoot?.textContent !== foot) wrong.push(table.caption.textContent + ' ' + column);
    });
  }
  return { tables: tables.length, wrong };
});

// A click on a row's picture leads to the row, whose pictures are larger then.
facts.zoom = null;
const small = await page.$('.worst a.zoom, .top a.zoom') ?? await page.$('.gallery a.zoom');
if (small) {
  const target = await small.evaluate(link => link.getAttribute('href'));
  const width = () => page.evaluate(id => document.querySelector(id).querySelector('img').getBoundingClientRect().width, target);
  const before = await width();
  await small.click();
  await new Promise(resolve => setTimeout(resolve, 200));
  facts.zoom = { before, after: await width(), at: await page.evaluate(id => document.querySelector(id).getBoundingClientRect().top, target) };
}

// Without scripts nothing is missing.
const textOf = () => page.evaluate(() => document.querySelector('main').innerText.replace(/\s+/g, ' '));
await open(1280, 800, 'light');
const withScript = await textOf();
await page.setJavaScriptEnabled(false);
await open(1280, 800, 'light');
facts.plain = { text: await textOf() === withScript, buttons: await page.evaluate(() => document.querySelectorAll('button').length) };
await page.setJavaScriptEnabled(true);

facts.axe = {};
facts.overlaps = {};
facts.overflow = {};
facts.contrast = {};
facts.smallText = {};
for (const [width, scheme] of [[1280, 'light'], [1280, 'dark'], [400, 'light'], [400, 'dark'], [320, 'light'], [700, 'light']]) {
  await open(width, 800, scheme);
  await page.evaluate(() => document.querySelectorAll('details').forEach(details => { details.open = true; }));
  // Structure is the same in both schemes, and colours are at all widths; contrast at each is looked at below, without what axe knows of overlays.
  const rules = width === 1280 ? (scheme === 'light' ? {} : { runOnly: ['color-contrast'] }) : { rules: { 'color-contrast': { enabled: false } } };
  if (width === 1280 || scheme === 'light') {
    await page.evaluate(axe);
    facts.axe[`${width} ${scheme}`] = await page.evaluate(async options => (await window.axe.run(options)).violations.map(found => `${found.id}: ${found.nodes.length} x ${found.nodes[0].html.slice(0, 120)}`), rules);
  }
  facts.overlaps[`${width} ${scheme}`] = await page.evaluate(() => [...document.querySelectorAll('main svg')].filter(svg => svg.checkVisibility()).flatMap(svg => {
    const labels = [...svg.querySelectorAll('text')].map(text => [text.textContent, text.getBoundingClientRect()]);
    const meet = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 4;
    return labels.flatMap(([text, box], i) => labels.slice(i + 1).filter(([, other]) => meet(box, other)).map(([other]) => `${text} / ${other}`));
  }));
  facts.overflow[`${width} ${scheme}`] = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  facts.contrast[`${width} ${scheme}`] = await page.evaluate(() => {
    const parse = color => { const [r, g, b, a = 1] = color.match(/[\d.]+/g).map(Number); return { r, g, b, a }; };
    const light = ({ r, g, b }) => [r, g, b].map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4).reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
    const ground = element => { for (let e = element; e; e = e.parentElement) { const color = parse(getComputedStyle(e).backgroundColor); if (color.a === 1) return color; } return { r: 255, g: 255, b: 255 }; };
    const poor = [];
    let least = 21;
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.parentElement;
      if (!node.textContent.trim() || !element.checkVisibility({ visibilityProperty: true }) || element.matches('title')) continue;
      const style = getComputedStyle(element);
      const [text, back] = [light(parse(element.closest('svg') ? style.fill : style.color)), light(ground(element))];
      const ratio = (Math.max(text, back) + 0.05) / (Math.min(text, back) + 0.05);
      least = Math.min(least, ratio);
      if (ratio < 4.5) poor.push(`${node.textContent.trim().slice(0, 30)}: ${ratio.toFixed(2)}`);
    }
    return { least, poor };
  });
  if (width === 320) continue;
  facts.smallText[`${width} ${scheme}`] = await page.evaluate(() => Math.min(...[...document.querySelectorAll('svg text')].filter(text => text.checkVisibility()).map(text => {
    const svg = text.ownerSVGElement;
    return parseFloat(getComputedStyle(text).fontSize) * svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
  })));
}

await page.emulateMediaType('print');
facts.print = await page.evaluate(() => ({ nav: document.querySelector('nav').checkVisibility(), buttons: [...document.querySelectorAll('button')].filter(button => button.checkVisibility()).length }));
facts.headings = await page.evaluate(() => [...document.querySelectorAll('main h2:not(.hidden), main h3')].map(heading => heading.textContent));
facts.printBytes = (await page.pdf({ format: 'A4', ...(printed ? { path: printed } : {}) })).length;
await browser.close();
console.log(JSON.stringify(facts));
