// Runs a Lambda function in Node.js, as AWS's own runtime does.
//
// It starts without any code, asks the platform for it (GET /hearth/park), becomes that function's
// process, and answers events until it is killed. Everything that a cold function would otherwise
// wait for is loaded before. Sources: AWS Lambda Developer Guide, "Using the Lambda runtime API for
// custom runtimes" and "Building Lambda functions with Node.js".
'use strict';

const fs = require('node:fs');
const Module = require('node:module');
const net = require('node:net');
const path = require('node:path');
const { Writable } = require('node:stream');
const { pathToFileURL } = require('node:url');
const util = require('node:util');

const INVOCATION = '/2018-06-01/runtime/invocation/';
const NEXT = `${INVOCATION}next`;
const INIT_ERROR = '/2018-06-01/runtime/init/error';
const STREAMING = Symbol('streaming');

// ---- Errors that the runtime itself finds -----------------------------------------------------

function fault(name) {
  const kind = { [name]: class extends Error {} }[name];
  Object.defineProperty(kind.prototype, 'name', { value: `Runtime.${name}` });
  return kind;
}

const ImportModuleError = fault('ImportModuleError');
const HandlerNotFound = fault('HandlerNotFound');
const MalformedHandlerName = fault('MalformedHandlerName');
const UserCodeSyntaxError = fault('UserCodeSyntaxError');
const InvalidStreamingOperation = fault('InvalidStreamingOperation');
const NodeJsExit = fault('NodeJsExit');
const UnhandledPromiseRejection = fault('UnhandledPromiseRejection');

// The error as the caller of Invoke sees it.
function described(error) {
  try {
    if (util.types.isNativeError(error) || (error?.name && error.message && error.stack)) {
      return {
        errorType: String(error.name),
        errorMessage: String(error.message),
        trace: String(error.stack).split('\n'),
      };
    }
    return { errorType: typeof error, errorMessage: String(error), trace: [] };
  } catch {
    return {
      errorType: 'handled',
      errorMessage: 'the error has no readable name, message or stack',
      trace: [],
    };
  }
}

// ---- The platform -----------------------------------------------------------------------------

// The Runtime API over one connection; the platform answers in order, with Content-Length always.
class Platform {
  #socket;
  #host;
  #chunks = [];
  #size = 0;
  #needed = 0; // bytes that must be there before it is worth looking again
  #waiting = []; // for answers, in order

