// Prints as JSON what hyparquet finds in a Parquet file: node parquet_facts.mjs FILE COLUMN,COLUMN
// hyparquet and hyparquet-compressors must be in node_modules of the current folder.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const [name, columns] = process.argv.slice(2);
const modules = path.resolve('node_modules');
const load = file => import(pathToFileURL(path.join(modules, file)).href);
const { parquetMetadata, parquetReadObjects } = await load('hyparquet/src/index.js');
const { compressors } = await load('hyparquet-compressors/src/index.js');

const content = readFileSync(name);
const file = content.buffer.slice(content.byteOffset, content.byteOffset + content.byteLength);
const metadata = parquetMetadata(file);
const rows = await parquetReadObjects({ file, compressors, columns: columns.split(',') });
console.log(JSON.stringify(
  { numRows: metadata.num_rows, groups: metadata.row_groups.map(group => group.num_rows), rows },
  (_, value) => typeof value === 'bigint' ? Number(value) : value,
));
