import { readdirSync, readFileSync } from 'node:fs';

/** One process of the system under test. */
export interface Usage {
  /** What it is: kafka, clickhouse, a service, or bench (this process). */
  name: string;
  pid: number;
  /** User and system time so far. */
  cpuMs: number;
  /** Resident memory that is its own, its part of shared pages included (PSS), in MB. */
  memoryMb: number;
}

const TICKS_PER_SECOND = 100;

/** All processes below `root` (by default this one, itself included), from Linux's /proc. */
export function usage(root = process.pid): Usage[] {
  const stats = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .flatMap((pid) => statOf(pid) ?? []);
  const inside = new Set([root]);
  for (let grew = true; grew; ) {
    grew = false;
    for (const { pid, parent } of stats)
      if (inside.has(parent) && !inside.has(pid)) {
        inside.add(pid);
        grew = true;
      }
  }
  return stats
    .filter(({ pid }) => inside.has(pid))
    .map(({ pid, ticks }) => ({
      name: pid === process.pid ? 'bench' : nameOf(pid),
      pid,
      cpuMs: (ticks * 1_000) / TICKS_PER_SECOND,
      memoryMb: memoryOf(pid),
    }));
}

/** Milliseconds of CPU that each name has used between two looks. */
export function cpuBetween(before: readonly Usage[], after: readonly Usage[]): Map<string, number> {
  const spent = new Map<string, number>();
  for (const { name, pid, cpuMs } of after) {
    const earlier = before.find((each) => each.pid === pid)?.cpuMs ?? 0;
    spent.set(name, (spent.get(name) ?? 0) + cpuMs - earlier);
  }
  return spent;
}

function statOf(pid: number): { pid: number; parent: number; ticks: number } | null {
  const text = readText(`/proc/${pid}/stat`);
  if (text === null) return null;
  // The name in parentheses may hold anything; what follows it is fixed.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return { pid, parent: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12]) };
}

function nameOf(pid: number): string {
  const command = (readText(`/proc/${pid}/cmdline`) ?? '').replaceAll('\0', ' ');
  if (command.includes('kafka.Kafka')) return 'kafka';
  if (command.includes('/clickhouse/')) return 'clickhouse';
  return /services\/(\w+)\/dist\/main/.exec(command)?.[1] ?? command.split(' ')[0]!.split('/').at(-1)!;
}

function memoryOf(pid: number): number {
  const kb = /^Pss:\s+(\d+)/m.exec(readText(`/proc/${pid}/smaps_rollup`) ?? '')?.[1];
  return Number(kb ?? 0) / 1024;
}

/** Null when the process has ended meanwhile. */
function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