  // @param gone what to do when the platform is
  constructor(address, gone = () => process.exit(0)) {
    const colon = address.lastIndexOf(':');
    this.#host = address;
    this.#socket = net.connect({
      host: address.slice(0, colon),
      port: Number(address.slice(colon + 1)),
      noDelay: true,
    });
    this.#socket.on('data', (chunk) => this.#receive(chunk));
    this.#socket.on('error', () => {}); // 'close' follows
    this.#socket.on('close', gone);
  }

  get(target) {
    this.begin('GET', target, {});
    return this.answer();
  }

  post(target, headers, body) {
    this.#socket.cork();
    this.begin('POST', target, { ...headers, 'Content-Length': Buffer.byteLength(body) });
    this.#socket.write(body);
    this.#socket.uncork();
    return this.answer();
  }

  // Two calls in one packet; the first one's answer says nothing.
  postThenGet(target, headers, body, next) {
    this.#socket.cork();
    this.post(target, headers, body);
    const answer = this.get(next);
    this.#socket.uncork();
    return answer;
  }

  // The head of a request whose body the caller sends itself.
  begin(method, target, headers) {
    let head = `${method} ${target} HTTP/1.1\r\nHost: ${this.#host}\r\n`;
    for (const [name, value] of Object.entries(headers)) {
      head += `${name}: ${String(value).replace(/[^\x20-\x7e]/g, ' ')}\r\n`;
    }
    this.#socket.write(`${head}\r\n`, 'latin1');
  }

  send(chunk, done) {
    this.#socket.write(chunk, done);
  }

  answer() {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  // Whether the connection keeps this process alive: not while the function runs, so that Node
  // tells when the function has nothing left to do.
  hold(alive) {
    if (alive) {
      this.#socket.ref();
    } else {
      this.#socket.unref();
    }
  }

  close() {
    this.#socket.destroy();
  }

  #receive(chunk) {
    this.#chunks.push(chunk);
    this.#size += chunk.length;
    while (this.#size > 0 && this.#size >= this.#needed && this.#takeAnswer()) {}
  }

  // Hands on the first answer, where all of it is there.
  #takeAnswer() {
    const chunks = this.#chunks;
    const data = chunks.length === 1 ? chunks[0] : Buffer.concat(chunks, this.#size);
    this.#chunks = [data];
    const end = data.indexOf('\r\n\r\n');
    if (end < 0) {
      return false;
    }
    const headers = {};
    for (const line of data.latin1Slice(0, end).split('\r\n').slice(1)) {
      const colon = line.indexOf(':');
      headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
    }
    this.#needed = end + 4 + Number(headers['content-length'] ?? 0);
    if (this.#size < this.#needed) {
      return false;
    }
    const body = data.subarray(end + 4, this.#needed);
    const rest = data.subarray(this.#needed);
    this.#chunks = rest.length ? [rest] : [];
    this.#size = rest.length;
    this.#needed = 0;
    this.#waiting.shift()?.({ headers, body });
    return true;
  }
}

// ---- Logs -------------------------------------------------------------------------------------

const LEVELS = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'];

let requestId; // undefined until the first event, and so in the log, as on Lambda
let tenantId; // undefined but for functions that keep their tenants apart

// Writes one event; the platform turns its carriage returns into line feeds.
function writeEvent(text) {
  process.stdout.write(`${text.replace(/\r?\n/g, '\r')}\n`);
}

function textLine(level, args) {
  return `${new Date().toISOString()}\t${requestId}\t${level}\t${util.format(...args)}`;
}

function jsonLine(level, args) {
  const line = { timestamp: new Date().toISOString(), level, requestId, tenantId };
  if (args.length === 1) {
    try {
      return JSON.stringify({ ...line, message: args[0] }, readableError);
    } catch {
      return JSON.stringify({ ...line, message: util.format(args[0]) });
    }
  }
  const error = args.find((arg) => arg instanceof Error);
  return JSON.stringify({
    ...line,
    message: util.format(...args),
    ...(error && errorFields(error)),
  });
}

function readableError(_key, value) {
  return value instanceof Error ? { ...errorFields(value), ...value } : value;
}

function errorFields(error) {
  return {
    errorType: error.constructor?.name ?? 'UnknownError',
    errorMessage: error.message,
    stackTrace: typeof error.stack === 'string' ? error.stack.split('\n') : [],
  };
}

function setUpLogging() {
  const json = process.env.AWS_LAMBDA_LOG_FORMAT?.toUpperCase() === 'JSON';
  const format = json ? jsonLine : textLine;
  const least = LEVELS.indexOf(process.env.AWS_LAMBDA_LOG_LEVEL?.toUpperCase());
  for (const [index, level] of LEVELS.entries()) {
    const silent = index < least && level !== 'FATAL';
    console[level.toLowerCase()] = silent
      ? () => {}
      : (...args) => writeEvent(format(level, args));
  }
  console.log = console.info;
}

function logError(title, error) {
  if (process.env.AWS_LAMBDA_LOG_FORMAT?.toUpperCase() === 'JSON') {
    console.error(error instanceof Error ? error : new Error(String(error)));
    return;
  }
  let text;
  try {
    const value = error instanceof Error ? error : new Error(String(error));
    const { name: errorType, message: errorMessage, code, stack } = value;
    text = JSON.stringify({
      errorType,
      errorMessage,
      code,
      ...value,
      stack: String(stack).split('\n'),
    });
  } catch {
    text = JSON.stringify(described(error));
  }
  console.error(title, `\t${text}`);
}

// ---- The function's code ----------------------------------------------------------------------

// Earlier ones warn of it in the function's log; and what an option of Node's has hooked into import
// would not be asked.
const REQUIRES_MODULES =
  Number.parseInt(process.versions.node, 10) >= 24 && !process.env.NODE_OPTIONS;

// Where import looks as well: see resolve().
const searched = [];

// Turns this process into the function's.
function become(environment) {
  replaceEnvironment(environment);
  process.chdir(process.env.LAMBDA_TASK_ROOT);
  Module._initPaths(); // require() looks into NODE_PATH as it is now
  searched.push(...(process.env.NODE_PATH ?? '').split(':').filter(Boolean));
}

function replaceEnvironment(environment) {
  for (const name of Object.keys(process.env)) {
    delete process.env[name];
  }
  Object.assign(process.env, environment);
}

// import, unlike require, knows no NODE_PATH: what is not found beside the function is looked for
// there, so that the SDK and layers can be imported too.
function resolve(name, context, next) {
  try {
    return next(name, context);
  } catch (error) {
    if (error.code !== 'ERR_MODULE_NOT_FOUND' || /^(\.|\/|#|[a-z]+:)/.test(name)) {
      throw error;
    }
    for (const folder of searched) {
      try {
        const parentURL = pathToFileURL(path.join(path.dirname(folder), 'from-node-path')).href;
        return next(name, { ...context, parentURL });
      } catch {
        // not in this one
      }
    }
    throw error;
  }
}

function isModuleFolder(folder) {
  for (let at = folder; !at.endsWith('/node_modules'); at = path.dirname(at)) {
    const description = path.join(at, 'package.json');
    try {
      if (fs.statSync(description, { throwIfNoEntry: false })) {
        return JSON.parse(fs.readFileSync(description, 'utf8')).type === 'module';
      }
    } catch {
      return false;
    }
    if (at === '/') {
      break;
    }
  }
  return false;
}

async function loadModule(root, folder, name) {
  const file = path.resolve(root, folder, name);
  for (const extension of ['', '.js', '.mjs', '.cjs', '.ts', '.mts', '.cts']) {
    const candidate = file + extension;
    if (fs.statSync(candidate, { throwIfNoEntry: false })?.isFile()) {
      return isModule(candidate, extension) ? importModule(candidate) : require(candidate);
    }
  }
  return require(require.resolve(name, { paths: [root, path.resolve(root, folder)] }));
}

function isModule(file, extension) {
  return (
    /^\.m[jt]s$/.test(extension) ||
    (/^\.[jt]s$/.test(extension) && isModuleFolder(path.dirname(file)))
  );
}

// As import() does, but at once and without Node's threads, where Node can and the module does not
// wait for anything itself.
async function importModule(file) {
  if (REQUIRES_MODULES && /\.m?js$/.test(file)) {
    try {
      return require(file);
    } catch (error) {
      if (error.code !== 'ERR_REQUIRE_ASYNC_MODULE') {
        throw error;
      }
    }
  }
  return import(pathToFileURL(file).href);
}

// The function that `folder/module.property.handler` names.
async function loadHandler(root, name) {
  if (name.includes('..')) {
    throw new MalformedHandlerName(
      `'${name}' is not a valid handler name. Use absolute paths when specifying root directories in handler names.`,
    );
  }
  const base = path.basename(name);
  const dot = base.indexOf('.');
  if (dot < 0) {
    throw new MalformedHandlerName('Bad handler');
  }
  const folder = name.slice(0, name.length - base.length);
  let found;
  try {
    found = await loadModule(root, folder, base.slice(0, dot));
  } catch (error) {
    if (error instanceof SyntaxError) {
      throw new UserCodeSyntaxError(error);
    }
    throw error?.code === 'MODULE_NOT_FOUND' ? new ImportModuleError(error) : error;
  }
  for (const property of base.slice(dot + 1).split('.')) {
    found = found?.[property];
  }
  if (!found) {
    throw new HandlerNotFound(`${name} is undefined or not exported`);
  }
  if (typeof found !== 'function') {
    throw new HandlerNotFound(`${name} is not a function`);
  }
  return found;
}

globalThis.awslambda = {
  streamifyResponse(handler, options) {
    handler[STREAMING] = { highWaterMark: options?.highWaterMark };
    return handler;
  },
  HttpResponseStream: {
    // The status and the headers of an HTTP answer go before its body, ended by eight NULs.
    from(stream, prelude) {
      stream.setContentType('application/vnd.awslambda.http-integration-response');
      stream.setPrelude(Buffer.concat([Buffer.from(JSON.stringify(prelude)), Buffer.alloc(8)]));
      return stream;
    },
  },
};

// ---- Invocations ------------------------------------------------------------------------------

function contextOf(headers) {
  const deadline = Number(headers['lambda-runtime-deadline-ms']);
  const parsed = (name) => (headers[name] ? JSON.parse(headers[name]) : undefined);
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    clientContext: parsed('lambda-runtime-client-context'),
    identity: parsed('lambda-runtime-cognito-identity'),
    invokedFunctionArn: headers['lambda-runtime-invoked-function-arn'],
    awsRequestId: headers['lambda-runtime-aws-request-id'],
    tenantId: headers['lambda-runtime-aws-tenant-id'],
    getRemainingTimeInMillis: () => Math.max(deadline - Date.now(), 0),
  };
}

// Where the process is: what an error that nobody catches is reported to, and what happens when
// Node has nothing left to do.
const phase = { report: null, exhausted: null, dying: false };

// Runs a handler that answers with a value.
// @returns a promise of { value } or { error }; only the first answer counts
function runWhole(handler, event, context) {
  return new Promise((settle) => {
    let kept; // an answer that waits until Node has nothing left to do
    const done = (error, value) =>
      settle(error === undefined || error === null ? { value } : { error });
    context.done = done;
    context.succeed = (value) => done(null, value);
    context.fail = (error) => done(error ?? 'handled');
    const callback = (error, value) => {
      if (kept) {
        return;
      }
      if ((error === undefined || error === null) && context.callbackWaitsForEmptyEventLoop) {
        kept = { value };
      } else {
        done(error, value);
      }
    };
    phase.exhausted = () => settle(kept ?? unanswered(handler));
    try {
      const result = handler(event, context, callback);
      if (typeof result?.then === 'function') {
        result.then(context.succeed, context.fail);
      }
    } catch (error) {
      settle({ error });
    }
  });
}

function unanswered(handler) {
  return handler.constructor?.name === 'AsyncFunction'
    ? {
        error: new NodeJsExit(
          'The Lambda runtime client detected an unexpected Node.js exit code. This is most commonly caused by a Promise that was never settled. For more information, see https://nodejs.org/docs/latest/api/process.html#exit-codes',
        ),
      }
    : { value: null };
}

// What a streaming handler writes to: a chunked request body.
class ResponseStream extends Writable {
  #platform;
  #target;
  #contentType = 'application/octet-stream';
  #prelude = null;
  #begun = false;

  constructor(platform, target, highWaterMark) {
    super({ highWaterMark });
    this.#platform = platform;
    this.#target = target;
  }

  setContentType(type) {
    if (this.#begun) {
      throw new InvalidStreamingOperation('Cannot set content-type, too late.');
    }
    this.#contentType = type;
  }

  setPrelude(prelude) {
    this.#prelude = prelude;
  }

  write(chunk, ...rest) {
    const bytes = typeof chunk === 'string' || chunk instanceof Uint8Array;
    return super.write(bytes ? chunk : JSON.stringify(chunk), ...rest);
  }

  _write(chunk, _encoding, done) {
    this.#begin();
    this.#chunk(chunk, done);
  }

  _final(done) {
    this.#begin();
    done();
  }

  #begin() {
    if (this.#begun) {
      return;
    }
    this.#begun = true;
    this.#platform.begin('POST', this.#target, {
      'Content-Type': this.#contentType,
      'Lambda-Runtime-Function-Response-Mode': 'streaming',
      'Transfer-Encoding': 'chunked',
      Trailer: 'Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body',
    });
    if (this.#prelude) {
      this.#chunk(this.#prelude);
    }
  }

  #chunk(bytes, done) {
    if (bytes.length === 0) {
      done?.(); // an empty chunk would be the last
      return;
    }
    this.#platform.send(`${bytes.length.toString(16)}\r\n`);
    this.#platform.send(bytes);
    this.#platform.send('\r\n', done);
  }

  // Ends the body, with the error in its trailers where there is one.
  async close(error) {
    this.#begin();
    let last = '0\r\n';
    if (error !== undefined) {
      const description = described(error);
      const body = Buffer.from(JSON.stringify(description)).toString('base64');
      last += `Lambda-Runtime-Function-Error-Type: ${description.errorType.replace(/[^\x20-\x7e]/g, ' ')}\r\n`;
      last += `Lambda-Runtime-Function-Error-Body: ${body}\r\n`;
    }
    const answer = this.#platform.answer();
    this.#platform.send(`${last}\r\n`);
    await answer;
  }
}

