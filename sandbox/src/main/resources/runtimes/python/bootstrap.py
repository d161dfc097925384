"""Runs a Lambda function in Python, as AWS's own runtime does.

It starts without any code, asks the platform for it (GET /hearth/park), becomes that function's
process, and answers events until it is killed. Everything that a cold function would otherwise wait
for is imported before. Sources: AWS Lambda Developer Guide, "Using the Lambda runtime API for custom
runtimes" and "Building Lambda functions with Python".
"""

import _socket  # not socket: 5 ms and 1 MiB less, and one connection needs no more
import datetime
import gc
import importlib
import json
import logging
import os
import site  # -S: imported without acting; see become()
import sys
import time
import traceback

INVOCATION = "/2018-06-01/runtime/invocation/"
NEXT = INVOCATION + "next"
INIT_ERROR = "/2018-06-01/runtime/init/error"
RESTORE_NEXT = "/2018-06-01/runtime/restore/next"
RESTORE_ERROR = "/2018-06-01/runtime/restore/error"

FOLDER = os.path.dirname(os.path.abspath(__file__))

# Modules that AWS's runtime has beside Python's own.
LIBRARY = os.path.join(FOLDER, "library")


class Fault(Exception):
    """An error that the runtime itself finds, not the function."""

    def __init__(self, kind, message, trace=()):
        super().__init__(message)
        self.kind = "Runtime." + kind
        self.trace = list(trace)


class Platform:
    """The Runtime API over one connection; the platform answers with Content-Length always."""

    def __init__(self, address, connected=None):
        self.host = address
        self.socket = connected or self._connected(*address.rsplit(":", 1))
        self.pending = b""

    @staticmethod
    def _connected(host, port):
        connected = _socket.socket(_socket.AF_INET, _socket.SOCK_STREAM)
        connected.setsockopt(_socket.IPPROTO_TCP, _socket.TCP_NODELAY, 1)
        connected.connect((host, int(port)))
        return connected

    def get(self, path):
        self.socket.sendall(self._head("GET", path))
        return self._receive()

    def post(self, path, body, headers=""):
        self._send(self._head("POST", path, len(body), headers), body)
        self._receive()

    def post_then_get(self, path, body, headers, next_path):
        """Two calls in one packet; the first one's answer says nothing."""
        head = self._head("POST", path, len(body), headers)
        self._send(head, body, self._head("GET", next_path))
        self._receive()
        return self._receive()

    def _head(self, method, path, length=0, headers=""):
        return (
            f"{method} {path} HTTP/1.1\r\nHost: {self.host}\r\n"
            f"Content-Length: {length}\r\n{headers}\r\n"
        ).encode("latin-1", "replace")

    def _send(self, head, body, after=b""):
        if len(body) < 65536:
            self.socket.sendall(head + body + after)
        else:
            for part in (head, body, after):
                self.socket.sendall(part)

    def _receive(self):
        while (end := self.pending.find(b"\r\n\r\n")) < 0:
            self.pending += self._read(65536)
        lines = self.pending[:end].decode("latin-1").split("\r\n")
        headers = {}
        for line in lines[1:]:
            name, _, value = line.partition(":")
            headers[name.lower()] = value.strip()
        return headers, self._body(end + 4, int(headers.get("content-length", 0)))

    def _body(self, start, length):
        if len(self.pending) >= start + length:
            body = self.pending[start : start + length]
            self.pending = self.pending[start + length :]
            return body
        body = bytearray(length)
        have = len(self.pending) - start
        body[:have] = self.pending[start:]
        self.pending = b""
        view = memoryview(body)
        while have < length:
            count = self.socket.recv_into(view[have:])
            if not count:
                os._exit(0)
            have += count
        return body

    def _read(self, size):
        data = self.socket.recv(size)
        if not data:
            os._exit(0)  # the platform is gone
        return data


class Fields:
    """The named attributes of a part of the context; missing ones are None."""

    __slots__ = ()

    def __init__(self, values=None):
        for name in self.__slots__:
            setattr(self, name, (values or {}).get(name))

    def __repr__(self):
        fields = ",".join(f"{name}={getattr(self, name)}" for name in self.__slots__)
        return f"{type(self).__name__}([{fields}])"


