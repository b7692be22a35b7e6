"""Prints, as JSON, everything in an account that matters for an airlock, as the services' own APIs describe it.

usage: AWS_ENDPOINT_URL=... AWS_REGION=... python describe.py

What it prints is by CloudFormation's names of types. Every list is asked for in full, whoever made what is on it.
"""

import functools
import json
from typing import Any, Callable

import boto3

Item = dict[str, Any]
client = functools.cache(boto3.client)

RESOLVER = "route53resolver"
ECS = {"ServiceNamespace": "ecs"}

# of these one operation gives everything: type, service, operation, key of the list in the answer, request
LISTED = [
    ("AWS::ApplicationAutoScaling::ScalableTarget", "application-autoscaling", "describe_scalable_targets", "ScalableTargets", ECS),
    ("AWS::ApplicationAutoScaling::ScalingPolicy", "application-autoscaling", "describe_scaling_policies", "ScalingPolicies", ECS),
    ("AWS::CloudFormation::Stack", "cloudformation", "describe_stacks", "Stacks"),
    ("AWS::EC2::CarrierGateway", "ec2", "describe_carrier_gateways", "CarrierGateways"),
    ("AWS::EC2::EgressOnlyInternetGateway", "ec2", "describe_egress_only_internet_gateways", "EgressOnlyInternetGateways"),
    ("AWS::EC2::FlowLog", "ec2", "describe_flow_logs", "FlowLogs"),
    ("AWS::EC2::Instance", "ec2", "describe_instances", "Reservations"),
    ("AWS::EC2::InternetGateway", "ec2", "describe_internet_gateways", "InternetGateways"),
    ("AWS::EC2::NatGateway", "ec2", "describe_nat_gateways", "NatGateways"),
    ("AWS::EC2::NetworkInterface", "ec2", "describe_network_interfaces", "NetworkInterfaces"),
    ("AWS::EC2::PrefixList", "ec2", "describe_managed_prefix_lists", "PrefixLists"),
    ("AWS::EC2::RouteTable", "ec2", "describe_route_tables", "RouteTables"),
    ("AWS::EC2::SecurityGroup", "ec2", "describe_security_groups", "SecurityGroups"),
    ("AWS::EC2::SecurityGroupRule", "ec2", "describe_security_group_rules", "SecurityGroupRules"),
    ("AWS::EC2::Subnet", "ec2", "describe_subnets", "Subnets"),
    ("AWS::EC2::TransitGatewayAttachment", "ec2", "describe_transit_gateway_attachments", "TransitGatewayAttachments"),
    ("AWS::EC2::VPCPeeringConnection", "ec2", "describe_vpc_peering_connections", "VpcPeeringConnections"),
    ("AWS::EC2::VPNGateway", "ec2", "describe_vpn_gateways", "VpnGateways"),
    ("AWS::Logs::LogGroup", "logs", "describe_log_groups", "logGroups"),
    (
        "AWS::Route53Resolver::FirewallRuleGroupAssociation",
        RESOLVER,
        "list_firewall_rule_group_associations",
        "FirewallRuleGroupAssociations",
    ),
    ("AWS::Route53Resolver::ResolverEndpoint", RESOLVER, "list_resolver_endpoints", "ResolverEndpoints"),
    ("AWS::Route53Resolver::ResolverQueryLoggingConfig", RESOLVER, "list_resolver_query_log_configs", "ResolverQueryLogConfigs"),
    (
        "AWS::Route53Resolver::ResolverQueryLoggingConfigAssociation",
        RESOLVER,
        "list_resolver_query_log_config_associations",
        "ResolverQueryLogConfigAssociations",
    ),
    ("AWS::Route53Resolver::ResolverRuleAssociation", RESOLVER, "list_resolver_rule_associations", "ResolverRuleAssociations"),
    ("AWS::SecretsManager::Secret", "secretsmanager", "list_secrets", "SecretList"),
]


