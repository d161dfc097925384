module hearth/compatibility

go 1.20

require github.com/aws/aws-lambda-go v1.49.0