async function runStreaming(platform, handler, event, context, target) {
  const stream = new ResponseStream(platform, target, handler[STREAMING].highWaterMark);
  phase.report = (error) => stream.close(error);
  const outcome = await new Promise((settle) => {
    stream.on('error', (error) => settle({ error }));
    phase.exhausted = () => settle({ error: new Error('Response stream is not finished.') });
    const finished = new Promise((resolve) => stream.on('finish', resolve));
    try {
      const result = handler(event, stream, context);
      if (typeof result?.then !== 'function') {
        settle({ error: 'Streaming does not support non-async handlers.' });
        return;
      }
      result.then(() => finished).then(() => settle({}), (error) => settle({ error }));
    } catch (error) {
      settle({ error });
    }
  });
  if (phase.dying) {
    return new Promise(() => {});
  }
  platform.hold(true);
  if (outcome.error !== undefined) {
    logError('Invoke Error', outcome.error);
  }
  await stream.close(outcome.error);
}

function serialised(value) {
  try {
    return JSON.stringify(value) ?? 'null';
  } catch {
    throw new Error('Unable to stringify response body');
  }
}

// Answers one event and asks for the next.
async function answer(platform, handler, { headers, body }) {
  const target = INVOCATION + headers['lambda-runtime-aws-request-id'];
  const postError = (error) => {
    const description = described(error);
    const type = { 'Lambda-Runtime-Function-Error-Type': description.errorType };
    return platform.post(
      `${target}/error`,
      { 'Content-Type': 'application/json', ...type },
      JSON.stringify(description),
    );
  };
  phase.report = postError;
  platform.hold(false);
  let outcome;
  try {
    const context = contextOf(headers);
    const event = JSON.parse(body.toString());
    if (handler[STREAMING]) {
      await runStreaming(platform, handler, event, context, `${target}/response`);
      return ask(platform);
    }
    outcome = await runWhole(handler, event, context);
    outcome = 'error' in outcome ? outcome : { json: serialised(outcome.value) };
  } catch (error) {
    outcome = { error };
  }
  if (phase.dying) {
    return new Promise(() => {}); // the invocation has been answered
  }
  platform.hold(true);
  if ('error' in outcome) {
    logError('Invoke Error', outcome.error);
    await postError(outcome.error);
    return ask(platform);
  }
  endPhase();
  const type = { 'Content-Type': 'application/json' };
  return platform.postThenGet(`${target}/response`, type, outcome.json, NEXT);
}

