import type { Entity, EventType } from '@tallyboard/contracts/events';
import type { Credited } from './credited.js';
import type { Described } from './described.js';
import type { Read } from './read.js';

/** How a measure is stored and added: counts and milliseconds as UInt64, money as Decimal(38,4), maps key by key. */
export type MeasureType = 'count' | 'sum_ms' | 'sum' | 'decimal' | 'map' | 'decimal_map';

export interface Measure {
  name: string;
  type: MeasureType;
  /** Of money: the dimension that says in which currency. */
  currency?: string;
  /** What it counts or adds up, in words. */
  doc: string;
  /** Whether it goes on growing for weeks where it counts, by what happens later: of what is recent it is little as yet. */
  ripens?: true;
}

/** A kind of thing that is counted: what it is folded from, and what its cells hold. */
export interface Fact<Name extends string = string> {
  name: Name;
  /** Whose events it is folded from. */
  entity: Entity;
  /**
   * `fixed`: the instant that places it is part of its identity, so that a bucket's facts lie side by side. `moving`: its
   * events decide where it counts, and every bucket that any of them ever claimed is remembered.
   */
  placement: 'fixed' | 'moving';
  /** Fields of its events with an instant that can place it in a bucket; of a fixed fact, the one of its identity. */
  bucketing: readonly string[];
  /** Types of its events that can place it, of a moving fact, at the instant when they occurred. */
  occurring: readonly EventType[];
  /** Every dimension of its cells, in the order of their columns. */
  dimensions: readonly string[];
  measures: readonly Measure[];
  /** What else can change it. */
  reads: readonly Read[];
  /** Measures that are credited to campaigns; null: none are. */
  credited: Credited | null;
  /** Dimensions that it has of another entity; null: none. */
  described: Described | null;
  /** Entities without which its fold is not complete, beside those that it reads. */
  knows: readonly Entity[];
  /** Fields of its events that mention one of another entity, so that links remember it. */
  mentions: readonly { readonly entity: Entity; readonly by: string }[];
  /** How some of them are merged into others; null: merging joins nothing. */
  merges: Merges | null;
  /** What each dimension says, in words. */
  dimensionDocs: Readonly<Record<string, string>>;
}

/** What is merged away counts with its survivor: links of its entity remember, both ways, who was ever merged into whom. */
export interface Merges {
  /** Field of the entity's events that says into which it was merged. */
  by: string;
  /** View of who is merged into whom: tenant, `<entity>_id`, `survivor`. */
  survivors: string;
  /** View of the places where nobody is merged: what most tenants need, and planned in less time. */
  ownPlaces: string;
}

interface Definition<Name extends string> extends Pick<Fact, 'entity' | 'placement' | 'bucketing' | 'reads'> {
  name: Name;
  occurring?: Fact['occurring'];
  merges?: Merges;
  credited?: Credited;
  described?: Described;
  knows?: Fact['knows'];
  mentions?: Fact['mentions'];
  /** Name → what it says; those that a read gives come first. */
  dimensions: Readonly<Record<string, string>>;
  /** Name → what it adds up; see `count` and its like. */
  measures: Readonly<Record<string, Omit<Measure, 'name'>>>;
}

/**
 * All that is said of a fact beside its contracts and its two folds, once. Tables, the restate, the search for dirty cells,
 * the shapes of the proof and the documents follow from it.
 */
export function defineFact<const Name extends string>(definition: Definition<Name>): Fact<Name> {
  const { described = null } = definition;
  const given = definition.reads.flatMap(({ gives }) => Object.entries(gives));
  const dimensionDocs = {
    ...Object.fromEntries(given.map(([name, { doc }]) => [name, doc])),
    ...Object.fromEntries(
      definition.reads.flatMap(({ dimension }) => (dimension ? [[dimension.name, dimension.doc]] : [])),
    ),
    ...described?.gives,
    ...definition.dimensions,
  };
  return {
    occurring: [],
    credited: null,
    knows: described ? [described.entity] : [],
    mentions: described ? [described] : [],
    merges: null,
    ...definition,
    described,
    dimensions: Object.keys(dimensionDocs),
    measures: Object.entries(definition.measures).map(([name, measure]) => ({ name, ...measure })),
    dimensionDocs,
  };
}

/** So many of them. */
export const count = (doc: string) => ({ type: 'count', doc }) as const;
/** A measure that is as of now: what happens for weeks afterwards counts where that began. */
export const ripening = <M extends Omit<Measure, 'name'>>(measure: M) =>
  ({ ...measure, ripens: true }) as const;
/** A sum of durations in ms. */
export const milliseconds = (doc: string) => ({ type: 'sum_ms', doc }) as const;
/** A sum of whole numbers. */
export const sum = (doc: string) => ({ type: 'sum', doc }) as const;
/** A sum of money; `currency`: the dimension that says in which. */
export const money = (currency: string, doc: string) => ({ type: 'decimal', currency, doc }) as const;
/** A sum of parts of things, to four places: as exact as money. */
export const parts = (doc: string) => ({ type: 'decimal', doc }) as const;
/** A sum of money of each key, a text; a key whose sum is 0 is none. */
export const moneyBy = (currency: string, doc: string) => ({ type: 'decimal_map', currency, doc }) as const;
/** How many fell into each bin of durations in ms: lower edge → count. See README. */
export const histogram = (doc: string) => ({ type: 'map', doc }) as const;
/** How many there are of each key, a whole number. */
export const countBy = (doc: string) => ({ type: 'map', doc }) as const;
