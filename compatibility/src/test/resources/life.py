"""A function's whole life through boto3; prints what it saw as one JSON object."""
import base64
import json
import os
import time

import boto3
from botocore.exceptions import ClientError

name = os.environ["FUNCTION"]
lam, iam, logs, sts = (boto3.client(s) for s in ("lambda", "iam", "logs", "sts"))


def zipped(file):
    with open(file, "rb") as f:
        return f.read()


def refusal(call):
    try:
        call()
        return "none"
    except ClientError as e:
        return e.response["Error"]["Code"]


def create(client=lam, **changes):
    wanted = dict(
        FunctionName=name,
        Runtime="python3.12",
        Handler="app.handler",
        Role=role,
        Code={"ZipFile": zipped("one.zip")},
    )
    return client.create_function(**(wanted | changes))


saw = {}
role = iam.create_role(RoleName=name, AssumeRolePolicyDocument=os.environ["TRUST"])["Role"]["Arn"]
create()
lam.get_waiter("function_active_v2").wait(FunctionName=name)

first = lam.invoke(FunctionName=name, Payload=b'{"a": 1}', LogType="Tail")
saw["first"] = first["Payload"].read().decode()
saw["tail"] = base64.b64decode(first["LogResult"]).decode()

saw["conflict"] = refusal(create)
saw["invalid"] = refusal(lambda: create(FunctionName=name + "x", Code={"ZipFile": b"no zip"}))
saw["missing"] = refusal(lambda: lam.invoke(FunctionName="nobody"))

lam.update_function_code(FunctionName=name, ZipFile=zipped("two.zip"))
lam.get_waiter("function_updated_v2").wait(FunctionName=name)
second = lam.invoke(FunctionName=name, Payload=b"{}")
saw["second"] = second["Payload"].read().decode()
saw["functionError"] = second["FunctionError"]

deadline = time.time() + 30
events = []
while not events and time.time() < deadline:
    groups = logs.describe_log_groups(logGroupNamePrefix="/aws/lambda/" + name)["logGroups"]
    if groups:
        pages = logs.get_paginator("filter_log_events").paginate(
            logGroupName="/aws/lambda/" + name, filterPattern="saw"
        )
        events = [e for page in pages for e in page["events"]]
saw["logged"] = events[0]["message"]

lam.publish_version(FunctionName=name)
pages = lam.get_paginator("list_versions_by_function").paginate(
    FunctionName=name, PaginationConfig={"PageSize": 1}
)
saw["pages"] = sum(1 for page in pages if page["Versions"])

user = iam.create_user(UserName=name)["User"]
key = iam.create_access_key(UserName=name)["AccessKey"]
stranger = boto3.client(
    "lambda",
    aws_access_key_id=key["AccessKeyId"],
    aws_secret_access_key=key["SecretAccessKey"],
)
saw["forbidden"] = refusal(lambda: stranger.list_functions())

lam.delete_function(FunctionName=name)
print(json.dumps(saw))
