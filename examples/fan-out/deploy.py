"""Makes everything that the example needs, with boto3; prints where uploads are to be told."""

import io
import json
import pathlib
import sys
import zipfile

import boto3

HERE = pathlib.Path(__file__).parent
SECONDS = 3  # of one run of the worker, and of a failed part until it comes again
iam, functions = boto3.client("iam"), boto3.client("lambda")
queues, events = boto3.client("sqs"), boto3.client("events")


def code(*folders):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for folder in map(pathlib.Path, folders):
            for file in folder.rglob("*"):
                if file.is_file() and "__pycache__" not in file.parts:
                    archive.write(file, file.relative_to(folder))
    return {"ZipFile": data.getvalue()}


def role(name, *actions):
    trust = {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"Service": "lambda.amazonaws.com"},
                "Action": "sts:AssumeRole",
            }
        ],
    }
    policy = {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": actions, "Resource": "*"}],
    }
    arn = iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(trust))["Role"]["Arn"]
    iam.put_role_policy(RoleName=name, PolicyName="work", PolicyDocument=json.dumps(policy))
    return arn


def function(name, *folders, **settings):
    functions.create_function(
        FunctionName=name,
        Runtime="python3.13",
        Handler="app.handler",
        Code=code(*folders),
        Publish=True,
        **settings,
    )
    functions.get_waiter("published_version_active").wait(
        FunctionName=name, Qualifier="1", WaiterConfig={"Delay": 1}
    )


def queue(name, **attributes):
    url = queues.create_queue(QueueName=name, Attributes=attributes)["QueueUrl"]
    found = queues.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])
    return url, found["Attributes"]["QueueArn"]


def main(durable_sdk):
    _, dead = queue("fan-out-dead")
    redrive = json.dumps({"deadLetterTargetArn": dead, "maxReceiveCount": 5})
    url, parts = queue("fan-out-parts", RedrivePolicy=redrive, VisibilityTimeout=str(SECONDS))

    function(
        "fan-out-split",
        HERE / "split",
        durable_sdk,
        Role=role(
            "fan-out-split",
            "lambda:CheckpointDurableExecution",
            "lambda:GetDurableExecutionState",
            "sqs:SendMessage",
        ),
        Environment={"Variables": {"QUEUE_URL": url}},
        DurableConfig={"ExecutionTimeout": 3600, "RetentionPeriodInDays": 1},
        MemorySize=1024,
        Timeout=30,
    )
    function(
        "fan-out-work",
        HERE / "work",
        Role=role(
            "fan-out-work",
            "lambda:SendDurableExecutionCallbackSuccess",
            "sqs:ReceiveMessage",
            "sqs:DeleteMessage",
            "sqs:GetQueueAttributes",
        ),
        MemorySize=1024,
        Timeout=SECONDS,
    )
    # Back-pressure: never more than four batches at once, however many parts wait in the queue.
    functions.create_event_source_mapping(
        FunctionName="fan-out-work",
        EventSourceArn=parts,
        BatchSize=2,
        FunctionResponseTypes=["ReportBatchItemFailures"],
        ScalingConfig={"MaximumConcurrency": 4},
    )

    rule = events.put_rule(
        Name="fan-out-uploads",
        EventPattern=json.dumps({"source": ["example.uploads"], "detail-type": ["Uploaded"]}),
    )["RuleArn"]
    split = functions.get_function(FunctionName="fan-out-split", Qualifier="1")
    target = split["Configuration"]["FunctionArn"]
    functions.add_permission(
        FunctionName="fan-out-split",
        Qualifier="1",
        StatementId="uploads",
        Action="lambda:InvokeFunction",
        Principal="events.amazonaws.com",
        SourceArn=rule,
    )
    events.put_targets(Rule="fan-out-uploads", Targets=[{"Id": "split", "Arn": target}])
    print("Put events of source example.uploads and detail type Uploaded.")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: deploy.py FOLDER-OF-THE-DURABLE-EXECUTION-SDK")
    main(sys.argv[1])
