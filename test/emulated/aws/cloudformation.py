"""CloudFormation as moto has it, made stricter, and open to resource types of our own.

A type of our own does what CloudFormation does: it calls the API of the resource's service. What that API doesn't know, botocore
refuses by its own description of the API, and the stack fails.
"""

import functools
import json
from dataclasses import dataclass, field
from typing import Any, Callable, TextIO

import boto3
from moto.cloudformation import parsing
from moto.cloudformation.models import CloudFormationBackend
from moto.core.common_models import CloudFormationModel

Properties = dict[str, Any]


@dataclass(frozen=True)
class Aws:
    """The emulated account, as one of its own clients sees it."""

    url: str
    account: str
    region: str

    @functools.cache
    def client(self, service: str) -> Any:
        keys = {"aws_access_key_id": "emulated", "aws_secret_access_key": "emulated"}
        return boto3.client(service, endpoint_url=self.url, region_name=self.region, **keys)


@dataclass(frozen=True)
class Created:
    """What `Ref` gives, and what `Fn::GetAtt` does."""

    id: str
    attributes: Properties = field(default_factory=dict)


Create = Callable[[Aws, Properties, str], Created]
types: dict[str, Create] = {}


def resource(type_name: str) -> Callable[[Create], Create]:
    """Makes a function CloudFormation's way to create a type; it gets the account, the properties and a name for the resource."""

    def register(create: Create) -> Create:
        types[type_name] = create
        return create

    return register


def install(url: str, record: TextIO) -> None:
    """Adds the registered types to moto, and notes in `record`, a JSON line a resource, what was asked for and what came of it."""
    models.extend(model_of(type_name, create, url) for type_name, create in types.items())
    parsing.get_model_list.cache_clear()
    parsing.get_model_map.cache_clear()
    parsing.get_name_type_map.cache_clear()
    refuse_unknown_types()
    use_the_region_for_zones()
    record_resources(record)
    fail_with_the_first_resource()


models: list[type] = []  # moto finds types among the subclasses that are alive


def model_of(type_name: str, create: Create, url: str) -> type:
    """The class by which moto knows a type."""

    class Model(CloudFormationModel):
        __module__ = "moto.cloudformation.emulated"  # moto reads the service from it

        def __init__(self, created: Created) -> None:
            self.physical_resource_id = created.id
            self.attributes = created.attributes

        @staticmethod
        def cloudformation_name_type() -> str:
            return ""

        @staticmethod
        def cloudformation_type() -> str:
            return type_name

        @classmethod
        def has_cfn_attr(cls, attr: str) -> bool:
            return True

        @classmethod
        def create_from_cloudformation_json(cls, resource_name, cloudformation_json, account_id, region_name, **_):  # type: ignore
            return cls(create(Aws(url, account_id, region_name), cloudformation_json["Properties"], resource_name))

        def get_cfn_attribute(self, attribute_name: str) -> Any:
            if attribute_name in self.attributes:
                return self.attributes[attribute_name]
            raise parsing.UnformattedGetAttTemplateException()

        def is_created(self) -> bool:
            return True

    return Model


def refuse_unknown_types() -> None:
    """moto leaves out, with a warning in its log, what it doesn't know."""
    known = parsing.resource_class_from_type

    def known_or_refused(type_name: str) -> type:
        model = known(type_name)
        if model is None:
            raise ValueError(f"the emulated CloudFormation has no type {type_name}")
        return model

    parsing.resource_class_from_type = known_or_refused


def use_the_region_for_zones() -> None:
    """moto answers `Fn::GetAZs: ""` with the zones of us-east-1, whatever the stack's region."""
    clean = parsing.clean_json

    def clean_with_zones(value: Any, resources: Any) -> Any:
        if value == {"Fn::GetAZs": ""}:
            value = {"Fn::GetAZs": resources["AWS::Region"]}
        return clean(value, resources)

    parsing.clean_json = clean_with_zones


def record_resources(record: TextIO) -> None:
    """Notes every resource of every stack: its properties after resolution, and its id or its error."""
    create = parsing.parse_and_create_resource
    resolved: dict[str, Properties] = {}
    parse = parsing.parse_resource_and_generate_name

    def parse_and_keep(logical_id: str, resource_json: Any, resources_map: Any) -> Any:
        parsed = parse(logical_id, resource_json, resources_map)
        resolved[logical_id] = json.loads(json.dumps(parsed[1]["Properties"], default=str))
        return parsed

    def create_and_note(logical_id: str, resource_json: Any, resources_map: Any, **where: str) -> Any:
        line = {"stack": resources_map["AWS::StackName"], "logicalId": logical_id, "type": resource_json["Type"]}
        try:
            created = create(logical_id, resource_json, resources_map, **where)
        except Exception as error:
            note({**line, "error": f"{type(error).__name__}: {error}"})
            raise
        if created is not None:
            note({**line, "physicalId": created.physical_resource_id, "properties": resolved[logical_id]})
        return created

    def note(line: Properties) -> None:
        record.write(json.dumps(line) + "\n")
        record.flush()

    parsing.parse_resource_and_generate_name = parse_and_keep
    parsing.parse_and_create_resource = create_and_note


def fail_with_the_first_resource() -> None:
    """moto has no failed stacks: it answers 500, clients ask again, and it says CREATE_COMPLETE although a resource isn't there.

    Nor has it the outputs of a stack that was made by a change set.
    """
    execute = CloudFormationBackend.execute_change_set

    def execute_or_fail(self: Any, change_set_name: str, stack_name: str | None = None) -> None:
        stack = self.stacks[self.describe_change_set(change_set_name).stack_id]
        try:
            execute(self, change_set_name, stack_name)
            stack._parse_template()
            stack.output_map = stack._create_output_map()
        except Exception as error:
            stack.status = "ROLLBACK_COMPLETE"
            stack._add_stack_event("ROLLBACK_COMPLETE", f"{type(error).__name__}: {error}")

    CloudFormationBackend.execute_change_set = execute_or_fail
