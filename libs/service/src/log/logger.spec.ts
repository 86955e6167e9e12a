import { createLogger, nestLogger } from './logger.js';

function capture(level: 'info' | 'debug' = 'debug') {
  const lines: string[] = [];
  const logger = createLogger({ level, to: { write: (line: string) => void lines.push(line) } });
  return { logger, lines, parsed: () => lines.map((line) => JSON.parse(line) as Record<string, unknown>) };
}

describe('the logger', () => {
  const nasty = [
    { why: 'a forged line', text: 'ok\n{"level":"error","msg":"forged"}' },
    { why: 'carriage return', text: 'a\rb' },
    { why: 'terminal commands', text: '\u001b[2J\u009b31m' },
    { why: 'line separators', text: 'a\u2028b\u2029c' },
    { why: 'turned text', text: 'abc\u202egnp.exe' },
    { why: 'format marks', text: '%s %d %j %o' },
  ];
  it.each(nasty)('keeps one line, plain characters and no formatting: $why', ({ text }) => {
    const { logger, lines, parsed } = capture();
    logger.info({ place: text, [text]: 1, list: [text], err: new Error(text) }, text);
    logger.warn(text);
    expect(lines).toHaveLength(2);
    for (const line of lines) expect(line.trimEnd()).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202e]/);
    expect(parsed()[1]).toMatchObject({ level: 'warn' });
    if (text.includes('%')) expect(parsed()[0]!['msg']).toBe(text);
  });

  it('hides secrets by name at any depth', () => {
    const { logger, lines } = capture();
    logger.info(
      {
        headers: { Authorization: 'Bearer planted', cookie: 'planted' },
        smtp: [{ password: 'planted' }],
        token: 'planted',
      },
      'x',
    );
    expect(lines.join()).not.toContain('planted');
    expect(lines.join()).toContain('[redacted]');
  });

  it('bounds what is logged', () => {
    const { logger, lines } = capture();
    const loop: Record<string, unknown> = {};
    loop['self'] = loop;
    logger.info({ loop, long: 'x'.repeat(1e6), many: Array.from({ length: 1e4 }, () => 'y') }, 'z'.repeat(1e6));
    expect(lines.join().length).toBeLessThan(10_000);
  });

  it('lowers the framework to debug and keeps its errors', () => {
    const { logger, parsed } = capture('info');
    nestLogger(logger).log('routine', 'Router');
    nestLogger(logger).error('broken', 'Router');
    expect(parsed()).toMatchObject([{ level: 'error', nest: 'broken' }]);
  });
});
