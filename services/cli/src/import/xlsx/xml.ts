import type { Readable } from 'node:stream';
import { SaxesParser } from 'saxes';

/** What is told of elements; their names are without a prefix, their attributes as they are. */
export interface Handler {
  open(name: string, attributes: Readonly<Record<string, string>>): void;
  text?(text: string): void;
  close?(name: string): void;
}

/** Reads XML as it comes; yields after each chunk, so that what the handler has collected can be taken. */
export async function* readXml(stream: Readable, handler: Handler): AsyncGenerator<void> {
  const parser = new SaxesParser();
  parser.on('opentag', ({ name, attributes }) => {
    handler.open(local(name), attributes as Record<string, string>);
  });
  parser.on('text', (text) => handler.text?.(text));
  parser.on('cdata', (text) => handler.text?.(text));
  parser.on('closetag', ({ name }) => handler.close?.(local(name)));
  parser.on('error', (error) => {
    throw error;
  });
  const decoder = new TextDecoder('utf-8');
  for await (const chunk of stream) {
    parser.write(decoder.decode(chunk as Buffer, { stream: true }));
    yield;
  }
  parser.write(decoder.decode()).close();
  yield;
}

/** All of it at once. */
export async function scanXml(stream: Readable, handler: Handler): Promise<void> {
  for await (const _ of readXml(stream, handler));
}

const local = (name: string): string => name.slice(name.indexOf(':') + 1);
