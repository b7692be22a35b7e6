"""The API of Route 53 Resolver's DNS Firewall, which moto lacks: what creates and describes rules. No name is resolved."""

import json
from collections import defaultdict
from typing import Any, Callable

from moto.moto_api._internal import mock_random
from moto.route53resolver.exceptions import InvalidRequestException, ResourceNotFoundException
from moto.route53resolver.responses import Route53ResolverResponse

Item = dict[str, Any]
domain_lists: dict[str, Item] = {}
domains: dict[str, list[str]] = defaultdict(list)
rule_groups: dict[str, Item] = {}
rules: dict[str, list[Item]] = defaultdict(list)
associations: dict[str, Item] = {}

Operation = Callable[[Item], Item]


def operation(function: Operation) -> Operation:
    """Makes a function the operation of its name; it gets the request, which clients have validated, and gives the answer."""

    def dispatched(self: Route53ResolverResponse) -> str:
        return json.dumps(function(json.loads(self.body)))

    setattr(Route53ResolverResponse, function.__name__, dispatched)
    return function


@operation
def create_firewall_domain_list(asked: Item) -> Item:
    return {"FirewallDomainList": made("rslvr-fdl", asked, domain_lists)}


@operation
def update_firewall_domains(asked: Item) -> Item:
    list_id = existing(asked["FirewallDomainListId"], domain_lists)["Id"]
    if asked["Operation"] != "REPLACE":
        raise InvalidRequestException(f"only REPLACE is emulated, got {asked['Operation']}")
    domains[list_id] = asked["Domains"]
    return {"Id": list_id, "Status": "COMPLETE"}


@operation
def create_firewall_rule_group(asked: Item) -> Item:
    return {"FirewallRuleGroup": made("rslvr-frg", asked, rule_groups)}


@operation
def create_firewall_rule(asked: Item) -> Item:
    group = existing(asked["FirewallRuleGroupId"], rule_groups)["Id"]
    existing(asked["FirewallDomainListId"], domain_lists)
    if any(rule["Priority"] == asked["Priority"] for rule in rules[group]):
        raise InvalidRequestException(f"priority {asked['Priority']} is taken")
    rules[group].append({"FirewallDomainRedirectionAction": "INSPECT_REDIRECTION_DOMAIN", **asked})
    return {"FirewallRule": asked}


@operation
def associate_firewall_rule_group(asked: Item) -> Item:
    existing(asked["FirewallRuleGroupId"], rule_groups)
    same = [one for one in associations.values() if one["VpcId"] == asked["VpcId"]]
    if any(one["Priority"] == asked["Priority"] for one in same):
        raise InvalidRequestException(f"priority {asked['Priority']} is taken in {asked['VpcId']}")
    return {"FirewallRuleGroupAssociation": made("rslvr-frgassoc", {**asked, "Status": "COMPLETE"}, associations)}


@operation
def list_firewall_domain_lists(_: Item) -> Item:
    return {"FirewallDomainLists": list(domain_lists.values())}


@operation
def list_firewall_domains(asked: Item) -> Item:
    return {"Domains": domains[existing(asked["FirewallDomainListId"], domain_lists)["Id"]]}


@operation
def list_firewall_rule_groups(_: Item) -> Item:
    return {"FirewallRuleGroups": list(rule_groups.values())}


@operation
def list_firewall_rules(asked: Item) -> Item:
    found = rules[existing(asked["FirewallRuleGroupId"], rule_groups)["Id"]]
    return {"FirewallRules": sorted(found, key=lambda rule: rule["Priority"])}


@operation
def list_firewall_rule_group_associations(_: Item) -> Item:
    return {"FirewallRuleGroupAssociations": list(associations.values())}


def made(prefix: str, asked: Item, store: dict[str, Item]) -> Item:
    """Keeps a new item under a new id."""
    item = {**asked, "Id": f"{prefix}-{mock_random.get_random_hex(17)}"}
    store[item["Id"]] = item
    return item


def existing(item_id: str, store: dict[str, Item]) -> Item:
    """The item, or the error that AWS gives."""
    if item_id not in store:
        raise ResourceNotFoundException(f"{item_id} does not exist")
    return store[item_id]
