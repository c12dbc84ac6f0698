import type { Browser, Page } from 'playwright-core';

export const WALL = { width: 1920, height: 1080 };

/** A wallboard in a page of its own, in the words of somebody who looks at it. */
export interface Wall {
  page: Page;
  /** Everything on the console and on the network that should not have been there: of it, the policy's refusals too. */
  complaints: string[];
  panel(id: string): ReturnType<Page['locator']>;
  /** What stands for the wall while its link is in that state. */
  link(kind: 'connecting' | 'live' | 'behind' | 'offline'): ReturnType<Page['locator']>;
  numbers(id: string): ReturnType<Page['locator']>;
  /** Resolves once a number of the panel reads so. */
  shows(id: string, label: string): Promise<void>;
}

/** Opens an empty page that may ask nobody but `origin` (which ends in a slash). */
export async function openWall(browser: Browser, origin: string): Promise<Wall> {
  const page = await browser.newPage({ viewport: WALL });
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    // Chromium itself reports a refused request; the page cannot keep it from doing so.
    const refused =
      message.text().startsWith('Failed to load resource: net::') ||
      (message.text().startsWith('Failed to load resource:') && message.location().url.includes('/v1/alert'));
    if (['error', 'warning'].includes(message.type()) && !refused) complaints.push(message.text());
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(origin) && !request.url().startsWith('data:')) {
      complaints.push(`a request to another host: ${request.url()}`);
    }
  });
  const panel = (id: string) => page.locator(`[data-panel="${id}"]`);
  const numbers = (id: string) => panel(id).locator('.figure [role=img]');
  return {
    page,
    complaints,
    panel,
    link: (kind) => page.locator(`.wall[data-link="${kind}"]`),
    numbers,
    shows: (id, label) => panel(id).locator(`.figure [role=img][aria-label="${label}"]`).first().waitFor(),
  };
}
