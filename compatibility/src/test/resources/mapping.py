"""Maps a FIFO queue to a function through boto3; prints what it saw as one JSON object."""
import json
import os
import time
import uuid

import boto3
from botocore.exceptions import ClientError

function = os.environ["FUNCTION"]
lam, sqs = boto3.client("lambda"), boto3.client("sqs")


def refusal(part, **wanted):
    try:
        lam.create_event_source_mapping(FunctionName=function, EventSourceArn=arn, **wanted)
        return "none"
    except ClientError as e:
        return e.response["Error"][part]


url = sqs.create_queue(
    QueueName=f"mapped-{uuid.uuid4()}.fifo",
    Attributes={"FifoQueue": "true", "ContentBasedDeduplication": "true"},
)["QueueUrl"]
arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
saw = {
    "batchTooLarge": refusal("Code", BatchSize=11),
    "window": refusal("Message", MaximumBatchingWindowInSeconds=1),
    "pattern": refusal("Message", FilterCriteria={"Filters": [{"Pattern": "nonsense"}]}),
}
mapping = lam.create_event_source_mapping(
    FunctionName=function,
    EventSourceArn=arn,
    FilterCriteria={"Filters": [{"Pattern": json.dumps({"body": {"n": [2, 3]}})}]},
)["UUID"]
for n in (1, 2, 3):
    sqs.send_message(QueueUrl=url, MessageBody=json.dumps({"n": n}), MessageGroupId="g")
counts = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
for _ in range(300):
    attributes = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=counts)["Attributes"]
    saw["left"] = sum(int(count) for count in attributes.values())
    if saw["left"] == 0:
        break
    time.sleep(0.1)
saw["state"] = lam.get_event_source_mapping(UUID=mapping)["State"]
lam.delete_event_source_mapping(UUID=mapping)
print(json.dumps(saw))
