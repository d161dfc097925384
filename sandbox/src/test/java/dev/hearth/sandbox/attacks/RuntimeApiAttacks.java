package dev.hearth.sandbox.attacks;

import java.util.List;

/// On the Runtime API, from inside a run: others' answers, calls out of turn, bytes that are none.
final class RuntimeApiAttacks {
  private RuntimeApiAttacks() {}

  static final List<Attack> CALLS =
      Attack.table(
          "answers a request that is not its own",
          "all_of(lambda i: api(post(RUNTIME + 'invocation/' + i + '/response', b'stolen')),"
              + " 'unknown', '00000000-0000-0000-0000-000000000000', request_of_other, '*', '..',"
              + " '%2e%2e', 'x' * 4000, own_request() + '-2')",
          "400",
          "fails a request that is not its own",
          "api(post(RUNTIME + 'invocation/' + request_of_other + '/error', b'{}'))",
          "400",
          "asks for the next event within a run",
          "api(head('GET ' + NEXT))",
          "403",
          "says that it could not be initialised within a run",
          "api(post(RUNTIME + 'init/error', b'{}'))",
          "403",
          "is parked again, for another's code",
          "api(head('GET /hearth/park'))",
          "403",
          "registers an extension within a run",
          "api(post('/2020-01-01/extension/register', b'{\"events\":[\"INVOKE\"]}',"
              + " 'Lambda-Extension-Name: x'))",
          "403",
          "is an extension that it is not",
          "all_of(lambda i: api(head('GET /2020-01-01/extension/event/next',"
              + " 'Lambda-Extension-Identifier: ' + i)), 'x', own_request(), '0')",
          "403",
          "has the platform send logs where it likes",
          "api(head('PUT /2022-07-01/telemetry', 'Content-Length: 2',"
              + " 'Lambda-Extension-Identifier: x') + b'{}')",
          "403",
          "makes a proxy of the platform",
          "all_of(lambda l: api(head(l)), 'GET http://169.254.169.254/latest/meta-data/', 'CONNECT"
              + " 10.0.0.1:22', 'GET //169.254.169.254/', 'OPTIONS *')",
          "404|hung up|400|\\{'(404|hung up|400)': [^{]*}",
          "climbs out of the path",
          "all_of(lambda p: api(head('GET ' + p)), RUNTIME + '../../hearth/health',"
              + " RUNTIME + 'invocation/../invocation/next', '/2018-06-01/../etc/passwd',"
              + " RUNTIME + 'invocation/next/', RUNTIME + 'invocation/%6eext', '/')",
          "404");

  static final List<Attack> BYTES =
      Attack.table(
          "sends a header that does not end",
          "api(b'GET / HTTP/1.1\\r\\nHost: x\\r\\nX: ' + b'y' * 200000)",
          "hung up",
          "sends headers without end",
          "api(b'GET / HTTP/1.1\\r\\nHost: x\\r\\n' + b'a: b\\r\\n' * 50000)",
          "hung up",
          "sends a line that does not end",
          "api(b'GET /' + b'x' * 200000)",
          "hung up",
          "announces more than there is, and is not waited for",
          "api(head('POST /x', 'Content-Length: 9223372036854775807'))",
          "404",
          "announces lengths that are none",
          "all_of(lambda n: api(head('POST ' + RUNTIME + 'init/error', 'Content-Length: ' + n)),"
              + " '-1', '99999999999999999999', '0x10', '1, 2', '')",
          "hung up",
          "is taken for two requests (length and chunks)",
          "all_of(lambda h: api(head('POST /x', *h) + b'0\\r\\n\\r\\n' + head('GET /hearth/park')),"
              + " ('Content-Length: 5', 'Transfer-Encoding: chunked'), ('Transfer-Encoding:"
              + " chunked', 'Content-Length: 60'), ('Content-Length: 1', 'Content-Length: 2'))",
          "hung up",
          "is taken for two requests (odd encodings)",
          "all_of(lambda h: api(head('POST /x', h, 'Content-Length: 4') + b'abcd'),"
              + " 'Transfer-Encoding: xchunked', 'Transfer-Encoding : chunked',"
              + " 'Transfer-Encoding: chunked, identity')",
          "hung up",
          "sends chunks that are none",
          "all_of(lambda c: api(head('POST /x', 'Transfer-Encoding: chunked') + c, answers=2),"
              + " b'zz\\r"
              + "\\n"
              + "', b'-1\\r"
              + "\\n"
              + "', b'ffffffffffffffff1\\r"
              + "\\n"
              + "', b'5\\r"
              + "\\n"
              + "abc\\r"
              + "\\n"
              + "0\\r"
              + "\\n"
              + "')",
          "404, hung up",
          "breaks a header into two",
          "api(post(RUNTIME + 'invocation/x/error', b'{}',"
              + " 'Lambda-Runtime-Function-Error-Type: a\\rb'))",
          "hung up|400",
          "hides characters in a path",
          "all_of(lambda p: api(b'GET ' + p + b' HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n'),"
              + " b'/\\x00', b'/\\n', b'/\\x01', b'/\\x7f')",
          "(?s)(hung up|404|400)|\\{.*(hung up|404|400).*}",
          "speaks another protocol",
          "all_of(lambda b: api(b), b'PRI * HTTP/2.0\\r\\n\\r\\nSM\\r\\n\\r\\n', b'\\x16\\x03\\x01"
              + "\\x02\\x00\\x01\\x00\\x01\\xfc', b'SSH-2.0-x\\r\\n\\r\\n', b'GET / HTTP/9.9\\r\\n"
              + "\\r\\n', bytes(range(256)) * 100)",
          "hung up|(?s)(?!.*200).*hung up.*",
          "asks thousands of times without listening",
          """
          with socket.create_connection(API, 10) as s:
              s.settimeout(1)
              try:
                  for i in range(100):
                      s.sendall(head('GET /x') * 200)
              except OSError:
                  pass
          result = api(head('GET /x'))
          """,
          "404",
          "keeps many connections that say nothing, or say it slowly",
          """
          idle = [socket.create_connection(API, 10) for i in range(25)]
          for i, s in enumerate(idle):
              s.sendall((b'GET /x HTTP/1.1\\r\\nHost:', b'POST /x HTTP/1.1\\r\\n', b'')[i % 3])
          result = api(head('GET /x'))
          for s in idle:
              s.close()
          """,
          "404",
          "sends a body without end",
          """
          with socket.create_connection(API, 10) as s:
              s.sendall(head('POST /x', 'Transfer-Encoding: chunked'))
              s.recv(100)
              sent = 0
              try:
                  while sent < 64 << 20:
                      s.sendall(b'100000\\r\\n' + bytes(1 << 20) + b'\\r\\n')
                      sent += 1 << 20
              except OSError:
                  pass
          result = sent < 32 << 20
          """,
          "True");
}