function ask(platform) {
  endPhase();
  return platform.get(NEXT);
}

function endPhase() {
  phase.report = null;
  phase.exhausted = null;
}

// Answers one event as what it says it is, and asks for the next.
function next(platform, handler, event) {
  const { headers } = event;
  requestId = headers['lambda-runtime-aws-request-id'];
  tenantId = headers['lambda-runtime-aws-tenant-id'];
  const trace = headers['lambda-runtime-trace-id'];
  if (trace) {
    process.env._X_AMZN_TRACE_ID = trace;
  } else {
    delete process.env._X_AMZN_TRACE_ID;
  }
  return answer(platform, handler, event);
}

async function serve(platform, handler) {
  let event = await ask(platform);
  for (;;) {
    event = await next(platform, handler, event);
  }
}

// ---- Start ------------------------------------------------------------------------------------

// An error that nobody has caught ends the process, after it has been told to whoever waits.
async function die(platform, title, error, status) {
  logError(title, error);
  platform.hold(true);
  const { report } = phase;
  phase.dying = true;
  phase.report = null;
  phase.exhausted = null;
  await report?.(error);
  process.exit(status);
}

const REHEARSALS = 2;
const REHEARSED_ANSWER =
  'HTTP/1.1 202 Accepted\r\nContent-Type: application/json\r\nContent-Length: 15\r\n\r\n{"status":"OK"}';
