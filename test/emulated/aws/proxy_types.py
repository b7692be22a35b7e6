"""Tasks, services and load balancers, as CloudFormation creates them; of these moto's own types leave out most properties."""

from typing import Any

from moto.core.utils import camelcase_to_underscores
from moto.ecs.models import ecs_backends
from moto.elbv2.models import elbv2_backends

from cloudformation import Aws, Created, Properties, resource


def camel(value: Any) -> Any:
    """ECS writes in `camelCase` what CloudFormation writes in `PascalCase`."""
    if isinstance(value, list):
        return [camel(item) for item in value]
    if isinstance(value, dict):
        return {name[0].lower() + name[1:]: camel(item) for name, item in value.items()}
    return value


@resource("AWS::ECS::Cluster")
def cluster(aws: Aws, asked: Properties, name: str) -> Created:
    """Records its settings."""
    made = aws.client("ecs").create_cluster(clusterName=name, settings=camel(asked.get("ClusterSettings", [])))["cluster"]
    return Created(name, {"Arn": made["clusterArn"]})


@resource("AWS::ECS::TaskDefinition")
def task_definition(aws: Aws, asked: Properties, name: str) -> Created:
    """Enforces the shape of every property. No task is run."""
    made = aws.client("ecs").register_task_definition(**camel({"Family": name, **asked}))["taskDefinition"]
    return Created(made["taskDefinitionArn"], {"TaskDefinitionArn": made["taskDefinitionArn"]})


@resource("AWS::ECS::Service")
def service(aws: Aws, asked: Properties, name: str) -> Created:
    """Enforces that cluster, task definition, subnets and groups exist; keeps what moto's API takes and forgets. No task is run."""
    request = camel({"ServiceName": name, **asked})
    made = aws.client("ecs").create_service(**request)["service"]
    kept = ecs_backends[aws.account][aws.region].services[f"{made['clusterArn'].split('/')[-1]}:{made['serviceName']}"]
    for key, value in request.items():
        if not hasattr(kept, camelcase_to_underscores(key)):
            setattr(kept, camelcase_to_underscores(key), value)
    return Created(made["serviceArn"], {"Name": made["serviceName"], "ServiceArn": made["serviceArn"]})


@resource("AWS::ElasticLoadBalancingV2::LoadBalancer")
def load_balancer(aws: Aws, asked: Properties, name: str) -> Created:
    """Enforces that subnets exist; keeps the type and the attributes, which moto's type leaves out."""
    elb = aws.client("elbv2")
    request = {key: asked[key] for key in ("Scheme", "SecurityGroups", "Subnets", "Type") if key in asked}
    made = elb.create_load_balancer(Name=name, **request)["LoadBalancers"][0]
    arn = made["LoadBalancerArn"]
    elb.modify_load_balancer_attributes(LoadBalancerArn=arn, Attributes=asked.get("LoadBalancerAttributes", []))
    kept = elbv2_backends[aws.account][aws.region].load_balancers[arn]
    kept.enforce_security_group_inbound_rules_on_private_link_traffic = asked.get(
        "EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic"
    )
    attributes = {"DNSName": made["DNSName"], "LoadBalancerArn": arn, "LoadBalancerFullName": arn.split("loadbalancer/")[-1]}
    return Created(arn, attributes)


@resource("AWS::ElasticLoadBalancingV2::TargetGroup")
def target_group(aws: Aws, asked: Properties, name: str) -> Created:
    """Keeps the attributes, which moto's type leaves out. No target is checked."""
    elb = aws.client("elbv2")
    request = {key: value for key, value in asked.items() if key != "TargetGroupAttributes"}
    arn = elb.create_target_group(Name=name, **request)["TargetGroups"][0]["TargetGroupArn"]
    elb.modify_target_group_attributes(TargetGroupArn=arn, Attributes=asked.get("TargetGroupAttributes", []))
    return Created(arn, {"TargetGroupArn": arn, "TargetGroupFullName": arn.split(":")[-1]})


@resource("AWS::ElasticLoadBalancingV2::Listener")
def listener(aws: Aws, asked: Properties, _: str) -> Created:
    """Enforces that load balancer and target groups exist; keeps the attributes, which moto's type leaves out."""
    elb = aws.client("elbv2")
    request = {key: value for key, value in asked.items() if key != "ListenerAttributes"}
    arn = elb.create_listener(**request)["Listeners"][0]["ListenerArn"]
    elb.modify_listener_attributes(ListenerArn=arn, Attributes=asked.get("ListenerAttributes", []))
    return Created(arn, {"ListenerArn": arn})


@resource("AWS::ApplicationAutoScaling::ScalableTarget")
def scalable_target(aws: Aws, asked: Properties, _: str) -> Created:
    """Enforces that the service exists. Nothing is scaled."""
    aws.client("application-autoscaling").register_scalable_target(**asked)
    return Created("|".join([asked["ResourceId"], asked["ScalableDimension"], asked["ServiceNamespace"]]))


@resource("AWS::ApplicationAutoScaling::ScalingPolicy")
def scaling_policy(aws: Aws, asked: Properties, _: str) -> Created:
    """Enforces that the target exists. Nothing is scaled."""
    target = dict(zip(("ResourceId", "ScalableDimension", "ServiceNamespace"), asked["ScalingTargetId"].split("|")))
    request = {key: value for key, value in asked.items() if key != "ScalingTargetId"}
    made = aws.client("application-autoscaling").put_scaling_policy(**target, **request)
    return Created(made["PolicyARN"], {"Arn": made["PolicyARN"]})
