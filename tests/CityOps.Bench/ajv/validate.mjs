// ajv over the same bytes, one thread: UTF-8 → JSON.parse → verdict with problems, record by record.
// Says "ready VERSION FOUND" once warm; then answers each line on standard input with the seconds one pass took.
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import Ajv from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

const [schemaFile, dataFile] = process.argv.slice(2);
const ajv = new Ajv({ strict: false });
formats(ajv);
const check = ajv.compile(JSON.parse(readFileSync(schemaFile, 'utf8')));
const file = readFileSync(dataFile), spans = [];
for (let from = 0, to; (to = file.indexOf(10, from)) >= 0; from = to + 1) spans.push([from, to]);

function pass() {
  let bad = 0, problems = 0;
  for (const [from, to] of spans) {
    if (!check(JSON.parse(file.toString('utf8', from, to)))) {
      bad++;
      problems += check.errors.length;
    }
  }
  return problems >= bad ? bad : -1;
}

pass();
const found = pass(), { version } = JSON.parse(readFileSync(new URL('node_modules/ajv/package.json', import.meta.url), 'utf8'));
console.log(`ready ${version} ${found}`);
for await (const line of createInterface({ input: process.stdin })) {
  if (line === 'end') process.exit(0);
  const from = performance.now();
  pass();
  console.log(((performance.now() - from) / 1000).toFixed(6));
}
