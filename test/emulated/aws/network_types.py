"""Networks, as CloudFormation creates them.

moto's own types leave out tags, resolver flags, egress rules, the tables of subnets and the names of endpoints; endpoint services it
lacks.
"""

import json
from typing import Any

from moto.ec2.models import ec2_backends
from moto.ec2.models.managed_prefixes import ManagedPrefixListBackend

from cloudformation import Aws, Created, Properties, resource

NOWHERE_ELSE = {"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}  # what EC2 gives each new group as egress

# the ids that AWS gives its prefix lists of S3, the same in every account; moto makes them up
S3_PREFIX_LISTS = {"eu-west-1": "pl-6da54004", "us-east-1": "pl-63a5400a"}


def use_published_prefix_lists() -> None:
    """Gives the prefix list of S3 its published id, in the regions above."""
    create = ManagedPrefixListBackend.create_default_pls

    def create_and_rename(self: Any) -> None:
        create(self)
        lists = self.managed_prefix_lists
        s3 = next(one for one in lists.values() if one.prefix_list_name == f"com.amazonaws.{self.region_name}.s3")
        del lists[s3.id]
        s3.id = S3_PREFIX_LISTS.get(self.region_name, s3.id)
        lists[s3.id] = s3

    ManagedPrefixListBackend.create_default_pls = create_and_rename


@resource("AWS::EC2::VPC")
def vpc(aws: Aws, asked: Properties, _: str) -> Created:
    """Enforces a valid block; keeps both resolver flags, which moto's type leaves at their defaults."""
    ec2 = aws.client("ec2")
    request = {"CidrBlock": asked["CidrBlock"], "InstanceTenancy": asked["InstanceTenancy"]}
    made = ec2.create_vpc(**request, **tags("vpc", asked))["Vpc"]
    for flag in ("EnableDnsSupport", "EnableDnsHostnames"):
        ec2.modify_vpc_attribute(VpcId=made["VpcId"], **{flag: {"Value": asked[flag]}})
    return Created(made["VpcId"])


def tags(kind: str, asked: Properties) -> Properties:
    """A resource's tags as the API takes them."""
    return {"TagSpecifications": [{"ResourceType": kind, "Tags": asked.get("Tags", [])}]}


@resource("AWS::EC2::InternetGateway")
def internet_gateway(aws: Aws, asked: Properties, _: str) -> Created:
    """Keeps its tags."""
    made = aws.client("ec2").create_internet_gateway(**tags("internet-gateway", asked))["InternetGateway"]
    return Created(made["InternetGatewayId"], {"InternetGatewayId": made["InternetGatewayId"]})


@resource("AWS::EC2::RouteTable")
def route_table(aws: Aws, asked: Properties, _: str) -> Created:
    """Enforces that the network exists; keeps its tags."""
    made = aws.client("ec2").create_route_table(VpcId=asked["VpcId"], **tags("route-table", asked))["RouteTable"]
    return Created(made["RouteTableId"], {"RouteTableId": made["RouteTableId"]})


@resource("AWS::EC2::SubnetRouteTableAssociation")
def subnet_route_table_association(aws: Aws, asked: Properties, _: str) -> Created:
    """Enforces that subnet and table exist; moto's type makes an association that no API describes."""
    made = aws.client("ec2").associate_route_table(**asked)["AssociationId"]
    return Created(made, {"Id": made})


@resource("AWS::EC2::SecurityGroup")
def security_group(aws: Aws, asked: Properties, name: str) -> Created:
    """Enforces that the network exists. As on AWS, a group may send everywhere unless it says inline where to."""
    ec2 = aws.client("ec2")
    ec2.describe_vpcs(VpcIds=[asked["VpcId"]])  # moto takes any
    group = ec2.create_security_group(GroupName=name, Description=asked["GroupDescription"], VpcId=asked["VpcId"])["GroupId"]
    if "SecurityGroupEgress" in asked:
        ec2.revoke_security_group_egress(GroupId=group, IpPermissions=[NOWHERE_ELSE])
    for rule in asked.get("SecurityGroupEgress", []):
        ec2.authorize_security_group_egress(GroupId=group, IpPermissions=[permission(rule)])
    for rule in asked.get("SecurityGroupIngress", []):
        ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[permission(rule)])
    return Created(group, {"GroupId": group, "VpcId": asked["VpcId"]})


