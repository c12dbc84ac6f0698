/** Statements of a text, and what is begun behind the last of them; a semicolon in quotes or a comment ends none. */
export function statementsIn(text: string): { statements: string[]; rest: string } {
  const statements: string[] = [];
  let from = 0;
  for (const { 0: token, index } of text.matchAll(TOKENS)) {
    if (token !== ';') continue;
    statements.push(text.slice(from, index));
    from = index + 1;
  }
  return { statements: statements.filter(saysSomething), rest: text.slice(from) };
}

/** Whether it is more than blanks and comments. */
export const saysSomething = (text: string): boolean => text.replace(COMMENTS, '').trim() !== '';

/** The statement's first word, in capitals. */
export const verbOf = (statement: string): string =>
  /[A-Za-z]+/.exec(statement.replace(COMMENTS, ''))?.[0].toUpperCase() ?? '';

const COMMENTS = /--[^\n]*|#[! ][^\n]*|\/\*[\s\S]*?(?:\*\/|$)/g;
/** What may have a semicolon in it, open to the end where it is not closed, and semicolons themselves. */
const TOKENS =
  /--[^\n]*|#[! ][^\n]*|\/\*[\s\S]*?(?:\*\/|$)|\$(\w*)\$[\s\S]*?(?:\$\1\$|$)|'(?:\\[\s\S]|''|[^'\\])*(?:'|$)|"(?:\\[\s\S]|[^"\\])*(?:"|$)|`(?:\\[\s\S]|[^`\\])*(?:`|$)|;/g;
