/** A host name in the one form in which names are compared: lower case, without brackets and the dot at the end. */
export const hostOf = (name: string): string =>
  name
    .toLowerCase()
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '');
