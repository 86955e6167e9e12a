import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { readConfig } from '@barometer/config';
import { digestOf, parseTokens, ROLES } from '@barometer/service';
import { createProgram } from '../../apps/cli/src/program.js';
import { examples, page, pages, prose, ROOT, rows, spans, type Page } from './pages.js';

const all = pages();
const scripts = (JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: object }).scripts;

/** How a heading is called in a link, as GitHub does it. */
function anchor(heading: string): string {
  return heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replace(/\s/g, '-');
}

function anchorsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading]) => anchor(heading!));
}

/** Where relative links of a page lead. */
function brokenLinks({ path, text }: Page): string[] {
  const targets = [...text.matchAll(/\]\(([^)\s]+)\)/g), ...text.matchAll(/(?:src|href)="([^"]+)"/g)].map(
    ([, to]) => to!,
  );
  return targets
    .filter((to) => !/^[a-z]+:/i.test(to))
    .filter((to) => {
      const [file, heading] = to.split('#') as [string, string | undefined];
      const found = file === '' ? join(ROOT, path) : join(ROOT, dirname(path), file);
      if (!existsSync(found)) return true;
      return heading !== undefined && !anchorsOf(readFileSync(found, 'utf8')).includes(heading);
    });
}

/** Paths of the project that a page names; what is built stands for its source. */
function missingPaths({ path, text }: Page): string[] {
  const named = text.matchAll(/(?<![\w./-])(?:libs|apps|docs|test|examples|bench|\.ci|\.vscode)\/[\w./-]*[\w/]/g);
  return [...named]
    .map(([found]) => found)
    .filter((found) => !/[A-Z]{4}/.test(found))
    .filter((found) => {
      const source = found.replace('/dist/', '/src/').replace(/(\/src\/.*)\.js$/, '$1.ts');
      return ![join(ROOT, source), join(ROOT, dirname(path), source)].some(existsSync);
    });
}

describe('every page', () => {
  it.each(all)('$path: its links resolve', (one) => {
    expect(brokenLinks(one)).toEqual([]);
  });

  it.each(all)('$path: the files it names exist', (one) => {
    expect(missingPaths(one)).toEqual([]);
  });

  it.each(all)('$path: what it says is in a file is there', ({ text }) => {
    const said = text.matchAll(/`(\w+)`\s+in\s+`((?:libs|apps|test)\/[\w./-]+\.ts)`/g);
    for (const [, name, file] of said) {
      expect(readFileSync(join(ROOT, file!), 'utf8')).toMatch(new RegExp(`\\b${name}\\b`));
    }
  });

  it.each(all)('$path: the scripts it names exist', ({ text }) => {
    const run = [...text.matchAll(/npm run ([\w:-]+)/g), ...text.matchAll(/npm (test|start)\b/g)].map(
      ([, name]) => name!,
    );
    expect(run.filter((name) => !(name in scripts))).toEqual([]);
  });

  it.each(all)('$path: its configs are sound', (one) => {
    for (const text of examples(one, 'config')) {
      const { problems } = readConfig(text, join(ROOT, one.path));
      expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    }
  });

  it('can be reached from the README', () => {
    const seen = new Set<string>();
    const visit = (path: string) => {
      if (seen.has(path) || !path.endsWith('.md') || !existsSync(join(ROOT, path))) return;
      seen.add(path);
      for (const [, to] of page(path).text.matchAll(/\]\(([^)#\s]+)/g)) {
        if (!/^[a-z]+:/i.test(to!)) visit(join(dirname(path), to!));
      }
    };
    visit('README.md');
    const unseen = all.map(({ path }) => path).filter((path) => !seen.has(path) && !path.includes('/src/'));
    expect(unseen).toEqual([]);
  });
});

describe('docs/architecture.md', () => {
  const architecture = page('docs/architecture.md');
  const bare = (cell: string) => spans(cell)[0] ?? cell;

  it('lists every room with its layer', () => {
    const listed = rows(architecture, 'Rooms').map(([room, layer]) => `${bare(room!)} ${layer}`);
    expect(listed.sort()).toEqual(roomsOnDisk().sort());
  });

  it('draws the arrows that lint enforces', () => {
    const drawn = rows(architecture, 'Arrows').map(([layer, may]) => `${layer}: ${may}`);
    expect(drawn).toEqual(arrowsOfLint());
  });

  it.each(roomFolders().map((folder) => relative(ROOT, folder)))(
    '%s imports only rooms that it lists, and lists only what it uses',
    (room) => {
      const folder = join(ROOT, room);
      const { dependencies = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
        dependencies?: Record<string, string>;
      };
      const imported = sourcesOf(join(folder, 'src')).flatMap((text) =>
        [...text.matchAll(/(?:from|import\()\s*'(@barometer\/[\w-]+)/g)].map(([, name]) => name!),
      );
      expect([...new Set(imported)].filter((name) => !(name in dependencies))).toEqual([]);
      // NestJS loads these by itself and has each of its users list them.
      const peers = ['@nestjs/core', '@nestjs/platform-express', 'reflect-metadata', 'rxjs'];
      const text = sourcesOf(folder, /\.(ts|mjs|js)$/).join('\n');
      expect(Object.keys(dependencies).filter((name) => !text.includes(name) && !peers.includes(name))).toEqual([]);
    },
  );

  it.each(rows(architecture, 'A walk: the drone on Tower 22'))('walks: %s (%s %s)', (_, file, name) => {
    const source = readFileSync(join(ROOT, bare(file!)), 'utf8');
    const [owner, method] = bare(name!).split('.') as [string, string | undefined];
    const exported = new RegExp(`export (async )?(function\\*?|class|const) ${owner}\\b`);
    expect(source).toMatch(exported);
    if (method !== undefined) expect(source).toMatch(new RegExp(`^  (async )?\\*?${method}\\(`, 'm'));
  });

  it('names a spec for every promise', () => {
    const without = rows(architecture, 'Promises').filter(([, held]) => spans(held!).length === 0);
    expect(without).toEqual([]);
  });
});

function roomFolders(): string[] {
  const folders = ['libs', 'apps'].flatMap((group) =>
    readdirSync(join(ROOT, group)).map((room) => join(ROOT, group, room)),
  );
  return folders.filter((folder) => existsSync(join(folder, 'package.json')));
}

function roomsOnDisk(): string[] {
  return roomFolders().map((folder) => {
    const { nx } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { nx: { tags: string[] } };
    return `${basename(folder)} ${nx.tags.find((tag) => tag.startsWith('layer:'))?.slice('layer:'.length)}`;
  });
}

function arrowsOfLint(): string[] {
  const config = readFileSync(join(ROOT, 'eslint.config.js'), 'utf8');
  const layers = config.matchAll(/sourceTag: 'layer:(\w+)',\s*onlyDependOnLibsWithTags: \[([^\]]*)\]/g);
  return [...layers].map(([, layer, tags]) => {
    const may = [...tags!.matchAll(/'(?:layer:)?([\w*]+)'/g)].map(([, tag]) => tag!);
    return `${layer}: ${may.join(', ').replace('*', 'everything')}`;
  });
}

describe('docs/decisions', () => {
  it('are numbered without gaps, and the index has each with its title', () => {
    const files = readdirSync(join(ROOT, 'docs/decisions')).filter((file) => /^\d/.test(file));
    const listed = page('docs/decisions/README.md').text.matchAll(/\| (\d{4}) +\| \[(.+)\]\(([^)]+)\)/g);
    const index = [...listed].map(([, number, title, file]) => ({ number, title, file }));
    expect(index.map(({ file }) => file)).toEqual(files.sort());
    index.forEach(({ number, title, file }, i) => {
      expect(number).toBe(String(i + 1).padStart(4, '0'));
      expect(page(`docs/decisions/${file}`).text).toContain(`# ${title}\n`);
    });
  });
});

/** The text of every source file in a folder, specs left out. */
function sourcesOf(folder: string, files = /(?<!\.spec)\.ts$/): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return ['node_modules', 'dist'].includes(entry.name) ? [] : sourcesOf(path, files);
    return files.test(entry.name) ? [readFileSync(path, 'utf8')] : [];
  });
}

