/** The paths of an app that answer to a method, in the tree that Fastify prints, whose every line is a further part of a path. */
export function routesOf(tree: string, method = 'GET'): string[] {
  const parts: string[] = [];
  const routes: string[] = [];
  for (const line of tree.split('\n')) {
    const match = /^(.*?)[├└]── (\S*)(?: \((.*)\))?$/.exec(line);
    if (!match) continue;
    const depth = match[1]!.length / 4;
    parts.splice(depth, parts.length, match[2]!);
    if (match[3]?.split(', ').includes(method)) routes.push(parts.join(''));
  }
  return [...new Set(routes)];
}