@resource("AWS::EC2::SecurityGroupEgress")
def security_group_egress(aws: Aws, asked: Properties, _: str) -> Created:
    """Enforces that the group exists and has no such rule yet; leaves the default rule, as AWS does."""
    answer = aws.client("ec2").authorize_security_group_egress(GroupId=asked["GroupId"], IpPermissions=[permission(asked)])
    return Created(answer["SecurityGroupRules"][0]["SecurityGroupRuleId"])


@resource("AWS::EC2::SecurityGroupIngress")
def security_group_ingress(aws: Aws, asked: Properties, _: str) -> Created:
    """Enforces that the group exists and has no such rule yet."""
    answer = aws.client("ec2").authorize_security_group_ingress(GroupId=asked["GroupId"], IpPermissions=[permission(asked)])
    return Created(answer["SecurityGroupRules"][0]["SecurityGroupRuleId"])


def permission(rule: Properties) -> Properties:
    """A rule of a template as the API has it; a peer that it doesn't know is an error."""
    peers = {
        "CidrIp": ("IpRanges", "CidrIp"),
        "CidrIpv6": ("Ipv6Ranges", "CidrIpv6"),
        "DestinationPrefixListId": ("PrefixListIds", "PrefixListId"),
        "DestinationSecurityGroupId": ("UserIdGroupPairs", "GroupId"),
        "SourceSecurityGroupId": ("UserIdGroupPairs", "GroupId"),
    }
    ((places, key), peer) = next((peers[name], value) for name, value in rule.items() if name in peers)
    note = {name: rule[name] for name in ("Description",) if name in rule}
    ports = {name: rule[name] for name in ("IpProtocol", "FromPort", "ToPort") if name in rule}
    return {**ports, places: [{key: peer, **note}]}


@resource("AWS::EC2::VPCEndpoint")
def vpc_endpoint(aws: Aws, asked: Properties, _: str) -> Created:
    """Enforces that subnets and groups exist; gives an interface the groups and the names that AWS would."""
    ec2 = aws.client("ec2")
    policy = {"PolicyDocument": json.dumps(asked["PolicyDocument"])} if "PolicyDocument" in asked else {}
    made = ec2.create_vpc_endpoint(**{**asked, **policy})["VpcEndpoint"]
    for interface in made["NetworkInterfaceIds"]:
        ec2.modify_network_interface_attribute(NetworkInterfaceId=interface, Groups=asked["SecurityGroupIds"])
    names = endpoint_names(aws, made) if made["VpcEndpointType"] == "Interface" else []
    ec2_backends[aws.account][aws.region].vpc_end_points[made["VpcEndpointId"]].dns_entries = names
    entries = [f"{name['hosted_zone_id']}:{name['dns_name']}" for name in names]
    return Created(made["VpcEndpointId"], {"DnsEntries": entries, "Id": made["VpcEndpointId"]})


def endpoint_names(aws: Aws, endpoint: Properties) -> list[dict[str, str]]:
    """The name for the region, then one for each zone, as AWS forms them."""
    service = endpoint["ServiceName"].split(".", 3)[-1].removeprefix(f"{aws.region}.")
    subnets = aws.client("ec2").describe_subnets(SubnetIds=endpoint["SubnetIds"])["Subnets"]
    own = f"{endpoint['VpcEndpointId']}-{endpoint['VpcEndpointId'][-8:]}"
    hosts = [own, *(f"{own}-{subnet['AvailabilityZone']}" for subnet in subnets)]
    return [{"dns_name": f"{host}.{service}.{aws.region}.vpce.amazonaws.com", "hosted_zone_id": "Z38GZ743OKFT7T"} for host in hosts]


@resource("AWS::EC2::VPCEndpointService")
def vpc_endpoint_service(aws: Aws, asked: Properties, _: str) -> Created:
    """Enforces that the load balancers exist."""
    made = aws.client("ec2").create_vpc_endpoint_service_configuration(**asked)["ServiceConfiguration"]
    return Created(made["ServiceId"], {"ServiceId": made["ServiceId"]})


@resource("AWS::EC2::VPCEndpointServicePermissions")
def vpc_endpoint_service_permissions(aws: Aws, asked: Properties, name: str) -> Created:
    """Enforces that the service exists."""
    principals = {"AddAllowedPrincipals": asked["AllowedPrincipals"]}
    aws.client("ec2").modify_vpc_endpoint_service_permissions(ServiceId=asked["ServiceId"], **principals)
    return Created(name)
