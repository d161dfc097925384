// Loads the module that HEARTH_ANALYZE names, and says how long each module takes that is loaded for
// it by `require`.
//
// A line for each, `import time: own | whole | name`, in microseconds; what a module loads stands
// before it and is indented by two more.
'use strict';
const Module = require('node:module');
const path = require('node:path');
const load = Module._load;
const nested = [];
const lines = [];

Module._load = function (request, parent, isMain) {
  const start = process.hrtime.bigint();
  let name = request;
  try {
    name = Module._resolveFilename(request, parent, isMain);
  } catch {
    // it will say so itself
  }
  if (Module._cache[name] || Module.isBuiltin(request)) {
    return load.apply(this, arguments);
  }
  const frame = { children: 0 };
  nested.push(frame);
  let loaded;
  try {
    loaded = load.apply(this, arguments);
  } finally {
    nested.pop();
  }
  const whole = Number(process.hrtime.bigint() - start) / 1000;
  if (nested.length > 0) nested[nested.length - 1].children += whole;
  const own = Math.max(0, whole - frame.children);
  const indent = '  '.repeat(nested.length);
  lines.push(`import time: ${own.toFixed(0)} | ${whole.toFixed(0)} | ${indent}${name}`);
  return loaded;
};

const entry = path.join(__dirname, process.env.HEARTH_ANALYZE);
try {
  const found = ['', '.js', '.mjs', '.cjs'].map((end) => entry + end);
  require(found.find((file) => require('node:fs').statSync(file, { throwIfNoEntry: false })?.isFile()));
} finally {
  Module._load = load;
  process.stdout.write(lines.join('\n') + '\n');
}
