/** One instruction of a Dockerfile, its words after expansion of nothing. */
export interface Instruction {
  readonly name: string;
  readonly text: string;
  readonly words: readonly string[];
}

export interface Stage {
  readonly base: string;
  readonly name: string | undefined;
  readonly instructions: readonly Instruction[];
}

/** What stands before the first FROM, and the stages. */
export interface Dockerfile {
  readonly head: readonly Instruction[];
  readonly stages: readonly Stage[];
}

/** Reads a Dockerfile of plain instructions: no heredocs, no other escape character. */
export function readDockerfile(text: string): Dockerfile {
  const lines = text.split('\n').filter((line) => !/^\s*(#|$)/.test(line));
  const joined = lines.join('\n').replace(/\\\n/g, ' ').split('\n');
  const all = joined.map((line): Instruction => {
    const [name, ...words] = line.trim().split(/\s+/) as [string, ...string[]];
    return { name, text: line.trim().slice(name.length).trim(), words };
  });
  const starts = all.flatMap(({ name }, index) => (name === 'FROM' ? [index] : []));
  const stages = starts.map((start, index): Stage => {
    const { words } = all[start]!;
    return { base: words[0]!, name: words[2], instructions: all.slice(start + 1, starts[index + 1]) };
  });
  return { head: all.slice(0, starts[0]), stages };
}

/** A COPY: from the context where `stage` is not given. */
export interface Copy {
  readonly stage: string | undefined;
  readonly sources: readonly string[];
  readonly target: string;
}

export const copiesOf = ({ instructions }: Stage): Copy[] =>
  instructions.filter(({ name }) => name === 'COPY').map(({ words }) => copyOf(words));

function copyOf(words: readonly string[]): Copy {
  const stage = words.find((word) => word.startsWith('--from='))?.slice('--from='.length);
  const paths = words.filter((word) => !word.startsWith('--'));
  return { stage, sources: paths.slice(0, -1), target: paths.at(-1)! };
}

/** Whether .dockerignore keeps a path out of the context: the last line that fits it, or a folder it is in, decides. */
export function ignored(dockerignore: string, path: string): boolean {
  const parts = path.split('/');
  const paths = parts.map((_, index) => parts.slice(0, index + 1).join('/'));
  let out = false;
  for (const line of dockerignore.split('\n').filter((one) => one !== '' && !one.startsWith('#'))) {
    const pattern = patternOf(line.replace(/^!/, ''));
    if (paths.some((one) => pattern.test(one))) out = !line.startsWith('!');
  }
  return out;
}

function patternOf(glob: string): RegExp {
  const source = glob
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*\*\//g, '\0')
    .replace(/\*/g, '[^/]*')
    .replace(/\0/g, '(?:.*/)?');
  return new RegExp(`^${source}$`);
}
