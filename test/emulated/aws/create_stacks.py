"""Creates a stack from each template in the argument, by a change set as the CDK does, and prints how each ended and why, as JSON.

usage: AWS_ENDPOINT_URL=... AWS_REGION=... python create_stacks.py '[TEMPLATE, ...]'
"""

import json
import sys
import uuid
from typing import Any

import boto3


def create(cloudformation: Any, template: dict[str, Any]) -> dict[str, Any]:
    name = f"stack-{uuid.uuid4().hex}"
    body = json.dumps(template)
    cloudformation.create_change_set(StackName=name, ChangeSetName=name, ChangeSetType="CREATE", TemplateBody=body)
    cloudformation.execute_change_set(StackName=name, ChangeSetName=name)
    status = cloudformation.describe_stacks(StackName=name)["Stacks"][0]["StackStatus"]
    events = cloudformation.describe_stack_events(StackName=name)["StackEvents"]
    return {"status": status, "reasons": [event.get("ResourceStatusReason", "") for event in events]}


if __name__ == "__main__":
    client = boto3.client("cloudformation")
    print(json.dumps([create(client, template) for template in json.loads(sys.argv[1])]))
