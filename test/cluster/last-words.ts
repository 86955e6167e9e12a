/** The lines that say why a process ended: not JSON of lesser weight, nor what it says at its start, nor Node's own warnings. */
export const lastWords = (said: string): string[] =>
  said
    .split('\n')
    .filter(
      (line) =>
        line !== '' &&
        !/^Barometer |^\(node:\d+\) |^\(Use `node --trace-warnings|"level":"(debug|info|warn)"/.test(line),
    );