class CognitoIdentity(Fields):
    __slots__ = ("cognito_identity_id", "cognito_identity_pool_id")


class Client(Fields):
    __slots__ = (
        "installation_id",
        "app_title",
        "app_version_name",
        "app_version_code",
        "app_package_name",
    )


class ClientContext(Fields):
    __slots__ = ("custom", "env", "client")


class LambdaContext:
    """What a handler gets as its second argument."""

    def __init__(self, headers):
        self.aws_request_id = headers.get("lambda-runtime-aws-request-id")
        self.invoked_function_arn = headers.get("lambda-runtime-invoked-function-arn")
        self.log_group_name = os.environ.get("AWS_LAMBDA_LOG_GROUP_NAME")
        self.log_stream_name = os.environ.get("AWS_LAMBDA_LOG_STREAM_NAME")
        self.function_name = os.environ.get("AWS_LAMBDA_FUNCTION_NAME")
        self.function_version = os.environ.get("AWS_LAMBDA_FUNCTION_VERSION")
        self.memory_limit_in_mb = os.environ.get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE")
        self.client_context = self._client_context(headers)
        self.identity = self._identity(headers)
        self.tenant_id = headers.get("lambda-runtime-aws-tenant-id")
        self._deadline_ms = int(headers.get("lambda-runtime-deadline-ms", 0))

    def get_remaining_time_in_millis(self):
        return max(self._deadline_ms - int(time.time() * 1000), 0)

    def log(self, message):
        sys.stdout.write(str(message))

    @staticmethod
    def _client_context(headers):
        values = parsed_header(headers, "lambda-runtime-client-context", "Client Context")
        if values is None:
            return None
        context = ClientContext(values)
        if context.client is not None:
            context.client = Client(context.client)
        return context

    @staticmethod
    def _identity(headers):
        values = parsed_header(headers, "lambda-runtime-cognito-identity", "Cognito Identity")
        identity = CognitoIdentity()
        if values is not None:
            identity.cognito_identity_id = values.get("cognitoIdentityId")
            identity.cognito_identity_pool_id = values.get("cognitoIdentityPoolId")
        return identity

    def __repr__(self):
        names = (
            "aws_request_id log_group_name log_stream_name function_name memory_limit_in_mb"
            " function_version invoked_function_arn client_context identity tenant_id"
        ).split()
        fields = ",".join(f"{name}={getattr(self, name)}" for name in names)
        return f"LambdaContext([{fields}])"


def parsed_header(headers, name, title):
    text = headers.get(name)
    if not text:
        return None
    try:
        return json.loads(text)
    except Exception as e:
        raise Fault("LambdaContextUnmarshalError", f"Unable to parse {title} JSON: {e}")


class ResponseEncoder(json.JSONEncoder):
    """JSON as Lambda writes it: a Decimal keeps its digits."""

    def encode(self, value):
        self.decimals = []
        self.mark = os.urandom(8).hex()
        text = super().encode(value)
        for index, digits in enumerate(self.decimals):
            text = text.replace(f'"{self.mark}:{index}"', digits)
        return text

    def default(self, value):
        decimal = sys.modules.get("decimal")  # without that module there are no Decimals
        if decimal and isinstance(value, decimal.Decimal):
            self.decimals.append("NaN" if value.is_nan() else str(value))
            return f"{self.mark}:{len(self.decimals) - 1}"
        return super().default(value)


class LogHandler(logging.Handler):
    """Writes a record as one line; the platform turns its carriage returns into line feeds."""

    def __init__(self, request, stream):
        super().__init__()
        self.request = request
        self.stream = stream

    def emit(self, record):
        record.aws_request_id = self.request["id"]
        record.tenant_id = self.request.get("tenant")
        try:
            write_event(self.stream, self.format(record))
        except Exception:
            self.handleError(record)


