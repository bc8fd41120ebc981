/** Where the command line writes its lines. */
export interface Output {
  line(text: string): void;
  error(text: string): void;
}

export const standardOutput: Output = {
  line: (text) => console.log(text),
  error: (text) => console.error(text),
};
