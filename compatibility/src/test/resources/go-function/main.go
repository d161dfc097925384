// A function made with AWS's published module for Go.
package main

import (
	"context"
	"errors"
	"io"
	"strings"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-lambda-go/lambdacontext"
)

type event struct {
	Name string `json:"name"`
}

func handle(ctx context.Context, e event) (any, error) {
	switch e.Name {
	case "error":
		return nil, errors.New("as you wish")
	case "panic":
		panic("at the function")
	case "stream":
		return io.Reader(strings.NewReader("streamed by Go")), nil
	}
	lc, _ := lambdacontext.FromContext(ctx)
	return map[string]string{"hello": e.Name, "function": lambdacontext.FunctionName, "arn": lc.InvokedFunctionArn}, nil
}

func main() {
	lambda.Start(handle)
}