class JsonFormatter(logging.Formatter):
    """A record in the log format JSON, with the fields that AWS's runtime gives it."""

    RESERVED = frozenset(vars(logging.makeLogRecord({}))) | {
        "aws_request_id",
        "message",
        "tenant_id",
    }

    def format(self, record):
        error = record.exc_info
        fields = {
            "timestamp": timestamp(record.created),
            "level": record.levelname,
            "message": record.getMessage(),
            "logger": record.name,
            "stackTrace": traceback.format_tb(error[2]) if error else None,
            "errorType": error[0].__name__ if error else None,
            "errorMessage": str(error[1]) if error else None,
            "requestId": record.aws_request_id,
            "tenantId": record.tenant_id,
            "location": f"{record.pathname}:{record.funcName}:{record.lineno}" if error else None,
        }
        extra = ((k, v) for k, v in vars(record).items() if k not in self.RESERVED)
        fields.update((k, v) for k, v in extra if k not in fields)
        return json.dumps({k: v for k, v in fields.items() if v is not None}, ensure_ascii=False)


def timestamp(seconds):
    moment = datetime.datetime.fromtimestamp(seconds, tz=datetime.timezone.utc)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


def write_event(stream, text):
    stream.write(text.rstrip("\n").replace("\r\n", "\n").replace("\n", "\r") + "\n")


def set_up_logging(request):
    json_format = os.environ.get("AWS_LAMBDA_LOG_FORMAT", "").upper() == "JSON"
    level = os.environ.get("AWS_LAMBDA_LOG_LEVEL", "").upper()
    level = "DEBUG" if level == "TRACE" else "CRITICAL" if level == "FATAL" else level
    handler = LogHandler(request, sys.stdout)
    if json_format:
        handler.setFormatter(JsonFormatter())
    else:
        text = "[%(levelname)s]\t%(asctime)s.%(msecs)03dZ\t%(aws_request_id)s\t%(message)s"
        handler.setFormatter(logging.Formatter(text, "%Y-%m-%dT%H:%M:%S"))
    logging.Formatter.converter = time.gmtime
    root = logging.getLogger()
    root.addHandler(handler)
    if isinstance(logging.getLevelName(level), int):
        root.setLevel(level)
    return json_format


def load_handler(name):
    """The function that `dir/module.handler` or `package.module.handler` names."""
    module_name, dot, function_name = name.rpartition(".")
    if not dot:
        raise Fault(
            "MalformedHandlerName",
            f"Bad handler '{name}': not enough values to unpack (expected 2, got 1)",
        )
    if module_name.split(".")[0] in sys.builtin_module_names:
        raise Fault(
            "BuiltInModuleConflict",
            f"Cannot use built-in module {module_name} as a handler module",
        )
    try:
        module = importlib.import_module(module_name.replace("/", "."))
    except ImportError as e:
        raise Fault("ImportModuleError", f"Unable to import module '{module_name}': {e}")
    except SyntaxError as e:
        trace = [f'  File "{e.filename}" Line {e.lineno}\n    {e.text}']
        raise Fault("UserCodeSyntaxError", f"Syntax error in module '{module_name}': {e}", trace)
    try:
        return getattr(module, function_name)
    except AttributeError:
        raise Fault(
            "HandlerNotFound", f"Handler '{function_name}' missing on module '{module_name}'"
        )


def described(error, request_id):
    """The error as the caller of Invoke sees it."""
    if isinstance(error, Fault):
        kind, trace = error.kind, error.trace
    else:
        frames = traceback.extract_tb(error.__traceback__)
        while frames and frames[0].filename == __file__:
            del frames[0]
        kind = type(error).__name__
        trace = traceback.format_list([(f.filename, f.lineno, f.name, f.line) for f in frames])
    return {
        "errorMessage": str(error),
        "errorType": kind,
        "requestId": request_id,
        "stackTrace": trace,
    }


