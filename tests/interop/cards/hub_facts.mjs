// Prints as JSON what hyparquet finds in a Parquet file of the Hugging Face hub: node hub_facts.mjs FILE
// hyparquet and hyparquet-compressors must be in node_modules of the current folder.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const modules = path.resolve('node_modules');
const load = file => import(pathToFileURL(path.join(modules, file)).href);
const { parquetMetadata, parquetReadObjects } = await load('hyparquet/src/index.js');
const { compressors } = await load('hyparquet-compressors/src/index.js');

const content = readFileSync(process.argv[2]);
const file = content.buffer.slice(content.byteOffset, content.byteOffset + content.byteLength);
const metadata = parquetMetadata(file);
const rows = await parquetReadObjects({ file, compressors, utf8: false });
const features = metadata.key_value_metadata.find(pair => pair.key === 'huggingface').value;
console.log(JSON.stringify(
  { numRows: metadata.num_rows, columns: Object.keys(rows[0]), features: JSON.parse(features), rows },
  (_, value) => typeof value === 'bigint' ? Number(value) : value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value,
));