const REHEARSED_EVENT =
  'HTTP/1.1 200 OK\r\n' +
  'Lambda-Runtime-Aws-Request-Id: 00000000-0000-0000-0000-000000000000\r\n' +
  'Lambda-Runtime-Deadline-Ms: 0\r\n' +
  'Lambda-Runtime-Trace-Id: Root=1-00000000-000000000000000000000000;Sampled=0\r\n' +
  'Content-Type: application/json\r\nContent-Length: 11\r\n\r\n{"key":"v"}';

// Node loads its parts when they are first used, and compiles functions when they are first called:
// this uses, before anybody waits, what a function's start and its first event will use.
async function rehearse() {
  Module.registerHooks({ resolve });
  const before = { ...process.env };
  const folder = process.cwd();
  const server = net.createServer((peer) => {
    let asked = 0;
    peer.on('data', (request) => {
      for (let i = request.toString('latin1').split(NEXT).length; i > 1; i--) {
        peer.write((asked++ ? REHEARSED_ANSWER : '') + REHEARSED_EVENT);
      }
    });
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  const platform = new Platform(`127.0.0.1:${server.address().port}`, () => server.close());
  let event = await ask(platform);
  for (let i = 0; i < REHEARSALS; i++) {
    become({ ...before, LAMBDA_TASK_ROOT: __dirname, _HANDLER: 'rehearsal.handler' });
    setUpLogging();
    const handler = await loadHandler(process.env.LAMBDA_TASK_ROOT, process.env._HANDLER);
    event = await next(platform, handler, event);
  }
  platform.close();
  requestId = undefined;
  searched.length = 0;
  replaceEnvironment(before);
  process.chdir(folder);
}

async function main() {
  const platform = new Platform(process.env.AWS_LAMBDA_RUNTIME_API);
  process.stdout.writable; // made now, while nobody waits
  await rehearse();
  const { body } = await platform.get('/hearth/park');
  become(JSON.parse(body.toString()).environment);
  setUpLogging();
  const postInitError = (error) => {
    const description = described(error);
    const type = { 'Lambda-Runtime-Function-Error-Type': description.errorType };
    return platform.post(INIT_ERROR, type, JSON.stringify(description));
  };
  phase.report = postInitError;
  process.on('uncaughtException', (error) => die(platform, 'Uncaught Exception', error, 129));
  process.on('unhandledRejection', (reason) =>
    die(platform, 'Unhandled Promise Rejection', new UnhandledPromiseRejection(reason), 128),
  );
  process.on('beforeExit', () => phase.exhausted?.());
  let handler;
  try {
    handler = await loadHandler(process.env.LAMBDA_TASK_ROOT, process.env._HANDLER);
  } catch (error) {
    await die(platform, 'Uncaught Exception', error, 129);
  }
  await serve(platform, handler);
}

main();
