"""Fans out with the SDK for Python, and prints what it saw as JSON."""
import json

import boto3

sns, sqs = boto3.client("sns"), boto3.client("sqs")
topic = sns.create_topic(Name="py")["TopicArn"]
url = sqs.create_queue(QueueName="py")["QueueUrl"]
arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
policy = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": {"Service": "sns.amazonaws.com"},
            "Action": "sqs:SendMessage",
            "Resource": arn,
            "Condition": {"ArnLike": {"aws:SourceArn": topic}},
        }
    ],
}
sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": json.dumps(policy)})
sns.subscribe(
    TopicArn=topic, Protocol="sqs", Endpoint=arn, Attributes={"RawMessageDelivery": "true"}
)
batch = sns.publish_batch(
    TopicArn=topic,
    PublishBatchRequestEntries=[
        {"Id": "a", "Message": "one"},
        {"Id": "b", "Message": "two", "Subject": "no\nline breaks"},
        {"Id": "c", "Message": "three"},
    ],
)
bodies = []
while len(bodies) < len(batch["Successful"]):
    for message in sqs.receive_message(QueueUrl=url, WaitTimeSeconds=5)["Messages"]:
        bodies.append(message["Body"])
for i in range(100):
    sns.create_topic(Name="page%d" % i)
pages = sns.get_paginator("list_topics").paginate()
try:
    sns.publish(TopicArn=topic + "-missing", Message="x")
    refused = None
except sns.exceptions.NotFoundException as e:
    refused = e.response["Error"]["Code"]
print(
    json.dumps(
        {
            "bodies": sorted(bodies),
            "failed": batch["Failed"][0]["Code"],
            "refused": refused,
            "topics": sum(len(page["Topics"]) for page in pages),
        }
    )
)
