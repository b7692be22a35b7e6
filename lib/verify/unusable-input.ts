/** An input that can't be judged; the message is one line that says what to do. The command line ends with status 3. */
export class UnusableInput extends Error {
  override readonly name = 'UnusableInput';
}
