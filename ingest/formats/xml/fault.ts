/** Why a document is refused, in words that end `the file ...`, and on which line where the thrower knows. */
export class XmlFault extends Error {
  override readonly name = 'XmlFault';
  readonly line: number | undefined;
  constructor(why: string, line?: number) {
    super(why);
    this.line = line;
  }
}
