/** A command line as a help text shows it. */
export interface Example {
  /** The line, without the prompt. */
  line: string;
  /** Settings said before it. */
  env: Record<string, string>;
  /** What follows `tally`. */
  args: string[];
}

/** The command lines of a help text or a README: `$ tally …` or `npx tally …`, up to a pipe, a file or what is said beside it. */
export function examplesIn(text: string): Example[] {
  return [...text.matchAll(/^\s*(?:\$ |npx )((?:[A-Z_]+=\S+ )*)tally(?: (.*))?$/gm)].map(
    ([line, settings = '', rest = '']) => ({
      line: line.trim().replace(/^\$ /, ''),
      env: Object.fromEntries(settings.split(' ').filter(Boolean).map(setting)),
      args: wordsOf(rest.split(/ {2,}| [|#>] /)[0]!),
    }),
  );
}

const setting = (text: string): [string, string] => {
  const at = text.indexOf('=');
  return [text.slice(0, at), text.slice(at + 1)];
};

/** As a shell cuts them; of quotes only double ones. */
const wordsOf = (text: string): string[] =>
  [...text.matchAll(/(?:"[^"]*"|[^\s"])+/g)].map(([word]) => word.replaceAll('"', ''));
