/** Where a resource stands in the inputs. */
export interface Place {
  /** As reports name it: `Stack/LogicalId` in CloudFormation, the address in Terraform. */
  readonly resource: string;
  /** Such as `AWS::EC2::Route` or `google_compute_route`. */
  readonly type: string;
  /** The input file, as it was given. */
  readonly file: string;
  /** JSON Pointer (RFC 6901) to the resource, or to the part of it that matters. */
  readonly pointer: string;
}

/** A place inside another, by the names and indexes that lead there. */
export function within(place: Place, ...steps: readonly (string | number)[]): Place {
  return { ...place, pointer: [place.pointer, ...steps.map(escaped)].join('/') };
}

const escaped = (step: string | number): string => String(step).replaceAll('~', '~0').replaceAll('/', '~1');
