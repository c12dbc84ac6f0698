/** Remembers the newest so many of what was added. */
export class Newest<T> {
  readonly #all = new Set<T>();

  constructor(private readonly most: number) {}

  add(one: T): void {
    this.#all.delete(one);
    this.#all.add(one);
    if (this.#all.size <= this.most) return;
    for (const oldest of this.#all) {
      this.#all.delete(oldest);
      break;
    }
  }

  has(one: T): boolean {
    return this.#all.has(one);
  }
}