def log_error(error, json_format):
    if json_format:
        fields = {"timestamp": timestamp(time.time()), "level": "ERROR", **error}
        write_event(sys.stdout, json.dumps(fields, ensure_ascii=False))
        return
    head = f"[ERROR] {error['errorType']}"
    if error["errorMessage"]:
        head += f": {error['errorMessage']}"
    lines = [head, "Traceback (most recent call last):"]
    for element in error["stackTrace"]:
        for line in element.splitlines():
            text = line.lstrip(" ")
            # AWS indents with no-break spaces, which viewers do not swallow.
            lines.append("\u00a0" * (len(line) - len(text)) + text)
    write_event(sys.stdout, "\n".join(lines))


def flush():
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except Exception:
            pass  # the function has replaced or closed it


def error_headers(error):
    kind = "".join(c for c in error["errorType"] if c.isprintable())
    return f"Content-Type: application/json\r\nLambda-Runtime-Function-Error-Type: {kind}\r\n"


# What only a fork has: top-level modules that nothing here needs.
loaded_early = set()


def forget_shadowed(folders):
    """A function's own module comes before one of the same name that happens to be there."""
    own = set()
    for folder in folders:
        try:
            own.update(entry.partition(".")[0] for entry in os.listdir(folder))
        except OSError:
            pass  # most of where layers may have modules is not there
    own &= loaded_early
    if own:  # or every name would be touched, and its page be copied
        for name in list(sys.modules):
            if name.partition(".")[0] in own:
                del sys.modules[name]


def become(environment):
    """Turns this process into the function's."""
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    task = os.environ["LAMBDA_TASK_ROOT"]
    os.chdir(task)
    paths = [task, *os.environ.get("PYTHONPATH", "").split(os.pathsep)]
    own_path = [path for path in dict.fromkeys(paths) if path]
    sys.path[:0] = own_path
    sys.path.append(LIBRARY)
    sys.argv[:] = [task]
    for path in own_path:  # what was found there before the code was
        sys.path_importer_cache.pop(path, None)
    if loaded_early:
        forget_shadowed(own_path)


def answer(platform, handler, encoder, headers, body, json_format):
    """Answers one event and asks for the next."""
    request_id = headers["lambda-runtime-aws-request-id"]
    path = INVOCATION + request_id
    try:
        context = LambdaContext(headers)
        try:
            event = json.loads(body)
        except Exception as e:
            raise Fault("UnmarshalError", f"Unable to unmarshal input: {e}")
        result = handler(event, context)
        content_type = "application/json"
        if isinstance(result, bytes):
            content_type = "application/unknown"
        else:
            try:
                result = encoder.encode(result).encode()
            except Exception as e:
                raise Fault("MarshalError", f"Unable to marshal response: {e}")
    except Exception as e:
        error = described(e, request_id)
        log_error(error, json_format)
        flush()
        platform.post(path + "/error", json.dumps(error).encode(), error_headers(error))
        return platform.get(NEXT)
    flush()
    content = f"Content-Type: {content_type}\r\n"
    return platform.post_then_get(path + "/response", result, content, NEXT)


def serve(platform, handler, request, json_format):
    # Since 3.12 AWS's runtimes write other alphabets as they are.
    ascii_only = os.environ.get("AWS_EXECUTION_ENV", "").endswith(
        ("python3.8", "python3.9", "python3.10", "python3.11")
    )
    encoder = ResponseEncoder(ensure_ascii=ascii_only)
    headers, body = platform.get(NEXT)
    while True:
        request["id"] = headers["lambda-runtime-aws-request-id"]
        request["tenant"] = headers.get("lambda-runtime-aws-tenant-id")
        trace_id = headers.get("lambda-runtime-trace-id")
        if trace_id:
            os.environ["_X_AMZN_TRACE_ID"] = trace_id
        else:
            os.environ.pop("_X_AMZN_TRACE_ID", None)
        headers, body = answer(platform, handler, encoder, headers, body, json_format)


REHEARSALS = 20  # an interpreter adapts itself to code that it runs for the eighth time

REHEARSED_ANSWER = b"HTTP/1.1 202 Accepted\r\nContent-Length: 15\r\n\r\n" + b'{"status":"OK"}'

