// A custom runtime without any library but Go's own: what is measured is the platform.
package main

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
)

func main() {
	api := os.Getenv("AWS_LAMBDA_RUNTIME_API")
	connection, err := net.Dial("tcp", api)
	if err != nil {
		panic(err)
	}
	reader := bufio.NewReader(connection)
	call := func(method, path, body string) *http.Response {
		fmt.Fprintf(connection, "%s /2018-06-01/runtime/invocation/%s HTTP/1.1\r\nHost: %s\r\nContent-Length: %d\r\n\r\n%s",
			method, path, api, len(body), body)
		answer, err := http.ReadResponse(reader, nil)
		if err != nil {
			os.Exit(0) // the platform is gone
		}
		io.Copy(io.Discard, answer.Body)
		return answer
	}
	for calls := 1; ; calls++ {
		event := call("GET", "next", "")
		id := event.Header.Get("Lambda-Runtime-Aws-Request-Id")
		call("POST", id+"/response", fmt.Sprintf("{\"calls\":%d}", calls))
	}
}