def listed(service: str, operation: str, key: str, request: Item = {}) -> list[Any]:
    """A list from all its pages."""
    api = client(service)
    if not api.can_paginate(operation):
        return getattr(api, operation)(**request)[key]
    return [item for page in api.get_paginator(operation).paginate(**request) for item in page[key]]


def pairs(items: list[Item]) -> Item:
    """A list of keys and values as an object."""
    return {item["Key"]: item["Value"] for item in items}


def vpcs() -> list[Item]:
    flags = {"EnableDnsSupport": "enableDnsSupport", "EnableDnsHostnames": "enableDnsHostnames"}

    def attribute(vpc: Item, name: str) -> bool:
        return client("ec2").describe_vpc_attribute(VpcId=vpc["VpcId"], Attribute=flags[name])[name]["Value"]

    return [{**vpc, **{name: attribute(vpc, name) for name in flags}} for vpc in listed("ec2", "describe_vpcs", "Vpcs")]


def endpoints() -> list[Item]:
    found = listed("ec2", "describe_vpc_endpoints", "VpcEndpoints")
    return [{**one, "PolicyDocument": json.loads(one["PolicyDocument"])} for one in found]


def endpoint_services() -> list[Item]:
    def principals(service: Item) -> list[str]:
        request = {"ServiceId": service["ServiceId"]}
        allowed = listed("ec2", "describe_vpc_endpoint_service_permissions", "AllowedPrincipals", request)
        return sorted(one["Principal"] for one in allowed)

    found = listed("ec2", "describe_vpc_endpoint_service_configurations", "ServiceConfigurations")
    return [{**service, "AllowedPrincipals": principals(service)} for service in found]


def load_balancers() -> list[Item]:
    elb = client("elbv2")
    return [
        {**one, "Attributes": pairs(elb.describe_load_balancer_attributes(LoadBalancerArn=one["LoadBalancerArn"])["Attributes"])}
        for one in listed("elbv2", "describe_load_balancers", "LoadBalancers")
    ]


def listeners() -> list[Item]:
    elb = client("elbv2")
    return [
        {**one, "Attributes": pairs(elb.describe_listener_attributes(ListenerArn=one["ListenerArn"])["Attributes"])}
        for balancer in listed("elbv2", "describe_load_balancers", "LoadBalancers")
        for one in listed("elbv2", "describe_listeners", "Listeners", {"LoadBalancerArn": balancer["LoadBalancerArn"]})
    ]


def target_groups() -> list[Item]:
    elb = client("elbv2")
    return [
        {**one, "Attributes": pairs(elb.describe_target_group_attributes(TargetGroupArn=one["TargetGroupArn"])["Attributes"])}
        for one in listed("elbv2", "describe_target_groups", "TargetGroups")
    ]


def clusters() -> list[Item]:
    arns = listed("ecs", "list_clusters", "clusterArns")
    return client("ecs").describe_clusters(clusters=arns, include=["SETTINGS"])["clusters"]


def services() -> list[Item]:
    def of(cluster: str) -> list[Item]:
        arns = listed("ecs", "list_services", "serviceArns", {"cluster": cluster})
        return client("ecs").describe_services(cluster=cluster, services=arns)["services"] if arns else []

    return [service for cluster in listed("ecs", "list_clusters", "clusterArns") for service in of(cluster)]


def task_definitions() -> list[Item]:
    ecs = client("ecs")
    arns = listed("ecs", "list_task_definitions", "taskDefinitionArns")
    return [ecs.describe_task_definition(taskDefinition=arn)["taskDefinition"] for arn in arns]


