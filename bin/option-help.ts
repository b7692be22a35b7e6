import type { Argument, Option } from 'commander';

type Described = Pick<Option | Argument, 'description' | 'argChoices' | 'defaultValue' | 'defaultValueDescription'>;

/** How an option or an argument is described: what it may be and what holds without it, as one types it. */
export function optionHelp({ description, argChoices, defaultValue, defaultValueDescription }: Described): string {
  const otherwise = defaultValueDescription ?? defaultValue;
  const notes = [
    ...(argChoices ? [`one of ${argChoices.join(', ')}`] : []),
    ...(otherwise === undefined || otherwise === 'none' ? [] : [`default: ${otherwise}`]),
  ];
  return notes.length === 0 ? description : `${description} (${notes.join('; ')})`;
}
