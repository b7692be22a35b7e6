"""Keys, logs, secrets, bucket policies and the CDK's metadata, as CloudFormation creates them.

moto's own types leave out the keys of logs and give a key's policy back in another form; the others it lacks.
"""

import json

from cloudformation import Aws, Created, Properties, resource


@resource("AWS::KMS::Key")
def key(aws: Aws, asked: Properties, _: str) -> Created:
    """Keeps its policy as the text that clients expect, and its rotation."""
    kms = aws.client("kms")
    made = kms.create_key(Policy=json.dumps(asked["KeyPolicy"]))["KeyMetadata"]
    if asked.get("EnableKeyRotation"):
        kms.enable_key_rotation(KeyId=made["KeyId"])
    return Created(made["KeyId"], {"Arn": made["Arn"], "KeyId": made["KeyId"]})


@resource("AWS::Logs::LogGroup")
def log_group(aws: Aws, asked: Properties, name: str) -> Created:
    """Keeps its key and retention. Its ARN ends as AWS's does, in `:*`. Nothing is logged."""
    logs = aws.client("logs")
    logs.create_log_group(logGroupName=name, kmsKeyId=asked["KmsKeyId"])
    logs.put_retention_policy(logGroupName=name, retentionInDays=asked["RetentionInDays"])
    return Created(name, {"Arn": f"arn:aws:logs:{aws.region}:{aws.account}:log-group:{name}:*"})


@resource("AWS::SecretsManager::Secret")
def secret(aws: Aws, asked: Properties, name: str) -> Created:
    """Generates a value as asked for. Its name is as AWS makes it: the logical id and a random end, without the stack's name."""
    secrets = aws.client("secretsmanager")
    value = secrets.get_random_password(**asked["GenerateSecretString"])["RandomPassword"]
    name = "-".join(name.split("-")[-2:])
    made = secrets.create_secret(Name=name, Description=asked.get("Description", ""), SecretString=value)
    return Created(made["ARN"], {"Id": made["ARN"]})


@resource("AWS::S3::BucketPolicy")
def bucket_policy(_aws: Aws, _asked: Properties, name: str) -> Created:
    """Records it: the CDK's own bucket refuses whoever comes without TLS, and nothing here has TLS."""
    return Created(name)

