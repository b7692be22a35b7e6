import { base64 } from './functions/base64';
import { cidr } from './functions/cidr';
import { findInMap } from './functions/find-in-map';
import { getAtt } from './functions/get-att';
import { getAzs } from './functions/get-azs';
import { choose } from './functions/if';
import { getStackOutput, importValue } from './functions/import-value';
import type { Intrinsic } from './functions/intrinsic';
import { join } from './functions/join';
import { length } from './functions/length';
import { ref } from './functions/ref';
import { select } from './functions/select';
import { split } from './functions/split';
import { sub } from './functions/sub';
import { toJsonString } from './functions/to-json-string';

/** The intrinsic functions that are computed; what any other gives stays unresolved. */
export const functions: ReadonlyMap<string, Intrinsic> = new Map(
  Object.entries({
    Ref: ref,
    'Fn::Base64': base64,
    'Fn::Cidr': cidr,
    'Fn::FindInMap': findInMap,
    'Fn::GetAtt': getAtt,
    'Fn::GetAZs': getAzs,
    'Fn::GetStackOutput': getStackOutput,
    'Fn::If': choose,
    'Fn::ImportValue': importValue,
    'Fn::Join': join,
    'Fn::Length': length,
    'Fn::Select': select,
    'Fn::Split': split,
    'Fn::Sub': sub,
    'Fn::ToJsonString': toJsonString,
  }),
);
