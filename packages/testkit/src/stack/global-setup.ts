import type { TestProject } from 'vitest/node';
import { startTestStack } from '../stack.js';

declare module 'vitest' {
  export interface ProvidedContext {
    brokers: string;
    clickhouseUrl: string;
  }
}

/** One stack for all test files of a run; they find it with `isolated()`. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const stack = await startTestStack();
  project.provide('brokers', stack.brokers);
  project.provide('clickhouseUrl', stack.clickhouseUrl);
  return () => stack.stop();
}
