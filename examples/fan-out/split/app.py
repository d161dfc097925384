"""Splits an upload into parts, has workers count the words of each, and joins their counts.

It is a durable function: while the workers work it does not run, and a crash of anything between
here and the result repeats what had not ended. Every part has a callback of its own, which is
answered once, however often its message is delivered: so the sum is exact.
"""

import json
import os

import boto3
from aws_durable_execution_sdk_python import durable_execution

BATCH = 10  # SQS takes no more at once
queue = boto3.client("sqs")


def send(upload, callbacks):
    """May run again after a crash: a part that is sent twice is counted once."""
    entries = [
        {
            "Id": str(n),
            "MessageBody": json.dumps({"part": n, "text": upload["parts"][n], "callback": callback}),
        }
        for n, callback in enumerate(callbacks)
    ]
    for at in range(0, len(entries), BATCH):
        sent = queue.send_message_batch(
            QueueUrl=os.environ["QUEUE_URL"], Entries=entries[at : at + BATCH]
        )
        if sent.get("Failed"):
            raise RuntimeError(f"not sent: {sent['Failed']}")
    return len(entries)


@durable_execution
def handler(event, context):
    upload = event["detail"]
    callbacks = [context.create_callback(name=f"part-{n}") for n in range(len(upload["parts"]))]
    ids = [callback.callback_id for callback in callbacks]
    context.step(lambda _: send(upload, ids), name="send")
    counts = [json.loads(callback.result())["words"] for callback in callbacks]
    return {"file": upload["file"], "parts": len(counts), "words": sum(counts)}
