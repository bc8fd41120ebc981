import { spawnSync } from 'node:child_process';

const script = `
import json, sys
from jinja2.sandbox import SandboxedEnvironment
environment = SandboxedEnvironment(extensions=['jinja2.ext.do', 'jinja2.ext.loopcontrols'])
environment.globals.update(set=set, zip=zip)
def outcome(template):
    try:
        return environment.from_string(template).render(
            d={'a': 1, 'b': [1, 2]}, l=[3, 1, 2], s='Some Text', people=[
                {'name': 'Ann', 'age': 31, 'town': {'name': 'Oslo'}},
                {'name': 'bob', 'age': 4, 'town': {'name': 'Bonn'}},
                {'name': 'Cy', 'age': 31, 'town': {'name': 'oslo'}}])
    except Exception as error:
        return type(error).__name__ + ': ' + str(error)
print(json.dumps([outcome(template) for template in json.load(sys.stdin)]))
`;

/** The same names that the script gives to Python's templates. */
export const names = {
  d: { a: 1, b: [1, 2] },
  l: [3, 1, 2],
  s: 'Some Text',
  people: [
    { name: 'Ann', age: 31, town: { name: 'Oslo' } },
    { name: 'bob', age: 4, town: { name: 'Bonn' } },
    { name: 'Cy', age: 31, town: { name: 'oslo' } },
  ],
};

/** Whether Python 3 with Jinja2 is installed here. */
export function hasPython(): boolean {
  return spawnSync('python3', ['-c', 'import jinja2']).status === 0;
}

/** What Python Jinja2 renders for each template, or `ErrorName: message`. */
export function renderWithPython(templates: readonly string[]): string[] {
  const { stdout, stderr, status } = spawnSync('python3', ['-c', script], {
    input: JSON.stringify(templates),
    encoding: 'utf8',
    env: { ...process.env, PYTHONIOENCODING: 'utf8' },
  });
  if (status !== 0) throw new Error(`python3 failed: ${stderr}`);
  return JSON.parse(stdout);
}