REHEARSED_EVENT = (
    b"HTTP/1.1 200 OK\r\n"
    b"Lambda-Runtime-Aws-Request-Id: 00000000-0000-0000-0000-000000000000\r\n"
    b"Lambda-Runtime-Deadline-Ms: 0\r\n"
    b"Lambda-Runtime-Invoked-Function-Arn: arn:aws:lambda:us-east-1:000000000000:function:f\r\n"
    b"Lambda-Runtime-Trace-Id: Root=1-00000000-000000000000000000000000;Sampled=0\r\n"
    b"Content-Type: application/json\r\nContent-Length: 13\r\n\r\n"
) + b'{"key": "v"}\n'


def rehearse(times):
    """Uses, before anybody waits, what a function's start and its first event will use.

    What an interpreter does to code that it runs for the first time it has done then; and in a fork,
    the pages that this writes to are its own already.
    """
    ours, theirs = _socket.socketpair()
    platform = Platform("127.0.0.1:9001", ours)
    encoder = ResponseEncoder(ensure_ascii=False)
    root = logging.getLogger()
    before = dict(os.environ), os.getcwd(), sys.path[:], sys.argv[:]
    environment = {**before[0], "LAMBDA_TASK_ROOT": FOLDER, "PYTHONPATH": LIBRARY}
    environment.update((f"REHEARSED_{number}", "rehearsed") for number in range(20))
    for _ in range(times):
        become(json.loads(json.dumps({"environment": environment}))["environment"])
        json_format = set_up_logging({"id": ""})
        handler = load_handler("rehearsal.handler")
        theirs.sendall(REHEARSED_EVENT)
        headers, body = platform.get(NEXT)
        theirs.sendall(REHEARSED_ANSWER + REHEARSED_EVENT)
        answer(platform, handler, encoder, headers, body, json_format)
        theirs.recv(65536)
        for each in root.handlers[:]:
            root.removeHandler(each)
        del sys.modules["rehearsal"]
        os.environ.clear()
        os.environ.update(before[0])
        os.chdir(before[1])
        sys.path[:], sys.argv[:] = before[2:]
    root.setLevel(logging.WARNING)
    for folder in FOLDER, LIBRARY:
        sys.path_importer_cache.pop(folder, None)
    ours.close()
    theirs.close()


def settle():
    """Before the park, or before the fork: what is here now stays."""
    # What `site` adds when it acts: functions do call exit().
    site.setquit()
    site.setcopyright()
    site.sethelper()
    sys.stdout.reconfigure(line_buffering=True, errors="backslashreplace")
    sys.stderr.reconfigure(line_buffering=True)
    gc.freeze()  # no collection need look at it again


# What makes copies of an initialised function; a template alone has it.
snapshot = None


def park():
    platform = Platform(os.environ["AWS_LAMBDA_RUNTIME_API"])
    _, body = platform.get("/hearth/park")
    become(json.loads(body)["environment"])
    request = {"id": ""}
    json_format = set_up_logging(request)

    def report(connection, path, error, kind=None):
        """The kind is the platform's affair, and the error's own type the user's."""
        log_error(error, json_format)
        flush()
        headers = error_headers({"errorType": kind} if kind else error)
        connection.post(path, json.dumps(error).encode(), headers)

    kind = None
    try:
        handler = load_handler(os.environ["_HANDLER"])
        if snapshot:
            kind = "Runtime.BeforeSnapshotError"
            snapshot.run_before_snapshot()
            snapshot.check()
    except Exception as e:
        report(platform, INIT_ERROR, described(e, ""), kind)
        sys.exit(1)
    if snapshot:
        snapshot.serve(platform, flush)
        platform.socket.close()  # the template's
        platform = Platform(platform.host)
        try:
            platform.get(RESTORE_NEXT)
            snapshot.run_after_restore()
        except Exception as e:
            report(platform, RESTORE_ERROR, described(e, ""), "Runtime.AfterRestoreError")
            sys.exit(1)
    serve(platform, handler, request, json_format)


if __name__ == "__main__":
    rehearse(1)
    gc.collect()
    settle()
    park()