describe('what the docs name of the code', () => {
  it('are the arguments of `npm start`', () => {
    const usage = readFileSync(join(ROOT, 'apps/standalone/src/options.ts'), 'utf8')
      .split('USAGE = `')[1]!
      .split('`;')[0]!;
    const known = [...usage.matchAll(/--[a-z-]+/g)].map(([option]) => option).filter((option) => option !== '--help');
    const listed = rows(page('docs/operations.md'), 'Start and stop').map(([argument]) => spans(argument!)[0]!);
    expect(listed.map((argument) => argument.split(' ')[0])).toEqual(['CONFIG', ...new Set(known)]);
  });

  it('are commands of the CLI', () => {
    const io = { stdout: process.stdout, stderr: process.stderr } as unknown as Parameters<typeof createProgram>[0];
    const known = createProgram(io, () => undefined).commands.map((command) => command.name());
    const named = all.flatMap(({ text }) =>
      [...text.matchAll(/npx barometer ([a-z][a-z-]*)/g)].map(([, name]) => name!),
    );
    expect(named.filter((name) => !known.includes(name))).toEqual([]);
  });

  it('are tokens as the token file takes them', () => {
    const [tokens] = examples(page('docs/operations.md'), 'tokens');
    expect(parseTokens(tokens!).holder(digestOf('unknown'))).toBeUndefined();
    const roles = rows(page('docs/operations.md'), 'Who may do what').map(([role]) => spans(role!)[0]);
    expect(roles).toEqual(ROLES);
  });

  it('are messages that the code says', () => {
    const sources = ['libs', 'apps'].flatMap((group) => sourcesOf(join(ROOT, group))).join('\n');
    const shown = rows(page('docs/operations.md'), 'When something is wrong').flatMap(([seen]) => spans(seen!));
    expect(shown.filter((message) => !sources.includes(message))).toEqual([]);
  });

  it('are words of the glossary, once each and in order', () => {
    const words = [...page('docs/glossary.md').text.matchAll(/^\| ([a-z][^|]*?) +\|/gm)]
      .map(([, word]) => word!)
      .slice(1);
    expect(words).toEqual([...new Set(words)].sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1)));
  });

  it('are no machine’s paths', () => {
    for (const one of all) expect(prose(one)).not.toMatch(/\/(work|home|Users|tmp)\//);
  });
});
