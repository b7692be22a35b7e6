"""What a network's resolver answers and notes, as CloudFormation creates it; moto's CloudFormation has none of it."""

import dns_firewall  # noqa: F401
from cloudformation import Aws, Created, Properties, resource


@resource("AWS::Route53Resolver::FirewallDomainList")
def domain_list(aws: Aws, asked: Properties, name: str) -> Created:
    """Records the names. No name is resolved."""
    resolver = aws.client("route53resolver")
    made = resolver.create_firewall_domain_list(CreatorRequestId=name, Name=name)["FirewallDomainList"]["Id"]
    resolver.update_firewall_domains(FirewallDomainListId=made, Operation="REPLACE", Domains=asked["Domains"])
    return Created(made, {"Id": made})


@resource("AWS::Route53Resolver::FirewallRuleGroup")
def rule_group(aws: Aws, asked: Properties, name: str) -> Created:
    """Enforces that the lists exist and no two rules have one priority."""
    resolver = aws.client("route53resolver")
    made = resolver.create_firewall_rule_group(CreatorRequestId=name, Name=name)["FirewallRuleGroup"]["Id"]
    for rule in asked["FirewallRules"]:
        resolver.create_firewall_rule(CreatorRequestId=name, Name=name, FirewallRuleGroupId=made, **rule)
    return Created(made, {"Id": made})


@resource("AWS::Route53Resolver::FirewallRuleGroupAssociation")
def rule_group_association(aws: Aws, asked: Properties, name: str) -> Created:
    """Enforces that the group exists and no other has its priority in the network. No name is resolved."""
    request = {**asked, "CreatorRequestId": name, "Name": name}
    made = aws.client("route53resolver").associate_firewall_rule_group(**request)["FirewallRuleGroupAssociation"]["Id"]
    return Created(made, {"Id": made})


@resource("AWS::Route53Resolver::ResolverQueryLoggingConfig")
def query_log(aws: Aws, asked: Properties, name: str) -> Created:
    """Records where queries are noted. None is."""
    request = {**asked, "CreatorRequestId": name, "Name": asked.get("Name", name)}
    made = aws.client("route53resolver").create_resolver_query_log_config(**request)["ResolverQueryLogConfig"]
    return Created(made["Id"], {"Id": made["Id"], "Arn": made["Arn"]})


@resource("AWS::Route53Resolver::ResolverQueryLoggingConfigAssociation")
def query_log_association(aws: Aws, asked: Properties, _: str) -> Created:
    """Enforces that the configuration and the network exist."""
    made = aws.client("route53resolver").associate_resolver_query_log_config(**asked)["ResolverQueryLogConfigAssociation"]
    return Created(made["Id"], {"Id": made["Id"]})
