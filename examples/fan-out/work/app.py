"""Counts the words of parts, and fails now and then on purpose.

Every third part fails before anything is done, and every fifth after its result was given: both
come again, and neither is counted twice.
"""

import json

import boto3

functions = boto3.client("lambda")


def count(record):
    work = json.loads(record["body"])
    first = record["attributes"]["ApproximateReceiveCount"] == "1"
    if first and work["part"] % 3 == 0:
        raise RuntimeError(f"part {work['part']} fails before its work")
    try:
        functions.send_durable_execution_callback_success(
            CallbackId=work["callback"],
            Result=json.dumps({"words": len(work["text"].split())}),
        )
    except functions.exceptions.CallbackTimeoutException:
        print(f"part {work['part']} was counted before")
    if first and work["part"] % 5 == 0:
        raise RuntimeError(f"part {work['part']} fails after its work")


def handler(event, context):
    failed = []
    for record in event["Records"]:
        try:
            count(record)
        except RuntimeError as e:
            print(e)
            failed.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failed}