def roles() -> list[Item]:
    iam = client("iam")

    def policies(role: Item) -> Item:
        names = listed("iam", "list_role_policies", "PolicyNames", {"RoleName": role["RoleName"]})
        return {name: iam.get_role_policy(RoleName=role["RoleName"], PolicyName=name)["PolicyDocument"] for name in names}

    def attached(role: Item) -> list[str]:
        found = listed("iam", "list_attached_role_policies", "AttachedPolicies", {"RoleName": role["RoleName"]})
        return [policy["PolicyArn"] for policy in found]

    def whole(role: Item) -> Item:
        # the list leaves a role's boundary out
        return {**iam.get_role(RoleName=role["RoleName"])["Role"], "Policies": policies(role), "ManagedPolicyArns": attached(role)}

    return [whole(role) for role in listed("iam", "list_roles", "Roles")]


def keys() -> list[Item]:
    kms = client("kms")

    def whole(key_id: str) -> Item:
        policy = json.loads(kms.get_key_policy(KeyId=key_id, PolicyName="default")["Policy"])
        rotation = kms.get_key_rotation_status(KeyId=key_id)["KeyRotationEnabled"]
        return {**kms.describe_key(KeyId=key_id)["KeyMetadata"], "KeyPolicy": policy, "EnableKeyRotation": rotation}

    return [whole(key["KeyId"]) for key in listed("kms", "list_keys", "Keys")]


def state_machines() -> list[Item]:
    states = client("stepfunctions")
    found = listed("stepfunctions", "list_state_machines", "stateMachines")
    whole = [states.describe_state_machine(stateMachineArn=one["stateMachineArn"]) for one in found]
    return [{name: value for name, value in one.items() if name != "ResponseMetadata"} for one in whole]


def rules() -> list[Item]:
    def whole(rule: Item) -> Item:
        targets = listed("events", "list_targets_by_rule", "Targets", {"Rule": rule["Name"]})
        return {**rule, "EventPattern": json.loads(rule["EventPattern"]), "Targets": targets}

    return [whole(rule) for rule in listed("events", "list_rules", "Rules")]


def domain_lists() -> list[Item]:
    def domains(one: Item) -> list[str]:
        return listed(RESOLVER, "list_firewall_domains", "Domains", {"FirewallDomainListId": one["Id"]})

    found = listed(RESOLVER, "list_firewall_domain_lists", "FirewallDomainLists")
    return [{**one, "Domains": domains(one)} for one in found]


def rule_groups() -> list[Item]:
    def firewall_rules(one: Item) -> list[Item]:
        return listed(RESOLVER, "list_firewall_rules", "FirewallRules", {"FirewallRuleGroupId": one["Id"]})

    found = listed(RESOLVER, "list_firewall_rule_groups", "FirewallRuleGroups")
    return [{**one, "FirewallRules": firewall_rules(one)} for one in found]


# of these the API gives names first, or leaves details to other operations
GATHERED: dict[str, Callable[[], list[Item]]] = {
    "AWS::EC2::VPC": vpcs,
    "AWS::EC2::VPCEndpoint": endpoints,
    "AWS::EC2::VPCEndpointService": endpoint_services,
    "AWS::ECS::Cluster": clusters,
    "AWS::ECS::Service": services,
    "AWS::ECS::TaskDefinition": task_definitions,
    "AWS::ElasticLoadBalancingV2::Listener": listeners,
    "AWS::ElasticLoadBalancingV2::LoadBalancer": load_balancers,
    "AWS::ElasticLoadBalancingV2::TargetGroup": target_groups,
    "AWS::Events::Rule": rules,
    "AWS::IAM::Role": roles,
    "AWS::KMS::Key": keys,
    "AWS::Route53Resolver::FirewallDomainList": domain_lists,
    "AWS::Route53Resolver::FirewallRuleGroup": rule_groups,
    "AWS::StepFunctions::StateMachine": state_machines,
}


def main() -> None:
    described = {type_name: listed(*how) for type_name, *how in LISTED}
    described |= {type_name: gather() for type_name, gather in GATHERED.items()}
    print(json.dumps(described, default=str, sort_keys=True))


if __name__ == "__main__":
    main()
