/** What was given can't be used; its message is one line per problem, and the command ends with status 3. */
export class Unusable extends Error {
  override readonly name = 'Unusable';
}
