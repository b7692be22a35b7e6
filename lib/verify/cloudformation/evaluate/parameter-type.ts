import type { Matcher } from './allowed-pattern';

/** What a parameter's type says about its values, or about each of them in a list. */
export interface ParameterType {
  readonly list: boolean;
  /** Whether it names something that exists outside the inputs, or a value kept there. */
  readonly outside: boolean;
  readonly admits: Matcher;
}

const identifiers = new Map(
  Object.entries({
    'AWS::EC2::VPC::Id': /^vpc-[0-9a-f]+$/,
    'AWS::EC2::Subnet::Id': /^subnet-[0-9a-f]+$/,
    'AWS::EC2::SecurityGroup::Id': /^sg-[0-9a-f]+$/,
    'AWS::EC2::Instance::Id': /^i-[0-9a-f]+$/,
    'AWS::EC2::Image::Id': /^ami-[0-9a-f]+$/,
    'AWS::EC2::Volume::Id': /^vol-[0-9a-f]+$/,
    'AWS::EC2::AvailabilityZone::Name': /^[a-z0-9-]+$/,
  }),
);

/** Reads a parameter's Type ("CloudFormation-supplied parameter types"). */
export function parameterType(name: string): ParameterType {
  const item = /^List<(.*)>$/.exec(name)?.[1];
  if (name.startsWith('AWS::SSM::Parameter::Value'))
    return { list: name.includes('List'), outside: true, admits: () => undefined };
  if (name === 'CommaDelimitedList') return { list: true, outside: false, admits: () => true };
  return { list: item !== undefined, ...single(item ?? name) };
}

function single(name: string): { outside: boolean; admits: Matcher } {
  if (name === 'Number') return { outside: false, admits: (value) => /^[-+]?\d+(\.\d+)?$/.test(value.trim()) };
  if (name === 'String') return { outside: false, admits: () => true };
  const shape = identifiers.get(name);
  return { outside: name !== 'AWS::EC2::AvailabilityZone::Name', admits: (value) => (shape ? shape.test(value) : value !== '') };
}
